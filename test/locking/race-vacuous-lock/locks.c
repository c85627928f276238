// The same in C: attempts ignored, locks copied, locks of the call's own.
// RUN: %race_check %s race-vacuous-lock %t -- -std=c17
#include <pthread.h>
#include <threads.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static mtx_t c11;
static int shared;
struct conn { pthread_mutex_t lock; int state; };

void ignored_bad(void) {
  pthread_mutex_trylock(&m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: whether the lock was taken is ignored
  ++shared;
  pthread_mutex_unlock(&m);
}
void ignoredC11_bad(void) {
  mtx_trylock(&c11);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: whether the lock was taken is ignored
  ++shared;
}
void copied_bad(struct conn *c) {
  pthread_mutex_t mine = c->lock;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'mine' is a copy of a lock; the two know nothing of each other
  pthread_mutex_lock(&mine);
  ++c->state;
}
void assigned_bad(struct conn *c, struct conn *d) {
  c->lock = d->lock;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: a lock is copied here
}
void fresh_bad(void) {
  pthread_mutex_t mine = PTHREAD_MUTEX_INITIALIZER;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'mine' is a new lock in every call
  pthread_mutex_lock(&mine);
  ++shared;
  pthread_mutex_unlock(&mine);
}

static const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
void fromTemplate_ok(struct conn *c) { c->lock = fresh; }

int tried_ok(void) { return pthread_mutex_trylock(&m) == 0; }
void freed_ok(void) {
  pthread_mutex_trylock(&m);
  pthread_mutex_unlock(&m);
}
void initialised_ok(struct conn *c) {
  c->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
}
void started_ok(struct conn *c) {
  pthread_mutex_t mine;
  pthread_mutex_init(&mine, 0);
  pthread_mutex_lock(&mine);
}
void snapshot_ok(struct conn *c) {
  struct conn copy = *c;
  copy.state = 0;
}
