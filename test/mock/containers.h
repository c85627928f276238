// What the tests need of <map>, <vector>, <deque>, <queue>, <string>, <optional>
// and <utility>.
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
  T &front();
  T &back();
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
  void clear();
};
using string = basic_string<char>;
template <class T> struct optional {
  bool has_value() const;
  explicit operator bool() const;
  T &operator*();
  optional &operator=(T);
  void reset();
};
} // namespace std
