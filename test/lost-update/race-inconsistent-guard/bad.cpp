// A location that is under a lock wherever it is touched, but for one place.
// RUN: %race_check %s race-inconsistent-guard %t -- -std=c++20 -isystem %mock -I%mock/project
#include "annotations.h"
#include "atomic.h"
#include "containers.h"
#include "project_locks.h"
#include "thread.h"

int parse(int);
bool more();

// Three methods lock, the one that sets back does not.
class Counter_bad {
  mutable std::mutex m_;
  int n_ = 0;

public:
  void up() {
    std::lock_guard lock(m_);
    ++n_;
  }
  void down() {
    std::lock_guard lock(m_);
    --n_;
  }
  int get() const {
    std::lock_guard lock(m_);
    return n_;
  }
  void reset() {
    n_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}n_'{{.*}}m_'{{.*}}3 of 4{{.*}} [race-inconsistent-guard]
  }
};

// A container is asked for its size while another thread changes it.
class Cache_bad {
  std::mutex lock_;
  std::map<int, std::string> entries_;

public:
  void put(int k, const std::string &v) {
    std::lock_guard g(lock_);
    entries_[k] = v;
  }
  void drop(int k) {
    std::unique_lock g(lock_);
    entries_.erase(k);
  }
  bool has(int k) {
    std::scoped_lock g(lock_);
    return entries_.contains(k);
  }
  unsigned long size() const {
    return entries_.size();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}entries_'{{.*}} [race-inconsistent-guard]
  }
};

// What an attribute declares needs no counting.
class Declared_bad {
  AnnotatedMutex mu_;
  int seq_ GUARDED_BY(mu_) = 0;

public:
  int next() {
    AnnotatedLock lock(&mu_);
    return ++seq_;
  }
  void skip(int n) {
    seq_ += n;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}seq_'{{.*}}mu_'{{.*}} [race-inconsistent-guard]
  }
};

// A global and the lock beside it: many functions hold it, one does not.
namespace table_bad {
std::mutex g_lock;
std::vector<int> g_table;
void add(int x) {
  std::lock_guard l(g_lock);
  g_table.push_back(x);
}
void addTwo(int x) {
  std::lock_guard l(g_lock);
  g_table.push_back(x);
  g_table.push_back(x);
}
void pop() {
  std::lock_guard l(g_lock);
  g_table.pop_back();
}
void clear() {
  std::lock_guard l(g_lock);
  g_table.clear();
}
void grow(int n) {
  std::lock_guard l(g_lock);
  g_table.resize(n);
}
void keep(int n) {
  std::lock_guard l(g_lock);
  g_table.reserve(n);
}
int last() {
  std::lock_guard l(g_lock);
  return g_table.back();
}
int first() {
  std::lock_guard l(g_lock);
  return g_table.front();
}
bool empty() {
  std::lock_guard l(g_lock);
  return g_table.empty();
}
unsigned long size() {
  std::lock_guard l(g_lock);
  return g_table.size();
}
int sum() {
  std::lock_guard l(g_lock);
  int s = 0;
  for (int x : g_table)
    s += x;
  return s;
}
void put(int x) {
  g_table.push_back(x);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}g_table'{{.*}}g_lock'{{.*}} [race-inconsistent-guard]
}
} // namespace table_bad

// The lock was given back a line too early.
class Early_bad {
  std::mutex m_;
  bool done_ = false;
  int result_ = 0;

public:
  void finish(int r) {
    std::unique_lock lock(m_);
    result_ = r;
    lock.unlock();
    done_ = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}done_'{{.*}} [race-inconsistent-guard]
  }
  void restart() {
    std::lock_guard lock(m_);
    done_ = false;
    result_ = 0;
  }
  bool done() {
    std::lock_guard lock(m_);
    return done_;
  }
  int wait() {
    std::lock_guard lock(m_);
    return done_ ? result_ : 0;
  }
};

// ... and here it is taken too late.
class Late_bad {
  std::mutex m_;
  bool closed_ = false;
  std::vector<int> queue_;

public:
  bool push(int x) {
    if (closed_)
      // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}closed_'{{.*}} [race-inconsistent-guard]
      return false;
    std::lock_guard lock(m_);
    queue_.push_back(x);
    return true;
  }
  void close() {
    std::lock_guard lock(m_);
    closed_ = true;
    queue_.clear();
  }
  void open() {
    std::lock_guard lock(m_);
    closed_ = false;
  }
  bool drained() {
    std::lock_guard lock(m_);
    return closed_ && queue_.empty();
  }
};

// A lambda that is made under the lock does not run under it.
class Deferred_bad {
  std::mutex m_;
  int state_ = 0;

public:
  void start() {
    std::lock_guard lock(m_);
    state_ = 1;
    std::thread([this] {
      parse(1);
      state_ = 2;
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}state_'{{.*}} [race-inconsistent-guard]
    }).detach();
  }
  int state() {
    std::lock_guard lock(m_);
    return state_;
  }
  void stop() {
    std::lock_guard lock(m_);
    state_ = 0;
  }
};

// Of two objects of the class, one is locked.
struct Account_bad {
  std::mutex m;
  long balance = 0;
  void deposit(long x) {
    std::lock_guard lock(m);
    balance += x;
  }
  long look() {
    std::lock_guard lock(m);
    return balance;
  }
};
void transfer_bad(Account_bad &from, Account_bad &to, long x) {
  std::lock_guard lock(from.m);
  from.balance -= x;
  to.balance += x;
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}balance'{{.*}} [race-inconsistent-guard]
}

// Under another lock than everywhere else: told where the fewer are.
class TwoLocks_bad {
  std::mutex state_lock_, io_lock_;
  int state_ = 0;
  int written_ = 0;

public:
  void set(int s) {
    std::lock_guard lock(state_lock_);
    state_ = s;
  }
  int get() {
    std::lock_guard lock(state_lock_);
    return state_;
  }
  void next() {
    std::lock_guard lock(state_lock_);
    ++state_;
  }
  bool idle() {
    std::lock_guard lock(state_lock_);
    return state_ == 0;
  }
  void write() {
    std::lock_guard lock(io_lock_);
    ++written_;
    state_ = 7;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}state_'{{.*}} [race-inconsistent-guard]
  }
  int written() {
    std::lock_guard lock(io_lock_);
    return written_;
  }
};

// All objects share what each locks with a lock of its own.
class Connection_bad {
  std::mutex m_;
  static int total_;
  int id_ = 0;

public:
  void add() {
    std::lock_guard lock(m_);
    ++id_;
    ++total_;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}total_'{{.*}} [race-inconsistent-guard]
  }
};
int Connection_bad::total_;

// The fast path forgets the lock that the slow one takes.
class FastPath_bad {
  std::mutex m_;
  long used_ = 0;

public:
  void take(long n, bool fast) {
    if (fast) {
      used_ += n;
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}used_'{{.*}} [race-inconsistent-guard]
      return;
    }
    std::lock_guard lock(m_);
    used_ += n;
  }
  void give(long n) {
    std::lock_guard lock(m_);
    used_ -= n;
  }
  long used() {
    std::lock_guard lock(m_);
    return used_;
  }
};

// The waiters look at it under the lock; whoever wakes them sets it without.
class Event_bad {
  std::mutex m_;
  std::condition_variable cv_;
  bool ready_ = false;

public:
  void wait() {
    std::unique_lock lock(m_);
    cv_.wait(lock, [this] { return ready_; });
    ready_ = false;
  }
  bool peek() {
    std::lock_guard lock(m_);
    return ready_;
  }
  void signal() {
    ready_ = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}ready_'{{.*}} [race-inconsistent-guard]
    cv_.notify_one();
  }
};

// Readers share the lock, writers have it alone, one has none.
class Routes_bad {
  mutable std::shared_mutex rw_;
  std::map<int, int> table_;

public:
  bool has(int k) const {
    std::shared_lock lock(rw_);
    return table_.contains(k);
  }
  unsigned long size() const {
    std::shared_lock lock(rw_);
    return table_.size();
  }
  void set(int k, int v) {
    std::unique_lock lock(rw_);
    table_[k] = v;
  }
  void clear() {
    table_.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}table_'{{.*}} [race-inconsistent-guard]
  }
};

// A project's own lock and guard.
class Own_bad {
  base::Mutex mu_;
  std::string last_;

public:
  void set(const char *s) {
    base::Section g(mu_);
    last_ = s;
  }
  bool any() {
    base::Section g(mu_);
    return !last_.empty();
  }
  void drop() {
    mu_.Take();
    last_.clear();
    mu_.Give();
  }
  const char *text() const {
    return last_.c_str();
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}last_'{{.*}} [race-inconsistent-guard]
  }
};

template <class T> class Stack_bad {
  std::mutex m_;
  std::vector<T> items_;

public:
  void push(const T &t) {
    std::lock_guard<std::mutex> lock(m_);
    items_.push_back(t);
  }
  T pop() {
    std::lock_guard<std::mutex> lock(m_);
    T t = items_.back();
    items_.pop_back();
    return t;
  }
  bool empty() {
    std::lock_guard<std::mutex> lock(m_);
    return items_.empty();
  }
  void reset() {
    items_.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}items_'{{.*}} [race-inconsistent-guard]
  }
};
template class Stack_bad<int>;
template class Stack_bad<long>;

// The lock of the owner guards the fields of what it holds.
namespace owner_bad {
struct Item {
  int state;
};
class Registry {
  std::mutex m_;
  Item item_;

public:
  void start() {
    std::lock_guard lock(m_);
    item_.state = 1;
  }
  void stop() {
    std::lock_guard lock(m_);
    item_.state = 0;
  }
  bool running() {
    std::lock_guard lock(m_);
    return item_.state == 1;
  }
  void fail() {
    item_.state = -1;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}state'{{.*}} [race-inconsistent-guard]
  }
};
} // namespace owner_bad

// A friend reaches in from outside of the class.
class Pool_bad {
  std::mutex m_;
  int free_ = 0;
  friend void refill_bad(Pool_bad &, int);

public:
  void take() {
    std::lock_guard lock(m_);
    --free_;
  }
  void give() {
    std::lock_guard lock(m_);
    ++free_;
  }
  bool any() {
    std::lock_guard lock(m_);
    return free_ > 0;
  }
};
void refill_bad(Pool_bad &p, int n) {
  p.free_ = n;
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}free_'{{.*}} [race-inconsistent-guard]
}
