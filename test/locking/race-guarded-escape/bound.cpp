// What uses the reference is run by somebody who may hold the lock around: it
// is bound, and handed on.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include <functional>
#include <mutex>
#include <vector>

class File {
public:
  std::vector<int> &blocks() {
    std::lock_guard<std::mutex> l(mu_);
    return blocks_;
  }
  void add(int n) {
    std::lock_guard<std::mutex> l(mu_);
    blocks_.push_back(n);
  }
  void drop() {
    std::lock_guard<std::mutex> l(mu_);
    blocks_.pop_back();
  }

private:
  std::mutex mu_;
  std::vector<int> blocks_;
};
class Table {
public:
  void evict(const std::function<void(File *)> &forget) { forget(&file_); }
  void insert(int n) { file_.add(n); }
  void trim() { file_.drop(); }

private:
  File file_;
};
class Cache {
public:
  void insert(int n) {
    std::lock_guard<std::mutex> l(lock_);
    table_.insert(n);
  }
  void trim() {
    std::lock_guard<std::mutex> l(lock_);
    table_.trim();
  }
  void shrink() {
    std::lock_guard<std::mutex> l(lock_);
    auto forget = std::bind(&Cache::forget, this, std::placeholders::_1);
    table_.evict(forget);
  }
  void forget(File *file) { total_ -= file->blocks().size(); }

private:
  std::mutex lock_;
  Table table_;
  unsigned long total_ = 0;
};
