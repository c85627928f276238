// A call that the rules name lets others run, without a coroutine in sight.
// RUN: %race_check %s race-stale-after-suspension %t --config-file=%S/Inputs/fibers.yaml -- -std=c++20
// RUN: racetidy -q --checks=-*,race-stale-after-suspension %s -- -std=c++20 | FileCheck --check-prefix=WITHOUT --allow-empty %s
// WITHOUT-NOT: warning
namespace fiber {
void yield();
}
struct Ready {
  bool await_ready();
};
int n;
void yields_bad() {
  int v = n;
  fiber::yield();
  n = v + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read before a suspension
}
void yields_ok() {
  fiber::yield();
  int v = n;
  n = v + 1;
}
