// RUN: %race_check %s race-unawaited-task %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "coroutine.h"

// Nothing in its shape says that it is awaited.
namespace base {
struct Job {};
struct Background {};
} // namespace base
base::Job work();
base::Background behind();

void f() {
  work();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task that 'work' gives is dropped where it is made and never awaited; it begins when it is awaited, so it never runs
  behind();
}
