// RUN: %race_check %s race-lost-wakeup %t -- -std=c++20 -I%mock
#include "mutex.h"

std::mutex gate;
std::condition_variable opened;
bool open;
void pass() {
  std::unique_lock<std::mutex> l(gate);
  while (!open)
    opened.wait(l);
}
void let() {
  open = true; // NOLINT(race-lost-wakeup)
  opened.notify_all();
}
