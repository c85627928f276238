#include "cache.h"

// Nobody else has the object yet.
Cache::Cache() {
  std::lock_guard<std::mutex> lock(mutex_);
  ++hits_;
}

// Three of the four kinds.
void Cache::hit() {
  std::lock_guard<std::mutex> lock(mutex_);
  ++hits_;
  uses_.fetch_add(2);
}

int Cache::lookups() {
  uses_.fetch_add(1, std::memory_order_relaxed);
  mutex_.lock();
  int found = hits_ + size_;
  mutex_.unlock();
  return found;
}

void Cache::grow() { size_ += 8; }

// The fourth: 'size_' is guarded in 'lookups'.
void Cache::store() {
  std::lock_guard<std::mutex> lock(mutex_);
  hits_ = 0;
  grow();
}

// Never compiled.
void Cache::old() {
#ifdef NEVER
  std::lock_guard<std::mutex> lock(mutex_);
  ++hits_;
#endif
  // std::lock_guard<std::mutex> lock(mutex_); ++hits_;
}

// Without the guard it would not compile.
void Cache::waiting() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (hits_ == 0)
    return;
  hits_ = 1;
  lock.unlock();
}

// Nobody else uses it.
void Cache::alone() {
  std::lock_guard<std::mutex> lock(mutex_);
  ++alone_;
}
