// Pointers of other libraries: those that ship, and those a project describes.
// RUN: %race_check %s race-expired-then-lock %t --prefix=NONE
// RUN: %race_check %s race-expired-then-lock %t --config-file=%S/Inputs/pointers.yaml
struct Job { int n; void go(); };
namespace base {
template <class T> struct Ref {
  T *operator->() const;
  T *ptr() const;
  unsigned owners() const;
  bool isOnlyOwner() const;
};
template <class T> struct Weak {
  Ref<T> promote() const;
  bool gone() const;
  bool dead() const;
  unsigned owners() const;
};
Ref<Job> makeRef();
} // namespace base
namespace boost {
template <class T> struct shared_ptr { T *operator->() const; };
template <class T> struct weak_ptr {
  shared_ptr<T> lock() const;
  bool expired() const;
};
} // namespace boost

// The name that a project gave to a pointer leads to the same rule.
using JobWeak = base::Weak<Job>;
struct Mine : base::Weak<Job> {};
struct Owner {
  JobWeak w;
  Mine mine;
  boost::weak_ptr<Job> b;
  _Atomic(int) users;
  base::Ref<Job> p;
  void boost_bad() {
    if (!b.expired())
      b.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'b' is asked
    // CHECK-MESSAGES-NONE: :[[@LINE-2]]:7: warning: 'b' is asked
  }
  void gone_bad() {
    if (!w.gone())
      w.promote()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w' is asked
  }
  void dead_bad() {
    if (mine.dead())
      return;
    auto job = mine.promote();
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'mine' is asked
    job.ptr()->go();
  }
  void sole_bad() {
    if (p.isOnlyOwner())
      p->n = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the object of 'p' is changed
  }
};
void fresh_ok() {
  auto p = base::makeRef();
  if (p.isOnlyOwner())
    p->n = 1;
}
