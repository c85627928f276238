// What the tests need of <mutex>, <shared_mutex> and <condition_variable>.
#pragma once
namespace std {
struct defer_lock_t {};
struct try_to_lock_t {};
struct adopt_lock_t {};
inline constexpr defer_lock_t defer_lock{};
inline constexpr try_to_lock_t try_to_lock{};
inline constexpr adopt_lock_t adopt_lock{};
struct mutex {
  mutex();
  mutex(const mutex &) = delete;
  void lock();
  bool try_lock();
  void unlock();
};
struct recursive_mutex {
  void lock();
  bool try_lock();
  void unlock();
};
struct shared_mutex {
  void lock();
  bool try_lock();
  void unlock();
  void lock_shared();
  bool try_lock_shared();
  void unlock_shared();
};
template <class M> struct lock_guard {
  explicit lock_guard(M &);
  lock_guard(M &, adopt_lock_t);
  lock_guard(const lock_guard &) = delete;
  ~lock_guard();
};
template <class... M> struct scoped_lock {
  explicit scoped_lock(M &...);
  ~scoped_lock();
};
template <class M> struct unique_lock {
  unique_lock();
  explicit unique_lock(M &);
  unique_lock(M &, defer_lock_t);
  unique_lock(M &, try_to_lock_t);
  unique_lock(M &, adopt_lock_t);
  unique_lock(unique_lock &&);
  unique_lock &operator=(unique_lock &&);
  ~unique_lock();
  void lock();
  bool try_lock();
  void unlock();
  bool owns_lock() const;
  explicit operator bool() const;
  M *release();
  void swap(unique_lock &);
};
template <class M> struct shared_lock {
  shared_lock();
  explicit shared_lock(M &);
  shared_lock(M &, defer_lock_t);
  shared_lock(M &, try_to_lock_t);
  ~shared_lock();
  void lock();
  void unlock();
};
template <class... L> void lock(L &...);
template <class... L> int try_lock(L &...);
template <long N> struct counting_semaphore {
  counting_semaphore() = default;
  constexpr explicit counting_semaphore(long) {}
  void acquire();
  void release();
};
struct condition_variable {
  void wait(unique_lock<mutex> &);
  template <class P> void wait(unique_lock<mutex> &, P) {}
  bool wait_for(unique_lock<mutex> &, int);
  template <class P> bool wait_for(unique_lock<mutex> &, int, P) { return true; }
  void notify_one() noexcept;
  void notify_all() noexcept;
};
} // namespace std
