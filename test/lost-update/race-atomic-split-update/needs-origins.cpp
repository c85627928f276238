// Traps that one function can't decide: who runs these, and on how many
// threads, is known only with the callers and the threads' starts.
// XFAIL: *
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "thread.h"

// All writes stand in one thread: needs the threads' entries.
std::atomic<int> progress;
void work_ok() { progress = progress + 1; }
int main() {
  // Before the first thread starts: needs to know what starts one.
  progress = progress + 1;
  std::thread t(work_ok);
  t.join();
  // After the join.
  progress = progress + 1;
}
