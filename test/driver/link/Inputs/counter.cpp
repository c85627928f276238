#include <mutex>
class Counter {
  std::mutex mu_;
  int n_ = 0;

public:
  void inc() {
    std::lock_guard<std::mutex> l(mu_);
    ++n_;
  }
  void dec() {
    std::lock_guard<std::mutex> l(mu_);
    --n_;
  }
  void set(int n) {
    std::lock_guard<std::mutex> l(mu_);
    n_ = n;
  }
  int get() {
    std::lock_guard<std::mutex> l(mu_);
    return n_;
  }
};
