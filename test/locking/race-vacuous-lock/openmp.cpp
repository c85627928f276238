// RUN: %race_check %s race-vacuous-lock %t -- -std=c++20 -fopenmp -I%mock
#include "mutex.h"

// The threads of the region have the lock in common.
long total(const long *a, int n) {
  std::mutex mu;
  long sum = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    std::lock_guard<std::mutex> hold(mu);
    sum += a[i];
  }
  return sum;
}

// Each iteration has its own.
long wrong(const long *a, int n, long &sum) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    std::mutex mu;
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'mu' is a new lock in every call; it keeps nobody out
    std::lock_guard<std::mutex> hold(mu);
    sum += a[i];
  }
  return sum;
}
