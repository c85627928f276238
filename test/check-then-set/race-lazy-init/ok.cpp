// What looks like it and is made once: each is a trap of the catalogue. The
// sister checks are silent too.
// RUN: %race_check %s race-unguarded-update,race-conflicting-access,race-inconsistent-guard,race-lazy-init %t -- -std=c++20 -isystem %mock -I%mock/project
#include "annotations.h"
#include "atomic.h"
#include "containers.h"
#include "project_locks.h"
#include "thread.h"

int parse(int);
bool more();
struct Config {
  int level;
  Config *next;
};
Config *load();

// The language makes it once.
namespace local_static_ok {
Config &get() {
  static Config config = *load();
  return config;
}
Config *pointer() {
  static Config *const c = load();
  return c;
}
void run() {
  std::thread a([] { parse(get().level + pointer()->level); });
  std::thread b([] { parse(get().level + pointer()->level); });
  a.join();
  b.join();
}
} // namespace local_static_ok

namespace once_ok {
std::once_flag flag;
Config *config;
Config *get() {
  std::call_once(flag, [] {
    if (!config)
      config = load();
  });
  return config;
}
void make() {
  if (!config)
    config = load();
}
void work() {
  std::call_once(flag, make);
  parse(get()->level);
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace once_ok

namespace thread_local_ok {
Config *get() {
  static thread_local Config *config;
  if (!config)
    config = load();
  return config;
}
thread_local std::vector<int> buffer;
int *scratch() {
  if (buffer.empty())
    buffer.resize(100);
  return &buffer[0];
}
void work() { parse(get()->level + *scratch()); }
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace thread_local_ok

namespace locked_ok {
std::mutex m;
Config *config;
std::unique_ptr<Config> owned;
Config *get() {
  std::lock_guard lock(m);
  if (!config)
    config = load();
  if (!owned)
    owned = std::make_unique<Config>();
  return config;
}
void run() {
  std::thread a([] { parse(get()->level); }), b([] { parse(get()->level); });
  a.join();
  b.join();
}
} // namespace locked_ok

// The caller has the lock: known by all callers, by name, by attribute, by the
// guard that is handed over.
namespace callers_lock_ok {
class Service {
  std::mutex m_;
  AnnotatedMutex mu_;
  Config *a_ = nullptr, *b_ = nullptr, *c_ = nullptr, *d_ = nullptr;
  Config *private_() {
    if (!a_)
      a_ = load();
    return a_;
  }
  Config *named_locked() {
    if (!b_)
      b_ = load();
    return b_;
  }
  Config *required() REQUIRES(mu_) {
    if (!c_)
      c_ = load();
    return c_;
  }
  Config *handed(std::unique_lock<std::mutex> &) {
    if (!d_)
      d_ = load();
    return d_;
  }
  void work() {
    std::unique_lock lock(m_);
    parse(private_()->level + named_locked()->level + handed(lock)->level);
    AnnotatedLock held(&mu_);
    parse(required()->level);
  }

public:
  void run() {
    std::jthread a(&Service::work, this), b(&Service::work, this);
  }
};
} // namespace callers_lock_ok

// Asked for before the threads are there; they find it made.
namespace before_threads_ok {
static Config *config;
void init() {
  if (!config)
    config = load();
}
void work() { parse(config->level); }
} // namespace before_threads_ok
int main() {
  before_threads_ok::init();
  std::thread a(before_threads_ok::work), b(before_threads_ok::work);
  a.join();
  b.join();
}

// One thread alone asks for it.
namespace one_thread_ok {
class Painter {
  Config *brush_ = nullptr;
  std::thread thread_;
  void loop() {
    while (more()) {
      if (!brush_)
        brush_ = load();
      parse(brush_->level);
    }
  }

public:
  Painter() { thread_ = std::thread(&Painter::loop, this); }
  ~Painter() {
    thread_.join();
    if (!brush_)
      brush_ = load();
  }
};
} // namespace one_thread_ok

// An object that is nobody's but the thread's.
namespace own_object_ok {
class Parser {
  std::vector<int> table_;
  Config *config_ = nullptr;

public:
  int next() {
    if (table_.empty())
      table_.resize(256);
    if (!config_)
      config_ = load();
    return table_[config_->level];
  }
};
void work() {
  Parser p;
  parse(p.next());
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace own_object_ok

// A memo of a class that no thread has anything to do with.
namespace memo_ok {
class Polygon {
  mutable double area_ = 0;

public:
  double area() const {
    if (area_ == 0)
      area_ = parse(1);
    return area_;
  }
};
} // namespace memo_ok

namespace locals_ok {
Config *find(Config *list, Config *fallback) {
  Config *found = nullptr;
  for (Config *c = list; c; c = c->next)
    if (!found)
      found = c;
  if (!found)
    found = fallback;
  if (!fallback)
    fallback = load();
  return found ? found : fallback;
}
void run() {
  std::thread a(find, nullptr, nullptr), b(find, nullptr, nullptr);
  a.join();
  b.join();
}
} // namespace locals_ok

// An argument that says where the result goes.
namespace out_ok {
void get(Config **out) {
  if (!*out)
    *out = load();
}
void work() {
  Config *mine = nullptr;
  get(&mine);
  parse(mine->level);
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace out_ok

// The right way to test twice.
namespace double_checked_ok {
std::mutex m;
std::atomic<Config *> config;
Config *get() {
  Config *c = config.load(std::memory_order_acquire);
  if (!c) {
    std::lock_guard lock(m);
    c = config.load(std::memory_order_relaxed);
    if (!c) {
      c = load();
      config.store(c, std::memory_order_release);
    }
  }
  return c;
}
void run() {
  std::thread a(get), b(get);
  a.join();
  b.join();
}
} // namespace double_checked_ok

// The wrong way is race-double-checked-locking's.
namespace other_check_ok {
std::mutex m;
Config *config;
Config *get() {
  if (!config) {
    std::lock_guard lock(m);
    if (!config)
      config = load();
  }
  return config;
}
} // namespace other_check_ok

// Who comes second throws away what it made.
namespace exchanged_ok {
std::atomic<Config *> config;
Config *get() {
  Config *c = config;
  if (!c) {
    Config *made = load();
    if (config.compare_exchange_strong(c, made))
      return made;
    delete made;
  }
  return c;
}
void run() {
  std::thread a(get), b(get);
  a.join();
  b.join();
}
} // namespace exchanged_ok

namespace constructed_ok {
class Service {
  Config *config_ = nullptr;
  std::vector<std::thread> pool_;
  void ensure() {
    if (!config_)
      config_ = load();
  }

public:
  Service() { ensure(); }
  void start() {
    for (int i = 0; i < 4; ++i)
      pool_.emplace_back([this] { parse(config_->level); });
  }
};
} // namespace constructed_ok

// Run when the program is loaded.
namespace start_up_ok {
Config *config;
__attribute__((constructor)) void early() {
  if (!config)
    config = load();
}
struct Registrar {
  Registrar() {
    if (!config)
      config = load();
  }
} registrar;
void work() { parse(config->level); }
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
} // namespace start_up_ok

// A slot for each thread.
namespace slots_ok {
Config *slots[16];
void work(int tid) {
  if (!slots[tid])
    slots[tid] = load();
  parse(slots[tid]->level);
}
void run() {
  std::vector<std::thread> pool;
  for (int i = 0; i < 16; ++i)
    pool.emplace_back(work, i);
  for (auto &t : pool)
    t.join();
}
} // namespace slots_ok

// Given back, not made; tested, but another one is written.
namespace other_write_ok {
std::mutex m;
Config *config, *spare;
int used;
void close() {
  std::lock_guard lock(m);
  if (config)
    config = nullptr;
}
void prepare() {
  std::lock_guard lock(m);
  if (!config)
    spare = load();
  if (used == 0)
    config = spare;
}
void run() {
  std::thread a(close), b(prepare);
  a.join();
  b.join();
}
} // namespace other_write_ok

// The lock is the project's own.
namespace own_lock_ok {
base::Mutex mu;
std::mutex m;
Config *a, *b, *c;
void work() {
  {
    base::Section s(mu);
    if (!a)
      a = load();
  }
  {
    base::Critical s(&m);
    if (!b)
      b = load();
  }
  mu.Take();
  if (!c)
    c = load();
  mu.Give();
}
void run() {
  std::thread x(work), y(work);
  x.join();
  y.join();
}
} // namespace own_lock_ok

// One after the other, and after the end of the last one.
namespace in_turn_ok {
Config *config;
void ensure() {
  if (!config)
    config = load();
}
void run() {
  ensure();
  std::thread a(ensure);
  a.join();
  std::thread b(ensure);
  b.join();
  ensure();
}
} // namespace in_turn_ok

// Fresh until it is put where others find it.
namespace fresh_ok {
std::mutex m;
std::vector<Config *> all;
void add() {
  auto *c = new Config{};
  if (!c->next)
    c->next = load();
  std::lock_guard lock(m);
  all.push_back(c);
}
void run() {
  std::thread a(add), b(add);
  a.join();
  b.join();
}
} // namespace fresh_ok

// Tried for: who does not get the lock leaves it to the other.
namespace tried_ok {
std::mutex m;
Config *config;
void refresh() {
  std::unique_lock lock(m, std::try_to_lock);
  if (!lock)
    return;
  if (!config)
    config = load();
}
void manual() {
  if (!m.try_lock())
    return;
  if (!config)
    config = load();
  m.unlock();
}
void run() {
  std::thread a(refresh), b(manual);
  a.join();
  b.join();
}
} // namespace tried_ok

// The main thread's own toolbox, beside workers that never open it.
namespace apart_ok {
static Config *cursor;
Config *pointer() {
  if (!cursor)
    cursor = load();
  return cursor;
}
void work() { parse(1); }
} // namespace apart_ok
static void draw() {
  std::thread a(apart_ok::work), b(apart_ok::work);
  parse(apart_ok::pointer()->level);
  a.join();
  b.join();
}
void window() { draw(); }

// A task that is waited for before anybody else asks.
namespace future_ok {
Config *config;
Config *get() {
  if (!config)
    config = load();
  return config;
}
int run() {
  auto f = std::async(std::launch::async, [] { return get()->level; });
  int level = f.get();
  return level + get()->level;
}
} // namespace future_ok
