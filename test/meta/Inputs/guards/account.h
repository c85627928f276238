// A comment that says GUARDED_BY(nothing) declares nothing.
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define REQUIRES(x) __attribute__((requires_capability(x)))

class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};
class CondVar {};

namespace bank {
class Account {
public:
  Account();
  void pay(int n);
  int peek();
  int limit();
  void open();

private:
  struct Entry {
    int n GUARDED_BY(&Account::mutex_);
  };
  void grow() REQUIRES(mutex_);
  Mutex mutex_, other_;
  int balance_ GUARDED_BY(mutex_) = 0;
  int limit_
      GUARDED_BY(mutex_) = 0;
  int unused_ GUARDED_BY(mutex_) = 0;
  CondVar changed_ GUARDED_BY(mutex_);
  int open_ = 0;
  Entry *last_ = nullptr;
  Entry *const first_ GUARDED_BY(mutex_) = nullptr;
};
} // namespace bank
