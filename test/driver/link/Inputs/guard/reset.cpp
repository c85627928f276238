// Expected with stock.cpp: one race-inconsistent-guard, at the line marked HERE,
// that names 'items_', 'lock_' and 4 of 5 functions. Alone: nothing.
#include "stock.h"
void Stock::reset() {
  items_.clear(); // HERE
}
