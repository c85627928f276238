// A server's counters are guarded by a lock that only one file can name; all
// others take it by two functions. Which lock that is, the run of all files
// knows.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy --checks='-*,race-inconsistent-guard,race-split-critical-section' counters.c lock.c -- > out
// RUN: FileCheck %s --input-file=out
// RUN: racetidy scan -q counters.c -o counters.summary --
// RUN: racetidy scan -q lock.c -o lock.summary --
// RUN: not racetidy link --checks='-*,race-inconsistent-guard,race-split-critical-section' lock.summary counters.summary > apart
// RUN: diff out apart

// Alone, the file says nothing: the names may mean anything.
// RUN: racetidy --min-confidence=low counters.c -- | count 0

// CHECK: counters.c:17:18: warning: 'counters.opened' is written without 'table', which is held in 3 of 4 functions that use it; an update may be lost [race-inconsistent-guard]
// CHECK: counters.c:29:3: warning: 'counters.failed' is read under 'counters_lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost [race-split-critical-section]
// CHECK-NOT: warning:

//--- counters.h
struct counters {
  unsigned long opened, failed;
};
extern struct counters counters;
void counters_lock(void);
void counters_unlock(void);
void clock_lock(void);
void clock_unlock(void);

//--- lock.c
#include "counters.h"
#include <pthread.h>
static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
void counters_lock(void) { pthread_mutex_lock(&table); }
void counters_unlock(void) { pthread_mutex_unlock(&table); }
// The same, by another function.
void clock_lock(void) { counters_lock(); }
void clock_unlock(void) { counters_unlock(); }

//--- counters.c
#include "counters.h"
struct counters counters;
void opened(void) {
  counters_lock();
  counters.opened++;
  counters_unlock();
}
void reopened(void) {
  counters_lock();
  counters.opened++;
  counters_unlock();
}
void opened_twice(void) {
  counters_lock();
  counters.opened++;
  counters_unlock();
  counters.opened++;
}
void by_the_clock(void) {
  clock_lock();
  counters.opened++;
  clock_unlock();
}
void failed(void) {
  counters_lock();
  unsigned long before = counters.failed;
  counters_unlock();
  counters_lock();
  counters.failed = before + 1;
  counters_unlock();
}
void failed_at_once(void) {
  counters_lock();
  unsigned long before = counters.failed;
  counters.failed = before + 1;
  counters_unlock();
}
