// The body of a parallel region runs on several threads.
// RUN: %race_check %s race-atomic-split-update %t -- -std=c++20 -I%mock -fopenmp
#include "atomic.h"
void sum_bad(const int *a, int n) {
  std::atomic<int> sum{0};
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    sum = sum + a[i];
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sum' is loaded
}
