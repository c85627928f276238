// RUN: %race_check %s race-mixed-atomic-access %t -- -std=gnu17
// Shaped like bugs that were really made and mended.
#include <pthread.h>
#include <stddef.h>

void release(void);

// References are counted with the compiler's builtins; the fast path that was
// added later counts by hand.
static int refs_bad = 2;
static void *drop_bad(void *arg) {
  if (__sync_sub_and_fetch(&refs_bad, 1) == 0)
    release();
  return NULL;
}
static void *take_fast_bad(void *arg) {
  refs_bad++;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'refs_bad' is updated plainly here, and atomically by another thread; the update of the other is lost [race-mixed-atomic-access]
  return NULL;
}
void share_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, drop_bad, NULL);
  pthread_create(&b, NULL, take_fast_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
static int refs = 2;
static void *drop_ok(void *arg) {
  if (__sync_sub_and_fetch(&refs, 1) == 0)
    release();
  return NULL;
}
static void *take_ok(void *arg) {
  __sync_add_and_fetch(&refs, 1);
  return NULL;
}
void share_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, drop_ok, NULL);
  pthread_create(&b, NULL, take_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// A statistic is summed up atomically and set to zero by 'stats reset'.
static unsigned long served_bad;
static void *serve_bad(void *arg) {
  __atomic_fetch_add(&served_bad, 1, __ATOMIC_RELAXED);
  return NULL;
}
static void *stats_reset_bad(void *arg) {
  served_bad = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'served_bad' is written plainly here, and atomically by another thread
  return NULL;
}
void serve_all_bad(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, serve_bad, NULL);
  pthread_create(&b, NULL, stats_reset_bad, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
static unsigned long served;
static void *serve_ok(void *arg) {
  __atomic_fetch_add(&served, 1, __ATOMIC_RELAXED);
  return NULL;
}
static void *stats_reset_ok(void *arg) {
  __atomic_store_n(&served, 0, __ATOMIC_RELAXED);
  return NULL;
}
void serve_all_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, serve_ok, NULL);
  pthread_create(&b, NULL, stats_reset_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
