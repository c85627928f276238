// XFAIL: *
// What a thread does after it waited is known for its accesses, not for the calls
// that it makes: a call carries no order.
// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
#include "thread.h"

struct Queue {
  Queue();
  ~Queue();
  void push(int);
  int pop();
};
// The thread waits until the constructor is through.
class Gate_ok {
  std::latch gate{1};
  std::thread t{[this] {
    gate.wait();
    queue.pop();
  }};
  Queue queue;

public:
  Gate_ok() { gate.count_down(); }
  ~Gate_ok() { t.join(); }
};
class Promise_ok {
  std::promise<void> ready;
  std::future<void> isReady = ready.get_future();
  std::thread t{[this] {
    isReady.wait();
    queue.pop();
  }};
  Queue queue;

public:
  Promise_ok() { ready.set_value(); }
  ~Promise_ok() { t.join(); }
};

