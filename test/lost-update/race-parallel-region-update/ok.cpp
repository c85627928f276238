// RUN: %race_check %s race-parallel-region-update %t -- -std=c++20 -fopenmp -I%mock
#include "atomic.h"
#include "mutex.h"
#include "containers.h"

int omp_get_thread_num();
int omp_get_num_threads();

double total(const double *a, int n) {
  double sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (int i = 0; i < n; ++i)
    sum += a[i];
  return sum;
}

int atomically(const int *a, int n) {
  int sum = 0, most = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
#pragma omp atomic
    sum += a[i];
#pragma omp critical
    if (a[i] > most)
      most = a[i];
  }
  return sum + most;
}

// The language's own atomics and locks count as well.
std::atomic<int> hits;
std::mutex mu;
void others(long &sum, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    ++hits;
    std::lock_guard<std::mutex> hold(mu);
    sum += i;
  }
}

void ownCopies(int *a, int *b, int n) {
  int kept, j;
#pragma omp parallel for private(kept, j)
  for (int i = 0; i < n; ++i) {
    kept = a[i];
    a[i] = b[i];
    b[i] = kept;
    for (j = 0; j < 4; ++j)
      kept += j;
    int inside = kept;
    inside++;
  }
}

int lastOne(const int *a, int n) {
  int last = 0;
#pragma omp parallel for lastprivate(last)
  for (int i = 0; i < n; ++i)
    last = a[i];
  return last;
}

// Each iteration has its own elements.
struct Cell {
  int value, next;
};
void elements(Cell *cells, int (*m)[8], int *a, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    cells[i].value++;
    cells[i].next = cells[i].value;
    a[2 * i] = a[2 * i + 1];
    for (int j = 1; j < 8; ++j)
      m[i][j] += m[i][j - 1];
  }
}

// A tile is one thread's.
void tiles(double *a) {
#pragma omp parallel for
  for (int t = 0; t < 8; ++t)
    for (int i = 16 * t; i < 16 * t + 16; ++i)
      a[i] += 1;
}

// Rows by a loop outside: the same for all threads.
void rows(double (*m)[100]) {
  for (int i = 1; i < 100; ++i) {
#pragma omp parallel for
    for (int j = 1; j < 100; ++j)
      m[i][j] = m[i - 1][j - 1];
  }
}

// Shared out by hand.
void byHand(double *a, double *part, int n) {
#pragma omp parallel
  {
    int id = omp_get_thread_num(), all = omp_get_num_threads();
    for (int i = id; i < n; i += all)
      a[i] += 1;
    part[id] = a[id];
  }
}

void one(int *ready, int n) {
  int last = 0;
#pragma omp parallel
  {
#pragma omp single
    *ready = n;
    int seen = *ready;
#pragma omp barrier
#pragma omp master
    last = seen;
#pragma omp barrier
    if (omp_get_thread_num() == 0)
      last++;
  }
}

void twoLoops(int *a, int *b, int n) {
#pragma omp parallel
  {
#pragma omp for
    for (int i = 0; i < n; ++i)
      a[i] = i;
#pragma omp for
    for (int i = 0; i < n; ++i)
      b[i] = a[n - 1 - i];
  }
#pragma omp parallel
  {
    // Equal bounds, both static: each thread goes on with what it did itself.
#pragma omp for schedule(static) nowait
    for (int i = 0; i < n; ++i)
      a[i] = i;
#pragma omp for schedule(static)
    for (int i = 0; i < n; ++i)
      b[i] = a[i];
  }
}

// Round and round, with a barrier each time.
void rounds(int *a, int *b, int n) {
#pragma omp parallel
  for (int round = 0; round < 10; ++round) {
#pragma omp for
    for (int i = 0; i < n; ++i)
      b[i] = a[0] + i;
#pragma omp single
    a[0] = b[n - 1];
  }
}

int tp;
#pragma omp threadprivate(tp)
static thread_local int ownToo;
void threadsOwn() {
#pragma omp parallel
  {
    tp++;
    ownToo++;
  }
}

// A flag that everybody raises to the same value is no update that gets lost.
bool any(const int *a, int n) {
  bool found = false;
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    if (a[i] < 0)
      found = true;
  return found;
}

// Not parallel after all.
void serial(int *sum, int n) {
#pragma omp parallel for num_threads(1)
  for (int i = 0; i < n; ++i)
    *sum += i;
#pragma omp parallel for if (false)
  for (int i = 0; i < n; ++i)
    *sum += i;
}

void inOrder(int *sum, int n) {
#pragma omp parallel for ordered
  for (int i = 0; i < n; ++i) {
#pragma omp ordered
    *sum += i;
  }
}

void lanes(float *a, float *b, int n) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int i = 0; i < n; ++i)
    sum += a[i];
#pragma omp simd safelen(4)
  for (int i = 4; i < n; ++i)
    a[i] = a[i - 4];
#pragma omp simd
  for (int i = 0; i < n - 1; ++i)
    b[i] = b[i + 1]; // read before it is written, lane by lane
}

// What a region makes is its own.
void make(std::vector<int> *out, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    std::vector<int> mine;
    mine.push_back(i);
    int *p = new int(i);
    *p += 1;
    out[i] = mine;
    delete p;
  }
}

// An author who names it in a 'flush' means it to be read meanwhile.
void progress(int n, void (*show)(int)) {
  int done = 0;
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
#pragma omp atomic
    done++;
#pragma omp flush(done)
    show(done);
  }
}
