// What is returned holds a pointer or view of guarded data.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "mutex.h"

void consume(...);
struct Row {
  int id;
  const int *cells;
};
class Cursor {
  std::vector<int> *items;

public:
  explicit Cursor(std::vector<int> *i) : items(i) {}
  int operator*() const { return items->size(); }
};
class Sheet_bad {
  std::mutex m;
  std::vector<int> cells;
  std::map<int, int> names;

public:
  void add(int i) {
    std::lock_guard l(m);
    cells.push_back(i);
    names[i] = i;
  }
  void clear() {
    std::lock_guard l(m);
    cells.clear();
    names.clear();
  }
  Row row(int i) {
    std::lock_guard l(m);
    return {i, &cells[i]};
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'cells{{.*}} [race-guarded-escape]
  }
  Cursor cursor() {
    std::lock_guard l(m);
    return Cursor(&cells);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'cells'{{.*}} [race-guarded-escape]
  }
  std::pair<int *, int *> range() {
    std::lock_guard l(m);
    return {cells.begin(), cells.end()};
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'cells'{{.*}} [race-guarded-escape]
  }
  std::optional<std::map<int, int>::iterator> find(int k) {
    std::lock_guard l(m);
    auto it = names.find(k);
    if (it == names.end())
      return {};
    return it;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'names{{.*}} [race-guarded-escape]
  }
};
void user(Sheet_bad &s) {
  consume(*s.row(1).cells, *s.cursor(), *s.range().first, s.find(1));
}

// The same types, filled with values.
class Sheet_ok {
  std::mutex m;
  std::vector<int> cells;

public:
  void add(int i) {
    std::lock_guard l(m);
    cells.push_back(i);
  }
  void clear() {
    std::lock_guard l(m);
    cells.clear();
  }
  Row row(int i) {
    std::lock_guard l(m);
    return {cells[i], nullptr};
  }
  std::pair<int, int> ends() {
    std::lock_guard l(m);
    return {cells.front(), cells.back()};
  }
  std::optional<int> maybe(int i) {
    std::lock_guard l(m);
    if (cells.empty())
      return {};
    return cells[i];
  }
};
