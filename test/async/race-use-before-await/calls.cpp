// The start, the access or the wait stands in a function that is called.
// RUN: %race_check %s race-use-before-await %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "thread.h"

void consume(...);
// The access is told where it stands, in the function that is called.
class Loader {
  int rows = 0;
  std::thread t;
  void show_bad() {
    consume(rows);
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'rows'{{.*}} [race-use-before-await]
  }
  void store() { rows++; }
  void run() { store(); }
  void finish() { t.join(); }

public:
  void helperReads() {
    t = std::thread([this] { run(); });
    show_bad();
    finish();
  }
  void readsAfterHelper_ok() {
    t = std::thread([this] { run(); });
    finish();
    consume(rows);
  }
};
static std::future<void> begin(int &n) {
  return std::async([&n] { n = 1; });
}
static std::thread beginThread(int *n) {
  return std::thread([n] { *n = 1; });
}
void startedByHelper_bad() {
  int total = 0;
  auto f = begin(total);
  consume(total);
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  f.get();
}
void threadOfHelper_bad() {
  int total = 0;
  std::thread t = beginThread(&total);
  consume(total);
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
int startedByHelper_ok() {
  int total = 0;
  auto f = begin(total);
  f.get();
  return total;
}
// A wrapper of one's own that forwards to the thread.
template <class F> static std::thread spawn(F &&f) {
  return std::thread(static_cast<F &&>(f));
}
void forwarded_bad() {
  int total = 0;
  std::thread t = spawn([&] { total = 1; });
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  t.join();
}
// The work writes what it is given, two calls deep.
static void write(std::vector<int> &v) { v.push_back(1); }
static void deep(std::vector<int> &v) { write(v); }
void deep_bad() {
  std::vector<int> found;
  std::thread t([&] { deep(found); });
  consume(found.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'found'{{.*}} [race-use-before-await]
  t.join();
}
static int count(const std::vector<int> &v) { return v.size(); }
void bothRead_ok() {
  std::vector<int> found;
  std::thread t([&] { consume(count(found)); });
  consume(count(found));
  t.join();
}
