// RUN: %race_check %s race-parallel-region-update %t -- -std=c++20 -fopenmp -I%mock
#include "containers.h"

double total(const double *a, int n) {
  double sum = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    sum += a[i];
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'sum' is updated by the threads of 'parallel for' at once, with no 'reduction', 'atomic' or 'critical'; updates are lost [race-parallel-region-update]
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: thread A reads 'sum'
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: thread B writes its own update of 'sum'
  // CHECK-MESSAGES: :[[@LINE-4]]:9: note: thread A writes what it made of the old value: the update of thread B is lost
  // CHECK-MESSAGES: :[[@LINE-5]]:9: note: 'reduction(+:sum)' gives each thread a copy and puts them together at the end
  return sum;
}

int largest(const int *a, int n) {
  int most = a[0];
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    if (a[i] > most)
      most = a[i];
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'most' is updated by the threads of 'parallel for' at once
  return most;
}

void swapAll(int *a, int *b, int n) {
  int kept;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    kept = a[i];
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'kept' is one variable for all threads of 'parallel for'; each writes it and then reads what another wrote
    a[i] = b[i];
    b[i] = kept;
  }
}

// The inner loop's variable is the threads' in common, in C and C++.
int inner;
void cells(double (*m)[8], int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    for (inner = 0; inner < 8; ++inner)
      // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'inner' is updated by the threads of 'parallel for' at once
      m[i][inner] = 0;
}

int lastSeen(const int *a, int n) {
  int last = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    last = a[i];
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'last' is written by the threads of 'parallel for' at once; which value remains is chance
  return last;
}

void carried(int *a) {
#pragma omp parallel for
  for (int i = 1; i < 100; ++i)
    a[i] = a[i - 1] + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: an iteration of 'parallel for' writes the element of 'a[...]' that another reads, and they run at once
}

void oneElement(int *a, const int *b, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    a[0] += b[i];
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'a[...]' is updated by the threads of 'parallel for' at once
}

struct Histogram {
  long count = 0;
  void add(const int *a, int n) {
#pragma omp parallel for
    for (int i = 0; i < n; ++i)
      if (a[i])
        ++count;
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'count' is updated by the threads of 'parallel for' at once
  }
};

void collect(std::vector<int> &found, const int *a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    if (a[i] > 7)
      found.push_back(i);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'found' is updated by the threads of 'parallel for' at once
}

// Every thread of a region, with no loop.
int arrived;
void all() {
#pragma omp parallel
  arrived++;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'arrived' is updated by the threads of 'parallel' at once
}

// One name for the section and none for the read.
int jobs;
int take() {
  int mine = 0;
#pragma omp parallel firstprivate(mine)
  {
#pragma omp critical(queue)
    jobs--;
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'jobs' is written here while another thread of 'parallel' reads it, with no barrier in between
    mine = jobs;
  }
  return mine;
}

// 'nowait' lets one loop begin while the other goes on.
void twoLoops(int *a, int *b) {
#pragma omp parallel
  {
#pragma omp for nowait
    for (int i = 0; i < 100; ++i)
      a[i] = i;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'a[...]' is written here while another thread of 'parallel' reads it, with no barrier in between
#pragma omp for
    for (int i = 0; i < 100; ++i)
      b[i] = a[99] + i;
  }
}

int ready;
void readsEarly() {
  int seen = 0;
#pragma omp parallel firstprivate(seen)
  {
#pragma omp single nowait
    ready = seen + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'ready' is written here while another thread of 'parallel' reads it, with no barrier in between
    seen = ready;
  }
}

void sections(int seed) {
  int shared = 0;
#pragma omp parallel sections
  {
#pragma omp section
    shared = seed;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'shared' is written here while another thread of 'parallel sections' writes it, with no barrier in between
#pragma omp section
    shared = seed + 1;
  }
}

// In a function that the region calls.
static long calls;
static void note() { calls++; }
// CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'calls' is updated by the threads of 'parallel' at once
// CHECK-MESSAGES: :[[@LINE+4]]:1: note: the threads run 'parallel', which calls 'note'
static void put(int *where, int what) { *where = *where + what; }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: '*where' is updated by the threads of 'parallel' at once
void caller(int *sum) {
#pragma omp parallel
  {
    note();
    put(sum, 1);
  }
}

// Lanes of one thread.
void lanes(float *a) {
#pragma omp simd
  for (int i = 0; i < 99; ++i)
    a[i + 1] = a[i] * 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: an iteration of 'simd' writes the element of 'a[...]' that another reads, and they run at once
}
