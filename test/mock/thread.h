// What the tests need of <thread>, <future>, <latch>, <barrier>, <functional>
// and <algorithm>, and 'call_once' of <mutex>. Nothing in here calls what it is
// given, as no body of a system header is looked at; templates have a body only
// because a lambda's type has no linkage.
#pragma once
#include "memory.h"
#include "mutex.h"
namespace std {
template <class T> T &&declval() noexcept;
template <class T> struct decay { using type = T; };
template <class T> struct decay<T &> { using type = typename decay<T>::type; };
template <class T> struct decay<T &&> { using type = typename decay<T>::type; };
template <class T> struct decay<const T> { using type = T; };
template <class R, class... A> struct decay<R(A...)> { using type = R (*)(A...); };
template <class T> using decay_t = typename decay<T>::type;
template <class F, class... A> struct invoke_result {};
template <class F, class... A>
  requires requires { declval<F>()(declval<A>()...); }
struct invoke_result<F, A...> {
  using type = decltype(declval<F>()(declval<A>()...));
};
template <class R, class C, class... P, class... A>
struct invoke_result<R (C::*)(P...), A...> {
  using type = R;
};
template <class R, class C, class... P, class... A>
struct invoke_result<R (C::*)(P...) const, A...> {
  using type = R;
};
template <class F, class... A>
using invoke_result_t = typename invoke_result<decay_t<F>, decay_t<A>...>::type;

template <class T> struct reference_wrapper {
  reference_wrapper(T &t) noexcept : p(&t) {}
  operator T &() const noexcept { return *p; }
  T &get() const noexcept { return *p; }
  template <class... A> auto operator()(A &&...) const
      -> decltype(declval<T &>()(declval<A>()...));
  T *p;
};
template <class T> reference_wrapper<T> ref(T &t) noexcept { return t; }
template <class T> reference_wrapper<const T> cref(const T &t) noexcept { return t; }

namespace placeholders {
struct placeholder {};
inline constexpr placeholder _1{}, _2{};
} // namespace placeholders
template <class F, class... A> struct _bind {
  template <class... B> auto operator()(B &&...) -> invoke_result_t<F, A...>;
};
template <class F, class... A> _bind<decay_t<F>, decay_t<A>...> bind(F &&, A &&...) { return {}; }
template <class S> struct function;
template <class R, class... P> struct function<R(P...)> {
  function() noexcept;
  function(decltype(nullptr)) noexcept;
  function(const function &);
  function(function &&) noexcept;
  template <class F> function(F) {}
  ~function();
  function &operator=(const function &);
  function &operator=(function &&) noexcept;
  template <class F> function &operator=(F &&) { return *this; }
  R operator()(P...) const;
  explicit operator bool() const noexcept;
};

struct thread {
  struct id {
    friend bool operator==(id, id) noexcept { return true; }
  };
  thread() noexcept;
  thread(thread &&) noexcept;
  thread(const thread &) = delete;
  template <class F, class... A> explicit thread(F &&, A &&...) {}
  ~thread();
  thread &operator=(thread &&) noexcept;
  void join();
  void detach();
  bool joinable() const noexcept;
  id get_id() const noexcept;
  void swap(thread &) noexcept;
  static unsigned hardware_concurrency() noexcept;
};
struct stop_token {
  bool stop_requested() const noexcept;
};
struct jthread {
  jthread() noexcept;
  jthread(jthread &&) noexcept;
  jthread(const jthread &) = delete;
  template <class F, class... A> explicit jthread(F &&, A &&...) {}
  ~jthread();
  jthread &operator=(jthread &&) noexcept;
  void join();
  void detach();
  bool joinable() const noexcept;
  bool request_stop() noexcept;
  stop_token get_stop_token() const noexcept;
};
namespace this_thread {
thread::id get_id() noexcept;
void yield() noexcept;
void sleep_for(int);
} // namespace this_thread

enum class future_status { ready, timeout, deferred };
enum class launch { async = 1, deferred = 2 };
template <class T> struct shared_future {
  shared_future() noexcept;
  shared_future(const shared_future &);
  ~shared_future();
  shared_future &operator=(const shared_future &);
  const T &get() const;
  bool valid() const noexcept;
  void wait() const;
};
template <> struct shared_future<void> {
  shared_future() noexcept;
  shared_future(const shared_future &);
  ~shared_future();
  shared_future &operator=(const shared_future &);
  void get() const;
  bool valid() const noexcept;
  void wait() const;
};
template <class T> struct future {
  future() noexcept;
  future(future &&) noexcept;
  future(const future &) = delete;
  ~future();
  future &operator=(future &&) noexcept;
  T get();
  bool valid() const noexcept;
  void wait() const;
  future_status wait_for(int) const;
  shared_future<T> share() noexcept;
};
template <class T> struct promise {
  promise();
  promise(promise &&) noexcept;
  ~promise();
  promise &operator=(promise &&) noexcept;
  future<T> get_future();
  void set_value(const T &);
};
template <> struct promise<void> {
  promise();
  promise(promise &&) noexcept;
  ~promise();
  promise &operator=(promise &&) noexcept;
  future<void> get_future();
  void set_value();
};
template <class S> struct packaged_task;
template <class R, class... P> struct packaged_task<R(P...)> {
  packaged_task() noexcept;
  packaged_task(packaged_task &&) noexcept;
  template <class F> explicit packaged_task(F &&) {}
  ~packaged_task();
  packaged_task &operator=(packaged_task &&) noexcept;
  future<R> get_future();
  void operator()(P...);
};
template <class F, class... A>
future<invoke_result_t<F, A...>> async(F &&, A &&...) { return {}; }
template <class F, class... A>
future<invoke_result_t<F, A...>> async(launch, F &&, A &&...) { return {}; }

struct latch {
  explicit latch(long);
  latch(const latch &) = delete;
  ~latch();
  void count_down(long = 1);
  bool try_wait() const noexcept;
  void wait() const;
  void arrive_and_wait(long = 1);
};
template <class C = void (*)()> struct barrier {
  struct arrival_token {};
  explicit barrier(long, C = C());
  barrier(const barrier &) = delete;
  ~barrier();
  arrival_token arrive(long = 1);
  void wait(arrival_token &&) const;
  void arrive_and_wait();
  void arrive_and_drop();
};
barrier(long) -> barrier<>;

struct once_flag {
  constexpr once_flag() noexcept {}
  once_flag(const once_flag &) = delete;
};
template <class F, class... A> void call_once(once_flag &, F &&, A &&...) {}

template <class I, class F> F for_each(I, I, F f) { return f; }
template <class I, class F> bool any_of(I, I, F) { return false; }
template <class I, class F> void sort(I, I, F) {}
template <class I, class O, class F> O transform(I, I, O o, F) { return o; }
template <class I, class F> I find_if(I i, I, F) { return i; }
template <class I, class F> long count_if(I, I, F) { return 0; }
} // namespace std
