// A table's entries are guarded by a row of locks that only one file can name;
// all others choose from it by two functions that are given a hash. That the
// entries have a guard, the run of all files knows; which one of the row it is,
// it does not.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy --checks='-*,race-inconsistent-guard,race-split-critical-section,race-unbalanced-lock' entries.c row.c -- > out
// RUN: FileCheck %s --input-file=out
// RUN: racetidy scan -q entries.c -o entries.summary --
// RUN: racetidy scan -q row.c -o row.summary --
// RUN: not racetidy link --checks='-*,race-inconsistent-guard,race-split-critical-section,race-unbalanced-lock' row.summary entries.summary > apart
// RUN: diff out apart

// Alone, the file says nothing: the names may mean anything.
// RUN: racetidy --min-confidence=low entries.c -- | count 0

// CHECK: entries.c:25:10: warning: 'e->hits' is written without 'row', which is held in 4 of 5 functions that use it; an update may be lost [race-inconsistent-guard]
// CHECK-NOT: warning:

//--- entries.h
struct entry {
  unsigned long hits, misses, hash;
};
void row_lock(unsigned long hash);
void row_unlock(unsigned long hash);

//--- row.c
#include "entries.h"
#include <pthread.h>
static pthread_mutex_t row[64];
void row_lock(unsigned long hash) { pthread_mutex_lock(&row[hash & 63]); }
void row_unlock(unsigned long hash) { pthread_mutex_unlock(&row[hash & 63]); }

//--- entries.c
#include "entries.h"
void hit(struct entry *e) {
  row_lock(e->hash);
  e->hits++;
  row_unlock(e->hash);
}
void hit_again(struct entry *e, unsigned long by) {
  row_lock(e->hash);
  e->hits += by;
  row_unlock(e->hash);
}
void forget(struct entry *e) {
  row_lock(e->hash);
  e->hits = 0;
  row_unlock(e->hash);
}
void halve(struct entry *e) {
  row_lock(e->hash);
  e->hits /= 2;
  row_unlock(e->hash);
}
void hit_late(struct entry *e) {
  row_lock(e->hash);
  row_unlock(e->hash);
  e->hits++;
}
// Another lock of the row may be the one that is taken the second time.
void moved(struct entry *from, struct entry *to) {
  row_lock(from->hash);
  unsigned long misses = from->misses;
  row_unlock(from->hash);
  row_lock(to->hash);
  from->misses = misses + 1;
  row_unlock(to->hash);
}
