// RUN: %race_check %s race-split-critical-section %t -- -std=gnu17
#include <pthread.h>
#include <threads.h>

struct account {
  pthread_mutex_t lock;
  pthread_rwlock_t rw;
  mtx_t c11;
  cnd_t changed;
  int balance, limit;
};
int compute(int);
#define LOCKED(a, code)                                                        \
  do {                                                                         \
    pthread_mutex_lock(&(a)->lock);                                            \
    code;                                                                      \
    pthread_mutex_unlock(&(a)->lock);                                          \
  } while (0)

void twice_bad(struct account *a) {
  pthread_mutex_lock(&a->lock);
  int b = a->balance;
  pthread_mutex_unlock(&a->lock);
  b = compute(b);
  pthread_mutex_lock(&a->lock);
  a->balance = b;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'a->balance' is read under 'a->lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  pthread_mutex_unlock(&a->lock);
}
void upgrade_bad(struct account *a) {
  pthread_rwlock_rdlock(&a->rw);
  int b = a->balance;
  pthread_rwlock_unlock(&a->rw);
  pthread_rwlock_wrlock(&a->rw);
  a->balance = b + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'a->balance' is read under 'a->rw' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  pthread_rwlock_unlock(&a->rw);
}
void c11_bad(struct account *a) {
  mtx_lock(&a->c11);
  int b = a->balance;
  cnd_wait(&a->changed, &a->c11);
  a->balance = b + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'a->balance' is read under 'a->c11' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
  mtx_unlock(&a->c11);
}
void tried_bad(struct account *a) {
  if (pthread_mutex_trylock(&a->lock) != 0)
    return;
  int b = a->balance;
  pthread_mutex_unlock(&a->lock);
  if (pthread_mutex_trylock(&a->lock) == 0) {
    a->balance = b + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'a->balance' is read under 'a->lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
    pthread_mutex_unlock(&a->lock);
  }
}
void macro_bad(struct account *a) {
  int b;
  LOCKED(a, b = a->balance);
  LOCKED(a, a->balance = b + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'a->balance' is read under 'a->lock' and written under it with a value computed from that read, but the lock is given back in between; an update in between is lost
}
void onePart_ok(struct account *a) {
  pthread_mutex_lock(&a->lock);
  int b = a->balance;
  if (b > a->limit) {
    pthread_mutex_unlock(&a->lock);
    return;
  }
  a->balance = b + 1;
  pthread_mutex_unlock(&a->lock);
}
void cleanup_ok(struct account *a) {
  pthread_mutex_lock(&a->lock);
  int b = a->balance;
  if (!b)
    goto out;
  a->balance = b + 1;
out:
  pthread_mutex_unlock(&a->lock);
}
void waits_ok(struct account *a, pthread_cond_t *c) {
  pthread_mutex_lock(&a->lock);
  while (a->balance == 0)
    pthread_cond_wait(c, &a->lock);
  a->balance--;
  pthread_mutex_unlock(&a->lock);
}
