// What a project describes: types that lock for themselves, and functions of which
// it says that they run while the program starts, whatever it looks like.
// RUN: %race_check %s race-conflicting-access %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -isystem %mock
#include "thread.h"
int parse(int);

namespace base {
struct Registry {
  void put(int);
  int get() const;
};
} // namespace base

base::Registry registry_ok;
int table_ok, told_bad;
void registerModules() { table_ok = parse(1); }
void put() {
  registry_ok.put(1);
  told_bad = parse(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}told_bad'{{.*}} [race-conflicting-access]
}
void show() { parse(registry_ok.get() + table_ok + told_bad); }
void run() {
  std::thread a(put), b(show), loader(registerModules);
  a.join();
  b.join();
  loader.join();
}
