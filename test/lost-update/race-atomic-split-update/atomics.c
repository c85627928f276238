// C's own atomics, <stdatomic.h>, and the builtins of GCC and clang.
// RUN: %race_check %s race-atomic-split-update %t
#include <stdatomic.h>
#include <pthread.h>

_Atomic int hits;
atomic_int total, only_here;
int plain;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
struct stats { _Atomic unsigned n; };

void self_bad(void) { hits = hits + 1; }
// CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'hits' is loaded
void functions_bad(void) { atomic_store(&total, atomic_load(&total) + 1); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'total' is loaded
void mixed_bad(struct stats *s) {
  unsigned v = s->n;
  atomic_store(&s->n, v * 2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 's->n' is loaded
}
void builtins_bad(void) {
  __atomic_store_n(&plain, __atomic_load_n(&plain, __ATOMIC_SEQ_CST) + 1,
                   __ATOMIC_SEQ_CST);
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'plain' is loaded
}

void increment_ok(void) { hits++; hits += 2; atomic_fetch_add(&total, 1); }
void locked_ok(void) {
  pthread_mutex_lock(&m);
  hits = hits + 1;
  pthread_mutex_unlock(&m);
}
void unlocked_bad(void) {
  pthread_mutex_lock(&m);
  int v = hits;
  pthread_mutex_unlock(&m);
  hits = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'hits' is loaded
}
void weak_ok(void) {
  __atomic_store_n(&plain, __atomic_load_n(&plain, __ATOMIC_RELAXED) + 1,
                   __ATOMIC_RELEASE);
  atomic_store_explicit(
      &only_here, atomic_load_explicit(&only_here, memory_order_relaxed) + 1,
      memory_order_relaxed);
}
// 'increment_ok' shows that it has several writers, whatever the orders are.
void weak_bad(void) {
  atomic_store_explicit(
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'total' is loaded
      &total, atomic_load_explicit(&total, memory_order_relaxed) + 1,
      memory_order_relaxed);
}
int local_ok(void) {
  _Atomic int n = 0;
  n = n + 1;
  return n;
}
void byValue_ok(struct stats s) { s.n = s.n + 1; }
// The caller says whether somebody else is there.
void counted_ok(_Bool concurrent) {
  if (concurrent)
    atomic_fetch_add_explicit(&total, 1, memory_order_relaxed);
  else
    atomic_store_explicit(
        &total, atomic_load_explicit(&total, memory_order_relaxed) + 1,
        memory_order_relaxed);
}
