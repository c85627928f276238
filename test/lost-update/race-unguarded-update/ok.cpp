// Updates that look the same and lose nothing: each is a trap of the catalogue.
// The sister checks are silent too.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access,race-inconsistent-guard,race-lazy-init %t -- -std=c++20 -isystem %mock -I%mock/project
#include "annotations.h"
#include "atomic.h"
#include "containers.h"
#include "project_locks.h"
#include "thread.h"

using sig_atomic_t = int;
int parse(int);
bool more();

// One thread alone, and everybody else before its start and after its end.
namespace single_thread_ok {
int hits;
void work() {
  while (more())
    ++hits;
}
int run() {
  hits = 0;
  ++hits;
  std::thread t(work);
  t.join();
  ++hits;
  return hits;
}
} // namespace single_thread_ok

// The second is started when the first is done.
namespace one_after_the_other_ok {
int run() {
  int done = 0;
  auto job = [&] { ++done; };
  std::thread a(job);
  a.join();
  std::thread b(job);
  b.join();
  return done;
}
} // namespace one_after_the_other_ok

// Started and joined in each round of a loop: never two at once.
namespace one_a_round_ok {
int run(int rounds) {
  int done = 0;
  for (int i = 0; i < rounds; ++i) {
    std::thread t([&] { done += parse(1); });
    t.join();
  }
  return done;
}
} // namespace one_a_round_ok

namespace thread_local_ok {
thread_local int depth;
void enter(int n) {
  ++depth;
  if (n)
    enter(n - 1);
  --depth;
}
void run() {
  std::thread a(enter, 3), b(enter, 4);
  a.join();
  b.join();
}
} // namespace thread_local_ok

// A slot for each thread, by the number it is given.
namespace slots_ok {
long run(unsigned workers) {
  std::vector<long> counts(workers);
  std::vector<std::thread> pool;
  for (unsigned tid = 0; tid < workers; ++tid)
    pool.emplace_back([&counts, tid] {
      while (more())
        counts[tid]++;
    });
  long total = 0;
  for (unsigned i = 0; i < workers; ++i) {
    pool[i].join();
    total += counts[i];
  }
  return total;
}
} // namespace slots_ok

// The same with an array of structs and a function that is told its number.
namespace slot_structs_ok {
struct PerThread {
  long reads, writes;
};
PerThread stats[16];
void work(int tid) {
  PerThread &mine = stats[tid];
  while (more()) {
    mine.reads += parse(tid);
    stats[tid].writes++;
  }
}
void run() {
  std::vector<std::thread> pool;
  for (int i = 0; i < 16; ++i)
    pool.emplace_back(work, i);
  for (auto &t : pool)
    t.join();
}
} // namespace slot_structs_ok

// Each thread has an object of its own, taken from a row of them.
namespace own_object_ok {
struct Worker {
  long done = 0;
  int seed = 1;
  void run() {
    while (more()) {
      ++done;
      seed = seed * 31 + 7;
    }
  }
};
void named() {
  Worker a, b;
  std::thread ta(&Worker::run, &a), tb(&Worker::run, &b);
  ta.join();
  tb.join();
}
long inRow(int n) {
  std::vector<Worker> workers(n);
  std::vector<std::thread> pool;
  for (Worker &w : workers)
    pool.emplace_back(&Worker::run, &w);
  for (auto &t : pool)
    t.join();
  long sum = 0;
  for (Worker &w : workers)
    sum += w.done;
  return sum;
}
} // namespace own_object_ok

// An object that is made for each thread, as benchmarks have it.
namespace made_for_each_ok {
struct Arguments {
  int id;
  long operations;
};
void bench(Arguments *args) {
  while (more())
    args->operations++;
}
void run(int n) {
  std::vector<Arguments *> all;
  std::vector<std::thread> pool;
  for (int i = 0; i < n; ++i) {
    Arguments *args = new Arguments{i, 0};
    all.push_back(args);
    pool.emplace_back(bench, args);
  }
  for (auto &t : pool)
    t.join();
}
} // namespace made_for_each_ok

// Summed up in the thread, added up under a lock.
namespace local_then_merged_ok {
class Sum {
  std::mutex m_;
  long total_ = 0;
  void part(std::vector<int> &v) {
    long mine = 0;
    for (int x : v)
      mine += x;
    std::lock_guard lock(m_);
    total_ += mine;
  }

public:
  void run(std::vector<int> &v) {
    std::vector<std::jthread> pool;
    for (int i = 0; i < 4; ++i)
      pool.emplace_back([&] { part(v); });
  }
};
} // namespace local_then_merged_ok

namespace atomics_ok {
std::atomic<int> hits;
int plain;
void work() {
  ++hits;
  hits += 2;
  std::atomic_ref<int>(plain).fetch_add(1);
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace atomics_ok

// Callers take the lock, the helper counts.
namespace callers_lock_ok {
class Pool {
  std::mutex m_;
  int busy_ = 0, peak_ = 0;
  void note() {
    ++busy_;
    if (busy_ > peak_)
      peak_ = busy_;
  }
  void work() {
    {
      std::lock_guard lock(m_);
      note();
    }
    parse(1);
    m_.lock();
    --busy_;
    m_.unlock();
  }

public:
  void run() {
    std::thread a(&Pool::work, this), b(&Pool::work, this);
    a.join();
    b.join();
  }
};
} // namespace callers_lock_ok

// Names that say that the caller holds it, of functions that others call too.
namespace named_locked_ok {
struct Table {
  std::mutex m;
  int used;
  void grow_locked();
  void shrinkLocked() { used /= 2; }
  void run();
};
void Table::grow_locked() { used += 16; }
void Table::run() {
  auto work = [this] {
    std::lock_guard lock(m);
    grow_locked();
    shrinkLocked();
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace named_locked_ok

namespace required_ok {
class Log {
  AnnotatedMutex mu_;
  long written_ = 0;
  void advance(int n) REQUIRES(mu_) { written_ += n; }
  void checked(int n) {
    mu_.AssertHeld();
    written_ += n;
  }

public:
  void work() {
    mu_.Lock();
    advance(3);
    checked(4);
    mu_.Unlock();
  }
  void run() {
    std::jthread a(&Log::work, this), b(&Log::work, this);
  }
};
} // namespace required_ok

// The guard is handed on: whoever has it holds the lock.
namespace guard_parameter_ok {
class Queue {
  std::mutex m_;
  int size_ = 0;

public:
  void push(std::unique_lock<std::mutex> &lock) {
    ++size_;
    lock.unlock();
    parse(1);
    lock.lock();
    ++size_;
  }
  void work() {
    std::unique_lock lock(m_);
    push(lock);
  }
  void run() {
    std::jthread a(&Queue::work, this), b(&Queue::work, this);
  }
};
} // namespace guard_parameter_ok

// Construction and destruction, each with a helper.
namespace lifetime_ok {
class Index {
  std::mutex m_;
  int generation_ = 0;
  void load() {
    for (int i = 0; i < 3; ++i)
      generation_ += i;
  }

public:
  Index() {
    load();
    ++generation_;
  }
  ~Index() { --generation_; }
  void bump() {
    std::lock_guard lock(m_);
    ++generation_;
  }
};
void run() {
  Index index;
  std::jthread a(&Index::bump, &index), b(&Index::bump, &index);
}
} // namespace lifetime_ok

// Started in one method, joined in another, counted behind the join.
namespace start_stop_ok {
class Sampler {
  std::thread thread_;
  long samples_ = 0;
  void loop() {
    while (more())
      ++samples_;
  }

public:
  void start() {
    samples_ = 0;
    thread_ = std::thread(&Sampler::loop, this);
  }
  long stop() {
    thread_.join();
    ++samples_;
    return samples_;
  }
  ~Sampler() {
    if (thread_.joinable())
      thread_.join();
    samples_ = 0;
  }
};
} // namespace start_stop_ok

// What runs in main before there is anybody else.
namespace before_start_ok {
int options;
void configure(int argc) {
  for (int i = 0; i < argc; ++i)
    options += parse(i);
}
void reader() { parse(options); }
} // namespace before_start_ok
int main(int argc, char **) {
  before_start_ok::configure(argc);
  ++before_start_ok::options;
  std::thread a(before_start_ok::reader), b(before_start_ok::reader);
  a.join();
  b.join();
  ++before_start_ok::options;
}

// Nobody else knows the object until it is in the list.
namespace fresh_ok {
struct Session {
  int uses;
};
std::mutex m;
std::vector<Session *> sessions;
void open() {
  Session *s = new Session{};
  s->uses++;
  auto owned = std::make_unique<Session>();
  owned->uses += 2;
  std::lock_guard lock(m);
  sessions.push_back(s);
}
void run() {
  std::thread a(open), b(open);
  a.join();
  b.join();
}
} // namespace fresh_ok

// The thread takes the only pointer with it.
namespace moved_in_ok {
struct Job {
  int steps;
};
void run() {
  for (int i = 0; i < 3; ++i) {
    auto job = std::make_unique<Job>();
    job->steps = i;
    std::thread([job = std::move(job)] { job->steps++; }).detach();
  }
}
} // namespace moved_in_ok

// Copies: by value, in a capture of its own, in the functor that is handed over.
namespace copied_ok {
struct Counter {
  int n = 0;
  void operator()() { ++n; }
};
void count(Counter c, int i) {
  c.n += i;
  i++;
}
void run() {
  Counter c;
  int base = 5;
  std::thread t1(c), t2(c), t3(count, c, 1), t4(count, c, 2);
  std::thread t5([n = 0]() mutable { ++n; });
  std::thread t6([base]() mutable { base += 2; });
  t1.join();
  t2.join();
  t3.join();
  t4.join();
  ++base;
  t5.join();
  t6.join();
}
} // namespace copied_ok

// Run where it stands, on one thread.
namespace at_once_ok {
int run(std::vector<int> &v) {
  int odd = 0, sum = 0;
  std::for_each(v.begin(), v.end(), [&](int x) { sum += x; });
  std::sort(v.begin(), v.end(), [&](int a, int b) {
    ++odd;
    return a < b;
  });
  auto add = [&](int x) { sum += x; };
  add(1);
  add(2);
  [&] { ++odd; }();
  return odd + sum;
}
} // namespace at_once_ok

namespace once_ok {
std::once_flag flag;
int loaded;
void load() { loaded += parse(1); }
void work() {
  std::call_once(flag, load);
  std::call_once(flag, [] { ++loaded; });
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace once_ok

// Only the first to come runs the initialiser.
namespace static_initialiser_ok {
int built;
int build() { return ++built; }
int table() {
  static int t = build();
  return t;
}
void run() {
  std::thread a(table), b(table);
  a.join();
  b.join();
}
} // namespace static_initialiser_ok

// Behind the latch the worker has counted down, and touches nothing more.
namespace latch_ok {
int run() {
  std::latch done(1);
  int value = 0;
  std::thread t([&] {
    value += parse(1);
    done.count_down();
  });
  done.wait();
  ++value;
  t.join();
  return value;
}
} // namespace latch_ok

// Behind 'get' and 'wait' the task is over.
namespace future_ok {
int run() {
  int n = 0;
  auto first = std::async(std::launch::async, [&] { return ++n; });
  first.get();
  ++n;
  auto second = std::async(std::launch::async, [&] { n += 2; return 0; });
  second.wait();
  return ++n;
}
void thrownAway(int &n) {
  std::async(std::launch::async, [&] { return ++n; });
  std::async(std::launch::async, [&] { return ++n; });
}
void deferred(int &n) {
  auto f = std::async(std::launch::deferred, [&] { return ++n; });
  ++n;
  f.get();
}
} // namespace future_ok

namespace promise_ok {
int run() {
  std::promise<void> ready;
  std::future<void> f = ready.get_future();
  int n = 0;
  std::thread t([&] {
    n += parse(1);
    ready.set_value();
  });
  f.wait();
  n++;
  t.join();
  return n;
}
} // namespace promise_ok

// A flag hands the object over: released by one, acquired by the other.
namespace flag_ok {
struct Message {
  int length;
  std::atomic<bool> ready;
};
void produce(Message &m) {
  m.length += parse(1);
  m.ready.store(true, std::memory_order_release);
}
void consume(Message &m) {
  while (!m.ready.load(std::memory_order_acquire))
    std::this_thread::yield();
  m.length += 4;
}
void run() {
  Message m{};
  std::thread a(produce, std::ref(m)), b(consume, std::ref(m));
  a.join();
  b.join();
}
} // namespace flag_ok

// What was put into a queue is its taker's.
namespace queue_ok {
struct Item {
  int tries;
};
class Broker {
  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::unique_ptr<Item>> queue_;

  void produce() {
    auto item = std::make_unique<Item>();
    item->tries += 1;
    std::lock_guard lock(m_);
    queue_.push_back(std::move(item));
    cv_.notify_one();
  }
  void consume() {
    std::unique_ptr<Item> item;
    {
      std::unique_lock lock(m_);
      cv_.wait(lock, [this] { return !queue_.empty(); });
      item = std::move(queue_.front());
      queue_.pop_front();
    }
    item->tries++;
  }

public:
  void run() {
    std::jthread a(&Broker::produce, this), b(&Broker::consume, this),
        c(&Broker::consume, this);
  }
};
} // namespace queue_ok

// A lock for each part of the table.
namespace striped_ok {
struct Striped {
  std::mutex locks[8];
  long counts[8];
  void add(unsigned h) {
    std::lock_guard lock(locks[h % 8]);
    ++counts[h % 8];
  }
  void run() {
    std::thread a(&Striped::add, this, 1), b(&Striped::add, this, 2);
    a.join();
    b.join();
  }
};
} // namespace striped_ok

// A project's own guards, whose names say nothing, and its own lock.
namespace own_guards_ok {
struct Stats {
  base::Mutex mu;
  std::mutex m;
  int a = 0, b = 0, c = 0, d = 0;
  void work() {
    {
      base::Section s(mu);
      ++a;
    }
    {
      base::Critical s(&m);
      ++b;
    }
    {
      base::Scope s(m);
      ++c;
    }
    mu.Take();
    ++d;
    mu.Give();
  }
  void run() {
    std::jthread x(&Stats::work, this), y(&Stats::work, this);
  }
};
} // namespace own_guards_ok

// What is run under the lock is given as a lambda.
namespace with_lock_ok {
class Guarded {
  std::mutex m_;
  int n_ = 0;
  template <class F> void withLock(F f) {
    std::lock_guard lock(m_);
    f();
  }

public:
  void work() {
    withLock([this] { ++n_; });
  }
  void run() {
    std::jthread a(&Guarded::work, this), b(&Guarded::work, this);
  }
};
} // namespace with_lock_ok

// Tried, deferred, adopted, given back and taken again.
namespace guards_ok {
class Meter {
  std::mutex m_, other_;
  std::shared_mutex rw_;
  std::recursive_mutex r_;
  long a_ = 0, b_ = 0, c_ = 0, d_ = 0, e_ = 0, f_ = 0, g_ = 0;
  void again() {
    std::lock_guard lock(r_);
    ++g_;
  }
  void work() {
    if (m_.try_lock()) {
      ++a_;
      m_.unlock();
    }
    if (std::unique_lock lock(m_, std::try_to_lock); lock)
      ++a_;
    std::unique_lock late(m_, std::defer_lock);
    late.lock();
    ++b_;
    late.unlock();
    parse(1);
    late.lock();
    ++b_;
    late.unlock();
    {
      std::lock(m_, other_);
      std::lock_guard x(m_, std::adopt_lock), y(other_, std::adopt_lock);
      ++c_;
    }
    {
      std::scoped_lock both(m_, other_);
      ++d_;
    }
    {
      std::unique_lock lock(rw_);
      ++e_;
    }
    {
      std::shared_lock lock(rw_);
      parse(static_cast<int>(e_));
    }
    bool got = m_.try_lock();
    if (got) {
      ++f_;
      m_.unlock();
    }
    std::lock_guard lock(r_);
    ++g_;
    again();
  }

public:
  void run() {
    std::jthread x(&Meter::work, this), y(&Meter::work, this);
  }
};
} // namespace guards_ok

// A lock made by hand from a flag.
namespace spin_ok {
std::atomic_flag busy;
int n;
void work() {
  while (busy.test_and_set(std::memory_order_acquire))
    std::this_thread::yield();
  ++n;
  busy.clear(std::memory_order_release);
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace spin_ok

namespace semaphore_ok {
std::counting_semaphore<1> one(1);
int n;
void work() {
  one.acquire();
  ++n;
  one.release();
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace semaphore_ok

// A device's register at a fixed address.
namespace registers_ok {
#define STATUS (*reinterpret_cast<volatile unsigned *>(0x40021000))
volatile unsigned *const control = reinterpret_cast<volatile unsigned *>(0x40021004);
void enable() {
  STATUS |= 1u;
  *control |= 2u;
}
void run() {
  std::thread a(enable), b(enable);
  a.join();
  b.join();
}
} // namespace registers_ok

// 'volatile' for a benchmark, for setjmp, and beside a lock that is always there.
namespace volatile_ok {
std::mutex m;
volatile int guarded;
int setjmp(int *);
void work() {
  volatile int sink = 0;
  for (int i = 0; i < 100; ++i)
    sink += parse(i);
  volatile int tries = 0;
  int env[8];
  if (setjmp(env) == 0)
    tries++;
  std::lock_guard lock(m);
  guarded++;
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace volatile_ok

// The flag of a signal handler.
namespace signal_ok {
using Handler = void (*)(int);
extern "C" Handler signal(int, Handler);
volatile sig_atomic_t stop;
extern "C" void onSignal(int) { stop = 1; }
void run() {
  signal(2, onSignal);
  while (!stop)
    parse(1);
}
} // namespace signal_ok

// Not one thread in sight: an ordinary class, an ordinary global.
namespace no_threads_ok {
class Lexer {
  int line_ = 1, column_ = 0;

public:
  int next(int c) {
    if (c == '\n') {
      ++line_;
      column_ = 0;
    } else
      column_++;
    return line_;
  }
};
int calls;
void traverse(int depth) {
  ++calls;
  if (depth)
    traverse(depth - 1);
}
} // namespace no_threads_ok

// A thread of its own reads a copy; the count goes on here.
namespace snapshot_ok {
void report(int n) { parse(n); }
int run() {
  int n = 0;
  std::vector<std::thread> reporters;
  for (int i = 0; i < 3; ++i) {
    ++n;
    reporters.emplace_back(report, n);
  }
  for (auto &t : reporters)
    t.join();
  return n;
}
} // namespace snapshot_ok

// The member thread of a local object: its destructor waits.
namespace joined_by_destructor_ok {
int n;
struct Runner {
  std::thread t;
  explicit Runner(int k) : t([k] { n += k; }) {}
  ~Runner() { t.join(); }
};
void run() {
  {
    Runner r(1);
  }
  ++n;
  {
    std::jthread j([] { ++n; });
  }
  ++n;
}
} // namespace joined_by_destructor_ok

// What was said not to be looked at.
namespace attributes_ok {
int approximate;
__attribute__((no_sanitize("thread"))) void sample() { ++approximate; }
void run() {
  std::thread a(sample), b(sample);
  a.join();
  b.join();
}
} // namespace attributes_ok
