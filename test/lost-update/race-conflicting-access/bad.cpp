// Two accesses to one location that may run at once, one of which writes, and no
// lock on either side.
// RUN: %race_check %s race-conflicting-access %t -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "thread.h"

int parse(int);
bool more();

// The same pointer object is assigned by one thread and copied by another.
namespace pointer_object_bad {
struct Config {
  int level;
};
std::shared_ptr<Config> config;
void reload() {
  while (more())
    config = std::make_shared<Config>();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}config'{{.*}} [race-conflicting-access]
}
void use() {
  while (more()) {
    auto c = config;
    parse(c->level);
  }
}
void run() {
  std::thread a(reload), b(use);
  a.join();
  b.join();
}
} // namespace pointer_object_bad

// Results, collected by as many threads as there is input.
namespace collect_bad {
std::vector<int> run(int n) {
  std::vector<int> results;
  std::vector<std::thread> pool;
  for (int i = 0; i < n; ++i)
    pool.emplace_back([&, i] {
      results.push_back(parse(i));
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}results'{{.*}} [race-conflicting-access]
    });
  for (auto &t : pool)
    t.join();
  return results;
}
} // namespace collect_bad

// A text that one thread sets and another one prints.
namespace text_bad {
class Status {
  std::string message_;
  std::jthread work_, show_;
  void set(const char *text) {
    message_ = text;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}message_'{{.*}} [race-conflicting-access]
  }
  void work() {
    while (more())
      set("working");
  }
  void show() {
    while (more())
      parse(message_.size());
  }

public:
  void start() {
    work_ = std::jthread(&Status::work, this);
    show_ = std::jthread(&Status::show, this);
  }
};
} // namespace text_bad

// A flag that is no atomic: the loop may never see it.
namespace flag_bad {
struct Watch {
  bool expired = false;
  void timer() {
    std::this_thread::sleep_for(5);
    expired = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}expired'{{.*}} [race-conflicting-access]
  }
  void work() {
    while (!expired)
      parse(1);
  }
};
void run() {
  Watch watch;
  std::thread t(&Watch::timer, &watch);
  std::thread w(&Watch::work, &watch);
  t.join();
  w.join();
}
} // namespace flag_bad

// A table that every handler adds to.
namespace table_bad {
std::map<int, int> sessions;
void handle(int fd) {
  sessions.insert_or_assign(fd, parse(fd));
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}sessions{{.*}}'{{.*}} [race-conflicting-access]
}
void accept() {
  while (int fd = parse(0))
    std::thread(handle, fd).detach();
}
} // namespace table_bad

// The result of a call in a local static, as old C interfaces have it.
namespace static_result_bad {
struct Date {
  int day, month;
};
Date *localDate(int seconds) {
  static Date date;
  date.day = seconds / 86400;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}day'{{.*}} [race-conflicting-access]
  return &date;
}
void stamp(int s) { localDate(s); }
void run() {
  std::jthread a(stamp, 1), b(stamp, 2);
}
} // namespace static_result_bad

// Two tasks that run before either is waited for.
namespace futures_bad {
int run() {
  int best = 0;
  auto search = std::async(std::launch::async, [&] {
    best = parse(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}best'{{.*}} [race-conflicting-access]
    return 0;
  });
  auto watch = std::async(std::launch::async, [&] { return best > 10; });
  search.get();
  watch.get();
  return best;
}
} // namespace futures_bad

// Reached through two chains of calls, by a parameter on one of them.
namespace chains_bad {
struct Camera {
  int exposure;
};
void apply(Camera &c, int v) {
  c.exposure = v;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}exposure'{{.*}} [race-conflicting-access]
}
void adjust(Camera &c) { apply(c, parse(1)); }
int shutter(const Camera *c) { return c->exposure * 2; }
void capture(Camera *c) { parse(shutter(c)); }
class Studio {
  Camera camera_;
  std::thread control_, frames_;

public:
  void start() {
    control_ = std::thread([this] {
      while (more())
        adjust(camera_);
    });
    frames_ = std::thread([this] {
      while (more())
        capture(&camera_);
    });
  }
};
} // namespace chains_bad

// Each for itself in a functor, both to one object.
namespace functors_bad {
struct Board {
  int cell;
};
struct Painter {
  Board *board;
  void operator()() const {
    board->cell = 1;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}cell'{{.*}} [race-conflicting-access]
  }
};
struct Printer {
  const Board *board;
  void operator()() const { parse(board->cell); }
};
void run() {
  Board board{};
  std::thread a(Painter{&board}), b(Printer{&board});
  a.join();
  b.join();
}
} // namespace functors_bad

// One slot for all of them.
namespace one_slot_bad {
int latest[2];
void report(int x) {
  latest[0] = x;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}latest{{.*}}'{{.*}} [race-conflicting-access]
}
void run() {
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i)
    pool.emplace_back(report, i);
  for (auto &t : pool)
    t.join();
}
} // namespace one_slot_bad

// The callback of an object is exchanged while another thread calls it.
namespace callback_bad {
class Source {
  std::function<void(int)> handler_;
  std::jthread events_, setup_;

public:
  void start() {
    events_ = std::jthread([this] {
      while (more())
        if (handler_)
          handler_(parse(1));
    });
    setup_ = std::jthread([this] {
      handler_ = nullptr;
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}handler_'{{.*}} [race-conflicting-access]
    });
  }
};
} // namespace callback_bad

// A list is cleared by one and looked through by the other.
namespace iterated_bad {
struct Bus {
  std::vector<int> subscribers;
  void publish() {
    for (int s : subscribers)
      parse(s);
  }
  void shutDown() {
    subscribers.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}subscribers'{{.*}} [race-conflicting-access]
  }
  void run() {
    std::thread a(std::bind(&Bus::publish, this));
    std::thread b(std::bind(&Bus::shutDown, this));
    a.join();
    b.join();
  }
};
} // namespace iterated_bad

// A flag is set, but nothing says that what was written before it may be seen.
namespace relaxed_bad {
struct Mailbox {
  int letter;
  std::atomic<bool> full;
};
Mailbox box;
void put() {
  box.letter = parse(1);
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}letter'{{.*}} [race-conflicting-access]
  box.full.store(true, std::memory_order_relaxed);
}
void take() {
  while (!box.full.load(std::memory_order_relaxed))
    std::this_thread::yield();
  parse(box.letter);
}
void run() {
  std::thread a(put), b(take);
  a.join();
  b.join();
}
} // namespace relaxed_bad

// Two instances of one template: one place in the source, told once.
namespace template_bad {
template <class T> struct Slot {
  T value{};
  void set(T v) {
    value = v;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}value'{{.*}} [race-conflicting-access]
  }
  T get() const { return value; }
};
Slot<int> number;
Slot<double> fraction;
void run() {
  std::thread a([] { number.set(1); }), b([] { parse(number.get()); });
  std::thread c([] { fraction.set(1.5); }), d([] { parse(fraction.get()); });
  a.join();
  b.join();
  c.join();
  d.join();
}
} // namespace template_bad

// Shared by all workers; only the reader takes the lock.
namespace one_side_bad {
std::mutex m;
double rate;
void measure() {
  while (more())
    rate = parse(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}rate'{{.*}} [race-conflicting-access]
}
void show() {
  std::lock_guard lock(m);
  parse(static_cast<int>(rate));
}
void run() {
  std::thread a(measure), b(show);
  a.join();
  b.join();
}
} // namespace one_side_bad

// A static member, by one method that is static and one that is not.
namespace static_member_bad {
class Logger {
  static int level;

public:
  static void setLevel(int l) {
    level = l;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}level'{{.*}} [race-conflicting-access]
  }
  void log(int l) {
    if (l <= level)
      parse(l);
  }
};
int Logger::level = 1;
void worker() { Logger().log(2); }
void control() { Logger::setLevel(parse(1)); }
void run() {
  std::jthread a(worker), b(control);
}
} // namespace static_member_bad
