// RUN: %race_check %s race-parallel-region-update %t --fix -- -std=c++20 -fopenmp -I%mock

int sum(const int *a, int n) {
  int total = 0, bits = 0;
#pragma omp parallel for schedule(static)
  for (int i = 0; i < n; ++i) {
    total += a[i];
    bits = bits | a[i];
  }
  // CHECK-MESSAGES: :[[@LINE-3]]:11: warning:
  // CHECK-MESSAGES: :[[@LINE-3]]:10: warning:
  // CHECK-FIXES: #pragma omp parallel for schedule(static) reduction(+:total) reduction(|:bits)
  return total + bits;
}

double product(const double *a, int n) {
  double all = 1;
#pragma omp parallel
  {
#pragma omp for
    for (int i = 0; i < n; ++i)
      all *= a[i];
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning:
    // CHECK-FIXES: #pragma omp for reduction(*:all)
  }
  return all;
}

// Something looks at the value on the way: no reduction says that.
int last(const int *a, int *out, int n) {
  int total = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    total += a[i];
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning:
    // FIXED-MESSAGES: :[[@LINE-2]]:11: warning:
    out[i] = total;
  }
  // CHECK-FIXES: #pragma omp parallel for{{$}}
  return total;
}
