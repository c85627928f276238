// How much is known of the guard decides: declared or held in three accesses of
// two functions is high, the class's only lock in one write is medium.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
// RUN: %race_check %s race-guarded-escape %t --prefix=HIGH --min-confidence=high -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

void consume(...);
class Registry {
  std::mutex m;
  std::vector<int> often, once;
  std::vector<int> written, tested;

public:
  void add(int i) {
    std::lock_guard l(m);
    often.push_back(i);
    once.push_back(i);
  }
  void remove() {
    std::lock_guard l(m);
    if (!often.empty())
      often.pop_back();
  }
  void clear() {
    std::lock_guard l(m);
    often.clear();
  }
  const std::vector<int> &often_bad() {
    std::lock_guard l(m);
    return often;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'often'{{.*}} [race-guarded-escape]
    // MISSED: :[[@LINE-2]]:{{[0-9]+}}: warning: {{.*}}'often'{{.*}} [race-guarded-escape]
  }
  const std::vector<int> &once_bad() {
    std::lock_guard l(m);
    return once;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'once'{{.*}} [race-guarded-escape]
  }
  // Never written under the lock: that it is read there says nothing.
  bool test() {
    std::lock_guard l(m);
    return tested.empty();
  }
  const std::vector<int> &tested_ok() { return tested; }
  // Nothing is known of it at all.
  const std::vector<int> &written_ok() { return written; }
};
void users(Registry &r) {
  consume(r.often_bad().size(), r.once_bad().size(), r.tested_ok().size());
  consume(r.written_ok().size());
}
