// What the tests need of <memory> and <utility>.
#pragma once
namespace std {
template <class T> struct remove_reference { using type = T; };
template <class T> struct remove_reference<T &> { using type = T; };
template <class T> typename remove_reference<T>::type &&move(T &&) noexcept;
template <class T> const T &max(const T &, const T &);
template <class T> struct unique_ptr {
  unique_ptr();
  explicit unique_ptr(T *);
  unique_ptr(unique_ptr &&);
  ~unique_ptr();
  T *operator->() const;
  T &operator*() const;
  T *get() const;
  explicit operator bool() const;
};
template <class T> struct shared_ptr {
  shared_ptr();
  shared_ptr(const shared_ptr &);
  ~shared_ptr();
  T *operator->() const;
  T &operator*() const;
  T *get() const;
  explicit operator bool() const;
};
template <class T> bool operator==(const shared_ptr<T> &, decltype(nullptr));
template <class T, class... A> unique_ptr<T> make_unique(A &&...);
template <class T, class... A> shared_ptr<T> make_shared(A &&...);
} // namespace std
