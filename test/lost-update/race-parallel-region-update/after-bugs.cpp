// RUN: %race_check %s race-parallel-region-update %t -- -std=c++20 -fopenmp -I%mock
// Shaped like mistakes that stand, or stood, in public projects.
#include "containers.h"

// faiss, training of a scalar quantizer, 2026: the buffer for one dimension's
// result is made once, before the loop over the dimensions was parallel.
namespace quantizer {
void trainOne(const float *x, long n, std::vector<float> &result) {
  result.resize(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'result' is updated by the threads of 'parallel for' at once
  for (long i = 0; i < n; ++i)
    result[0] = x[i] < result[0] ? x[i] : result[0];
}
void trainAll(const float *x, long n, int d, float *least) {
  std::vector<float> result;
#pragma omp parallel for
  for (int j = 0; j < d; ++j) {
    trainOne(x + j * n, n, result);
    least[j] = result[0];
  }
}
namespace fixed {
void trainOne(const float *x, long n, std::vector<float> &result) {
  result.resize(2);
  for (long i = 0; i < n; ++i)
    result[0] = x[i] < result[0] ? x[i] : result[0];
}
void trainAll(const float *x, long n, int d, float *least) {
#pragma omp parallel for
  for (int j = 0; j < d; ++j) {
    std::vector<float> result;
    trainOne(x + j * n, n, result);
    least[j] = result[0];
  }
}
} // namespace fixed
} // namespace quantizer

// GraphicsMagick, gradients, 1.3.40: the number of the colour is declared with
// the function's variables, and no 'private' names it.
double root(double);
void gradient(unsigned *q, const unsigned *colours, long rows, long columns) {
  unsigned long i;
#pragma omp parallel for schedule(guided)
  for (long y = 0; y < rows; ++y)
    for (long x = 0; x < columns; ++x) {
      i = (unsigned long)(root(x * x + y * y) + 0.5);
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'i' is one variable for all threads of 'parallel for'; each writes it and then reads what another wrote
      q[y * columns + x] = colours[i];
    }
}
void gradientFixed(unsigned *q, const unsigned *colours, long rows,
                   long columns) {
#pragma omp parallel for schedule(guided)
  for (long y = 0; y < rows; ++y)
    for (long x = 0; x < columns; ++x) {
      unsigned long i = (unsigned long)(root(x * x + y * y) + 0.5);
      q[y * columns + x] = colours[i];
    }
}
