// Shapes of bugs that were found in real programs, each with its repair.
// RUN: %race_check %s race-unawaited-task %t -- -std=c++20 -I%mock
#include "coroutine.h"

// A server acknowledged a message whose write it had never begun: the 'co_await'
// was lost when a function became a coroutine.
struct Journal {
  int last;
  Task<> append(int entry) {
    last = entry;
    co_return;
  }
};
Task<> acknowledge(int);
Task<> receive_bad(Journal &journal, int entry) {
  journal.append(entry);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task that 'append' gives is dropped where it is made and never awaited; it begins when it is awaited, so it never runs, and 'last' is not changed
  co_await acknowledge(entry);
}
Task<> receive_ok(Journal &journal, int entry) {
  co_await journal.append(entry);
  co_await acknowledge(entry);
}

// A shutdown that stopped nothing: the tasks were collected, and the vector was
// dropped.
#include "containers.h"
struct Service {
  Task<> stop();
};
Task<> shutdown_bad(std::vector<Service *> &services) {
  std::vector<Task<>> stops;
  for (Service *s : services)
    stops.push_back(s->stop());
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the task that 'stop' gives is kept in 'stops' and never awaited
  co_return;
}
Task<> shutdown_ok(std::vector<Service *> &services) {
  std::vector<Task<>> stops;
  for (Service *s : services)
    stops.push_back(s->stop());
  for (Task<> &stop : stops)
    co_await stop;
}
