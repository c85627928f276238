// Folly's sequenced executors, by its pack: they run what they are given in
// order, one at a time, which a pool of threads does not.
// RUN: %race_check %s race-unguarded-update %t -- -std=c++20

namespace folly {
using Func = void (*)();
class Executor {
public:
  virtual ~Executor() = default;
  virtual void add(Func) = 0;
};
class SequencedExecutor : public virtual Executor {};
class SerialExecutor : public SequencedExecutor {
public:
  void add(Func) override;
};
class CPUThreadPoolExecutor : public virtual Executor {
public:
  void add(Func) override;
};
} // namespace folly

static folly::SerialExecutor serial;
static int in_turn;
void more() {
  serial.add([] { ++in_turn; });
}
void less() {
  serial.add([] { --in_turn; });
}

static folly::CPUThreadPoolExecutor pool;
static int at_once;
void up() {
  pool.add([] { ++at_once; });
}
void down() {
  pool.add([] { --at_once; });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'at_once' is read, changed and written back {{.*}} [race-unguarded-update]
}
