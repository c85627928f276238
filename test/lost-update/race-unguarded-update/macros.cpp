// Where the update, the lock or the start stands in a macro.
// RUN: %race_check %s race-unguarded-update %t -- -std=c++20 -isystem %mock
#include "thread.h"

#define COUNT(x) ++(x)
#define STATS(field) (stats.field += 1)
#define LOCKED(m) std::lock_guard<std::mutex> lock_##m(m)
#define SPAWN(f) std::thread(f).detach()

struct {
  long hits, misses, guarded;
} stats;
std::mutex m;
int plain;
void work_bad() {
  COUNT(plain);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}plain'{{.*}} [race-unguarded-update]
  STATS(hits);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}hits'{{.*}} [race-unguarded-update]
}
void work_ok() {
  LOCKED(m);
  STATS(guarded);
}
void run() {
  for (int i = 0; i < 4; ++i) {
    SPAWN(work_bad);
    SPAWN(work_ok);
  }
}
