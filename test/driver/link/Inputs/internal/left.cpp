// Expected with right.cpp: nothing. Names of internal linkage are of their files:
// two counters, one of which threads share under its lock.
#include "thread.h"
static std::mutex lock;
static int count;
static void work() {
  std::lock_guard guard(lock);
  ++count;
}
void left() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
