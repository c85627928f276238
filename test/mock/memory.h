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
  unique_ptr &operator=(unique_ptr &&);
  ~unique_ptr();
  void reset(T * = nullptr);
  T *operator->() const;
  T &operator*() const;
  T *get() const;
  T *release();
  explicit operator bool() const;
};
template <class T> struct weak_ptr;
template <class T> struct shared_ptr {
  shared_ptr();
  explicit shared_ptr(T *);
  shared_ptr(const shared_ptr &);
  shared_ptr(shared_ptr &&);
  explicit shared_ptr(const weak_ptr<T> &);
  shared_ptr &operator=(const shared_ptr &);
  shared_ptr &operator=(shared_ptr &&);
  ~shared_ptr();
  T *operator->() const;
  T &operator*() const;
  T *get() const;
  explicit operator bool() const;
  long use_count() const;
  bool unique() const;
  void reset();
  void swap(shared_ptr &);
};
template <class T> struct weak_ptr {
  weak_ptr();
  weak_ptr(const weak_ptr &);
  weak_ptr(const shared_ptr<T> &);
  ~weak_ptr();
  weak_ptr &operator=(const weak_ptr &);
  weak_ptr &operator=(const shared_ptr<T> &);
  shared_ptr<T> lock() const;
  bool expired() const;
  long use_count() const;
  void reset();
  void swap(weak_ptr &);
};
template <class T> bool operator==(const unique_ptr<T> &, decltype(nullptr));
template <class T> bool operator==(const shared_ptr<T> &, decltype(nullptr));
template <class T, class... A> unique_ptr<T> make_unique(A &&...);
template <class T, class... A> shared_ptr<T> make_shared(A &&...);
} // namespace std
