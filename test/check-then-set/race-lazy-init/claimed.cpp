// XFAIL: *
// A claim by the result of a test_and_set is no lock over functions: the flow of
// one function knows it, the summaries don't carry it.
// RUN: %race_check %s race-lazy-init,race-conflicting-access %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "thread.h"
struct Config {
  int level;
};
Config *load();
void parse(int);

// Who sets the flag makes it, the others wait.
namespace claimed_ok {
std::atomic_flag claimed;
std::atomic<bool> ready;
Config *config;
Config *get() {
  if (!claimed.test_and_set()) {
    config = load();
    ready.store(true, std::memory_order_release);
  }
  while (!ready.load(std::memory_order_acquire))
    std::this_thread::yield();
  return config;
}
void run() {
  std::thread a(get), b(get);
  a.join();
  b.join();
}
} // namespace claimed_ok
