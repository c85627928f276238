// What is released by an amount is no lock, whatever the method is called; a
// function that does so asks its callers for nothing.
// RUN: %race_check %s race-inconsistent-guard %t --min-confidence=low -- -std=c++20
// RUN: racetidy scan -q %s --dump -- -std=c++20 | FileCheck %s --check-prefix=DUMP
// DUMP: function 'Arena::destroy'
// DUMP-NOT: needs
// DUMP: function 'Call::end'
struct Allocator {
  virtual void Reserve(long n) = 0;
  virtual void Release(long n) = 0;
};
struct Arena {
  Allocator *allocator_;
  long used_ = 0;
  void destroy() {
    allocator_->Release(used_);
    used_ = 0;
  }
};
struct Call {
  Arena arena_;
  void start() {
    arena_.allocator_->Reserve(8);
    arena_.used_ = 8;
  }
  void end() { arena_.destroy(); }
};
