// An object that is changed since it seems to have one owner.
// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20 -I%mock
// RUN: %race_check %s race-expired-then-lock %t --prefix=LOW --min-confidence=low -- -std=c++20 -I%mock
#include "atomic.h"
#include "memory.h"
#include "mutex.h"

struct List {
  int n;
  std::atomic<int> hits;
  int size() const;
  void push(int);
  int *begin();
  const int *begin() const;
};
struct Text {
  Text();
  Text(Text &&);
};
struct Closing {
  std::mutex m;
  void close();
};
void assertThat(bool);
[[noreturn]] void fail();
#define ASSERT(c) ((c) ? void(0) : fail())

struct Shared {
  std::mutex m;
  std::shared_ptr<List> list, other;
  std::shared_ptr<Closing> closing;
  std::shared_ptr<Text> text;

  void method_bad() {
    if (list.use_count() == 1)
      list->push(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the object of 'list' is changed
    // CHECK-MESSAGES-LOW: :[[@LINE-2]]:13: warning: the object of 'list' is changed
  }
  void unique_bad() {
    if (list.unique())
      ++list->n;
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the object of 'list' is changed
    // CHECK-MESSAGES-LOW: :[[@LINE-2]]:7: warning: the object of 'list' is changed
  }
  // Copy on write: the copy is this thread's own, the other way is not.
  void copyOnWrite_bad() {
    std::lock_guard<std::mutex> l(m);
    if (list.use_count() > 1)
      list = std::make_shared<List>();
    list->push(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the object of 'list' is changed
    // CHECK-MESSAGES-LOW: :[[@LINE-2]]:11: warning: the object of 'list' is changed
  }
  Text moved_bad() {
    if (1 == text.use_count())
      return std::move(*text);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the object of 'text' is changed
    // CHECK-MESSAGES-LOW: :[[@LINE-2]]:14: warning: the object of 'text' is changed
    return {};
  }

  // The pointer alone, not the object.
  void pruned_ok() {
    if (list.use_count() == 1)
      list.reset();
  }
  // Only looked at.
  int read_ok() { return list.unique() ? list->size() + *list->begin() : 0; }
  void atomic_ok() {
    if (list.unique())
      list->hits.fetch_add(1);
  }
  void asserted_ok() {
    ASSERT(list.use_count() == 1);
    list->push(1);
    assertThat(list.unique());
    list->push(2);
  }
  void another_ok() {
    if (list.unique())
      other->push(1);
  }
  void replaced_ok() {
    if (list.unique())
      list = std::make_shared<List>();
    list->push(1);
  }
  // A count that tells one owner from none tells nothing of others.
  void any_ok() {
    if (list.use_count() >= 1)
      list->push(1);
  }
  Shared() {
    if (list.unique())
      list->push(1);
  }
  ~Shared() {
    if (list.unique())
      list->push(1);
  }
  // The object has a lock of its own.
  void close_low() {
    if (closing.unique())
      closing->close();
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:16: warning: the object of 'closing' is changed
  }
};

// Nothing shows threads here: single-threaded programs copy on write as well.
struct Plain {
  std::shared_ptr<List> list;
  void copyOnWrite_low() {
    if (!list.unique())
      list = std::make_shared<List>();
    list->push(1);
    // CHECK-MESSAGES-LOW: :[[@LINE-1]]:11: warning: the object of 'list' is changed
  }
};
void parameter_low(std::shared_ptr<List> p) {
  if (p.use_count() == 1)
    p->push(1);
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:8: warning: the object of 'p' is changed
}
void fresh_ok() {
  auto p = std::make_shared<List>();
  std::shared_ptr<List> q(new List);
  if (p.use_count() == 1 && q.unique()) {
    p->push(1);
    q->push(1);
  }
}
thread_local std::shared_ptr<List> mine;
void threadLocal_ok() {
  if (mine.unique())
    mine->push(1);
}
std::mutex lock;
std::shared_ptr<List> global;
void global_bad() {
  std::lock_guard<std::mutex> l(lock);
  if (global.unique())
    global->push(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the object of 'global' is changed
  // CHECK-MESSAGES-LOW: :[[@LINE-2]]:13: warning: the object of 'global' is changed
}
