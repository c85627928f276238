// RUN: %race_check %s race-parallel-region-update %t -- -std=c++20 -fopenmp

double total(const double *a, int n) {
  double sum = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    sum += a[i]; // NOLINT(race-parallel-region-update)
  return sum;
}

double other(const double *a, int n) {
  double sum = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    sum += a[i];
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning:
  return sum;
}
