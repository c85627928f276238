// RUN: %race_check %s race-mixed-atomic-access %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "thread.h"

// Counted atomically by one thread, and plainly by another.
namespace updated_bad {
int hits;
void one() { __atomic_fetch_add(&hits, 1, __ATOMIC_SEQ_CST); }
void other() {
  hits += 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'hits' is updated plainly here, and atomically by another thread; the update of the other is lost [race-mixed-atomic-access]
}
void run() {
  std::thread a(one), b(other);
  a.join();
  b.join();
}
} // namespace updated_bad

// Reset while others count.
namespace reset_bad {
long bytes;
void count() { __sync_fetch_and_add(&bytes, 10); }
void reset() {
  bytes = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'bytes' is written plainly here, and atomically by another thread; it may undo what the other did
}
void run() {
  std::thread a(count), b(reset);
  a.join();
  b.join();
}
} // namespace reset_bad

// Looked at while others count.
namespace read_bad {
int left;
void report(int);
void finish() { __atomic_sub_fetch(&left, 1, __ATOMIC_ACQ_REL); }
void wait() {
  report(left);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'left' is read plainly here, and atomically by another thread; the two are a data race all the same
}
void run() {
  std::thread a(finish), b(wait);
  a.join();
  b.join();
}
} // namespace read_bad

// The operand of an atomic operation is a plain read.
namespace operand_bad {
int step, sum;
void add() {
  __atomic_fetch_add(&sum, step, __ATOMIC_SEQ_CST);
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'step' is read plainly here, and atomically by another thread
}
void change() { __atomic_store_n(&step, 2, __ATOMIC_SEQ_CST); }
void run() {
  std::thread a(add), b(change);
  a.join();
  b.join();
}
} // namespace operand_bad
