// A pointer that lives as long as its object is open: the one who closes it
// holds the lock, as most do for other reasons, and several readers don't.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock
#include <memory>
#include <mutex>

struct Versions {
  int current();
};

class Database {
public:
  Database() : versions_(new Versions) {}
  void close() {
    std::lock_guard<std::mutex> l(mu_);
    versions_.reset();
  }
  void write() {
    std::lock_guard<std::mutex> l(mu_);
    pending_ += versions_->current();
  }
  void flush() {
    std::lock_guard<std::mutex> l(mu_);
    pending_ = versions_->current();
  }
  void compact() {
    std::lock_guard<std::mutex> l(mu_);
    if (versions_->current() > 7)
      pending_ = 0;
  }
  void trim() {
    std::lock_guard<std::mutex> l(mu_);
    pending_ -= versions_->current();
  }
  void drop() {
    std::lock_guard<std::mutex> l(mu_);
    pending_ = -versions_->current();
  }
  int get() { return versions_->current(); }
  int next() { return versions_->current() + 1; }
  int before() { return versions_->current() - 1; }

private:
  std::mutex mu_;
  std::unique_ptr<Versions> versions_;
  int pending_ = 0;
};

// One of them alone has forgotten it.
class Table {
public:
  Table() : versions_(new Versions) {}
  void close() {
    std::lock_guard<std::mutex> l(mu_);
    versions_.reset();
  }
  void write() {
    std::lock_guard<std::mutex> l(mu_);
    pending_ += versions_->current();
  }
  void flush() {
    std::lock_guard<std::mutex> l(mu_);
    pending_ = versions_->current();
  }
  void compact() {
    std::lock_guard<std::mutex> l(mu_);
    if (versions_->current() > 7)
      pending_ = 0;
  }
  int get() {
    return versions_->current();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'versions_' is read without 'Table::mu_'
  }

private:
  std::mutex mu_;
  std::unique_ptr<Versions> versions_;
  int pending_ = 0;
};
