// Clang's thread-safety attributes under the names that projects give them, and
// a lock and a guard that carry them.
#pragma once
#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define PT_GUARDED_BY(x) __attribute__((pt_guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define ASSERT_CAPABILITY(x) __attribute__((assert_capability(x)))
#define NO_THREAD_SAFETY_ANALYSIS __attribute__((no_thread_safety_analysis))

class CAPABILITY("mutex") AnnotatedMutex {
public:
  void Lock() ACQUIRE();
  void Unlock() RELEASE();
  void AssertHeld() ASSERT_CAPABILITY(this);
};
class SCOPED_CAPABILITY AnnotatedLock {
public:
  explicit AnnotatedLock(AnnotatedMutex *mu) ACQUIRE(mu);
  ~AnnotatedLock() RELEASE();
};
