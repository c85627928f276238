// The getter stands in a header, the guard is known from the source file.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock -I%S/Inputs
#include "registry.h"
#include "registry.h"
void Registry::add(int i) {
  std::lock_guard l(m);
  items.push_back(i);
}
void Registry::clear() {
  std::lock_guard l(m);
  items.clear();
}
unsigned long user(Registry &r) { return r.all().size(); }
// CHECK-MESSAGES: registry.h:13:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-guarded-escape]
