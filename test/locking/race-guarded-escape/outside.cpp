// A list that has a lock of its own and is given out, by a reference; all who
// use it hold the lock of the cache around, without which nobody changes it.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20
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
class Cache {
public:
  void insert(int n) {
    std::lock_guard<std::mutex> l(lock_);
    file_.add(n);
  }
  void trim() {
    std::lock_guard<std::mutex> l(lock_);
    file_.drop();
  }
  int sum() {
    std::lock_guard<std::mutex> l(lock_);
    int n = 0;
    for (int each : file_.blocks())
      n += each;
    return n;
  }

private:
  std::mutex lock_;
  File file_;
};

// The same, and one of those who use it does not hold the lock around.
class Row {
public:
  std::vector<int> &cells() {
    std::lock_guard<std::mutex> l(mu_);
    return cells_;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: a reference to 'cells_', which 'mu_' guards, is returned; whoever uses it does so without the lock [race-guarded-escape]
  }
  void add(int n) {
    std::lock_guard<std::mutex> l(mu_);
    cells_.push_back(n);
  }
  void drop() {
    std::lock_guard<std::mutex> l(mu_);
    cells_.pop_back();
  }

private:
  std::mutex mu_;
  std::vector<int> cells_;
};
class Table {
public:
  void insert(int n) {
    std::lock_guard<std::mutex> l(lock_);
    row_.add(n);
  }
  void trim() {
    std::lock_guard<std::mutex> l(lock_);
    row_.drop();
  }
  int sum() {
    std::lock_guard<std::mutex> l(lock_);
    int n = 0;
    for (int each : row_.cells())
      n += each;
    return n;
  }
  unsigned long size() { return row_.cells().size(); }

private:
  std::mutex lock_;
  Row row_;
};
