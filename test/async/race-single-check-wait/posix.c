// RUN: %race_check %s race-single-check-wait %t
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int jobs;

int take_bad(void) {
  pthread_mutex_lock(&m);
  if (jobs == 0)
    pthread_cond_wait(&changed, &m);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'jobs' is tested once before this wait and not after it; a thread may wake up though nothing has changed, or after another one was faster [race-single-check-wait]
  int job = jobs--;
  pthread_mutex_unlock(&m);
  return job;
}

int take_ok(void) {
  pthread_mutex_lock(&m);
  while (jobs == 0)
    pthread_cond_wait(&changed, &m);
  int job = jobs--;
  pthread_mutex_unlock(&m);
  return job;
}

void nap(const struct timespec *until) {
  pthread_mutex_lock(&m);
  if (jobs == 0)
    pthread_cond_timedwait(&changed, &m, until);
  pthread_mutex_unlock(&m);
}

// By a wrapper, which is asked by its caller.
void cond_wait(pthread_cond_t *c, pthread_mutex_t *lock) {
  pthread_cond_wait(c, lock);
}
