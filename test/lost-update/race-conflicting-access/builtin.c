// A library function that the compiler knows, used as before C99 without its
// header.
// RUN: %race_check %s race-conflicting-access %t -- -std=c89 -Wno-implicit-function-declaration
#include <pthread.h>

int table[4], fresh[4];

void *set(void *unused) {
  table[0] = 3;
  return unused;
}
void *replace(void *unused) {
  memcpy(table, fresh, sizeof(table));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'table' is written while another thread writes it, and no lock is common to both
  return unused;
}
void *look(void *unused) {
  return memcmp(table, fresh, sizeof(fresh)) ? unused : 0;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, set, 0);
  pthread_create(&b, 0, replace, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  look(0);
  return 0;
}
