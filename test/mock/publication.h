// A store whose writes are awaited, and who is told of them.
#pragma once
#include "coroutine.h"

struct Key {
  int n;
};
struct Store {
  Task<> put(Key, int);
  Task<> remove(Key);
  void putNow(Key, int);
};
struct Cache {
  void drop(Key);
  void dropAll();
};
struct Bus {
  void send(int version, int state);
};
template <class T> struct Started {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume() noexcept;
};
template <class T> Started<T> start(Task<T>);
struct Scope {
  void spawn(Task<>);
  Task<> join();
};
Task<> pause(int);
void pauseThread(int);
