// RUN: %race_check %s race-write-under-shared-lock %t -- -std=gnu17
#include <pthread.h>
struct table {
  pthread_rwlock_t lock;
  int size, hits;
};
int lookup_bad(struct table *t) {
  pthread_rwlock_rdlock(&t->lock);
  t->hits++;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't->hits' is changed while 't->lock' is held in shared mode only; others hold it too
  int n = t->size;
  pthread_rwlock_unlock(&t->lock);
  return n;
}
void grow_ok(struct table *t) {
  pthread_rwlock_wrlock(&t->lock);
  t->size++;
  pthread_rwlock_unlock(&t->lock);
}
void try_ok(struct table *t) {
  if (pthread_rwlock_tryrdlock(&t->lock) == 0)
    pthread_rwlock_unlock(&t->lock);
  pthread_rwlock_wrlock(&t->lock);
  t->size++;
  pthread_rwlock_unlock(&t->lock);
}
