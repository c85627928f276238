// RUN: %race_check %s race-parallel-region-update %t -- -std=c++20 -fopenmp -I%mock -I%S/Inputs
#include "summing.h"
// CHECK-MESSAGES: summing.h:7:9: warning: 'sum' is updated by the threads of 'parallel for' at once

template <typename T> T product(const T *a, int n) {
  T all = 1;
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    all *= a[i];
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'all' is updated by the threads of 'parallel for' at once
  return all;
}
int use(const int *a, const double *b) {
  return product(a, 3) + static_cast<int>(product(b, 3)) + sumOf(a, 3);
}

template <typename T> struct Sums {
  T all{};
  void add(const T *a, int n) {
#pragma omp parallel for
    for (int i = 0; i < n; ++i) {
#pragma omp critical
      all += a[i];
    }
  }
};
template struct Sums<int>;
