// C's own atomics, <stdatomic.h>, and the builtins of GCC and clang.
// RUN: %race_check %s race-decrement-then-test %t
#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

atomic_int refs;
int plain;
void *object;
void finish(void);

void macro_bad(void) {
  atomic_fetch_sub(&refs, 1);
  if (atomic_load(&refs) == 0)
    free(object);
  // CHECK-MESSAGES: :[[@LINE-2]]:7: warning: 'refs' is counted down
}
void builtin_bad(void) {
  __atomic_fetch_sub(&plain, 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&plain, __ATOMIC_SEQ_CST) == 0)
    finish();
  // CHECK-MESSAGES: :[[@LINE-2]]:7: warning: 'plain' is counted down
}
void operator_bad(void) {
  refs--;
  if (refs == 0)
    finish();
  // CHECK-MESSAGES: :[[@LINE-2]]:7: warning: 'refs' is counted down
}
int returned_bad(void) {
  refs--;
  return refs == 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'refs' is counted down
}

void result_ok(void) {
  if (atomic_fetch_sub(&refs, 1) == 1)
    finish();
  if (__atomic_sub_fetch(&plain, 1, __ATOMIC_SEQ_CST) == 0)
    finish();
}
void waits_ok(void) {
  refs--;
  while (refs != 0) {
  }
  finish();
}
void looks_ok(void) {
  refs--;
  assert(refs >= 0);
  if (refs == 0)
    printf("idle\n");
}
