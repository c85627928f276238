// RUN: %race_check %s race-atomic-check-then-set %t
#include <stdatomic.h>
#include <pthread.h>
atomic_int started;
_Atomic _Bool ready;
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
void launch(void);
void start_bad(void) {
  if (!atomic_load(&started)) {
    atomic_store(&started, 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'started' is tested
    launch();
  }
}
void plain_bad(void) {
  if (ready)
    return;
  ready = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ready' is tested
  launch();
}
void exchange_ok(void) {
  if (!atomic_exchange(&started, 1))
    launch();
}
void locked_ok(void) {
  pthread_mutex_lock(&m);
  if (!ready) {
    ready = 1;
    launch();
  }
  pthread_mutex_unlock(&m);
}
