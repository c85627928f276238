// RUN: %race_check %s race-parallel-region-update %t -- -std=c11 -fopenmp
// RUN: racetidy --checks='-*,race-parallel-region-update' %s -- -std=c11 2>&1 | FileCheck %s --check-prefix=OFF --allow-empty
// Without '-fopenmp' the pragmas are none, and the loops are not parallel.
// OFF-NOT: warning: {{.*}}race-parallel-region-update

typedef struct { int n; } omp_lock_t;
void omp_set_lock(omp_lock_t *);
void omp_unset_lock(omp_lock_t *);

omp_lock_t lock;
long locked, bare;
void count(int n) {
#pragma omp parallel for
  for (int i = 0; i < n; i++) {
    omp_set_lock(&lock);
    locked++;
    omp_unset_lock(&lock);
    bare++;
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'bare' is updated by the threads of 'parallel for' at once
  }
}

#define ADD(to, what) (to) += (what)
int summed(const int *a, int n) {
  int sum = 0;
#pragma omp parallel for
  for (int i = 0; i < n; i++)
    ADD(sum, a[i]);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sum' is updated by the threads of 'parallel for' at once
  return sum;
}

// In C89's way: what the nest counts with is private, what is inside is not.
void nest(int m[10][10]) {
  int i, j;
#pragma omp parallel for collapse(2)
  for (i = 0; i < 10; i++)
    for (j = 0; j < 10; j++)
      m[i][j] = 0;
#pragma omp parallel for
  for (i = 0; i < 10; i++)
    for (j = 0; j < 10; j++)
      // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'j' is updated by the threads of 'parallel for' at once
      m[i][j] = 0;
}

// Targets copy scalars, and map arrays.
void device(int *a, int n) {
  int copied = 0, mapped = 0;
#pragma omp target map(tofrom : a[0 : n], mapped)
#pragma omp teams distribute parallel for
  for (int i = 0; i < n; i++) {
    a[i] = i;
    mapped += i;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'mapped' is updated by the threads of 'teams distribute parallel for' at once
  }
#pragma omp target
  copied++;
}
