// RUN: %race_check %s race-inconsistent-guard %t -- -std=gnu17
// The program's own set-up, before a helper of a helper starts the thread that
// meets it: nobody is there who could hold the lock.
#include <pthread.h>

static pthread_mutex_t stack_lock = PTHREAD_MUTEX_INITIALIZER;
static int depth, limit;

static void *drain(void *arg) {
  for (;;) {
    pthread_mutex_lock(&stack_lock);
    if (depth > 0)
      --depth;
    pthread_mutex_unlock(&stack_lock);
  }
  return arg;
}
static int start(void) {
  pthread_t id;
  return pthread_create(&id, NULL, drain, NULL);
}
static void push(void) {
  pthread_mutex_lock(&stack_lock);
  depth++;
  pthread_mutex_unlock(&stack_lock);
}
static void pop(void) {
  pthread_mutex_lock(&stack_lock);
  depth--;
  pthread_mutex_unlock(&stack_lock);
}
static void init_ok(void) {
  depth = 0;
  if (start() != 0)
    limit = 1;
}
static void reset_bad(void) {
  depth = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'depth' is written without 'stack_lock'
}
int main(void) {
  init_ok();
  push();
  reset_bad();
  pop();
  return limit;
}
