// A thread is started before the members that it uses are there, or outlives
// them.
// RUN: %race_check %s race-thread-before-members %t -- -std=c++20 -isystem %mock
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

struct DefaultInitialiser_bad {
  std::jthread t{[this] { queue.pop(); }};
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'queue'{{.*}} [race-thread-before-members]
  Queue queue;
};

struct EqualsInitialiser_bad {
  std::jthread t = std::jthread([this] { consume(limit); });
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
  int limit = 3;
};

class MemberInitialiser_bad {
  std::thread t;
  int count;

public:
  MemberInitialiser_bad() : t([this] { ++count; }), count(0) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'count'{{.*}} [race-thread-before-members]
  ~MemberInitialiser_bad() { t.join(); }
};

// The order of declaration counts, not that of the list.
class OrderOfList_bad {
  std::thread t;
  Queue queue;

public:
  OrderOfList_bad() : queue(), t(&OrderOfList_bad::run, this) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'queue'{{.*}} [race-thread-before-members]
  ~OrderOfList_bad() { t.join(); }
  void run() { queue.pop(); }
};

// The flag that is to end the loop gets its value after the loop has begun.
class Stop_bad {
  std::thread t{[this] {
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'stop'{{.*}} [race-thread-before-members]
    while (!stop)
      work();
  }};
  bool stop = false;
  static void work();

public:
  ~Stop_bad() { t.join(); }
};

// Before and after it: only what comes after it is told.
class Between_bad {
  int before = 1;
  std::thread t;
  int after;

public:
  explicit Between_bad(int a)
      : t([this] { consume(before, after); }),
        // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'after'{{.*}} [race-thread-before-members]
        after(a) {}
  ~Between_bad() { t.join(); }
};

// Two calls deep.
class Deep_bad {
  std::thread t;
  std::vector<int> items;
  void store(int i) { items.push_back(i); }
  void step() { store(1); }
  void run() { step(); }

public:
  Deep_bad() : t(&Deep_bad::run, this) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  ~Deep_bad() { t.join(); }
};

// A static function that is given the object.
class Static_bad {
  std::thread t;
  int state;
  static void entry(Static_bad *self) { self->state = 1; }

public:
  Static_bad() : t(&Static_bad::entry, this), state(0) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}state'{{.*}} [race-thread-before-members]
  ~Static_bad() { t.join(); }
};

// A free function that is given the member itself.
void drain(Queue &q) { q.pop(); }
struct Reference_bad {
  std::jthread t{drain, std::ref(queue)};
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'queue'{{.*}} [race-thread-before-members]
  Queue queue;
};

// A future of 'std::async' is a thread too.
struct Future_bad {
  std::future<void> done = std::async(std::launch::async, [this] { fill(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  std::vector<int> items;
  void fill() { items.push_back(1); }
};

// The lock and the condition are members as well.
class Lock_bad {
  Queue queue;
  std::thread t{[this] {
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'m'{{.*}} [race-thread-before-members]
    std::lock_guard l(m);
    queue.pop();
  }};
  std::mutex m;

public:
  ~Lock_bad() { t.join(); }
};

// Assigned in the body after the thread was started there.
class Body_bad {
  std::thread t;
  int limit;

public:
  explicit Body_bad(int n) {
    t = std::thread([this] { consume(limit); });
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'limit'{{.*}} [race-thread-before-members]
    limit = n;
  }
  ~Body_bad() { t.join(); }
};

class BodyOutside_bad {
  std::thread t;
  std::unique_ptr<Queue> queue;
  void run();

public:
  BodyOutside_bad();
  ~BodyOutside_bad() { t.join(); }
};
void BodyOutside_bad::run() { queue->pop(); }
BodyOutside_bad::BodyOutside_bad() {
  t = std::thread(&BodyOutside_bad::run, this);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}queue'{{.*}} [race-thread-before-members]
  queue = std::make_unique<Queue>();
}

// A pool whose threads run while the constructor goes on.
class Pool_bad {
  Queue queue;
  std::vector<std::thread> workers;
  int batch;
  void loop() { consume(queue.pop(), batch); }

public:
  explicit Pool_bad(int n) {
    for (int i = 0; i < n; ++i)
      workers.emplace_back([this] { loop(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'batch'{{.*}} [race-thread-before-members]
    batch = 8;
  }
  ~Pool_bad() {
    for (auto &w : workers)
      w.join();
  }
};

// Started last, but declared first and joined by its own destructor: what is
// declared after it is gone by then.
class Destroyed_bad {
  std::jthread t;
  Queue queue;

public:
  Destroyed_bad() {
    t = std::jthread([this] { queue.pop(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'queue'{{.*}} [race-thread-before-members]
  }
};

class DestroyedPool_bad {
  std::vector<std::jthread> workers;
  std::deque<int> tasks;
  std::mutex m;

public:
  explicit DestroyedPool_bad(int n) {
    for (int i = 0; i < n; ++i)
      workers.emplace_back([this] {
        // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}{{'tasks'|'m'}}{{.*}} [race-thread-before-members]
        std::lock_guard l(m);
        tasks.pop_front();
      });
  }
};

class DestroyedFuture_bad {
  std::future<void> done;
  std::vector<int> items;

public:
  DestroyedFuture_bad() {
    done = std::async(std::launch::async, [this] { items.push_back(1); });
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'items'{{.*}} [race-thread-before-members]
  }
};

// The base starts the thread while the derived part is not there yet: what is
// called is the base's function, or nothing.
class Task {
  std::thread t;

public:
  Task() {
    t = std::thread([this] { run(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}run'{{.*}} [race-thread-before-members]
  }
  virtual ~Task() { t.join(); }
  virtual void run() = 0;
};
struct Download_bad : Task {
  void run() override { consume(1); }
};

class Service {
  std::thread t;

public:
  Service() : t(&Service::step, this) {}
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}step'{{.*}} [race-thread-before-members]
  virtual ~Service() { t.join(); }
  virtual void step() {}
};
struct Web_bad : Service {
  Queue queue;
  void step() override { queue.pop(); }
};

// A class without a constructor of its own is made here.
void users() {
  DefaultInitialiser_bad a;
  EqualsInitialiser_bad b;
  Stop_bad c;
  Reference_bad d;
  Future_bad e;
  Lock_bad f;
}
