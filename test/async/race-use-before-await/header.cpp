// A finding in a header is shown once, and work in a header is seen.
// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -I%mock -I%S/Inputs
// RUN: %race_check %s race-use-before-await %t --prefix=OWN --exclude-header-filter=.*Inputs.* -- -std=c++20 -I%mock -I%S/Inputs
#include "load.h"
#include "load.h"
void here() {
  std::thread t(load);
  consume(loaded);
  t.join();
}
// In any order.
// CHECK-MESSAGES-DAG: header.cpp:[[@LINE-4]]:{{[0-9]+}}: warning: {{.*}}'loaded'{{.*}} [race-use-before-await]
// CHECK-MESSAGES-DAG: load.h:8:{{[0-9]+}}: warning: {{.*}}'loaded'{{.*}} [race-use-before-await]
// CHECK-MESSAGES-OWN: header.cpp:[[@LINE-6]]:{{[0-9]+}}: warning: {{.*}}'loaded'{{.*}} [race-use-before-await]
