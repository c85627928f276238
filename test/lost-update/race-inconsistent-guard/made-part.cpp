// A part of what the function has just made is as new as the whole: nobody else
// can know it yet, until the whole goes out.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20
#include <mutex>

class Recovery {
public:
  explicit Recovery(std::mutex *mu) : mu_(mu) {}
  void enable() { enabled_ = true; }
  bool stop() {
    std::lock_guard<std::mutex> l(*mu_);
    bool was = enabled_;
    enabled_ = false;
    return was;
  }
  void pause() {
    std::lock_guard<std::mutex> l(*mu_);
    enabled_ = false;
  }
  void resume() {
    std::lock_guard<std::mutex> l(*mu_);
    enabled_ = true;
  }

private:
  bool enabled_ = false;
  std::mutex *mu_;
};
class Store {
public:
  static void create(Store **out) {
    Store *store = new Store;
    store->recovery_.enable();
    *out = store;
  }

private:
  std::mutex mu_;
  Recovery recovery_{&mu_};
};

// The same, once the whole is out.
class Lever {
public:
  explicit Lever(std::mutex *mu) : mu_(mu) {}
  void pull() {
    pulled_ = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'pulled_' is written without 'Lever::mu_', which is held in 3 of 4 functions that use it; an update may be lost [race-inconsistent-guard]
  }
  bool stop() {
    std::lock_guard<std::mutex> l(*mu_);
    bool was = pulled_;
    pulled_ = false;
    return was;
  }
  void pause() {
    std::lock_guard<std::mutex> l(*mu_);
    pulled_ = false;
  }
  void resume() {
    std::lock_guard<std::mutex> l(*mu_);
    pulled_ = true;
  }

private:
  bool pulled_ = false;
  std::mutex *mu_;
};
class Crane {
public:
  static void create(Crane **out) {
    Crane *crane = new Crane;
    *out = crane;
    crane->lever_.pull();
  }

private:
  std::mutex mu_;
  Lever lever_{&mu_};
};
