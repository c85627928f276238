// Parallel arrays: the lock of a number guards what has the same number.
// RUN: %race_check %s race-split-critical-section %t
#include <pthread.h>

enum { KINDS = 4 };
static pthread_mutex_t mutexes[KINDS];
static unsigned long pending[KINDS];
static struct {
  unsigned long done, failed;
} counts[KINDS];

void submit(int kind) {
  pthread_mutex_lock(&mutexes[kind]);
  unsigned long before = pending[kind];
  pthread_mutex_unlock(&mutexes[kind]);
  pthread_mutex_lock(&mutexes[kind]);
  pending[kind] = before + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'pending[...]' is read under 'mutexes[...]' and written under it with a value computed from that read, {{.*}} [race-split-critical-section]
  pthread_mutex_unlock(&mutexes[kind]);
}
void finish(int kind) {
  pthread_mutex_lock(&mutexes[kind]);
  unsigned long before = counts[kind].done;
  pthread_mutex_unlock(&mutexes[kind]);
  pthread_mutex_lock(&mutexes[kind]);
  counts[kind].done = before + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'counts[...].done' is read under 'mutexes[...]' and written under it with a value computed from that read, {{.*}} [race-split-critical-section]
  pthread_mutex_unlock(&mutexes[kind]);
}

// In one section.
void submit_ok(int kind) {
  pthread_mutex_lock(&mutexes[kind]);
  unsigned long before = pending[kind];
  pending[kind] = before + 1;
  pthread_mutex_unlock(&mutexes[kind]);
}
// The second time it is another lock, and another element.
void move_ok(int kind) {
  pthread_mutex_lock(&mutexes[kind]);
  unsigned long before = pending[kind];
  pthread_mutex_unlock(&mutexes[kind]);
  kind++;
  pthread_mutex_lock(&mutexes[kind]);
  pending[kind] = before;
  pthread_mutex_unlock(&mutexes[kind]);
}
// What guards an element is not the lock of another number.
void other_ok(int kind, int row) {
  pthread_mutex_lock(&mutexes[row]);
  unsigned long before = pending[kind];
  pthread_mutex_unlock(&mutexes[row]);
  pthread_mutex_lock(&mutexes[row]);
  pending[kind] = before + 1;
  pthread_mutex_unlock(&mutexes[row]);
}
