// All of these hold the lock. Alone this file has nothing to tell.
#include "stock.h"
void Stock::add(int item) {
  std::lock_guard guard(lock_);
  items_.push_back(item);
}
void Stock::drop() {
  std::lock_guard guard(lock_);
  items_.pop_back();
}
bool Stock::empty() {
  std::lock_guard guard(lock_);
  return items_.empty();
}
int Stock::count() {
  std::lock_guard guard(lock_);
  return static_cast<int>(items_.size());
}
