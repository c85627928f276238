// What the tests need of <atomic>, small enough to parse in no time.
#pragma once
namespace std {
enum class memory_order : int { relaxed, consume, acquire, release, acq_rel, seq_cst };
inline constexpr memory_order memory_order_relaxed = memory_order::relaxed;
inline constexpr memory_order memory_order_acquire = memory_order::acquire;
inline constexpr memory_order memory_order_release = memory_order::release;
inline constexpr memory_order memory_order_acq_rel = memory_order::acq_rel;
inline constexpr memory_order memory_order_seq_cst = memory_order::seq_cst;

template <class T> struct atomic {
  atomic() noexcept = default;
  constexpr atomic(T) noexcept {}
  atomic(const atomic &) = delete;
  atomic &operator=(const atomic &) = delete;
  T load(memory_order = memory_order::seq_cst) const noexcept;
  void store(T, memory_order = memory_order::seq_cst) noexcept;
  void store(T, memory_order = memory_order::seq_cst) volatile noexcept;
  T operator=(T) noexcept;
  operator T() const noexcept;
  T exchange(T, memory_order = memory_order::seq_cst) noexcept;
  bool compare_exchange_weak(T &, T, memory_order = memory_order::seq_cst) noexcept;
  bool compare_exchange_strong(T &, T, memory_order = memory_order::seq_cst) noexcept;
  bool compare_exchange_weak(T &, T, memory_order, memory_order) noexcept;
  bool compare_exchange_strong(T &, T, memory_order, memory_order) noexcept;
  T fetch_add(T, memory_order = memory_order::seq_cst) noexcept;
  T fetch_sub(T, memory_order = memory_order::seq_cst) noexcept;
  T fetch_or(T, memory_order = memory_order::seq_cst) noexcept;
  T fetch_and(T, memory_order = memory_order::seq_cst) noexcept;
  T fetch_xor(T, memory_order = memory_order::seq_cst) noexcept;
  T operator++() noexcept;
  T operator++(int) noexcept;
  T operator--() noexcept;
  T operator--(int) noexcept;
  T operator+=(T) noexcept;
  T operator-=(T) noexcept;
  T operator|=(T) noexcept;
  T operator&=(T) noexcept;
  T operator^=(T) noexcept;
};
template <class T> struct atomic_ref {
  explicit atomic_ref(T &);
  T load(memory_order = memory_order::seq_cst) const noexcept;
  void store(T, memory_order = memory_order::seq_cst) const noexcept;
  T fetch_add(T, memory_order = memory_order::seq_cst) const noexcept;
  T operator=(T) const noexcept;
  operator T() const noexcept;
};
struct atomic_flag {
  bool test() const noexcept;
  bool test_and_set(memory_order = memory_order::seq_cst) noexcept;
  void clear(memory_order = memory_order::seq_cst) noexcept;
};
template <class T> T atomic_load(const atomic<T> *) noexcept;
template <class T> void atomic_store(atomic<T> *, T) noexcept;
using atomic_int = atomic<int>;
} // namespace std
