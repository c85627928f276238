// RUN: %race_check %s race-lost-wakeup %t
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int stop_bad, stop_ok;

void *run(void *unused) {
  pthread_mutex_lock(&m);
  while (!stop_bad && !stop_ok)
    pthread_cond_wait(&changed, &m);
  pthread_mutex_unlock(&m);
  return unused;
}
void finish_bad(void) {
  stop_bad = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'stop_bad' is changed without the lock under which it is tested before the wait on 'changed'
  pthread_cond_broadcast(&changed);
}
void finish_ok(void) {
  pthread_mutex_lock(&m);
  stop_ok = 1;
  pthread_mutex_unlock(&m);
  pthread_cond_broadcast(&changed);
}
