#pragma once
template <typename T> T sumOf(const T *a, int n) {
  T sum = 0;
  // Each caller has a copy, and one finding is enough for all.
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    sum += a[i];
  return sum;
}
