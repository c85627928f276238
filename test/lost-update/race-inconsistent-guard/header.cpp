// The evidence is in a header, and so is one of the mistakes.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock -I%S/Inputs
#include "shelf.h"
void Shelf::burn() {
  books_.resize(0);
  // CHECK-MESSAGES-DAG: header.cpp:[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}books_'{{.*}} [race-inconsistent-guard]
}
// CHECK-MESSAGES-DAG: shelf.h:24:{{[0-9]+}}: warning: {{.*}}books_'{{.*}} [race-inconsistent-guard]
