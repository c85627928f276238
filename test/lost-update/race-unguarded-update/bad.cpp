// Updates that read what is there and write what they made of it, on several
// threads at once and with no lock.
// RUN: %race_check %s race-unguarded-update %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "thread.h"

int parse(int);
bool more();

// Captured by reference, by as many threads as there are cores.
namespace captured_bad {
int count(unsigned workers) {
  int hits = 0;
  std::vector<std::thread> pool;
  for (unsigned i = 0; i < workers; ++i)
    pool.emplace_back([&] {
      while (more())
        ++hits;
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}hits'{{.*}} [race-unguarded-update]
    });
  for (std::thread &t : pool)
    t.join();
  return hits;
}
} // namespace captured_bad

// A global, and one function that two threads run.
namespace global_bad {
long processed;
void work() {
  while (more())
    processed += parse(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}processed'{{.*}} [race-unguarded-update]
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace global_bad

// A field, in a private helper two calls below the threads' entry.
namespace member_bad {
class Server {
public:
  void start() {
    for (int i = 0; i < 4; ++i)
      workers_.push_back(std::thread(&Server::serve, this));
  }
  void stop() {
    for (auto &w : workers_)
      w.join();
  }

private:
  void serve() {
    while (more())
      answer(parse(2));
  }
  void answer(int n) { account(n); }
  void account(int n) {
    bytes_ += n;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}bytes_'{{.*}} [race-unguarded-update]
  }
  std::vector<std::thread> workers_;
  long bytes_ = 0;
};
} // namespace member_bad

// Spelled out, and by futures that are asked only when all have been started.
namespace spelled_out_bad {
long total;
int add(int x) {
  total = total + parse(x);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}total'{{.*}} [race-unguarded-update]
  return x;
}
void sum(int n) {
  std::vector<std::future<int>> parts;
  for (int i = 0; i < n; ++i)
    parts.push_back(std::async(std::launch::async, add, i));
  for (auto &p : parts)
    p.get();
}
} // namespace spelled_out_bad

// One object, whose address is given to both threads.
namespace pointer_bad {
struct Stats {
  long packets, errors;
};
void receive(Stats *s) {
  while (more())
    if (parse(3) < 0)
      s->errors++;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}errors'{{.*}} [race-unguarded-update]
}
void run() {
  Stats stats{};
  std::thread a(receive, &stats);
  std::thread b(receive, &stats);
  a.join();
  b.join();
}
} // namespace pointer_bad

namespace reference_bad {
void add(long &sum, int from) {
  for (int i = from; i < from + 100; ++i)
    sum += parse(i);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}sum'{{.*}} [race-unguarded-update]
}
long run() {
  long result = 0;
  std::thread a(add, std::ref(result), 0), b(add, std::ref(result), 100);
  a.join();
  b.join();
  return result;
}
} // namespace reference_bad

// Each thread has a functor of its own, but they point to one object.
namespace functor_bad {
struct Shared {
  int done;
};
class Job {
  Shared *shared;
  int id;

public:
  Job(Shared *s, int id) : shared(s), id(id) {}
  void operator()() {
    parse(id);
    ++shared->done;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}done'{{.*}} [race-unguarded-update]
  }
};
int run() {
  Shared shared{};
  std::thread a(Job(&shared, 1)), b(Job(&shared, 2));
  a.join();
  b.join();
  return shared.done;
}
} // namespace functor_bad

namespace bound_bad {
struct Listener {
  int accepted;
  void accept(int port) {
    while (parse(port))
      accepted++;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}accepted'{{.*}} [race-unguarded-update]
  }
  void run() {
    std::thread v4(std::bind(&Listener::accept, this, 80));
    std::thread v6(std::bind(&Listener::accept, this, 8080));
    v4.join();
    v6.join();
  }
};
} // namespace bound_bad

// Only the initialiser of a local static is safe.
namespace local_static_bad {
int nextId() {
  static int id = 100;
  return ++id;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}id'{{.*}} [race-unguarded-update]
}
void run() {
  std::jthread a([] { parse(nextId()); });
  std::jthread b([] { parse(nextId()); });
}
} // namespace local_static_bad

// 'volatile' keeps the compiler from leaving an access away; it is still a read
// and a write.
namespace volatile_bad {
volatile int ready_count;
void worker() {
  parse(0);
  ready_count++;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}ready_count'{{.*}} [race-unguarded-update]
}
void run() {
  std::thread a(worker), b(worker);
  a.join();
  b.join();
}
} // namespace volatile_bad

// One thread counts, another one sets back: the update may undo that.
namespace set_back_bad {
class Limiter {
  int used_ = 0;
  std::jthread refill_, drain_;

public:
  void start() {
    drain_ = std::jthread([this] {
      while (more())
        used_ += parse(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}used_'{{.*}} [race-unguarded-update]
    });
    refill_ = std::jthread([this] {
      while (more())
        used_ = 0;
    });
  }
};
} // namespace set_back_bad

// A thread a connection, which nobody waits for.
namespace detached_bad {
class Acceptor {
  int active_ = 0;

public:
  void loop() {
    while (more()) {
      int fd = parse(0);
      std::thread([this, fd] {
        ++active_;
        // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}active_'{{.*}} [race-unguarded-update]
        parse(fd);
      }).detach();
    }
  }
};
} // namespace detached_bad

// A constructor has its object to itself, but not the class's static members.
namespace static_member_bad {
class Session {
  static int live;

public:
  Session() {
    ++live;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}live'{{.*}} [race-unguarded-update]
  }
};
int Session::live;
void handle() { Session s; }
void run() {
  std::thread a(handle), b(handle);
  a.join();
  b.join();
}
} // namespace static_member_bad

namespace generic_lambda_bad {
template <class T> struct Accumulator {
  T value;
  void run() {
    std::vector<std::thread> pool;
    for (int i = 0; i < 8; ++i)
      pool.emplace_back(
          [this](auto from) {
            value += parse(from);
            // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}value'{{.*}} [race-unguarded-update]
          },
          i);
    for (auto &t : pool)
      t.join();
  }
};
template struct Accumulator<long>;
} // namespace generic_lambda_bad

// The class's lock is for the queue; the count beside it stands outside.
namespace before_the_lock_bad {
class Sink {
  std::mutex m_;
  std::vector<int> queue_;
  int requests_ = 0;
  std::vector<std::thread> threads_;

  void submit(int x) {
    ++requests_;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}requests_'{{.*}} [race-unguarded-update]
    std::lock_guard lock(m_);
    queue_.push_back(x);
  }

public:
  void start() {
    for (int i = 0; i < 3; ++i)
      threads_.emplace_back([this] { submit(parse(1)); });
  }
};
} // namespace before_the_lock_bad

// Each thread owns a pointer of its own, all to one object.
namespace shared_pointer_bad {
struct Progress {
  int percent;
};
void run() {
  auto progress = std::make_shared<Progress>();
  for (int i = 0; i < 4; ++i)
    std::thread([progress] { progress->percent += 25; }).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}percent'{{.*}} [race-unguarded-update]
}
} // namespace shared_pointer_bad

// An algorithm runs its lambda on the calling thread: on each of them.
namespace algorithm_bad {
struct Totals {
  long sum;
  void add(std::vector<int> &part) {
    std::for_each(part.begin(), part.end(), [this](int x) { sum += x; });
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}sum'{{.*}} [race-unguarded-update]
  }
  void run(std::vector<int> &front, std::vector<int> &back) {
    std::thread a([&] { add(front); });
    std::thread b([&] { add(back); });
    a.join();
    b.join();
  }
};
} // namespace algorithm_bad

// One lambda, stored, run by two threads.
namespace stored_bad {
unsigned run() {
  unsigned flags = 0;
  auto job = [&flags] {
    flags |= 1u << parse(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}flags'{{.*}} [race-unguarded-update]
  };
  std::thread a(job), b(job);
  a.join();
  b.join();
  return flags;
}
} // namespace stored_bad

// In a handler, where nothing of the usual way through is left.
namespace handler_bad {
int failures;
void attempt(int x) {
  try {
    parse(x);
  } catch (...) {
    failures++;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}failures'{{.*}} [race-unguarded-update]
  }
}
void run() {
  std::vector<std::jthread> pool;
  for (int i = 0; i < 3; ++i)
    pool.emplace_back(attempt, i);
}
} // namespace handler_bad

// Deep inside an object that both threads reach through calls.
namespace nested_bad {
struct Context {
  struct {
    int retries;
  } stats;
  Context *parent;
};
void retry(Context *c) {
  for (int i = 0; i < 3; ++i)
    c->stats.retries++;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}retries'{{.*}} [race-unguarded-update]
}
void enter(Context &c) { retry(&c); }
void run(Context &c) {
  std::thread a(enter, std::ref(c));
  std::thread b([&c] { enter(c); });
  a.join();
  b.join();
}
} // namespace nested_bad
