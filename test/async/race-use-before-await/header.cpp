// A finding in a header is shown once, whoever includes it.
// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -isystem %mock -I%S/Inputs
// RUN: %race_check %s race-use-before-await %t --prefix=NONE --exclude-header-filter=.*Inputs.* -- -std=c++20 -isystem %mock -I%S/Inputs
#include "load.h"
#include "load.h"
void here_ok() {
  std::thread t(load);
  t.join();
  consume(loaded);
}
// CHECK-MESSAGES: load.h:8:{{[0-9]+}}: warning: {{.*}}'loaded'{{.*}} [race-use-before-await]
