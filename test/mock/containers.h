// What the tests need of <map>, <vector>, <deque>, <queue>, <list>, <array>,
// <string>, <string_view>, <span>, <optional> and <utility>.
#pragma once
#include "memory.h"
namespace std {
template <class K, class V> struct pair {
  K first;
  V second;
};
template <class K, class V> struct map {
  struct iterator {
    pair<K, V> *operator->();
    pair<K, V> &operator*();
    iterator &operator++();
    bool operator==(const iterator &) const;
    pair<K, V> *p;
  };
  V &operator[](const K &);
  iterator find(const K &);
  iterator begin();
  iterator end();
  V &at(const K &);
  const V &at(const K &) const;
  unsigned long count(const K &) const;
  bool contains(const K &) const;
  unsigned long size() const;
  bool empty() const;
  void erase(iterator);
  unsigned long erase(const K &);
  pair<iterator, bool> insert(pair<K, V>);
  template <class... A> pair<iterator, bool> try_emplace(const K &, A &&...);
  pair<iterator, bool> insert_or_assign(const K &, V);
  void clear();
};
template <class T> struct vector {
  vector();
  explicit vector(unsigned long);
  vector(const vector &);
  vector(vector &&);
  vector &operator=(const vector &);
  vector &operator=(vector &&);
  ~vector();
  T &operator[](unsigned long);
  const T &operator[](unsigned long) const;
  void push_back(const T &);
  void push_back(T &&);
  template <class... A> T &emplace_back(A &&...) { return back(); }
  void pop_back();
  T &at(unsigned long);
  const T &at(unsigned long) const;
  T &front();
  const T &front() const;
  T &back();
  const T &back() const;
  T *data();
  const T *data() const;
  T *begin();
  T *end();
  const T *begin() const;
  const T *end() const;
  bool empty() const;
  unsigned long size() const;
  void resize(unsigned long);
  void reserve(unsigned long);
  void swap(vector &);
  void clear();
};
template <class T> struct deque {
  void push_back(const T &);
  void push_back(T &&);
  void pop_front();
  T &front();
  T &operator[](unsigned long);
  T *begin();
  T *end();
  bool empty() const;
  unsigned long size() const;
  void clear();
};
template <class T> struct queue {
  void push(const T &);
  void push(T &&);
  void pop();
  T &front();
  bool empty() const;
  unsigned long size() const;
};
template <class C> struct basic_string_view {
  basic_string_view();
  basic_string_view(const C *);
  basic_string_view(const C *, unsigned long);
  const C *data() const;
  bool empty() const;
  unsigned long size() const;
};
using string_view = basic_string_view<char>;
template <class C> struct basic_string {
  basic_string();
  basic_string(const C *);
  basic_string(const basic_string &);
  basic_string(basic_string &&);
  ~basic_string();
  basic_string &operator=(const basic_string &);
  basic_string &operator=(basic_string &&);
  basic_string &operator+=(const basic_string &);
  basic_string &append(const C *);
  bool empty() const;
  unsigned long size() const;
  const C *c_str() const;
  const C *data() const;
  C &operator[](unsigned long);
  operator basic_string_view<C>() const;
  void clear();
};
using string = basic_string<char>;
template <class T> struct list {
  struct iterator {
    T *operator->() const;
    T &operator*() const;
    iterator &operator++();
    bool operator==(const iterator &) const;
    T *p;
  };
  void push_back(const T &);
  void pop_front();
  iterator begin();
  iterator end();
  iterator erase(iterator);
  T &front();
  T &back();
  bool empty() const;
};
template <class T, unsigned long N> struct array {
  T &operator[](unsigned long);
  const T &operator[](unsigned long) const;
  T *data();
  T *begin();
  T *end();
  unsigned long size() const;
  T items[N];
};
template <class T> struct span {
  span();
  span(T *, unsigned long);
  template <class C> span(C &) {}
  T &operator[](unsigned long) const;
  T *begin() const;
  T *end() const;
  unsigned long size() const;
};
template <class T> struct optional {
  optional();
  optional(T);
  bool has_value() const;
  explicit operator bool() const;
  T &operator*();
  optional &operator=(T);
  void reset();
};
} // namespace std
