// Starts what stands in work.cpp. Alone: nothing, for what the threads do is out
// of sight.
#include "thread.h"
#include "work.h"
static void show(const Progress *p) {
  while (p->state == 0)
    std::this_thread::yield();
}
int main() {
  Progress progress;
  std::thread a(work, &progress), b(work, &progress);
  std::thread c(watch, &progress), d(show, &progress);
  a.join();
  b.join();
  c.join();
  d.join();
  return static_cast<int>(progress.done + served);
}
