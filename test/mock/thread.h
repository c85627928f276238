// What the tests need of <thread>.
#pragma once
namespace std {
struct thread {
  template <class F, class... A> explicit thread(F &&, A &&...) {}
  ~thread();
  void join();
};
} // namespace std
