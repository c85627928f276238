// Only one thread writes. One function can't tell; a rule can, and memory
// orders chosen by hand make the finding one of low confidence.
// RUN: %race_check %s race-atomic-split-update %t --config-file=%S/Inputs/single-writer.yaml -- -std=c++20 -I%mock
// RUN: %race_check %s race-atomic-split-update %t --config-file=%S/Inputs/single-writer.yaml --min-confidence=low --prefix=LOW -- -std=c++20 -I%mock
#include "atomic.h"
#include "thread.h"

struct Ring_ok {
  std::atomic<unsigned> head{0};
  std::atomic<unsigned> tail{0};
  void push() {
    unsigned h = head.load(std::memory_order_relaxed);
    head.store(h + 1, std::memory_order_release);
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:5: warning: 'head' is loaded
  }
  // The rules file says that one thread writes this.
  void pop() { tail = tail + 1; }
};

// One order chosen by hand is enough; the other is the plain conversion.
struct Log_ok {
  std::atomic<unsigned> last{0};
  void append() {
    last.store(last + 1, std::memory_order_release);
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:5: warning: 'last' is loaded
  }
};

// The threads have ended; that they have, one can't tell here.
void joined_ok() {
  std::atomic<int> done{0};
  std::thread worker([&] { done.fetch_add(1); });
  worker.join();
  done = done * 2;
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:3: warning: 'done' is loaded
}

struct Seqlock_ok {
  std::atomic<unsigned> version{0};
  void begin() {
    version.store(version.load(std::memory_order_relaxed) + 1,
                  std::memory_order_relaxed);
    // CHECK-MESSAGES-LOW: :[[@LINE-2]]:5: warning: 'version' is loaded
  }
};

// A maximum kept by hand: mostly where nobody else writes.
struct Peak_ok {
  std::atomic<int> peak{0};
  void record(int v) {
    if (v > peak.load())
      peak.store(v);
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:7: warning: 'peak' is compared and then stored, in two atomic operations; an update in between is lost
  }
  static int max(int a, int b);
  void recordMax(int v) {
    peak = max(peak, v);
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:5: warning: 'peak' is
  }
  void recordMore(int v) {
    peak = max(peak, v) + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'peak' is loaded
    // CHECK-MESSAGES-LOW: :[[@LINE-2]]:5: warning: 'peak' is loaded
  }
  void recordOther(int v) {
    int now = peak;
    if (!(now >= v) && v > 0)
      peak = v;
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:7: warning: 'peak' is compared
  }
  void held_ok(int v) {
    if (v > peak.load())
      log(v);
    peak.store(v);
  }
  void log(int);
};
