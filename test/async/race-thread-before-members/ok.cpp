// Threads in classes that are right.
// RUN: %race_check %s race-thread-before-members %t --min-confidence=low -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "memory.h"
#include "mutex.h"
#include "thread.h"

void consume(...);
struct Queue {
  Queue();
  ~Queue();
  void push(int);
  int pop();
};

// Declared last.
struct Last_ok {
  Queue queue;
  std::jthread t{[this] { queue.pop(); }};
};
class LastInList_ok {
  Queue queue;
  int count;
  std::thread t;

public:
  LastInList_ok() : count(0), t([this] { ++count; }) {}
  ~LastInList_ok() { t.join(); }
};
// The list says otherwise, the declarations count.
class OrderOfList_ok {
  int count;
  std::jthread t;

public:
  OrderOfList_ok() : t([this] { ++count; }), count(0) {}
};
struct LastFuture_ok {
  std::vector<int> items;
  std::future<void> done = std::async([this] { items.push_back(1); });
};
struct LastArray_ok {
  Queue queue;
  std::jthread workers[2] = {std::jthread([this] { queue.pop(); }),
                             std::jthread([this] { queue.pop(); })};
};
// What it uses comes before it, what comes after it it doesn't use.
class Unused_ok {
  Queue queue;
  std::jthread t{[this] { queue.pop(); }};
  int count = 0;
  std::vector<int> items;

public:
  int next() { return ++count; }
  void add(int i) { items.push_back(i); }
};
// Its own copies, and what needs no object.
class Captures_ok {
  static int total;
  static constexpr int limit = 4;
  std::jthread nothing{[] { consume(1); }};
  std::jthread statics{[] { consume(total, limit); }};
  std::jthread copied;
  std::jthread owner;
  int count;
  std::shared_ptr<Queue> queue;

public:
  Captures_ok(int n, std::shared_ptr<Queue> q)
      : copied([n] { consume(n); }), owner([q] { q->pop(); }), count(n),
        queue(q) {}
};
// Parameters that are named as the members are.
class Shadowed_ok {
  std::jthread t;
  int count;

public:
  explicit Shadowed_ok(int count) : t([count] { consume(count); }), count(count) {}
};

// Started later, by a method.
class Start_ok {
  std::thread t;
  Queue queue;
  int count = 0;

public:
  void start() {
    t = std::thread([this] { consume(queue.pop(), ++count); });
  }
  void stop() { t.join(); }
};
class Factory_ok {
  std::thread t;
  Queue queue;
  Factory_ok() = default;
  void run() { queue.pop(); }

public:
  static std::unique_ptr<Factory_ok> make() {
    std::unique_ptr<Factory_ok> f(new Factory_ok);
    f->t = std::thread(&Factory_ok::run, f.get());
    return f;
  }
  ~Factory_ok() { t.join(); }
};

// First among the members, but empty until the body starts it as the last
// thing, and joined in the body of the destructor.
class StartedLast_ok {
  std::thread t;
  Queue queue;
  int count;

public:
  StartedLast_ok() : count(0) {
    queue.push(1);
    t = std::thread([this] { consume(queue.pop(), count); });
  }
  ~StartedLast_ok() { t.join(); }
};
class StartedLastEmpty_ok {
  std::jthread t{};
  Queue queue;

public:
  StartedLastEmpty_ok() {
    t = std::jthread([this] { queue.pop(); });
  }
  ~StartedLastEmpty_ok() {
    t.request_stop();
    t.join();
  }
};
class Pool_ok {
  std::vector<std::thread> workers;
  std::deque<int> tasks;
  std::mutex m;
  std::condition_variable changed;
  bool stop;

public:
  explicit Pool_ok(int n) : stop(false) {
    for (int i = 0; i < n; ++i)
      workers.emplace_back([this] {
        for (;;) {
          std::unique_lock l(m);
          changed.wait(l, [this] { return stop || !tasks.empty(); });
          if (stop)
            return;
          tasks.pop_front();
        }
      });
  }
  ~Pool_ok() {
    {
      std::lock_guard l(m);
      stop = true;
    }
    changed.notify_all();
    for (std::thread &w : workers)
      w.join();
  }
};
class JPool_ok {
  std::vector<std::jthread> workers;
  Queue queue;

public:
  JPool_ok() {
    workers.emplace_back([this] { queue.pop(); });
  }
  ~JPool_ok() { workers.clear(); }
};
class JoinedByHelper_ok {
  std::jthread t;
  Queue queue;
  void stop() {
    if (t.joinable())
      t.join();
  }

public:
  JoinedByHelper_ok() {
    t = std::jthread([this] { queue.pop(); });
  }
  ~JoinedByHelper_ok() { stop(); }
};
class JoinedByAssignment_ok {
  std::jthread t;
  Queue queue;

public:
  JoinedByAssignment_ok() {
    t = std::jthread([this] { queue.pop(); });
  }
  ~JoinedByAssignment_ok() { t = std::jthread(); }
};
class FutureWaited_ok {
  std::future<int> done;
  Queue queue;

public:
  FutureWaited_ok() {
    done = std::async([this] { return queue.pop(); });
  }
  ~FutureWaited_ok() { done.wait(); }
};
// A thread that nobody joined ends the program, it does not outlive members.
class JoinedElsewhere_ok {
  std::thread t;
  Queue queue;

public:
  JoinedElsewhere_ok() {
    t = std::thread([this] { queue.pop(); });
  }
  void stop() { t.join(); }
};

// In the body: what comes after the start is not the thread's business.
class BodyUnrelated_ok {
  std::thread t;
  int limit, other;

public:
  explicit BodyUnrelated_ok(int n) : limit(n) {
    t = std::thread([this] { consume(limit); });
    other = n;
  }
  ~BodyUnrelated_ok() { t.join(); }
};
class BodyAtomic_ok {
  std::atomic<bool> ready{false};
  std::thread t;

public:
  BodyAtomic_ok() {
    t = std::thread([this] { consume(ready.load()); });
    ready = true;
  }
  ~BodyAtomic_ok() { t.join(); }
};
class BodyLocked_ok {
  std::mutex m;
  int limit;
  std::thread t;

public:
  explicit BodyLocked_ok(int n) {
    std::lock_guard l(m);
    t = std::thread([this] {
      std::lock_guard l(m);
      consume(limit);
    });
    limit = n;
  }
  ~BodyLocked_ok() { t.join(); }
};
class BodyReads_ok {
  int limit;
  std::thread t;

public:
  explicit BodyReads_ok(int n) : limit(n) {
    t = std::thread([this] { consume(limit); });
    consume(limit);
  }
  ~BodyReads_ok() { t.join(); }
};
class BodyJoins_ok {
  int limit;

public:
  explicit BodyJoins_ok(int n) {
    std::thread t([this] { limit = 1; });
    t.join();
    limit += n;
  }
};
class BodyScoped_ok {
  int limit, other;

public:
  explicit BodyScoped_ok(int n) {
    {
      std::jthread a([this] { limit = 1; });
      std::jthread b([this] { other = 1; });
    }
    limit += n;
  }
};
class BodyTemporary_ok {
  int limit;

public:
  explicit BodyTemporary_ok(int n) {
    limit = n;
    std::thread([this] { limit = 1; }).join();
    limit += n;
  }
};
// Not started: kept, deferred, or somebody else's.
class Kept_ok {
  std::function<void()> job = [this] { queue.pop(); };
  std::packaged_task<void()> task{[this] { queue.pop(); }};
  std::future<int> later =
      std::async(std::launch::deferred, [this] { return queue.pop(); });
  Queue queue;
};
class Given_ok {
  std::thread t;
  Queue queue;

public:
  explicit Given_ok(std::thread given) : t(std::move(given)) { queue.push(1); }
  ~Given_ok() { t.join(); }
};
class Empty_ok {
  std::thread t = std::thread();
  std::promise<int> p;
  std::future<int> f = p.get_future();
  Queue queue;

public:
  Empty_ok() { queue.push(1); }
};

// Bases come before members.
struct Data {
  Queue queue;
  int limit = 1;
};
class Derived_ok : Data {
  std::jthread t{[this] { consume(queue.pop(), limit); }};
};
// All members are there once another constructor has run.
class Delegating_ok {
  std::thread t;
  int count;
  explicit Delegating_ok(int n) : count(n) {}

public:
  Delegating_ok() : Delegating_ok(3) {
    t = std::thread([this] { ++count; });
  }
  ~Delegating_ok() { t.join(); }
};

// Virtual functions: nobody derives from it, nothing is overridden, or started
// when everything is there.
class Final_ok final {
  std::thread t;

public:
  Final_ok() {
    t = std::thread([this] { run(); });
  }
  virtual ~Final_ok() { t.join(); }
  virtual void run() { consume(1); }
};
class Plain {
  std::thread t;

public:
  Plain() {
    t = std::thread([this] { run(); });
  }
  virtual ~Plain() { t.join(); }
  void run() { consume(1); }
};
struct DerivedOfPlain_ok : Plain {
  void run() { consume(2); }
};
class Qualified {
  std::thread t;

public:
  Qualified() {
    t = std::thread([this] { Qualified::run(); });
  }
  virtual ~Qualified() { t.join(); }
  virtual void run() { consume(1); }
};
struct DerivedOfQualified_ok : Qualified {
  void run() override { consume(2); }
};
class Later {
  std::thread t;

public:
  void start() {
    t = std::thread([this] { run(); });
  }
  virtual ~Later() { t.join(); }
  virtual void run() = 0;
};
struct DerivedOfLater_ok : Later {
  void run() override { consume(2); }
};
class Leaf_ok : public Later {
  std::thread own;

public:
  Leaf_ok() {
    own = std::thread([this] { run(); });
  }
  ~Leaf_ok() override { own.join(); }
  void run() override { consume(3); }
};
// A virtual function that runs on another object, which is complete.
class Other_ok {
  std::thread t;

public:
  explicit Other_ok(Later &l) : t([&l] { l.run(); }) {}
  virtual ~Other_ok() { t.join(); }
};
