// C's own atomics, <stdatomic.h>, and the builtins of GCC and clang.
// RUN: %race_check %s race-compare-exchange-misuse %t
#include <stdatomic.h>

struct node { int v; struct node *next; };
_Atomic int n;
_Atomic(struct node *) head;
int plain;
struct node *top;

void weak_bad(void) {
  int e = n;
  atomic_compare_exchange_weak(&n, &e, e + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of the compare-exchange of 'n' is ignored; when it fails, even for no reason, the update is lost
}
void stale_bad(void) {
  int e = n, next = e + 1;
  while (!atomic_compare_exchange_weak(&n, &e, next)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the new value of 'n' is computed before the loop
  }
}
void sync_bad(void) {
  int o = __atomic_load_n(&plain, __ATOMIC_SEQ_CST);
  __sync_bool_compare_and_swap(&plain, o, o + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of the compare-exchange of 'plain' is ignored; when it fails the update is lost
}
void builtin_bad(void) {
  int o = __atomic_load_n(&plain, __ATOMIC_SEQ_CST), next = o | 1;
  while (!__atomic_compare_exchange_n(&plain, &o, next, 1, __ATOMIC_SEQ_CST,
                                      __ATOMIC_SEQ_CST)) {
    // CHECK-MESSAGES: :[[@LINE-2]]:11: warning: the new value of 'plain' is computed before the loop
  }
}
// Whether GCC's builtin is weak, its fourth argument says.
void weakByArgument_bad(void) {
  int o = 3;
  __atomic_compare_exchange_n(&plain, &o, 5, 1, __ATOMIC_SEQ_CST,
                              __ATOMIC_SEQ_CST);
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: the result of the compare-exchange of 'plain' is ignored; when it fails, even
}
void strongByArgument_ok(void) {
  int o = 3;
  __atomic_compare_exchange_n(&plain, &o, 5, 0, __ATOMIC_SEQ_CST,
                              __ATOMIC_SEQ_CST);
}
void loop_ok(void) {
  int e = n;
  while (!atomic_compare_exchange_weak(&n, &e, e + 1)) {
  }
}
void sync_ok(void) {
  int o;
  do {
    o = __atomic_load_n(&plain, __ATOMIC_SEQ_CST);
  } while (!__sync_bool_compare_and_swap(&plain, o, o + 1));
}
void push_ok(struct node *x) {
  struct node *o;
  do {
    o = top;
    x->next = o;
  } while (!__sync_bool_compare_and_swap(&top, o, x));
}
void pushRefreshed_ok(struct node *x) {
  x->next = head;
  while (!atomic_compare_exchange_weak(&head, &x->next, x)) {
  }
}
int lookedAt_ok(void) {
  int e = 0;
  atomic_compare_exchange_strong(&n, &e, 1);
  return e;
}
void constant_ok(void) { __sync_bool_compare_and_swap(&plain, 0, 1); }
