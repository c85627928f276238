// What may be held beside the lock of the data, and what looks like a flag, is no
// excuse: a cache's counters were read and written in two sections.
// RUN: %race_check %s race-split-critical-section %t
#include <pthread.h>

struct stats {
  pthread_mutex_t mutex;
  unsigned long misses, errors;
};
struct conn {
  struct stats stats;
  int left;
};
void item_lock(unsigned hash);
void item_unlock(unsigned hash);

// The item's lock may be held, or not.
void miss(struct conn *c, int found) {
  if (found)
    item_lock(1);
  pthread_mutex_lock(&c->stats.mutex);
  unsigned long before = c->stats.misses;
  pthread_mutex_unlock(&c->stats.mutex);
  pthread_mutex_lock(&c->stats.mutex);
  c->stats.misses = before + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'c->stats.misses' is read under 'c->stats.mutex' and written under it with a value computed from that read, {{.*}} [race-split-critical-section]
  pthread_mutex_unlock(&c->stats.mutex);
  if (found)
    item_unlock(1);
}

// What is left to read turns no other thread away.
void fail(struct conn *c, int n) {
  if (c->left > 0)
    c->left = c->left - n;
  pthread_mutex_lock(&c->stats.mutex);
  unsigned long before = c->stats.errors;
  pthread_mutex_unlock(&c->stats.mutex);
  pthread_mutex_lock(&c->stats.mutex);
  c->stats.errors = before + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'c->stats.errors' is read under 'c->stats.mutex' and written under it with a value computed from that read, {{.*}} [race-split-critical-section]
  pthread_mutex_unlock(&c->stats.mutex);
}

// A flag that is tested and set under the lock does.
struct job {
  pthread_mutex_t mutex;
  int busy;
  unsigned long done;
};
void step_ok(struct job *j) {
  pthread_mutex_lock(&j->mutex);
  if (j->busy) {
    pthread_mutex_unlock(&j->mutex);
    return;
  }
  j->busy = 1;
  unsigned long before = j->done;
  pthread_mutex_unlock(&j->mutex);
  pthread_mutex_lock(&j->mutex);
  j->done = before + 1;
  j->busy = 0;
  pthread_mutex_unlock(&j->mutex);
}
