// RUN: %race_check %s race-compare-exchange-misuse %t -- -std=c++20 -I%mock
#include "atomic.h"

int f(int);
void finish();
void use(int);
struct Node { int v; Node *next; Node(int, Node *); };

struct Counter_bad {
  std::atomic<int> n{0};
  std::atomic<bool> flag{false};
  std::atomic<Node *> head{nullptr};

  // Nobody notices that it failed.
  void weak_bad() {
    int e = n.load();
    n.compare_exchange_weak(e, e + 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of the compare-exchange of 'n' is ignored; when it fails, even for no reason, the update is lost [race-compare-exchange-misuse]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: thread A knows 'n' as it was
    // CHECK-NOTES: :[[@LINE-3]]:5: note: thread B updates 'n'
    // CHECK-NOTES: :[[@LINE-4]]:5: note: thread A compares, fails and goes on: its own update is lost
    // CHECK-NOTES: note: repeat it until it works, with a new value each time, or look at the result
  }
  void weakConstant_bad() {
    bool e = false;
    flag.compare_exchange_weak(e, true);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of the compare-exchange of 'flag' is ignored; when it fails, even for no reason, the update is lost
    // CHECK-NOTES: :[[@LINE-2]]:5: note: thread A compares 'flag' and fails, though it is equal: a weak exchange may
    // CHECK-NOTES: :[[@LINE-3]]:5: note: thread A goes on as if it had been stored: the update is lost
    // CHECK-NOTES: note: use the strong exchange
  }
  void strong_bad() {
    int e = n.load();
    n.compare_exchange_strong(e, e * 2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of the compare-exchange of 'n' is ignored; when it fails the update is lost
    // CHECK-NOTES-COUNT-4: note:
  }
  void strongByName_bad() {
    int e = n.load();
    int next = e + 1;
    n.compare_exchange_strong(e, next);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of the compare-exchange of 'n' is ignored
    // CHECK-NOTES-COUNT-4: note:
  }
  void strongPush_bad(Node *k) {
    Node *e = head.load();
    k->next = e;
    head.compare_exchange_strong(e, k);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of the compare-exchange of 'head' is ignored
    // CHECK-NOTES-COUNT-4: note:
  }

  // The new value stays what it was.
  void stale_bad() {
    int e = n.load();
    int next = e + 1;
    while (!n.compare_exchange_weak(e, next)) {
      // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the new value of 'n' is computed before the loop and not again when the compare-exchange fails; an update in between is lost
      // CHECK-NOTES: :[[@LINE-4]]:13: note: thread A computes a new value from 'n'
      // CHECK-NOTES: :[[@LINE-3]]:13: note: thread B updates 'n'
      // CHECK-NOTES: :[[@LINE-4]]:13: note: thread A fails and learns what thread B stored
      // CHECK-NOTES: :[[@LINE-5]]:13: note: thread A tries again with its old new value: the update of thread B is lost
      // CHECK-NOTES: note: compute the new value from the expected one inside the loop
    }
  }
  void staleNode_bad(int x) {
    Node *old = head.load();
    Node *k = new Node{x, head.load()};
    while (!head.compare_exchange_weak(old, k)) {
    }
    // CHECK-MESSAGES: :[[@LINE-2]]:13: warning: the new value of 'head' is computed before the loop
    // CHECK-NOTES-COUNT-5: note:
  }
  void staleLink_bad(Node *k) {
    Node *old = head.load();
    k->next = old;
    do {
    } while (!head.compare_exchange_weak(old, k));
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: the new value of 'head' is computed before the loop
    // CHECK-NOTES-COUNT-5: note:
  }
  void staleCall_bad() {
    int e = n.load();
    int next = f(e);
    for (;;) {
      if (n.compare_exchange_strong(e, next))
        break;
      // CHECK-MESSAGES: :[[@LINE-2]]:11: warning: the new value of 'n' is computed before the loop
      // CHECK-NOTES-COUNT-5: note:
    }
  }
  void reloaded_bad() {
    int next = n.load() + 1;
    for (;;) {
      int e = n.load();
      if (n.compare_exchange_strong(e, next))
        return;
      // CHECK-MESSAGES: :[[@LINE-2]]:11: warning: the new value of 'n' is computed before the loop
      // CHECK-NOTES-COUNT-5: note:
    }
  }

  // One load for the new value, another for the comparison.
  void separate_bad() {
    int v = n.load();
    int e = n.load();
    if (n.compare_exchange_strong(e, v + 1))
      finish();
    // CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'n' is loaded for the new value and once more for the comparison; an update in between is lost
    // CHECK-NOTES: :[[@LINE-5]]:13: note: thread A loads 'n' for the new value
    // CHECK-NOTES: :[[@LINE-4]]:9: note: thread B updates 'n'
    // CHECK-NOTES: :[[@LINE-5]]:9: note: thread A compares with a newer load and stores what it made of the old one: the update of thread B is lost
    // CHECK-NOTES: note: compute the new value from the expected one
  }
};
