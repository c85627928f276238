// Locks that other files take and give back, by functions that are given them.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy --checks='-*,race-unbalanced-lock' use.c lock.c -- > out
// RUN: FileCheck %s --input-file=out
// RUN: racetidy scan -q use.c -o use.summary --
// RUN: racetidy scan -q lock.c -o lock.summary --
// RUN: not racetidy link --checks='-*,race-unbalanced-lock' lock.summary use.summary > apart
// RUN: diff out apart
// RUN: racetidy --min-confidence=low --checks='-*,race-unbalanced-lock' use.c -- | count 0

// CHECK: use.c:8:3: warning: 'own' is taken here and still held when 'never_given' returns, and nothing gives it back; whoever takes it next waits forever [race-unbalanced-lock]
// CHECK: use.c:15:3: warning: 'own' is given back here, but nobody has taken it; what is done before is not guarded by it [race-unbalanced-lock]
// CHECK: use.c:36:3: warning: 'shared' is taken here and still held when 'opened' returns, and nothing gives it back; whoever takes it next waits forever [race-unbalanced-lock]
// CHECK-NOT: warning:

//--- lock.h
#include <pthread.h>
struct lock {
  pthread_mutex_t mutex;
};
struct lock *lock_make(void);
void lock_end(struct lock *);
void lock_take(struct lock *);
void lock_give(struct lock *);
void anything(struct lock *);
extern pthread_mutex_t shared, both;

//--- lock.c
#include "lock.h"
#include <stdlib.h>
pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t both = PTHREAD_MUTEX_INITIALIZER;
struct lock *lock_make(void) {
  struct lock *l = malloc(sizeof(*l));
  pthread_mutex_init(&l->mutex, 0);
  return l;
}
void lock_end(struct lock *l) {
  pthread_mutex_destroy(&l->mutex);
  free(l);
}
void lock_take(struct lock *l) { pthread_mutex_lock(&l->mutex); }
void lock_give(struct lock *l) { pthread_mutex_unlock(&l->mutex); }
void give_both(void) { pthread_mutex_unlock(&both); }

//--- use.c
#include "lock.h"
static int n;
void never_given(void) {
  static struct lock *own;
  if (!own)
    own = lock_make();
  n++;
  lock_take(own);
}
void never_taken(void) {
  static struct lock *own;
  if (!own)
    own = lock_make();
  n++, n--;
  lock_give(own);
  lock_end(own);
}
void even(void) {
  static struct lock *own;
  if (!own)
    own = lock_make();
  lock_take(own);
  n++;
  lock_give(own);
}
// Who knows what this one does with it.
void passed_on(void) {
  static struct lock *own;
  if (!own)
    own = lock_make();
  lock_take(own);
  n++;
  anything(own);
}
void opened(void) {
  pthread_mutex_lock(&shared);
  n++;
}
// Another file gives it back.
void opened_for_others(void) {
  pthread_mutex_lock(&both);
  n++;
}
