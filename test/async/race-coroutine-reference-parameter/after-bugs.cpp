// Shapes of bugs that were found in real programs, each with its repair.
// RUN: %race_check %s race-coroutine-reference-parameter %t -- -std=c++20 -I%mock
#include "coroutine.h"

struct Path {
  Path(const char *);
  ~Path();
  friend Path operator/(const Path &, const Path &);
};
Task<> lookUp();
void remove(const Path &);

// A directory was removed by a coroutine that its caller returned: the joined
// path was a temporary of the return statement.
Task<> removeTree_bad(const Path &path) {
  co_await lookUp();
  remove(path);
}
Task<> clean_bad(const Path &root) {
  return removeTree_bad(root / "cache");
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the coroutine 'removeTree_bad' is given a temporary as 'path', by reference
}
Task<> removeTree_ok(Path path) {
  co_await lookUp();
  remove(path);
}
Task<> clean_ok(const Path &root) { return removeTree_ok(root / "cache"); }

// Options that stood by default were gone after the first suspension.
struct Limits {
  int size = 0;
};
void read(int);
template <class T> Task<> load(T, const Limits &limits = Limits()) {
  co_await lookUp();
  read(limits.size);
}
Task<> begin_bad() {
  Task<> loading = load(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the coroutine 'load' is given a temporary as 'limits', by reference
  co_await lookUp();
  co_await loading;
}
Task<> begin_ok() {
  Limits limits;
  Task<> loading = load(1, limits);
  co_await lookUp();
  co_await loading;
}
