// RUN: %race_check %s race-unguarded-update %t -- -std=gnu17
// Functions that are called through what holds them.
#include <pthread.h>
#include <stddef.h>

void work(void);

// A table of functions, filled where it is made.
struct handlers {
  void (*begin)(void);
  void (*end)(void);
};
static int begun, ended;
static void begin_bad(void) {
  begun++;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'begun'{{.*}} [race-unguarded-update]
}
static void end_ok(void) { ended++; }
static const struct handlers table = {.begin = begin_bad, .end = end_ok};
static void *run_table_bad(void *arg) {
  table.begin();
  return NULL;
}
void tables_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, run_table_bad, NULL);
  pthread_create(&b, NULL, run_table_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  table.end();
}

// A callback that is handed down, and called with a lock held or without.
static int bare, guarded;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void each_bare(void (*visit)(void)) { visit(); }
static void each_locked(void (*visit)(void)) {
  pthread_mutex_lock(&lock);
  visit();
  pthread_mutex_unlock(&lock);
}
static void count_bad(void) {
  bare++;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'bare'{{.*}} [race-unguarded-update]
}
static void count_ok(void) { guarded++; }
static void *visit_all(void *arg) {
  each_bare(count_bad);
  each_locked(count_ok);
  return NULL;
}
void callbacks_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, visit_all, NULL);
  pthread_create(&b, NULL, visit_all, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// One hook of two, set later.
static int hooked;
static void hook_bad(void) {
  hooked++;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'hooked'{{.*}} [race-unguarded-update]
}
static void no_hook_ok(void) {}
static void (*hook)(void) = no_hook_ok;
static void *run_hook(void *arg) {
  hook();
  return NULL;
}
void hooks_bad(void) {
  pthread_t a, b;
  hook = hook_bad;
  pthread_create(&a, NULL, run_hook, NULL);
  pthread_create(&b, NULL, run_hook, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// So many that they tell nothing.
static int many;
#define COMMAND(n) static void command##n##_ok(void) { many++; }
COMMAND(0) COMMAND(1) COMMAND(2) COMMAND(3) COMMAND(4) COMMAND(5) COMMAND(6)
COMMAND(7) COMMAND(8)
static void (*commands[])(void) = {
    command0_ok, command1_ok, command2_ok, command3_ok, command4_ok,
    command5_ok, command6_ok, command7_ok, command8_ok};
static void *run_command(void *arg) {
  commands[*(int *)arg]();
  return NULL;
}
void many_ok(int *which) {
  pthread_t a, b;
  pthread_create(&a, NULL, run_command, which);
  pthread_create(&b, NULL, run_command, which);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
