// The lock stands in the base, the data in what derives from it.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20
#include <mutex>

class Call {
public:
  virtual ~Call() = default;

protected:
  std::mutex &mu() { return mu_; }

private:
  std::mutex mu_;
};

class ClientCall : public Call {
public:
  void start() {
    std::lock_guard<std::mutex> l(mu());
    started_ = started_ + 1;
  }
  void cancel() {
    started_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'started_' is written without 'Call::mu_', which guards it; an update may be lost [race-inconsistent-guard]
  }

private:
  int started_ = 0;
};

// Two locks, one in each: which of them it is nobody knows.
class Server : public Call {
public:
  void accept() {
    std::lock_guard<std::mutex> l(mu());
    std::lock_guard<std::mutex> m(own_);
    open_ = open_ + 1;
  }
  void stop() { open_ = 0; }

private:
  std::mutex own_;
  int open_ = 0;
};
