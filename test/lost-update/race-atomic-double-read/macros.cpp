// A macro that uses its argument twice, and macros that only look.
// RUN: %race_check %s race-atomic-double-read %t -- -std=c++20 -I%mock
#include "atomic.h"
[[noreturn]] void fail(const char *);
void log(int);
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define assert(x) ((x) ? (void)0 : fail(#x))
#define MY_CHECK(x) do { if (!(x)) fail(#x); } while (0)
#define LOG_VALUE(x) log(x)
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define TWICE(x) ((x) + (x))

struct Node { int v; };
std::atomic<int> n;
std::atomic<Node *> head;
void clear() { head = nullptr; }

int minimum_bad() { return MIN(n.load(), 10); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'n' is loaded twice in one computation
int twice_bad() { return TWICE(n); }
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'n' is loaded twice in one computation
int likely_bad() { return LIKELY(head.load() != nullptr) ? head.load()->v : 0; }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'head' is tested by one load and dereferenced

int minimum_ok() {
  int v = n;
  return MIN(v, 10);
}
void asserted_ok() {
  assert(n.load() > 0 && n.load() < 10);
  MY_CHECK(n.load() > 0 && n.load() < 10);
  LOG_VALUE(n * n);
  assert(MIN(n.load(), 10) < 10);
}
int assertedPointer_ok() {
  assert(head.load() != nullptr);
  MY_CHECK(head.load());
  return head.load()->v;
}
