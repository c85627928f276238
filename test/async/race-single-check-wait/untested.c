// RUN: %race_check %s race-single-check-wait %t -- -std=gnu17
// A wait with nothing around it that says what is waited for.
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;
void prepare(void);

void pulse(void) {
  pthread_mutex_lock(&lock);
  prepare();
  pthread_cond_wait(&changed, &lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nothing is tested around this wait on 'changed'; a thread may wake up though nothing has happened, and what happened before the wait is missed [race-single-check-wait]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: thread B wakes whoever waits on 'changed': nobody yet
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: thread A waits: that wake-up is lost
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: thread A wakes up for no reason
  pthread_mutex_unlock(&lock);
}

#define VERBOSE 1
void behind_own_test(void) {
  pthread_mutex_lock(&lock);
  if (VERBOSE)
    pthread_cond_wait(&changed, &lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: nothing is tested around this wait on 'changed'
  pthread_mutex_unlock(&lock);
}

// A wrapper: its callers hold the lock, and loop.
void wait_for_change(pthread_cond_t *c, pthread_mutex_t *m) {
  pthread_cond_wait(c, m);
}
void wait_here(void) { pthread_cond_wait(&changed, &lock); }

void in_a_loop(void) {
  pthread_mutex_lock(&lock);
  while (!ready)
    pthread_cond_wait(&changed, &lock);
  pthread_mutex_unlock(&lock);
}

// Waits one step, and looks at the state before and after.
int one_step(void) {
  pthread_mutex_lock(&lock);
  int now = ready;
  if (now == 0) {
    pthread_cond_wait(&changed, &lock);
    now = ready;
  }
  pthread_mutex_unlock(&lock);
  return now;
}
