// The project's rules hold in every front: found from the source, or named.
// RUN: rm -rf %t && mkdir -p %t/src && cp %s %t/src/a.cpp
// RUN: cp %S/Inputs/rules.yaml %t/.racetidy.yaml
// RUN: not racetidy --quiet %t/src/a.cpp -- -std=c++20 -I%mock > %t/cli
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' %t/src/a.cpp -- -std=c++20 -I%mock > %t/plugin 2>/dev/null
// RUN: %dropin_tidy --checks='-*,race-*' %t/src/a.cpp -- -std=c++20 -I%mock > %t/dropin 2>/dev/null
// RUN: diff %t/plugin %t/cli
// RUN: diff %t/plugin %t/dropin
// RUN: FileCheck %s --input-file=%t/cli --implicit-check-not=warning:
//
// A mistake in it is said, and the checks go on with what ships.
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' '--config={CheckOptions: {RulesFile: "%S/Inputs/mistake.yaml"}}' %s -- -std=c++20 -I%mock 2>/dev/null | FileCheck %s --check-prefix=MISTAKE
// MISTAKE: mistake.yaml:2:1: error: unknown key 'gaurds' in the rules file; did you mean 'guards'? [clang-tidy-config]
// MISTAKE: 'n' is loaded
//
// The options show where clang-tidy shows options.
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' --dump-config %s -- | FileCheck %s --check-prefix=DUMP
// DUMP: race-atomic-split-update.MinConfidence: ''
// DUMP: race-vacuous-lock.StaticState: {{'?}}true
//
// A confidence that there is none of.
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' '--config={CheckOptions: {MinConfidence: sure}}' %s -- -std=c++20 -I%mock 2>/dev/null | FileCheck %s --check-prefix=CONFIDENCE
// CONFIDENCE: unknown confidence 'sure' in 'MinConfidence'; known are 'low', 'medium' and 'high' [clang-tidy-config]
#include "atomic.h"
#include "mutex.h"
struct Spin { void take(); void give(); };
std::atomic<int> n;
Spin spin;
std::mutex m;
void locked() {
  spin.take();
  n = n + 1;
  spin.give();
}
void bare() { n = n + 1; }
// CHECK: :[[@LINE-1]]:15: warning: 'n' is loaded
void off() { m.try_lock(); }
