// What the one who starts the workers does before that is no use without the
// lock, and does not count among those who hold it.
// RUN: %race_check %s race-inconsistent-guard %t
#include <pthread.h>

enum { KINDS = 4 };
static pthread_mutex_t mutexes[KINDS];
static unsigned long pending[KINDS];

static void *work(void *arg) {
  unsigned long kind = (unsigned long)arg;
  pthread_mutex_lock(&mutexes[kind]);
  pending[kind]--;
  pthread_mutex_unlock(&mutexes[kind]);
  return 0;
}
void begin(void) {
  for (unsigned long kind = 0; kind < KINDS; kind++) {
    pthread_mutex_init(&mutexes[kind], 0);
    pending[kind] = 0;
  }
  for (unsigned long kind = 0; kind < KINDS; kind++) {
    pthread_t thread;
    pthread_create(&thread, 0, work, (void *)kind);
    pthread_detach(thread);
  }
}
void submit(int kind) {
  pending[kind]++;
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'pending[...]' is written without 'mutexes', which is held in 3 of 4 functions that use it; an update may be lost [race-inconsistent-guard]
}
unsigned long count(int kind) {
  pthread_mutex_lock(&mutexes[kind]);
  unsigned long n = pending[kind];
  pthread_mutex_unlock(&mutexes[kind]);
  return n;
}
unsigned long take(int kind) {
  pthread_mutex_lock(&mutexes[kind]);
  unsigned long n = pending[kind];
  pending[kind] = 0;
  pthread_mutex_unlock(&mutexes[kind]);
  return n;
}
