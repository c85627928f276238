// Nothing in here knows of threads: ordinary code.
// RUN: %race_check %s race-lazy-init %t -- -std=c++20 -isystem %mock
#include "containers.h"
#include "memory.h"
struct Table {
  int rows;
};
static Table *table;
Table *global_ok() {
  if (!table)
    table = new Table;
  return table;
}
Table *local_ok() {
  static std::unique_ptr<Table> t;
  if (!t)
    t = std::make_unique<Table>();
  return t.get();
}
class Document_ok {
  mutable std::vector<int> lines_;

public:
  unsigned long count() const {
    if (lines_.empty())
      lines_ = std::vector<int>(10);
    return lines_.size();
  }
};
