// The other access is told in a note, with the thread that makes it.
// RUN: %race_check %s race-conflicting-access %t -- -std=c++20 -isystem %mock
#include "thread.h"
int parse(int);
int value;
void fill() {
  value = parse(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}value'{{.*}} [race-conflicting-access]
}
void show() {
  parse(value);
}
void run() {
  std::thread a(fill);
  std::thread b(show);
  a.join();
  b.join();
}
// What the notes say is the check's to word; that the start of each thread and
// the other access are among them is not.
// RUN: not racetidy -q --checks=-*,race-conflicting-access %s -- -std=c++20 -isystem %mock | FileCheck %s --check-prefix=NOTES
// NOTES-DAG: interleaving.cpp:7:{{[0-9]+}}: warning:
// NOTES-DAG: interleaving.cpp:11:{{[0-9]+}}: note:
// NOTES-DAG: interleaving.cpp:14:{{[0-9]+}}: note:
// NOTES-DAG: interleaving.cpp:15:{{[0-9]+}}: note:
