// Locks and guards as projects write them: no rule and no attribute describes
// them, what they do is to be seen.
#pragma once
#include "mutex.h"
#include <pthread.h>

namespace base {
// A wrapper of a C lock.
class Mutex {
public:
  Mutex() { pthread_mutex_init(&mu_, nullptr); }
  ~Mutex() { pthread_mutex_destroy(&mu_); }
  void Take() { pthread_mutex_lock(&mu_); }
  void Give() { pthread_mutex_unlock(&mu_); }

private:
  pthread_mutex_t mu_;
};
// A guard of it, whose name says nothing.
class Section {
public:
  explicit Section(Mutex &mu) : mu_(mu) { mu_.Take(); }
  ~Section() { mu_.Give(); }
  Section(const Section &) = delete;

private:
  Mutex &mu_;
};
// A guard of a library's lock.
class Critical {
public:
  explicit Critical(std::mutex *m) : m_(m) { m_->lock(); }
  ~Critical() { m_->unlock(); }

private:
  std::mutex *m_;
};
// A guard that has a guard.
class Scope {
public:
  explicit Scope(std::mutex &m) : inner_(m) {}

private:
  std::lock_guard<std::mutex> inner_;
};
} // namespace base
