// Locks that some way out keeps, and locks that are given back once too often.
// RUN: %race_check %s race-unbalanced-lock %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

bool failed(int);

// The early return came with a later change, below the lock.
namespace early_return_bad {
static std::mutex mutex;
static int sum;
int add(int n) {
  mutex.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mutex' is taken here and still held when 'early_return_bad::add' returns, and nothing gives it back; whoever takes it next waits forever [race-unbalanced-lock]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: thread A takes 'mutex'
  // CHECK-MESSAGES: :[[@LINE+2]]:5: note: thread A returns with 'mutex' held
  if (failed(n))
    return -1;
  sum += n;
  mutex.unlock();
  return sum;
}
} // namespace early_return_bad

// One branch forgets it, with nothing after that could make up for it.
namespace one_branch_bad {
static std::mutex mutex;
static int hits, misses;
void count(bool hit) {
  mutex.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mutex' is taken here and still held when {{.*}} [race-unbalanced-lock]
  if (hit) {
    ++hits;
    mutex.unlock();
  } else {
    ++misses;
  }
}
} // namespace one_branch_bad

// Out of the loop by another door.
namespace loop_bad {
static std::mutex mutex;
static std::vector<int> queue;
void drain() {
  for (;;) {
    mutex.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'mutex' is taken here and still held when {{.*}} [race-unbalanced-lock]
    if (queue.empty())
      break;
    queue.pop_back();
    mutex.unlock();
  }
}
} // namespace loop_bad

// Given back inside, and again at the end: by then another thread may have it.
namespace twice_bad {
static std::mutex mutex;
static int state;
void advance(int n) {
  mutex.lock();
  state = n;
  mutex.unlock();
  if (failed(n))
    state = 0;
  mutex.unlock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mutex' is given back here a second time; a thread that has taken it in between goes on without it [race-unbalanced-lock]
}
} // namespace twice_bad

// Whoever writes takes another lock than the one that is given back.
namespace wrong_name_bad {
static std::mutex rows, columns;
static int cells;
void fill() {
  rows.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rows' is taken here and still held when {{.*}} [race-unbalanced-lock]
  ++cells;
  columns.unlock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'columns' is given back here, but nobody has taken it; what is done before is not guarded by it [race-unbalanced-lock]
}
} // namespace wrong_name_bad

// A lock of the function's own.
namespace own_bad {
void once() {
  std::mutex mutex;
  mutex.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mutex' is taken here and still held when {{.*}} [race-unbalanced-lock]
}
} // namespace own_bad

#define LOCK(m) (m).lock()
namespace macros_bad {
static std::mutex mutex;
static int n;
void add() {
  LOCK(mutex);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mutex' is taken here and still held when {{.*}} [race-unbalanced-lock]
  ++n;
}
} // namespace macros_bad
