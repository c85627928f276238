// RUN: %race_check %s race-conflicting-access %t -- -std=gnu17
// RUN: %race_check %s race-conflicting-access %t --prefix=HIGH --min-confidence=high -- -std=gnu17
// An assertion that looks at what another thread writes fails by chance: one
// step less than a read that counts.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

static int stage;
static void *check_bad(void *arg) {
  assert(stage < 3);
  return NULL;
}
static void *raise_bad(void *arg) {
  stage = 4;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'stage'{{.*}} [race-conflicting-access]
  return NULL;
}
void assert_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, check_bad, NULL);
  pthread_create(&b, NULL, raise_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
