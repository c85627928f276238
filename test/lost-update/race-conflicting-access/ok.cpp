// Accesses that look as if they could meet, and can't: each is a trap of the
// catalogue. The sister checks are silent too.
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
struct Config {
  int level, limit;
};

// Written before the threads are there, read by all, written when they are gone.
namespace before_and_after_ok {
Config config;
void work() {
  while (more())
    parse(config.level);
}
void run() {
  config.level = parse(1);
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i)
    pool.emplace_back(work);
  for (auto &t : pool)
    t.join();
  config.level = 0;
}
} // namespace before_and_after_ok

// Only read, by anybody.
namespace read_only_ok {
std::vector<int> primes;
int limit = 100;
void work() {
  for (int p : primes)
    parse(p + limit);
}
void run() {
  std::jthread a(work), b(work);
}
} // namespace read_only_ok

// Set in the constructor and never again.
namespace immutable_ok {
class Service {
  std::string name_;
  int port_;
  const int backlog_ = 16;
  std::vector<std::thread> pool_;

public:
  explicit Service(int port) : port_(port) { name_ = "service"; }
  void start() {
    for (int i = 0; i < 2; ++i)
      pool_.emplace_back([this] { parse(port_ + backlog_ + name_.size()); });
  }
};
} // namespace immutable_ok

// The result is looked at behind the join.
namespace result_ok {
int run() {
  int result = 0;
  std::string text;
  std::thread t([&] {
    result = parse(1);
    text = "done";
  });
  t.join();
  if (text.empty())
    return 0;
  return result;
}
int twice() {
  int left = 0, right = 0;
  std::thread a([&] { left = parse(1); }), b([&] { right = parse(2); });
  a.join();
  b.join();
  return left + right;
}
} // namespace result_ok

// A slot for each, in a vector and in a row of structs.
namespace slots_ok {
std::vector<int> run(int n) {
  std::vector<int> results(n);
  std::vector<std::thread> pool;
  for (int i = 0; i < n; ++i)
    pool.emplace_back([&results, i] { results[i] = parse(i); });
  for (auto &t : pool)
    t.join();
  return results;
}
struct Part {
  int begin, end, sum;
};
void sum(Part *p) {
  p->sum = 0;
  for (int i = p->begin; i < p->end; ++i)
    p->sum = p->sum + parse(i);
}
int parts() {
  Part parts[4];
  std::thread threads[4];
  for (int i = 0; i < 4; ++i) {
    parts[i].begin = i * 10;
    parts[i].end = parts[i].begin + 10;
    threads[i] = std::thread(sum, &parts[i]);
  }
  int total = 0;
  for (int i = 0; i < 4; ++i) {
    threads[i].join();
    total += parts[i].sum;
  }
  return total;
}
// Each has a range of the elements to itself.
void ranges(int *v, int n) {
  std::vector<std::thread> pool;
  for (int t = 0; t < 4; ++t)
    pool.emplace_back([=] {
      for (int i = t; i < n; i += 4)
        v[i] = parse(i);
    });
  for (auto &t : pool)
    t.join();
}
} // namespace slots_ok

namespace thread_local_ok {
struct Arena {
  char *free;
  int used;
};
thread_local Arena arena;
static thread_local std::vector<int> scratch;
void work() {
  arena.used = 0;
  arena.free = nullptr;
  scratch.clear();
  scratch.push_back(arena.used);
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace thread_local_ok

// Two objects of one class.
namespace two_objects_ok {
class Channel {
  int last_ = 0;
  std::vector<int> seen_;

public:
  void pump() {
    while (more()) {
      last_ = parse(last_);
      seen_.push_back(last_);
    }
  }
};
void run() {
  Channel in, out;
  std::thread a(&Channel::pump, &in);
  std::thread b([&out] { out.pump(); });
  a.join();
  b.join();
}
struct Duplex {
  Channel in, out;
  void run() {
    std::jthread a([this] { in.pump(); }), b([this] { out.pump(); });
  }
};
} // namespace two_objects_ok

// Two fields of one object.
namespace two_fields_ok {
struct Result {
  int left, right;
  std::string name;
};
void run() {
  Result r;
  r.name = "sum";
  std::thread a([&] { r.left = parse(r.name.size()); });
  std::thread b([&] { r.right = parse(r.name.size()); });
  a.join();
  b.join();
  parse(r.left + r.right);
}
} // namespace two_fields_ok

namespace atomics_ok {
std::atomic<bool> stop;
std::atomic<Config *> current;
void work() {
  while (!stop)
    parse(current.load()->level);
}
void reload() {
  Config *c = new Config;
  c->level = parse(1);
  current.store(c);
  stop = true;
}
void run() {
  current = new Config{};
  std::thread a(work), b(reload);
  a.join();
  b.join();
}
} // namespace atomics_ok

// Both sides hold the lock, each in its own way.
namespace same_lock_ok {
class Board {
  std::mutex m_;
  std::string text_;
  Config config_;
  void apply() { config_.level = 3; }
  void write() {
    std::lock_guard lock(m_);
    text_ = "new";
    apply();
  }
  void read() {
    m_.lock();
    parse(text_.size() + config_.level);
    m_.unlock();
  }

public:
  void run() {
    std::thread a(&Board::write, this), b(&Board::read, this);
    a.join();
    b.join();
  }
};
} // namespace same_lock_ok

// Readers share, the writer is alone.
namespace reader_writer_ok {
class Routes {
  mutable std::shared_mutex rw_;
  std::map<int, int> table_;
  bool has(int k) const {
    std::shared_lock lock(rw_);
    return table_.contains(k);
  }
  void set(int k, int v) {
    std::unique_lock lock(rw_);
    table_[k] = v;
  }

public:
  void run() {
    std::thread a([this] { has(1); }), b([this] { set(1, 2); });
    a.join();
    b.join();
  }
};
} // namespace reader_writer_ok

// Written under both locks, so that either is enough to read.
namespace both_locks_ok {
struct State {
  std::mutex a, b;
  int epoch;
  void advance() {
    std::scoped_lock both(a, b);
    epoch = parse(epoch);
  }
  void left() {
    std::lock_guard lock(a);
    parse(epoch);
  }
  void right() {
    std::lock_guard lock(b);
    parse(epoch);
  }
  void run() {
    std::jthread x(&State::advance, this), y(&State::left, this),
        z(&State::right, this);
  }
};
} // namespace both_locks_ok

// The thread announces its data by a flag, released and acquired.
namespace release_acquire_ok {
struct Mailbox {
  std::string letter;
  std::atomic<bool> full;
};
Mailbox box;
void put() {
  box.letter = "hello";
  box.full.store(true, std::memory_order_release);
}
void take() {
  while (!box.full.load(std::memory_order_acquire))
    std::this_thread::yield();
  parse(box.letter.size());
}
void takeIfThere() {
  if (box.full)
    parse(box.letter.size());
}
void run() {
  std::thread a(put), b(take), c(takeIfThere);
  a.join();
  b.join();
  c.join();
}
} // namespace release_acquire_ok

// A pointer announces the object that was filled in before.
namespace published_pointer_ok {
std::atomic<Config *> current;
void publish() {
  auto *c = new Config;
  c->level = 1;
  c->limit = parse(c->level);
  current.store(c, std::memory_order_release);
}
void consume() {
  if (Config *c = current.load(std::memory_order_acquire))
    parse(c->level + c->limit);
}
void run() {
  std::thread a(publish), b(consume);
  a.join();
  b.join();
}
} // namespace published_pointer_ok

namespace latch_ok {
void run() {
  std::latch ready(2), go(1);
  int left = 0, right = 0, both = 0;
  std::thread a([&] {
    left = parse(1);
    ready.count_down();
    go.wait();
    parse(both);
  });
  std::thread b([&] {
    right = parse(2);
    ready.count_down();
    go.wait();
    parse(both);
  });
  ready.wait();
  both = left + right;
  go.count_down();
  a.join();
  b.join();
}
} // namespace latch_ok

// Written before the barrier, read behind it.
namespace barrier_ok {
void run() {
  std::barrier sync(2);
  int left = 0, right = 0;
  std::thread a([&] {
    left = parse(1);
    sync.arrive_and_wait();
    parse(right);
  });
  std::thread b([&] {
    right = parse(2);
    sync.arrive_and_wait();
    parse(left);
  });
  a.join();
  b.join();
}
} // namespace barrier_ok

namespace future_ok {
int run() {
  int side = 0;
  std::vector<int> log;
  std::future<int> f = std::async(std::launch::async, [&] {
    side = parse(1);
    log.push_back(side);
    return 1;
  });
  int r = f.get();
  log.push_back(r);
  return r + side;
}
std::string *collected() {
  auto text = std::make_unique<std::string>();
  std::promise<int> done;
  auto f = done.get_future();
  std::thread t([&] {
    *text = "x";
    done.set_value(1);
  });
  f.get();
  *text += "y";
  t.join();
  return text.release();
}
void packaged() {
  int n = 0;
  std::packaged_task<int()> task([&n] { return n = parse(1); });
  auto f = task.get_future();
  std::thread t(std::move(task));
  f.get();
  n = 2;
  t.join();
}
} // namespace future_ok

// Filled by one thread, then handed over in a queue under the lock.
namespace queue_ok {
struct Request {
  int id;
  std::string body;
};
class Broker {
  std::mutex m_;
  std::condition_variable filled_;
  std::vector<Request *> queue_;
  bool closed_ = false;

  void produce() {
    Request *r = new Request;
    r->id = parse(1);
    r->body = "text";
    {
      std::lock_guard lock(m_);
      queue_.push_back(r);
    }
    filled_.notify_one();
  }
  void consume() {
    std::unique_lock lock(m_);
    filled_.wait(lock, [this] { return closed_ || !queue_.empty(); });
    if (queue_.empty())
      return;
    Request *r = queue_.back();
    queue_.pop_back();
    lock.unlock();
    r->id = 0;
    r->body.clear();
    delete r;
  }

public:
  void close() {
    {
      std::lock_guard lock(m_);
      closed_ = true;
    }
    filled_.notify_all();
  }
  void run() {
    std::jthread a(&Broker::produce, this), b(&Broker::consume, this);
  }
};
} // namespace queue_ok

// All that is there is taken over under the lock, and worked on without.
namespace swapped_out_ok {
class Batch {
  std::mutex m_;
  std::vector<int> pending_;
  void add() {
    std::lock_guard lock(m_);
    pending_.push_back(1);
  }
  void flush() {
    std::vector<int> mine;
    {
      std::lock_guard lock(m_);
      mine.swap(pending_);
    }
    for (int &x : mine)
      x = parse(x);
    mine.clear();
  }

public:
  void run() {
    std::jthread a(&Batch::add, this), b(&Batch::flush, this);
  }
};
} // namespace swapped_out_ok

// The thread's argument is copied, and so is what the lambda captures by value.
namespace copied_ok {
void show(std::string text, Config c) {
  text.clear();
  c.level = 0;
}
void run() {
  std::string text = "a";
  Config c{};
  std::vector<std::thread> pool;
  for (int i = 0; i < 3; ++i) {
    c.level = i;
    text = "b";
    pool.emplace_back(show, text, c);
    pool.emplace_back([c]() mutable { c.level = parse(c.level); });
  }
  for (auto &t : pool)
    t.join();
}
} // namespace copied_ok

// Each has a copy of the pointer, which is counted atomically.
namespace pointer_copies_ok {
void run() {
  auto config = std::make_shared<Config>();
  for (int i = 0; i < 3; ++i)
    std::thread([config]() mutable {
      parse(config->level);
      config.reset();
    }).detach();
  config.reset();
}
} // namespace pointer_copies_ok

// Run here and now, or in the one thread there is.
namespace at_once_ok {
struct Document {
  std::vector<int> lines;
  int longest = 0;
  void layout() {
    std::for_each(lines.begin(), lines.end(), [this](int l) {
      if (l > longest)
        longest = l;
    });
    auto shrink = [this] { longest = 0; };
    shrink();
  }
  void run() {
    std::thread t(&Document::layout, this);
    t.join();
    layout();
  }
};
} // namespace at_once_ok

namespace once_ok {
std::once_flag flag;
Config *shared;
Config *get() {
  std::call_once(flag, [] {
    shared = new Config;
    shared->level = 1;
  });
  return shared;
}
void run() {
  std::thread a([] { parse(get()->level); }), b([] { parse(get()->level); });
  a.join();
  b.join();
}
} // namespace once_ok

namespace local_static_ok {
Config load() {
  Config c;
  c.level = parse(1);
  return c;
}
const Config &config() {
  static const Config c = load();
  return c;
}
Config *instance() {
  static Config *c = [] {
    auto *made = new Config;
    made->limit = 3;
    return made;
  }();
  return c;
}
void run() {
  std::thread a([] { parse(config().level + instance()->limit); });
  std::thread b([] { parse(config().level + instance()->limit); });
  a.join();
  b.join();
}
} // namespace local_static_ok

// The worker is joined in 'stop', and only then its state is taken away.
namespace stopped_ok {
class Recorder {
  std::atomic<bool> stop_ = false;
  std::thread thread_;
  std::vector<int> frames_;
  Config config_;
  void loop() {
    config_.level = 1;
    while (!stop_)
      frames_.push_back(parse(config_.level));
  }

public:
  explicit Recorder(int limit) { config_.limit = limit; }
  void start() {
    frames_.clear();
    config_.level = 0;
    thread_ = std::thread(&Recorder::loop, this);
  }
  std::vector<int> stop() {
    stop_ = true;
    thread_.join();
    frames_.push_back(0);
    return frames_;
  }
  ~Recorder() {
    if (thread_.joinable()) {
      stop_ = true;
      thread_.join();
    }
    frames_.clear();
  }
};
} // namespace stopped_ok

// Reads that only look: an assertion, a line of the log.
namespace looked_at_ok {
class Tank {
  std::mutex m_;
  int level_ = 0;
  void fill() {
    std::lock_guard lock(m_);
    level_ = parse(level_);
  }
  void watch() {
    assert(level_ >= 0);
    std::lock_guard lock(m_);
    parse(level_);
  }

public:
  void run() {
    std::jthread a(&Tank::fill, this), b(&Tank::watch, this);
  }
};
} // namespace looked_at_ok

namespace own_locks_ok {
class Cell {
  base::Mutex mu_;
  std::mutex m_;
  std::string a_, b_, c_;
  void write() {
    base::Section s(mu_);
    a_ = "x";
    base::Critical c(&m_);
    b_ = "y";
  }
  void read() {
    mu_.Take();
    parse(a_.size());
    mu_.Give();
    base::Scope s(m_);
    parse(b_.size());
  }

public:
  void run() {
    std::jthread a(&Cell::write, this), b(&Cell::read, this);
  }
};
} // namespace own_locks_ok

namespace required_ok {
class Cache {
  AnnotatedMutex mu_;
  std::string last_;
  void setLast(const char *s) REQUIRES(mu_) { last_ = s; }
  unsigned long lastSize() REQUIRES(mu_) { return last_.size(); }
  void write() {
    AnnotatedLock lock(&mu_);
    setLast("x");
  }
  void read() {
    AnnotatedLock lock(&mu_);
    parse(lastSize());
  }

public:
  void run() {
    std::jthread a(&Cache::write, this), b(&Cache::read, this);
  }
};
} // namespace required_ok

// The lock is taken in one method and given back in another.
namespace begin_end_ok {
class Transaction {
  std::mutex m_;
  std::string draft_;
  void begin() { m_.lock(); }
  void end() { m_.unlock(); }
  void edit() {
    begin();
    draft_ = "x";
    end();
  }
  std::unique_lock<std::mutex> locked() { return std::unique_lock(m_); }
  void look() {
    auto lock = locked();
    parse(draft_.size());
  }

public:
  void run() {
    std::jthread a(&Transaction::edit, this), b(&Transaction::look, this);
  }
};
} // namespace begin_end_ok

// The flag of a signal handler, and an atomic without locks.
namespace signal_ok {
using sig_atomic_t = int;
using Handler = void (*)(int);
extern "C" Handler signal(int, Handler);
volatile sig_atomic_t interrupted;
std::atomic<int> number;
extern "C" void onSignal(int n) {
  interrupted = 1;
  number = n;
}
void run() {
  signal(2, onSignal);
  while (!interrupted)
    parse(number);
}
} // namespace signal_ok

// One thread does everything, though it is another one.
namespace one_worker_ok {
class Loop {
  std::thread thread_;
  std::map<int, int> timers_;
  int now_ = 0;
  void set(int id) { timers_[id] = now_; }
  void fire() {
    for (auto &t : timers_)
      t.second = now_;
    timers_.clear();
  }
  void loop() {
    while (more()) {
      now_ = parse(now_);
      set(now_);
      fire();
    }
  }

public:
  Loop() { thread_ = std::thread([this] { loop(); }); }
  ~Loop() { thread_.join(); }
};
} // namespace one_worker_ok

// The main thread's own data, beside workers that have theirs.
namespace apart_ok {
std::vector<int> screen;
void draw() { screen.push_back(parse(1)); }
void work() {
  std::vector<int> mine;
  while (more())
    mine.push_back(parse(2));
}
void run() {
  std::thread a(work), b(work);
  while (more())
    draw();
  a.join();
  b.join();
}
} // namespace apart_ok

// The object goes into the thread, and nobody else has it.
namespace given_away_ok {
struct Upload {
  std::string body;
  int sent = 0;
  void run() {
    sent = parse(body.size());
    body.clear();
  }
};
void start(int n) {
  for (int i = 0; i < n; ++i) {
    auto u = std::make_unique<Upload>();
    u->body = "x";
    std::thread(&Upload::run, std::move(u)).detach();
    auto *raw = new Upload;
    raw->body = "y";
    std::thread([raw] {
      raw->run();
      delete raw;
    }).detach();
  }
}
} // namespace given_away_ok

// A predicate that the condition variable evaluates under the lock.
namespace predicate_ok {
class Gate {
  std::mutex m_;
  std::condition_variable cv_;
  bool open_ = false;
  int waiting_ = 0;
  void wait() {
    std::unique_lock lock(m_);
    waiting_ = waiting_ + 1;
    while (!open_)
      cv_.wait(lock);
    cv_.wait(lock, [&] { return open_ && waiting_ > 0; });
    waiting_ = 0;
  }
  void open() {
    std::lock_guard lock(m_);
    open_ = true;
    cv_.notify_all();
  }

public:
  void run() {
    std::jthread a(&Gate::wait, this), b(&Gate::open, this);
  }
};
} // namespace predicate_ok

// Pairs of a lock and what it guards, one a bucket.
namespace buckets_ok {
struct Bucket {
  std::mutex m;
  std::vector<int> entries;
};
struct Table {
  Bucket buckets[16];
  void put(int k) {
    Bucket &b = buckets[k % 16];
    std::lock_guard lock(b.m);
    b.entries.push_back(k);
  }
  void drop(int k) {
    std::lock_guard lock(buckets[k % 16].m);
    buckets[k % 16].entries.clear();
  }
  void run() {
    std::jthread a(&Table::put, this, 1), b(&Table::drop, this, 2);
  }
};
} // namespace buckets_ok

// The lock that guards it belongs to its owner.
namespace owners_lock_ok {
struct Child {
  std::string name;
};
struct Parent {
  std::mutex m;
  Child child;
};
void rename(Parent &p) {
  std::lock_guard lock(p.m);
  p.child.name = "x";
}
void look(Parent *p) {
  std::lock_guard lock(p->m);
  parse(p->child.name.size());
}
void run(Parent &p) {
  std::jthread a(rename, std::ref(p)), b(look, &p);
}
} // namespace owners_lock_ok

// Two functions that no thread of this file runs.
namespace no_threads_ok {
std::string last;
void set(const char *s) { last = s; }
unsigned long length() { return last.size(); }
} // namespace no_threads_ok

// An alternative, of which one runs.
namespace alternative_ok {
void run(bool background) {
  int result = 0;
  auto job = [&] { result = parse(1); };
  if (background) {
    std::thread t(job);
    t.join();
  } else {
    job();
  }
  parse(result);
}
} // namespace alternative_ok

// A thread that is made, but runs something that touches none of it.
namespace unrelated_ok {
int position;
void beep() { parse(7); }
void move() {
  position = parse(position);
  std::thread(beep).detach();
  position = 0;
}
} // namespace unrelated_ok

// What was said not to be looked at.
namespace attributes_ok {
std::string seen;
__attribute__((no_sanitize("thread"))) void peek() { parse(seen.size()); }
__attribute__((no_sanitize("thread"))) void poke() { seen = "x"; }
void run() {
  std::jthread a(peek), b(poke);
}
} // namespace attributes_ok
