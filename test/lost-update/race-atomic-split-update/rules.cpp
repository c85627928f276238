// What a project says of its own types.
// RUN: %race_check %s race-atomic-split-update %t --config-file=%S/Inputs/project.yaml -- -std=c++20 -I%mock
// RUN: %race_check %s race-atomic-split-update %t --prefix=BARE -- -std=c++20 -I%mock
#include "atomic.h"

namespace base {
struct SpinLock { void Take(); void Give(); };
struct Section { explicit Section(SpinLock &, int timeout = 0); ~Section(); };
template <class T> struct Cell { T Get() const; void Put(T); void Add(T); };
void cellPut(Cell<int> *, int);
int cellGet(const Cell<int> *);
} // namespace base

struct Pool {
  base::SpinLock lock;
  std::atomic<int> free{0};
  base::Cell<int> cell;

  void byHand_ok() {
    lock.Take();
    free = free + 1;
    lock.Give();
    // CHECK-MESSAGES-BARE: :[[@LINE-2]]:5: warning: 'free' is loaded
  }
  void guarded_ok() {
    base::Section s(lock);
    free = free + 1;
    // CHECK-MESSAGES-BARE: :[[@LINE-1]]:5: warning: 'free' is loaded
  }
  void ended_bad() {
    int v;
    {
      base::Section s(lock);
      v = free;
    }
    free = v + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'free' is loaded
    // CHECK-MESSAGES-BARE: :[[@LINE-2]]:5: warning: 'free' is loaded
  }
  void cell_bad() { cell.Put(cell.Get() + 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'cell' is loaded
  void cellFunctions_bad() { base::cellPut(&cell, base::cellGet(&cell) * 2); }
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'cell' is loaded
};
