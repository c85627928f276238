// C's own atomics, <stdatomic.h>, and the builtins of GCC and clang.
// RUN: %race_check %s race-atomic-double-read %t
#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>

struct node { int v; struct node *next; };
_Atomic int n;
_Atomic(struct node *) head;
int plain;
void clear(void) { head = 0; }

int product_bad(void) { return n * (n + 1) / 2; }
// CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'n' is loaded twice in one computation
int functions_bad(void) { return atomic_load(&n) - atomic_load(&n); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'n' is loaded twice in one computation
int builtins_bad(void) {
  return __atomic_load_n(&plain, __ATOMIC_SEQ_CST) > 9
             ? 9
             : __atomic_load_n(&plain, __ATOMIC_SEQ_CST);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'plain' is loaded twice in one computation
}
int pointer_bad(void) { return head ? head->v : 0; }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'head' is tested by one load and dereferenced

int once_ok(void) { int v = n; return v * v; }
int pointer_ok(void) { struct node *h = head; return h ? h->v : 0; }
void asserted_ok(void) { assert(n > 0 && n < 10); printf("%d", n * n); }
void assertedPointer_ok(void) { assert(head); assert(head->v > 0); }
void weak_ok(void) {
  n = __atomic_load_n(&plain, __ATOMIC_RELAXED) * __atomic_load_n(&plain, __ATOMIC_RELAXED);
}
int notAtomic_ok(void) { return plain * plain; }
