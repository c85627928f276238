// What a project wants to see, and rules of its own, are the same in every front.
// RUN: rm -rf %t && mkdir -p %t/src/gen && cp %s %t/src/a.cpp
// RUN: cp %S/Inputs/settings.yaml %t/.racetidy.yaml
// RUN: printf 'version: 1\nextends: parent\nexclude: gen\n' > %t/src/.racetidy.yaml
// RUN: printf 'void generated() { bare(); }\n' > %t/src/gen/g.h
// RUN: not racetidy --quiet %t/src/a.cpp -- -std=c++20 -I%mock > %t/cli
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' %t/src/a.cpp -- -std=c++20 -I%mock > %t/plugin 2>/dev/null
// RUN: %dropin_tidy --checks='-*,race-*' %t/src/a.cpp -- -std=c++20 -I%mock > %t/dropin 2>/dev/null
// RUN: diff %t/plugin %t/cli
// RUN: diff %t/plugin %t/dropin
// RUN: FileCheck %s --input-file=%t/cli --implicit-check-not=warning: --implicit-check-not=remark:
//
// The rules themselves in '.clang-tidy', and rules that are mistaken.
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' '--config={CheckOptions: {RulesFile: "{rules: [{name: race-own-x, message: no bare, matcher: \"functionDecl(hasName(\\\"bare\\\"), isDefinition())\"}]}"}}' %t/src/a.cpp -- -std=c++20 -I%mock 2>/dev/null | FileCheck %s --check-prefix=INLINE
// INLINE: warning: no bare [race-own-x]
// RUN: %stock_tidy --load=%plugin --checks='-*,race-*' '--config={CheckOptions: {RulesFile: "{rules: [{name: race-own-x, message: m, matcher: \"func()\"}]}"}}' %t/src/a.cpp -- -std=c++20 -I%mock 2>/dev/null | FileCheck %s --check-prefix=MISTAKE
// MISTAKE: <config>:1:50: error: this is no matcher: 1:1: Matcher not found: func [clang-tidy-config]
#include "atomic.h"
#include "mutex.h"
std::atomic<int> n;
void bare() { n = n + 1; }
// CHECK: :[[@LINE-1]]:15: remark: 'n' is loaded
void known() { n = n + 1; }
#include "gen/g.h"
std::mutex m;
void call() {
  std::lock_guard<std::mutex> l(m);
  bare();
  // CHECK: :[[@LINE-1]]:3: warning: 'bare' is called under a lock [race-own-bare]
}
