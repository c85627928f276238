// A rule that the file switches off; the flag comes after that.
// RUN: racetidy -q --config-file=%S/Inputs/off.yaml %s -- -std=c++20 -I%mock
// RUN: not racetidy -q --config-file=%S/Inputs/off.yaml --checks=race-own-notify-under-lock %s -- -std=c++20 -I%mock | FileCheck %s
// RUN: not racetidy -q --config-file=%S/Inputs/off.yaml --checks=-*,race-own-rules %s -- -std=c++20 -I%mock | FileCheck %s
#include "mutex.h"
void notify();
std::mutex m;
void off() {
  std::lock_guard<std::mutex> l(m);
  notify();
  // CHECK: :[[@LINE-1]]:3: warning: 'notify' is called with a lock held [race-own-notify-under-lock]
}
