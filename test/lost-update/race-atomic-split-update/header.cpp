// A finding in a header is shown once, whoever includes it.
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock -I%S/Inputs
// RUN: %race_check %s race-atomic-split-update %t --prefix=NONE --exclude-header-filter=.*Inputs.* -- -std=c++20 -I%mock -I%S/Inputs
#include "counter.h"
#include "counter.h"
// CHECK-MESSAGES: counter.h:4:36: warning: 'n' is loaded
