// RUN: %race_check %s race-sleep-synchronization %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "atomic.h"
#include "publication.h"
#include "thread.h"

int sum(const int *, int);
void print(int);

void asleep(const int *v, int n) {
  int total = 0;
  std::thread adder([&] { total = sum(v, n); });
  pauseThread(100);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this pause stands in for waiting until the work started before is done with 'total'; on a slow day it is too short [race-sleep-synchronization]
  print(total);
  adder.join();
}

void joined(const int *v, int n) {
  int total = 0;
  std::thread adder([&] { total = sum(v, n); });
  pauseThread(100);
  adder.join();
  print(total);
}
// Looked at now and then, while it goes on.
void progress(const int *v, int n) {
  std::atomic<int> total{0};
  std::thread adder([&] { total = sum(v, n); });
  pauseThread(100);
  print(total);
  adder.join();
}
// A benchmark runs for some time and is told to stop.
void timed() {
  std::atomic<bool> stop{false};
  std::thread runner([&] {
    while (!stop)
      print(1);
  });
  pauseThread(1000);
  stop = true;
  runner.join();
}
