// Bit-fields of one word have one memory location: who writes one writes all.
// RUN: %race_check %s race-bit-field-neighbour %t -- -std=c++20 -isystem %mock
#include "mutex.h"
#include "thread.h"

// Each thread has a flag of its own, and all flags one word.
namespace threads_bad {
struct Flags {
  unsigned opened : 1;
  unsigned closed : 1;
};
Flags flags;
void open() {
  flags.opened = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'flags.opened' shares a word with 'flags.closed', which is written at the same time; each write stores the whole word, and one of the two is lost [race-bit-field-neighbour]
  // CHECK-MESSAGES: :[[@LINE+10]]:15: note: {{.*}}thread A runs 'threads_bad::open'
  // CHECK-MESSAGES: :[[@LINE-3]]:16: note: thread A reads the word that 'flags.opened' and 'flags.closed' are in with no lock
  // CHECK-MESSAGES: :[[@LINE+8]]:24: note: {{.*}}thread B runs 'threads_bad::close'
  // CHECK-MESSAGES: :[[@LINE+4]]:16: note: thread B writes 'flags.closed' with no lock
  // CHECK-MESSAGES: :[[@LINE-6]]:16: note: thread A stores the word with its own bits changed: what thread B wrote to 'flags.closed' is lost
}
void close() {
  flags.closed = 1;
}
void run() {
  std::thread a(open), b(close);
  a.join();
  b.join();
}
} // namespace threads_bad

// One has its lock, and its neighbour was thought to need none.
namespace guarded_bad {
class Connection {
public:
  void open() {
    std::lock_guard<std::mutex> guard(mutex_);
    open_ = 1;
  }
  void close() {
    std::lock_guard<std::mutex> guard(mutex_);
    open_ = 0;
  }
  void reset() {
    std::lock_guard<std::mutex> guard(mutex_);
    open_ = 0;
    tries_ = 0;
  }
  bool isOpen() {
    std::lock_guard<std::mutex> guard(mutex_);
    return open_;
  }
  void setVerbose(bool on) {
    verbose_ = on;
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'verbose_' shares a word with 'open_', which is written at the same time; {{.*}} [race-bit-field-neighbour]
  }
  bool verbose() const { return verbose_; }

private:
  std::mutex mutex_;
  unsigned open_ : 1;
  unsigned verbose_ : 1;
  int tries_;
};
} // namespace guarded_bad

// A template's fields are those of its pattern.
namespace templates_bad {
template <typename T> struct Node {
  T value;
  bool seen : 1;
  bool dead : 1;
};
Node<int> node;
void see() {
  node.seen = true;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'node.seen' shares a word with 'node.dead', {{.*}} [race-bit-field-neighbour]
}
void kill() { node.dead = true; }
void run() {
  std::thread a(see), b(kill);
  a.join();
  b.join();
}
} // namespace templates_bad
