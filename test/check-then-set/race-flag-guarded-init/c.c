// RUN: %race_check %s race-flag-guarded-init %t -- -std=gnu17
#include <pthread.h>
#include <stdbool.h>

static unsigned table[256];
static int table_ready;
static void make_table(void) {
  for (unsigned i = 0; i < 256; i++)
    table[i] = i * i;
}
unsigned ask_bad(unsigned char c) {
  if (!table_ready) {
    make_table();
    table_ready = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'table_ready' is tested and then set
  }
  return table[c];
}
static void *work_bad(void *arg) {
  ask_bad(1);
  return arg;
}
#define ENSURE(flag, what)                                                     \
  do {                                                                         \
    if (!(flag)) {                                                             \
      what;                                                                    \
      (flag) = true;                                                           \
    }                                                                          \
  } while (0)
static bool by_macro;
static void *macro_bad(void *arg) {
  ENSURE(by_macro, make_table());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'by_macro' is tested and then set
  return arg;
}
void start(void) {
  pthread_t threads[4], more[2];
  pthread_create(&more[0], NULL, macro_bad, NULL);
  pthread_create(&more[1], NULL, macro_bad, NULL);
  for (int i = 0; i < 4; i++)
    pthread_create(&threads[i], NULL, work_bad, NULL);
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int once_ready;
static void make_once(void) {
  if (!once_ready) {
    make_table();
    once_ready = 1;
  }
}
void *work_ok(void *arg) {
  pthread_once(&once, make_once);
  return arg;
}
