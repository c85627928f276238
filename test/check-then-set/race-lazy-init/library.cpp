// A library: who calls it is out of sight, but its file uses locks, so somebody
// means it for threads. Static storage only.
// RUN: %race_check %s race-lazy-init %t -- -std=c++20 -isystem %mock
#include "mutex.h"
struct Table {
  int rows;
};
static std::mutex users_lock;
static int users;
static Table *table;

Table *table_bad() {
  if (!table)
    table = new Table;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}table'{{.*}} [race-lazy-init]
  return table;
}
void open() {
  std::lock_guard lock(users_lock);
  ++users;
}
// A field: nothing says that the object is shared.
class Document_ok {
  Table *index_ = nullptr;

public:
  Table *index() {
    if (!index_)
      index_ = new Table;
    return index_;
  }
};
