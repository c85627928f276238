// What the tests need of <map>, <vector>, <deque>, <list>, <string>,
// <string_view>, <span>, <array>, <tuple>, <optional> and <utility>.
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
  vector(const vector &);
  vector(vector &&);
  vector &operator=(const vector &);
  vector &operator=(vector &&);
  ~vector();
  T &operator[](unsigned long);
  const T &operator[](unsigned long) const;
  void push_back(const T &);
  void pop_back();
  explicit vector(unsigned long);
  template <class... A> T &emplace_back(A &&...);
  T &at(unsigned long);
  const T &at(unsigned long) const;
  T &front();
  const T &front() const;
  T &back();
  const T &back() const;
  T *begin();
  T *end();
  const T *begin() const;
  const T *end() const;
  T *data();
  const T *data() const;
  bool empty() const;
  unsigned long size() const;
  void resize(unsigned long);
  void reserve(unsigned long);
  void swap(vector &);
  void clear();
};
template <class T> struct deque {
  deque();
  deque(const deque &);
  deque &operator=(const deque &);
  ~deque();
  T &operator[](unsigned long);
  void push_back(const T &);
  void pop_front();
  T &front();
  const T &front() const;
  bool empty() const;
  unsigned long size() const;
};
template <class T> struct list {
  struct iterator {
    T *operator->() const;
    T &operator*() const;
    iterator &operator++();
    bool operator==(const iterator &) const;
    T *p;
  };
  list();
  ~list();
  void push_back(const T &);
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
  T *begin();
  T *end();
  unsigned long size() const;
  T items[N];
};
struct string_view {
  string_view();
  string_view(const char *);
  string_view(const char *, unsigned long);
  const char *data() const;
  unsigned long size() const;
  bool empty() const;
};
struct string {
  string();
  string(const char *);
  string(const string &);
  string(string &&);
  string &operator=(const string &);
  string &operator=(string &&);
  ~string();
  operator string_view() const;
  char &operator[](unsigned long);
  string &operator+=(const string &);
  void push_back(char);
  const char *c_str() const;
  const char *data() const;
  unsigned long size() const;
  bool empty() const;
  void clear();
};
bool operator==(const string &, const string &);
template <class T> struct span {
  span();
  span(T *, unsigned long);
  template <class C> span(C &);
  T *begin() const;
  T *end() const;
  T &operator[](unsigned long) const;
  unsigned long size() const;
};
template <class... T> struct tuple {
  tuple();
  template <class... A> tuple(A &&...);
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
