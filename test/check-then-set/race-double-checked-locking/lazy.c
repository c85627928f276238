// RUN: %race_check %s race-double-checked-locking %t -- -std=gnu17
#include <pthread.h>
#include <stdlib.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *table;
static int initialised;
char *get_bad(void) {
  if (table == NULL) {
    pthread_mutex_lock(&lock);
    if (table == NULL)
      table = malloc(100);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'table' is tested without 'lock' under which it is set, and is not atomic; it may be seen before what it stands for
    pthread_mutex_unlock(&lock);
  }
  return table;
}
void once_bad(void) {
  if (!initialised) {
    pthread_mutex_lock(&lock);
    initialised = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'initialised' is tested without 'lock' and set under it with no second test; two threads may pass the test and set it one after the other
    pthread_mutex_unlock(&lock);
  }
}
char *get_ok(void) {
  pthread_mutex_lock(&lock);
  if (!table)
    table = malloc(100);
  char *t = table;
  pthread_mutex_unlock(&lock);
  return t;
}
