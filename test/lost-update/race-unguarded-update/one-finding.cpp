// One location that is updated in many places is one defect: it is told once, at
// the first of them.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access,race-inconsistent-guard %t -- -std=c++20 -isystem %mock
#include "thread.h"

namespace two_lambdas_bad {
void run() {
  int hits = 0;
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}hits'{{.*}} [race-unguarded-update]
  std::thread a([&] { ++hits; });
  std::thread b([&] { ++hits; });
  a.join();
  b.join();
}
} // namespace two_lambdas_bad

namespace many_places_bad {
struct Stats {
  int open;
};
Stats stats;
void enter() {
  ++stats.open;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}open'{{.*}} [race-unguarded-update]
}
void leave() { --stats.open; }
void reset() { stats.open = 0; }
int look() { return stats.open; }
void serve() {
  enter();
  if (look() > 10)
    reset();
  leave();
}
void run() {
  std::thread a(serve), b(serve), c(serve);
  a.join();
  b.join();
  c.join();
}
} // namespace many_places_bad
