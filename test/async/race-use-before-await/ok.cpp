// The work is waited for, or shares nothing with who started it.
// RUN: %race_check %s race-use-before-await %t --min-confidence=low -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "memory.h"
#include "mutex.h"
#include "thread.h"

void consume(...);
int sum(const std::vector<int> &);
struct Result {
  int value, error;
};
void fill(std::vector<int> &v) { v.push_back(1); }
int copied(std::vector<int> v) {
  v.push_back(1);
  return v.size();
}

// Waited for.
int joined_ok() {
  int total = 0;
  std::thread t([&] { total = 1; });
  t.join();
  return total;
}
int got_ok() {
  int total = 0;
  auto f = std::async([&] { total = 1; });
  f.get();
  return total;
}
int waited_ok() {
  int total = 0;
  auto f = std::async([&] { total = 1; });
  f.wait();
  return total;
}
int inCondition_ok() {
  int total = 0;
  auto f = std::async([&] {
    total = 1;
    return true;
  });
  if (f.get())
    return total;
  return total + 1;
}
int inExpression_ok() {
  int total = 0;
  auto f = std::async([&] { return total = 1; });
  int r = f.get();
  return r + total;
}
void ready_ok() {
  int total = 0;
  auto f = std::async(std::launch::async, [&] { total = 1; });
  if (f.wait_for(100) == std::future_status::ready)
    consume(total);
}
void polledUntilReady_ok() {
  int total = 0;
  auto f = std::async(std::launch::async, [&] { total = 1; });
  while (f.wait_for(100) != std::future_status::ready)
    consume(1);
  consume(total);
}
int joinable_ok() {
  int total = 0;
  std::thread t([&] { total = 1; });
  if (t.joinable())
    t.join();
  return total;
}
int valid_ok(bool start) {
  int total = 0;
  std::future<void> f;
  if (start)
    f = std::async([&] { total = 1; });
  if (f.valid())
    f.get();
  return total;
}
int everyWay_ok(bool first) {
  int total = 0;
  std::thread t([&] { total = 1; });
  if (first) {
    t.join();
    return total;
  }
  consume(1);
  t.join();
  return total + 1;
}
int everyWayByFuture_ok(int way) {
  int total = 0;
  auto f = std::async([&] { total = 1; });
  switch (way) {
  case 0:
    f.wait();
    break;
  default:
    f.get();
  }
  return total;
}
int innerBlock_ok() {
  int total = 0;
  { std::jthread t([&] { total = 1; }); }
  return total;
}
int innerFuture_ok() {
  int total = 0;
  { auto f = std::async(std::launch::async, [&] { total = 1; }); }
  return total;
}
int temporary_ok() {
  int total = 0;
  std::thread([&] { total = 1; }).join();
  return total;
}
int temporaryGet_ok() {
  int total = 0;
  std::async([&] { total = 1; }).get();
  return total;
}
// The future is a temporary: its destructor waits.
int dropped_ok() {
  int total = 0;
  (void)std::async(std::launch::async, [&] { total = 1; });
  return total;
}
int overwritten_ok() {
  int total = 0;
  std::jthread t([&] { total = 1; });
  t = std::jthread();
  return total;
}
int moved_ok() {
  int total = 0;
  std::thread t([&] { total = 1; });
  std::thread other = std::move(t);
  other.join();
  return total;
}
int vector_ok(int n) {
  std::vector<int> totals(n);
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&totals, i] { totals[i] = i; });
  for (auto &t : threads)
    t.join();
  return totals[0];
}
int indexed_ok(int n) {
  std::vector<int> totals(n);
  std::vector<std::future<void>> futures;
  for (int i = 0; i < n; ++i)
    futures.push_back(std::async([&totals, i] { totals[i] = i; }));
  for (int i = 0; i < n; ++i)
    futures[i].get();
  return sum(totals);
}
int cleared_ok(int n) {
  std::vector<int> totals(n);
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&totals, i] { totals[i] = i; });
  threads.clear();
  return sum(totals);
}
int array_ok() {
  int total = 0;
  std::thread threads[1] = {std::thread([&] { total = 1; })};
  for (std::thread &t : threads)
    t.join();
  return total;
}
void everyRound_ok(int n) {
  int total = 0;
  for (int i = 0; i < n; ++i) {
    consume(total);
    std::thread t([&] { total = i; });
    t.join();
  }
}
int beforeTheStart_ok() {
  int total = 0;
  total = 2;
  consume(total);
  std::thread t([&] { total = 1; });
  t.join();
  return total;
}

// A handle of one's own whose destructor joins.
struct Joiner {
  std::thread &t;
  ~Joiner() { t.join(); }
};
int joiner_ok() {
  int total = 0;
  {
    std::thread t([&] { total = 1; });
    Joiner j{t};
  }
  return total;
}
static void waitForAll(std::vector<std::thread> &threads) {
  for (auto &t : threads)
    t.join();
}
int joinedByHelper_ok() {
  int total = 0;
  std::vector<std::thread> threads;
  threads.emplace_back([&] { total = 1; });
  waitForAll(threads);
  return total;
}
template <class F> static void runAndWait(F f) {
  std::thread t(f);
  t.join();
}
int startedByHelper_ok() {
  int total = 0;
  runAndWait([&] { total = 1; });
  return total;
}

// Different things.
void otherField_ok() {
  Result r{};
  std::thread t([&r] { r.value = 1; });
  consume(r.error);
  r.error = 2;
  t.join();
}
void otherLocal_ok() {
  int total = 0, other = 0;
  std::thread t([&] { total = 1; });
  other = 1;
  consume(other);
  t.join();
}
void otherObject_ok(Result &a, Result &b) {
  std::thread t([&a] { a.value = 1; });
  b.value = 2;
  t.join();
}
int halves_ok(const std::vector<int> &left, const std::vector<int> &right) {
  int l = 0, r = 0;
  auto f = std::async([&] { l = sum(left); });
  r = sum(right);
  f.get();
  return l + r;
}
int ownSlot_ok(int n) {
  std::vector<int> out(n);
  std::vector<std::thread> threads;
  for (int i = 1; i < n; ++i)
    threads.emplace_back([&out, i] { out[i] = i; });
  out[0] = 1;
  for (auto &t : threads)
    t.join();
  return sum(out);
}
// Elements change, how many there are doesn't; where one is, is no access.
void slots_ok(std::vector<int> &v) {
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < v.size(); ++i)
    threads.emplace_back([&v, i] { v[i] = 1; });
  for (auto &t : threads)
    t.join();
}
void addresses_ok(int n) {
  std::vector<int> out(n);
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i) {
    int *slot = &out[i];
    threads.emplace_back([slot] { *slot = 1; });
  }
}
void references_ok(int n) {
  std::vector<std::vector<int>> out(n);
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back(fill, std::ref(out[i]));
}
void onlyRead_ok(const std::vector<int> &v) {
  int limit = 3;
  auto f = std::async([&] { return sum(v) + limit; });
  consume(v.size(), sum(v), limit);
  f.get();
}
void handle_ok() {
  int total = 0;
  std::thread t([&] { total = 1; });
  int *where = &total;
  consume(t.joinable(), sizeof(total), where == nullptr);
  t.join();
}

// Its own copy.
void byCopy_ok() {
  int total = 0;
  std::thread t([total]() mutable { total++; });
  total = 2;
  t.join();
}
void movedIn_ok(std::vector<int> v) {
  auto f = std::async([w = std::move(v)]() mutable { w.push_back(1); });
  v = std::vector<int>();
  v.push_back(1);
  f.get();
}
void byValue_ok(std::vector<int> v) {
  std::thread t(copied, v);
  v.push_back(1);
  t.join();
}
void owner_ok() {
  auto r = std::make_unique<Result>();
  std::thread t([r = std::move(r)] { r->value = 1; });
  r = std::make_unique<Result>();
  r->value = 2;
  t.join();
}
void shadowed_ok() {
  int total = 0;
  std::thread t([] {
    int total = 1;
    consume(total);
  });
  total = 2;
  t.join();
}
void returned_ok() {
  auto f = std::async([] {
    std::vector<int> found;
    found.push_back(1);
    return found;
  });
  consume(1);
  consume(f.get().size());
}
thread_local int mine;
void threadLocal_ok() {
  std::thread t([] { mine = 1; });
  consume(mine);
  t.join();
}

// Not started, or not yet.
int deferred_ok() {
  int total = 0;
  auto f = std::async(std::launch::deferred, [&] { total = 1; });
  total = 2;
  f.get();
  return total;
}
int kept_ok() {
  int total = 0;
  std::function<void()> work = [&] { total = 1; };
  consume(total);
  work();
  return total;
}
int task_ok() {
  int total = 0;
  std::packaged_task<void()> task([&] { total = 1; });
  consume(total);
  task();
  return total;
}
int atOnce_ok(std::vector<int> &v) {
  int total = 0;
  std::for_each(v.begin(), v.end(), [&](int i) { total += i; });
  return total;
}
