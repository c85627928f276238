// RUN: %race_check %s race-atomic-double-read %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "memory.h"
#include "mutex.h"

void use(int);
void log(int);
struct Node { int v; Node *next; void go(); };

struct Counter_bad {
  struct Range { int low, high; };
  std::atomic<int> n{0};
  std::atomic<Range> range;
  std::atomic<long> slots[4];
  std::mutex m;

  int product_bad() { return n * (n + 1) / 2; }
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'n' is loaded twice in one computation; when it changes in between, the computation is right for neither value [race-atomic-double-read]
  // CHECK-NOTES: :[[@LINE-2]]:30: note: thread A loads 'n'
  // CHECK-NOTES: :[[@LINE-3]]:35: note: thread B changes 'n'
  // CHECK-NOTES: :[[@LINE-4]]:35: note: thread A loads it again: what comes of the two values was never so
  // CHECK-NOTES: :[[@LINE-5]]:35: note: load it once, into a local variable, and use that
  int difference_bad() { return n.load() - n.load(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'n' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  int thrice_bad() { return n * n * n; }
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'n' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  int clamped_bad() { return n.load() > 100 ? 100 : n.load(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'n' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  int divided_bad() { return n ? 100 / n : 0; }
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'n' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  bool dividedInTest_bad() { return n.load() && 100 % n.load() == 3; }
  // CHECK-MESSAGES: :[[@LINE-1]]:55: warning: 'n' is loaded twice in one decision; when it changes in between, the decision is right for neither value
  // CHECK-NOTES-COUNT-4: note:
  bool inRange_bad() { return n > 0 && n < 10; }
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'n' is loaded twice in one decision
  // CHECK-NOTES-COUNT-4: note:
  bool outOfRange_bad() {
    if (n.load() < 0 || 10 < n.load())
      return false;
    // CHECK-MESSAGES: :[[@LINE-2]]:30: warning: 'n' is loaded twice in one decision
    // CHECK-NOTES-COUNT-4: note:
    return true;
  }
  int bytes_bad() { return (n.load() & 255) << 8 | n.load() >> 8; }
  // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'n' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  int snapshot_bad() { return range.load().high - range.load().low; }
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'range' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  long element_bad(int i) { return slots[i] * slots[i]; }
  // CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'slots[...]' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  void argument_bad() { use(n * n); }
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'n' is loaded twice in one computation
  // CHECK-NOTES-COUNT-4: note:
  int unlocked_bad() {
    { std::lock_guard<std::mutex> l(m); }
    return n * n;
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'n' is loaded twice in one computation
    // CHECK-NOTES-COUNT-4: note:
  }
};

// Tested by one load, gone through by another.
struct List_bad {
  std::atomic<Node *> head;
  std::atomic<void (*)(int)> callback;
  std::atomic<std::shared_ptr<Node>> current;
  void clear() { head.store(nullptr); }

  void star_bad() {
    if (head.load() != nullptr)
      use((*head.load()).v);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'head' is tested by one load and dereferenced through another; it may have become null in between [race-atomic-double-read]
    // CHECK-NOTES: :[[@LINE-3]]:9: note: thread A loads 'head', which is not null
    // CHECK-NOTES: :[[@LINE-3]]:13: note: thread B sets 'head' to null
    // CHECK-NOTES: :[[@LINE-4]]:13: note: thread A loads it again and goes through the null pointer
    // CHECK-NOTES: note: load it once
  }
  void arrow_bad() { if (head.load()) head.load()->go(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'head' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  void left_bad() {
    if (!head.load())
      return;
    head.load()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'head' is tested by one load and dereferenced
    // CHECK-NOTES-COUNT-4: note:
  }
  void converted_bad() { if (head) head.load()->v = 3; }
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'head' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  int chosen_bad() { return head.load() ? head.load()->v : 0; }
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'head' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  bool both_bad() { return head.load() && head.load()->v > 3; }
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'head' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  bool either_bad() { return !head.load() || head.load()->v > 3; }
  // CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'head' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  void variable_bad() {
    Node *p = head.load();
    if (p != nullptr)
      use(head.load()->v);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'head' is tested by one load and dereferenced
    // CHECK-NOTES-COUNT-4: note:
  }
  void called_bad() { if (callback.load()) callback.load()(3); }
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'callback' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  void handle_bad() { if (current.load()) current.load()->go(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'current' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  void handleCompared_bad() { if (current.load() != nullptr) current.load()->go(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:62: warning: 'current' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  // A line of the log goes through the null pointer like any other.
  void logged_bad() { if (head.load()) log(head.load()->v); }
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'head' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
  void loop_bad() { while (head.load()) use(head.load()->v); }
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'head' is tested by one load and dereferenced
  // CHECK-NOTES-COUNT-4: note:
};
