// RUN: %race_check %s race-atomic-split-update %t --fix
_Atomic int hits;
void bump(void) { hits = hits + 1; }
// CHECK-MESSAGES: :[[@LINE-1]]:19: warning:
// CHECK-FIXES: void bump(void) { hits += 1; }
