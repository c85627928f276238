// Alone: nothing, for who calls these is out of sight. With callers.cpp: nothing
// for 'enter', all of whose callers hold the lock. With callers.cpp and
// careless.cpp: one race-inconsistent-guard at the line marked HERE, whose notes
// lead to the call in careless.cpp.
#include "ledger.h"
void enter(Ledger &l, long amount) {
  l.sum += amount;
}
void cancel(Ledger &l, long amount) {
  l.entries -= 1; // HERE
  (void)amount;
}
