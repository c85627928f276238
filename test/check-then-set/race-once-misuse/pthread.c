// RUN: %race_check %s race-once-misuse %t -- -std=c17
#include <pthread.h>

void init(void);

void local_bad(void) {
  pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, init);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'once' is a once flag of this call alone
}
// As a library that takes its control block by value.
void copied_bad(pthread_once_t once) {
  pthread_once(&once, init);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'once' is a copy of the caller's once flag, so what should run once runs each time
}
void static_ok(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, init);
}
static pthread_once_t global = PTHREAD_ONCE_INIT;
void global_ok(void) { pthread_once(&global, init); }
void given_ok(pthread_once_t *once) { pthread_once(once, init); }
