// A pattern is enough; generic lambdas and functors are instantiated only inside
// the library's bodies, which are skipped.
// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"

void consume(...);
template <class T> void never_bad() {
  T total = T();
  std::thread t([&] { total = T(1); });
  consume(total);
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
template <class T> void twice_bad(T start) {
  T total = start;
  auto f = std::async([&] { total = total + 1; });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.get();
}
void genericLambda_bad() {
  int total = 0;
  std::thread t([&total](auto by) { total = by; }, 1);
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
int loaded;
struct Functor {
  template <class T> void operator()(T by) const { loaded = by; }
};
void functor_bad() {
  std::thread t(Functor(), 1);
  consume(loaded);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'loaded'{{.*}} [race-use-before-await]
  t.join();
}
template <class T> T joined_ok() {
  T total = T();
  std::thread t([&] { total = T(1); });
  t.join();
  return total;
}
template <class T> T innerBlock_ok() {
  T total = T();
  { std::jthread t([&] { total = T(1); }); }
  return total;
}
int genericLambda_ok() {
  int total = 0;
  std::thread t([&total](auto by) { total = by; }, 1);
  t.join();
  return total;
}
// What runs the lambda, and when, is the user's choice.
template <class Executor> int policy_ok(Executor &e) {
  int total = 0;
  auto handle = e.run([&] { total = 1; });
  return total;
}
void users() {
  twice_bad(1);
  twice_bad(1L);
  joined_ok<int>();
  innerBlock_ok<int>();
}
