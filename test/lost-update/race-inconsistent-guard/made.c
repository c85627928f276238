// RUN: %race_check %s race-inconsistent-guard %t --min-confidence=low -- -std=gnu17
#include <pthread.h>

// Who makes the lock sets up what stands beside it, in a helper too.
struct ring {
  pthread_mutex_t lock;
  int first, last;
};
static void ring_clear(struct ring *r) { r->first = r->last = 0; }
void ring_init_ok(struct ring *r) {
  r->first = 1;
  pthread_mutex_init(&r->lock, NULL);
  r->last = 1;
  ring_clear(r);
}
void ring_push_ok(struct ring *r) {
  pthread_mutex_lock(&r->lock);
  r->last++;
  pthread_mutex_unlock(&r->lock);
}
int ring_pop_ok(struct ring *r) {
  pthread_mutex_lock(&r->lock);
  int left = r->last - r->first++;
  pthread_mutex_unlock(&r->lock);
  return left;
}
void ring_trim_ok(struct ring *r) {
  pthread_mutex_lock(&r->lock);
  r->first = r->last;
  pthread_mutex_unlock(&r->lock);
}
void ring_drain_ok(struct ring *r) {
  pthread_mutex_lock(&r->lock);
  ring_clear(r);
  pthread_mutex_unlock(&r->lock);
}
