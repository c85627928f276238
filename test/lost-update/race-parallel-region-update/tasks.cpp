// RUN: %race_check %s race-parallel-region-update %t -- -std=c++20 -fopenmp -I%mock

int fib(int n) {
  if (n < 2)
    return n;
  int i, j;
#pragma omp task shared(i)
  i = fib(n - 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'i' is written here while a task reads it, or the other way round, and nothing waits in between
#pragma omp task shared(j)
  j = fib(n - 2);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'j' is written
  return i + j;
}

int waits(int n) {
  if (n < 2)
    return n;
  int i, j;
#pragma omp task shared(i)
  i = waits(n - 1);
#pragma omp task shared(j)
  j = waits(n - 2);
#pragma omp taskwait
  return i + j;
}

// A task copies the locals around it, unless it says something else.
void copies(int n) {
  int own = n;
#pragma omp task
  own++;
  own++;
}

int sum;
void addAll(int n) {
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < n; ++i) {
#pragma omp task
    sum += i;
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'sum' is written by tasks that run at once; updates are lost
  }
}

void ownElements(int *a, int n) {
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < n; ++i) {
#pragma omp task
    a[i] += i;
  }
}

void depends(int a) {
  int x = 0, y = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task depend(out : x) shared(x)
    x = a;
#pragma omp task depend(in : x) depend(out : y) shared(x, y)
    y = x;
#pragma omp task depend(in : y) shared(x, y)
    x = y;
#pragma omp taskwait
#pragma omp taskgroup
    {
#pragma omp task shared(y)
      y = a;
    }
    y++;
  }
}

void dependMissing(int a) {
  int x = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(x)
    x = a;
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'x' is written here while a task writes it
#pragma omp task shared(x)
    x = a + 1;
  }
}

// Waits for its own tasks only, not for theirs.
void grandchild(int *out, int a) {
  int x = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(x)
    {
#pragma omp task shared(x)
      x = a;
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'x' is written here while a task reads it
    }
#pragma omp taskwait
    *out = x;
  }
}

long taskloop(int n) {
  long all = 0;
#pragma omp parallel
#pragma omp single
#pragma omp taskloop
  for (int i = 0; i < n; ++i)
    all += i;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'all' is updated by the threads of 'taskloop' at once
  return all;
}

// A program that is in no region has one thread, which runs its tasks, too.
int main() {
  int x = 0;
#pragma omp task shared(x)
  x = 1;
  return x;
}
