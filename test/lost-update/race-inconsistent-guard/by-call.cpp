// A buffer that functions change which are given it, in the classes that have
// one: a constructor and a destructor have their object alone.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20
#include <mutex>

struct Buffer {
  int length;
};
void init(Buffer *b) { b->length = 0; }
void add(Buffer *b, int n) { b->length = b->length + n; }

// So many that not each way is followed.
#define USE(N)                                                                 \
  struct A##N {                                                                \
    Buffer own;                                                                \
    void fill() { add(&own, 1); }                                              \
    void clear() { init(&own); }                                               \
  };
USE(0) USE(1) USE(2) USE(3) USE(4) USE(5) USE(6) USE(7) USE(8) USE(9)
USE(10) USE(11) USE(12) USE(13) USE(14) USE(15) USE(16) USE(17) USE(18) USE(19)
USE(20) USE(21) USE(22) USE(23) USE(24) USE(25) USE(26) USE(27) USE(28) USE(29)

class Handshake {
public:
  Handshake() { init(&out_); }
  ~Handshake() { init(&out_); }
  void send() {
    std::lock_guard<std::mutex> l(mu_);
    add(&out_, 1);
  }
  void sendMore() {
    std::lock_guard<std::mutex> l(mu_);
    add(&out_, 2);
  }
  void drop() {
    init(&out_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Handshake::out_' is written without 'Handshake::mu_', which guards it; an update may be lost [race-inconsistent-guard]
  }

private:
  std::mutex mu_;
  Buffer out_;
};
