// Locks and guards of other libraries, by the packs that ship.
// RUN: %race_check %s race-lock-across-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"
namespace absl {
struct Mutex {
  void Lock();
  void Unlock();
};
struct MutexLock {
  explicit MutexLock(Mutex *);
  ~MutexLock();
};
struct ReaderMutexLock {
  explicit ReaderMutexLock(Mutex *);
  ~ReaderMutexLock();
};
} // namespace absl
namespace boost {
struct mutex {
  void lock();
  void unlock();
};
template <class M> struct unique_lock {
  explicit unique_lock(M &);
  ~unique_lock();
  void unlock();
};
template <class L> struct reverse_lock {
  explicit reverse_lock(L &);
  ~reverse_lock();
};
} // namespace boost
struct QMutex {
  void lock();
  void unlock();
};
template <class M> struct QMutexLocker {
  explicit QMutexLocker(M *);
  ~QMutexLocker();
  void unlock();
};
struct pthread_mutex_t {};
extern "C" int pthread_mutex_lock(pthread_mutex_t *);
extern "C" int pthread_mutex_unlock(pthread_mutex_t *);

Task<> log(int);
absl::Mutex am;
boost::mutex bm;
QMutex qm;
pthread_mutex_t pm;

Task<> absl_bad() {
  absl::MutexLock l(&am);
  co_await log(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'am' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
}
Task<> abslReader_bad() {
  absl::ReaderMutexLock l(&am);
  co_await log(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'am' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
}
Task<> boost_bad() {
  boost::unique_lock<boost::mutex> l(bm);
  co_await log(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'bm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
}
Task<> boostReverse_ok() {
  boost::unique_lock<boost::mutex> l(bm);
  boost::reverse_lock<boost::unique_lock<boost::mutex>> r(l);
  co_await log(1);
}
Task<> qt_bad() {
  QMutexLocker<QMutex> l(&qm);
  co_await log(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'qm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
}
Task<> qtUnlocked_ok() {
  QMutexLocker<QMutex> l(&qm);
  l.unlock();
  co_await log(1);
}
Task<> pthread_bad() {
  pthread_mutex_lock(&pm);
  co_await log(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'pm' is held while the function is suspended here; others wait for it as long, and whoever resumes may be another thread
  pthread_mutex_unlock(&pm);
}
