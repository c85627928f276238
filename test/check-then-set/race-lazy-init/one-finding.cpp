// One defect, one finding: what is made lazily is told as that, and not as a
// conflict of the read and the write as well.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access,race-inconsistent-guard,race-lazy-init,race-double-checked-locking %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"
struct Config {
  int level;
};
int parse(int);

Config *config;
Config *get() {
  if (!config)
    config = new Config;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}config'{{.*}} [race-lazy-init]
  return config;
}
void work() { parse(get()->level); }
void look() { parse(config ? config->level : 0); }
void run() {
  std::thread a(work), b(work), c(look);
  a.join();
  b.join();
  c.join();
}
