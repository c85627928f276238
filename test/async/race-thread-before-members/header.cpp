// The thread is started in a header, what it uses stands in the source file.
// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock -I%S/Inputs
#include "worker.h"
#include "worker.h"
void Worker::run() { items.pop_back(); }
// CHECK-MESSAGES: worker.h:10:{{[0-9]+}}: warning: {{.*}}items'{{.*}} [race-thread-before-members]
