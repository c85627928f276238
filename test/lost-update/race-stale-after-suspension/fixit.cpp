// RUN: %race_check %s race-stale-after-suspension %t --fix -- -std=c++20 -I%mock
#include "coroutine.h"

int combine(int, int);
struct Server {
  int total = 0;
  bool more = false;
  Task<int> fetch();

  // CHECK-MESSAGES: :[[@LINE+5]]:5: warning:
  // CHECK-FIXES: Task<> operand() {
  // CHECK-FIXES-NEXT: {{^}}    auto awaited = co_await fetch();
  // CHECK-FIXES-NEXT: {{^}}    total = total + awaited;
  Task<> operand() {
    total = total + co_await fetch();
  }
  // CHECK-MESSAGES: :[[@LINE+4]]:5: warning:
  // CHECK-FIXES: auto awaited2 = co_await fetch();
  // CHECK-FIXES-NEXT: {{^}}    total = (total * 2) - awaited2;
  Task<> twice() {
    total = (total * 2) - co_await fetch();
  }
  // No repair: a call, a branch, and a statement without a block.
  // CHECK-MESSAGES: :[[@LINE+2]]:5: warning:
  Task<> argument() {
    total = combine(total, co_await fetch());
  }
  // CHECK-MESSAGES: :[[@LINE+3]]:7: warning:
  Task<> noBlock() {
    if (more)
      total = total + co_await fetch();
  }
  // FIXED-MESSAGES: warning: 'total' is read before a suspension
  // FIXED-MESSAGES: warning: 'total' is read before a suspension
};
