// Accesses without the lock that is held elsewhere, and rightly so: each is a trap
// of the catalogue. The sister checks are silent too.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access,race-inconsistent-guard,race-lazy-init %t -- -std=c++20 -isystem %mock -I%mock/project
#include "annotations.h"
#include "atomic.h"
#include "containers.h"
#include "project_locks.h"
#include "thread.h"

void assertTrue(bool);
#define assert(x) ((x) ? (void)0 : assertTrue(false))
int parse(int);
bool more();
void logf(const char *, ...);

// Nobody else has the object yet, or any more.
class Lifetime_ok {
  mutable std::mutex m_;
  int n_;
  std::vector<int> list_;
  void fill() {
    n_ = 3;
    list_.push_back(n_);
  }

public:
  Lifetime_ok() : n_(1) {
    fill();
    ++n_;
  }
  Lifetime_ok(const Lifetime_ok &other) {
    std::lock_guard lock(other.m_);
    n_ = other.n_;
    list_ = other.list_;
  }
  ~Lifetime_ok() {
    n_ = 0;
    list_.clear();
  }
  void up() {
    std::lock_guard lock(m_);
    ++n_;
    list_.push_back(n_);
  }
  int get() const {
    std::lock_guard lock(m_);
    return n_;
  }
  bool any() const {
    std::lock_guard lock(m_);
    return n_ > 0 && !list_.empty();
  }
};

// Private helpers, over two calls, whose callers hold the lock.
class Helpers_ok {
  std::mutex m_;
  std::map<int, int> table_;
  int size_ = 0;
  void insert(int k) {
    table_[k] = k;
    count(1);
  }
  void count(int n) { size_ += n; }
  bool known(int k) const { return table_.contains(k); }

public:
  void put(int k) {
    std::lock_guard lock(m_);
    if (!known(k))
      insert(k);
  }
  void remove(int k) {
    std::lock_guard lock(m_);
    if (known(k)) {
      table_.erase(k);
      count(-1);
    }
  }
  int size() {
    std::lock_guard lock(m_);
    return size_;
  }
};

// A function of the file, not of the class.
class Friendly_ok {
  std::mutex m_;
  int level_ = 0;
  friend void raise(Friendly_ok &);

public:
  void up();
  int level() {
    std::lock_guard lock(m_);
    return level_;
  }
  void drop() {
    std::lock_guard lock(m_);
    level_ = 0;
  }
};
static void bump(int &level) { ++level; }
void raise(Friendly_ok &f) {
  std::lock_guard lock(f.m_);
  bump(f.level_);
}

// Names by which projects say who locks.
class Named_ok {
  std::mutex m_;
  int n_ = 0;

public:
  void add_locked(int k) { n_ += k; }
  void addLocked(int k) { n_ += k; }
  int get_nolock() const { return n_; }
  void add(int k) {
    std::lock_guard lock(m_);
    add_locked(k);
  }
  void reset() {
    std::lock_guard lock(m_);
    n_ = 0;
  }
  int get() {
    std::lock_guard lock(m_);
    return get_nolock();
  }
};

// Attributes, assertions.
class Annotated_ok {
  AnnotatedMutex mu_;
  int pending_ GUARDED_BY(mu_) = 0;
  void note() REQUIRES(mu_) { ++pending_; }

public:
  void asserted() {
    mu_.AssertHeld();
    --pending_;
  }
  void add() EXCLUDES(mu_) {
    AnnotatedLock lock(&mu_);
    note();
  }
  int pending() {
    mu_.Lock();
    int p = pending_;
    mu_.Unlock();
    return p;
  }
  int roughly() NO_THREAD_SAFETY_ANALYSIS { return pending_; }
};

// The guard is an argument.
class Handed_ok {
  std::mutex m_;
  int n_ = 0;

public:
  void step(std::unique_lock<std::mutex> &lock) {
    ++n_;
    if (n_ > 10) {
      lock.unlock();
      parse(1);
      lock.lock();
      n_ = 0;
    }
  }
  void with(const std::lock_guard<std::mutex> &) { --n_; }
  void run() {
    std::unique_lock lock(m_);
    step(lock);
  }
  void back() {
    std::lock_guard lock(m_);
    with(lock);
  }
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
};

// What the lock is for is the queue; these are atomic, constant or set for good.
class Mixed_ok {
  std::mutex m_;
  std::vector<int> queue_;
  std::atomic<int> size_ = 0;
  const int limit_ = 100;
  std::string name_;
  int id_;

public:
  explicit Mixed_ok(int id) : id_(id) { name_ = "queue"; }
  bool push(int x) {
    if (size_ >= limit_)
      return false;
    std::lock_guard lock(m_);
    queue_.push_back(x + id_);
    ++size_;
    logf("%s", name_.c_str());
    return true;
  }
  void pop() {
    std::lock_guard lock(m_);
    queue_.pop_back();
    --size_;
    parse(id_ + name_.size());
  }
  bool empty() {
    std::lock_guard lock(m_);
    parse(id_);
    return queue_.empty();
  }
  int id() const { return id_; }
  int size() const { return size_; }
  const std::string &name() const { return name_; }
};

// Read under the lock, but never written there: the lock is for something else.
class Configured_ok {
  std::mutex m_;
  std::vector<int> log_;
  int verbose_ = 0;

public:
  void setVerbose(int v) { verbose_ = v; }
  void add(int x) {
    std::lock_guard lock(m_);
    if (verbose_)
      log_.push_back(x);
  }
  void drop() {
    std::lock_guard lock(m_);
    if (verbose_ > 1)
      log_.clear();
  }
  unsigned long size() {
    std::lock_guard lock(m_);
    return verbose_ ? log_.size() : 0;
  }
};

// Held once, by chance: no evidence, among two locks.
class Once_ok {
  std::mutex read_, write_;
  int position_ = 0, mode_ = 0;
  std::vector<int> in_, out_;

public:
  void in() {
    std::lock_guard lock(read_);
    in_.push_back(1);
    position_ = 1;
  }
  void out() {
    std::lock_guard lock(write_);
    out_.push_back(2);
  }
  void seek(int p) { position_ = p; }
  void rewind() { position_ = 0; }
  int position() const { return position_; }
  void setMode(int m) { mode_ = m; }
  int mode() const { return mode_; }
};

// Assertions and the log may read what they like.
class Watched_ok {
  std::mutex m_;
  int open_ = 0;

public:
  void enter() {
    assert(open_ >= 0);
    std::lock_guard lock(m_);
    ++open_;
  }
  void leave() {
    std::lock_guard lock(m_);
    --open_;
  }
  int open() {
    std::lock_guard lock(m_);
    return open_;
  }
  void logState() { logf("open %d", open_); }
  ~Watched_ok() { assert(open_ == 0); }
};

// One lock for each part.
class Striped_ok {
  std::mutex locks_[8];
  std::vector<int> parts_[8];
  long counts_[8] = {};

public:
  void add(unsigned h, int x) {
    std::lock_guard lock(locks_[h % 8]);
    parts_[h % 8].push_back(x);
    ++counts_[h % 8];
  }
  void drop(unsigned h) {
    std::lock_guard lock(locks_[h % 8]);
    parts_[h % 8].clear();
    counts_[h % 8] = 0;
  }
  bool empty(unsigned h) {
    std::lock_guard lock(locks_[h % 8]);
    return parts_[h % 8].empty() && counts_[h % 8] == 0;
  }
};

// Written under both locks, read under either.
class Either_ok {
  std::mutex a_, b_;
  int epoch_ = 0;

public:
  void set(int e) {
    std::scoped_lock both(a_, b_);
    epoch_ = e;
  }
  void next() {
    std::lock_guard first(a_);
    std::lock_guard second(b_);
    ++epoch_;
  }
  int left() {
    std::lock_guard lock(a_);
    return epoch_;
  }
  int right() {
    std::lock_guard lock(b_);
    return epoch_;
  }
  bool zero() {
    std::lock_guard lock(b_);
    return epoch_ == 0;
  }
};

// What was taken out under the lock is the taker's own.
class Batch_ok {
  struct Job {
    int state;
    Job *next;
  };
  std::mutex m_;
  std::vector<Job *> jobs_;

public:
  void add(int s) {
    Job *j = new Job;
    j->state = s;
    j->next = nullptr;
    std::lock_guard lock(m_);
    jobs_.push_back(j);
    jobs_.back()->state = 1;
  }
  void mark() {
    std::lock_guard lock(m_);
    for (Job *j : jobs_)
      j->state = 2;
  }
  bool idle() {
    std::lock_guard lock(m_);
    return jobs_.empty() || jobs_.front()->state == 0;
  }
  void work() {
    std::vector<Job *> mine;
    {
      std::lock_guard lock(m_);
      mine.swap(jobs_);
    }
    mine.clear();
  }
};

// Another object of the class, that only this function has.
class Histogram_ok {
  mutable std::mutex m_;
  std::vector<int> buckets_;
  long sum_ = 0;

public:
  void add(int x) {
    std::lock_guard lock(m_);
    buckets_.push_back(x);
    sum_ += x;
  }
  void clear() {
    std::lock_guard lock(m_);
    buckets_.clear();
    sum_ = 0;
  }
  long sum() const {
    std::lock_guard lock(m_);
    return sum_;
  }
  long copy() const {
    Histogram_ok mine;
    mine.sum_ = 7;
    mine.buckets_.push_back(7);
    auto owned = std::make_unique<Histogram_ok>();
    owned->sum_ = mine.sum_;
    return owned->sum_;
  }
  static Histogram_ok *create(int x) {
    auto *h = new Histogram_ok;
    h->sum_ = x;
    h->buckets_.push_back(x);
    return h;
  }
};

// A struct that is copied out: the copy is nobody's but the caller's.
struct Snapshot_ok {
  int in, out;
};
class Stats_ok {
  std::mutex m_;
  Snapshot_ok s_{};

public:
  void in() {
    std::lock_guard lock(m_);
    ++s_.in;
  }
  void out() {
    std::lock_guard lock(m_);
    ++s_.out;
  }
  Snapshot_ok take() {
    std::lock_guard lock(m_);
    Snapshot_ok copy = s_;
    s_.in = s_.out = 0;
    return copy;
  }
  Snapshot_ok sum(Snapshot_ok a) {
    Snapshot_ok mine = take();
    mine.in += a.in;
    mine.out += a.out;
    a.in = 0;
    return mine;
  }
};

// Behind the join nobody is left who could be kept out.
class Joined_ok {
  std::mutex m_;
  std::thread thread_;
  int frames_ = 0;
  void loop() {
    while (more()) {
      std::lock_guard lock(m_);
      ++frames_;
    }
  }

public:
  void start() {
    frames_ = 0;
    thread_ = std::thread(&Joined_ok::loop, this);
  }
  int frames() {
    std::lock_guard lock(m_);
    return frames_;
  }
  int stop() {
    thread_.join();
    int f = frames_;
    frames_ = 0;
    return f;
  }
};

// What is given to a function of the class runs under its lock.
class WithLock_ok {
  std::mutex m_;
  int n_ = 0;
  template <class F> auto withLock(F f) {
    std::lock_guard lock(m_);
    return f();
  }

public:
  void up() {
    withLock([this] { ++n_; });
  }
  int get() {
    return withLock([&] { return n_; });
  }
  void clear() {
    std::lock_guard lock(m_);
    n_ = 0;
  }
};

// An algorithm runs its lambda at once, under the lock that is held here.
class Sorted_ok {
  std::mutex m_;
  std::vector<int> v_;
  int compared_ = 0;

public:
  void sort() {
    std::lock_guard lock(m_);
    std::sort(v_.begin(), v_.end(), [this](int a, int b) {
      ++compared_;
      return a < b;
    });
  }
  void add(int x) {
    std::lock_guard lock(m_);
    v_.push_back(x);
    compared_ = 0;
  }
  int compared() {
    std::lock_guard lock(m_);
    return compared_;
  }
};

// The lock is only needed where there are threads.
class Conditional_ok {
  std::mutex m_;
  bool threads_;
  int n_ = 0;

public:
  explicit Conditional_ok(bool threads) : threads_(threads) {}
  void up() {
    if (threads_)
      m_.lock();
    ++n_;
    if (threads_)
      m_.unlock();
  }
  void down() {
    std::unique_lock lock(m_, std::defer_lock);
    if (threads_)
      lock.lock();
    --n_;
  }
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
  void set(int n) {
    std::lock_guard lock(m_);
    n_ = n;
  }
};

// All the ways to hold a lock.
class Ways_ok {
  std::mutex m_, other_;
  int n_ = 0;
  std::mutex &mutex() { return m_; }
  std::unique_lock<std::mutex> hold() { return std::unique_lock(m_); }
  void enter() { m_.lock(); }
  void leave() { m_.unlock(); }

public:
  void tried() {
    if (!m_.try_lock())
      return;
    ++n_;
    m_.unlock();
  }
  void triedGuard() {
    std::unique_lock lock(m_, std::try_to_lock);
    if (lock.owns_lock())
      ++n_;
  }
  void deferred() {
    std::unique_lock lock(m_, std::defer_lock);
    lock.lock();
    ++n_;
  }
  void adopted() {
    std::lock(m_, other_);
    std::lock_guard a(m_, std::adopt_lock), b(other_, std::adopt_lock);
    ++n_;
  }
  void again() {
    std::unique_lock lock(m_);
    ++n_;
    lock.unlock();
    parse(1);
    lock.lock();
    ++n_;
  }
  void moved() {
    std::unique_lock lock(m_);
    std::unique_lock mine(std::move(lock));
    ++n_;
  }
  void inIf() {
    if (std::lock_guard lock(m_); n_ > 3)
      n_ = 0;
  }
  void byName() {
    std::mutex &m = m_;
    std::lock_guard lock(m);
    ++n_;
  }
  void byPointer() {
    std::mutex *m = &m_;
    m->lock();
    ++n_;
    m->unlock();
  }
  void byAccessor() {
    std::lock_guard lock(mutex());
    ++n_;
  }
  void byResult() {
    auto lock = hold();
    ++n_;
  }
  void byMethods() {
    enter();
    ++n_;
    leave();
  }
  int inLoop() {
    for (int i = 0; i < 3; ++i) {
      std::lock_guard lock(m_);
      n_ += i;
    }
    std::lock_guard lock(m_);
    return n_;
  }
};

// Waiting gives the lock back and takes it again.
class Waiting_ok {
  std::mutex m_;
  std::condition_variable cv_;
  std::deque<int> queue_;
  bool closed_ = false;

public:
  int take() {
    std::unique_lock lock(m_);
    while (queue_.empty() && !closed_)
      cv_.wait(lock);
    if (queue_.empty())
      return 0;
    int x = queue_.front();
    queue_.pop_front();
    return x;
  }
  bool takeFor(int ms, int &x) {
    std::unique_lock lock(m_);
    if (!cv_.wait_for(lock, ms, [this] { return closed_ || !queue_.empty(); }))
      return false;
    x = queue_.front();
    queue_.pop_front();
    return true;
  }
  void put(int x) {
    {
      std::lock_guard lock(m_);
      queue_.push_back(x);
    }
    cv_.notify_one();
  }
  void close() {
    std::lock_guard lock(m_);
    closed_ = true;
    cv_.notify_all();
  }
};

// A project's own locks, guards and transactions.
class Own_ok {
  base::Mutex mu_;
  std::mutex m_;
  int a_ = 0, b_ = 0;
  class Transaction {
    std::lock_guard<std::mutex> lock_;
    Own_ok &owner_;

  public:
    explicit Transaction(Own_ok &o) : lock_(o.m_), owner_(o) {}
    void add(int n) { owner_.b_ += n; }
  };

public:
  void up() {
    base::Section s(mu_);
    ++a_;
  }
  void down() {
    mu_.Take();
    --a_;
    mu_.Give();
  }
  int get() {
    base::Section s(mu_);
    return a_;
  }
  void critical() {
    base::Critical c(&m_);
    ++b_;
  }
  void scope() {
    base::Scope c(m_);
    --b_;
  }
  void transaction() {
    Transaction t(*this);
    t.add(3);
    b_ = 4;
  }
  int both() {
    std::lock_guard lock(m_);
    return b_;
  }
};

// Readers and writers; the writer's half of an upgrade.
class Shared_ok {
  mutable std::shared_mutex rw_;
  std::map<int, int> table_;

public:
  bool has(int k) const {
    std::shared_lock lock(rw_);
    return table_.contains(k);
  }
  bool manual(int k) const {
    rw_.lock_shared();
    bool there = table_.contains(k);
    rw_.unlock_shared();
    return there;
  }
  void set(int k, int v) {
    std::unique_lock lock(rw_);
    table_.insert_or_assign(k, v);
  }
  void clear() {
    std::lock_guard lock(rw_);
    table_.clear();
  }
};

class Recursive_ok {
  std::recursive_mutex m_;
  int depth_ = 0;

public:
  void enter(int n) {
    std::lock_guard lock(m_);
    ++depth_;
    if (n)
      enter(n - 1);
    leave();
  }
  void leave() {
    std::lock_guard lock(m_);
    --depth_;
  }
  int depth() {
    std::lock_guard lock(m_);
    return depth_;
  }
};

// Two classes whose fields have one name.
struct Left_ok {
  std::mutex m;
  int value = 0;
  void set(int v) {
    std::lock_guard lock(m);
    value = v;
  }
  int get() {
    std::lock_guard lock(m);
    return value;
  }
  void up() {
    std::lock_guard lock(m);
    ++value;
  }
};
struct Right_ok {
  int value = 0;
  void set(int v) { value = v; }
  int get() const { return value; }
};

// A base's lock guards what the derived class adds.
class Base_ok {
protected:
  std::mutex m_;
  int n_ = 0;

public:
  void up() {
    std::lock_guard lock(m_);
    ++n_;
  }
};
class Derived_ok : public Base_ok {
  int extra_ = 0;

public:
  void both() {
    std::lock_guard lock(m_);
    ++n_;
    ++extra_;
  }
  int sum() {
    std::lock_guard lock(m_);
    return n_ + extra_;
  }
  void clear() {
    std::lock_guard lock(m_);
    n_ = extra_ = 0;
  }
};

// A virtual method whose base class calls it under the lock.
class Stage_ok {
  virtual void doWork() = 0;

protected:
  std::mutex m_;
  int done_ = 0;

public:
  virtual ~Stage_ok();
  void work() {
    std::lock_guard lock(m_);
    doWork();
    ++done_;
  }
  int done() {
    std::lock_guard lock(m_);
    return done_;
  }
  void reset() {
    std::lock_guard lock(m_);
    done_ = 0;
  }
};
class Twice_ok : public Stage_ok {
  void doWork() override { done_ += 2; }
};

// A global and its lock; what stands before 'main' and before its threads.
namespace globals_ok {
std::mutex lock;
int used;
struct Setup {
  Setup() { used = 1; }
} setup;
__attribute__((constructor)) void early() { used = 2; }
void take() {
  std::lock_guard l(lock);
  ++used;
}
void give() {
  std::lock_guard l(lock);
  --used;
}
int get() {
  std::lock_guard l(lock);
  return used;
}
} // namespace globals_ok
int main() {
  globals_ok::used = 3;
  std::thread a(globals_ok::take), b(globals_ok::give);
  a.join();
  b.join();
  return globals_ok::used;
}

// The lock is held in the function that the lambda is called from.
class Local_ok {
  std::mutex m_;
  int n_ = 0;

public:
  void up() {
    auto add = [this](int k) { n_ += k; };
    std::lock_guard lock(m_);
    add(1);
    add(2);
  }
  void down() {
    std::lock_guard lock(m_);
    auto sub = [&] { --n_; };
    sub();
  }
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
};

// A static method that is given the object, and a struct of C with its lock.
struct Node_ok {
  std::mutex m;
  int refs = 0;
  static void acquire(Node_ok *n) {
    std::lock_guard lock(n->m);
    n->refs++;
  }
  static void release(Node_ok &n) {
    n.m.lock();
    n.refs--;
    n.m.unlock();
  }
  static bool used(Node_ok *n) {
    Node_ok *self = n;
    std::lock_guard lock(self->m);
    return self->refs > 0;
  }
};

// The lock is a pointer, or lives in an object of its own.
class Pointed_ok {
  std::mutex *m_;
  std::shared_ptr<std::mutex> owned_;
  int a_ = 0, b_ = 0;

public:
  explicit Pointed_ok(std::mutex *m) : m_(m) {}
  void up() {
    std::lock_guard lock(*m_);
    ++a_;
  }
  int get() {
    std::lock_guard lock(*m_);
    return a_;
  }
  void clear() {
    m_->lock();
    a_ = 0;
    m_->unlock();
  }
  void left() {
    std::lock_guard lock(*owned_);
    ++b_;
  }
  void right() {
    std::lock_guard lock(*owned_.get());
    --b_;
  }
  int both() {
    std::lock_guard lock(*owned_);
    return b_;
  }
};

// Two sections, one of which throws on its way.
class Throws_ok {
  std::mutex m_;
  int n_ = 0;

public:
  void up(int x) {
    std::lock_guard lock(m_);
    try {
      n_ += parse(x);
    } catch (...) {
      n_ = 0;
    }
  }
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
  void down() {
    std::unique_lock lock(m_);
    if (n_ == 0)
      throw 1;
    --n_;
  }
};

// What only one thread has: its own fields beside those that are shared.
class Thread_ok {
  std::mutex m_;
  std::thread thread_;
  std::vector<int> inbox_;
  std::vector<int> working_;
  void loop() {
    while (more()) {
      {
        std::lock_guard lock(m_);
        working_.swap(inbox_);
      }
      for (int x : working_)
        parse(x);
      working_.clear();
    }
  }

public:
  Thread_ok() { thread_ = std::thread(&Thread_ok::loop, this); }
  ~Thread_ok() { thread_.join(); }
  void send(int x) {
    std::lock_guard lock(m_);
    inbox_.push_back(x);
  }
};

class Sanitized_ok {
  std::mutex m_;
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
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
  __attribute__((no_sanitize("thread"))) int approximate() { return n_; }
};

// One object for the whole program: its lock does guard what is static.
class Singleton_ok {
  Singleton_ok() = default;
  std::mutex m_;
  static int made_;

public:
  static Singleton_ok &instance() {
    static Singleton_ok s;
    return s;
  }
  void make() {
    std::lock_guard lock(m_);
    ++made_;
  }
  int made() {
    std::lock_guard lock(m_);
    return made_;
  }
};
int Singleton_ok::made_;

// No lock guards it: single-threaded use, as the class's whole interface shows.
class Builder_ok {
  std::string text_;
  int parts_ = 0;

public:
  void add(const char *s) {
    text_ += s;
    ++parts_;
  }
  void reset() {
    text_.clear();
    parts_ = 0;
  }
};
