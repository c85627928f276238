// All of these hold the lock.
#include "ledger.h"
void pay(Ledger &l, long amount) {
  std::lock_guard guard(l.lock);
  enter(l, -amount);
  l.entries++;
}
void earn(Ledger &l, long amount) {
  l.lock.lock();
  enter(l, amount);
  l.entries++;
  l.lock.unlock();
}
long balance(Ledger &l) {
  std::lock_guard guard(l.lock);
  return l.sum + l.entries;
}
void undo(Ledger &l, long amount) {
  std::unique_lock guard(l.lock);
  cancel(l, amount);
}
