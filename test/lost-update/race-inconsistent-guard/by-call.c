// A list is changed by the functions that it is given to, of which there are
// many callers; who calls them without the lock is the one to mend.
// RUN: %race_check %s race-inconsistent-guard %t --
#include <pthread.h>

struct node;
struct list {
  struct node *first;
  int length;
};
void list_add(struct list *l, struct node *n) {
  l->first = n;
  l->length = l->length + 1;
}
void list_clear(struct list *l) {
  l->first = 0;
  l->length = 0;
}
int list_length(const struct list *l) { return l->length; }

// So many that not each way is followed.
#define USE(N) \
  struct list l##N; \
  void a##N(struct node *n) { list_add(&l##N, n); } \
  void aa##N(void) { list_clear(&l##N); }
#define USE8(N) \
  USE(N##0) USE(N##1) USE(N##2) USE(N##3) USE(N##4) USE(N##5) USE(N##6) USE(N##7)
USE8(0) USE8(1) USE8(2) USE8(3) USE8(4) USE8(5) USE8(6) USE8(7)
USE8(8) USE8(9) USE8(a) USE8(b) USE8(c) USE8(d) USE8(e) USE8(f)

struct list done;
struct list *waiting;
static pthread_mutex_t done_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t waiting_mutex = PTHREAD_MUTEX_INITIALIZER;

void finish(struct node *n) {
  pthread_mutex_lock(&done_mutex);
  list_add(&done, n);
  pthread_mutex_unlock(&done_mutex);
}
void again(struct node *n) {
  pthread_mutex_lock(&done_mutex);
  list_add(&done, n);
  pthread_mutex_unlock(&done_mutex);
}
void forget(void) {
  pthread_mutex_lock(&done_mutex);
  list_clear(&done);
  pthread_mutex_unlock(&done_mutex);
}
void hurry(struct node *n) {
  list_add(&done, n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'done' is written without 'done_mutex', which is held in 6 of 7 functions that use it; an update may be lost [race-inconsistent-guard]
}

// The same by a pointer.
void wait(struct node *n) {
  pthread_mutex_lock(&waiting_mutex);
  list_add(waiting, n);
  pthread_mutex_unlock(&waiting_mutex);
}
void wait_more(struct node *n) {
  pthread_mutex_lock(&waiting_mutex);
  list_add(waiting, n);
  pthread_mutex_unlock(&waiting_mutex);
}
void stop(void) {
  pthread_mutex_lock(&waiting_mutex);
  list_clear(waiting);
  pthread_mutex_unlock(&waiting_mutex);
}
void push(struct node *n) {
  pthread_mutex_lock(&waiting_mutex);
  pthread_mutex_unlock(&waiting_mutex);
  list_add(waiting, n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waiting' is written without 'waiting_mutex'
}

// Lists that lock for themselves, and one that a function has for itself.
struct queue {
  pthread_mutex_t mutex;
  struct node *first;
};
struct queue jobs;
void queue_add(struct queue *q, struct node *n) {
  pthread_mutex_lock(&q->mutex);
  q->first = n;
  pthread_mutex_unlock(&q->mutex);
}
void submit(struct node *n) {
  pthread_mutex_lock(&done_mutex);
  queue_add(&jobs, n);
  list_add(&done, n);
  pthread_mutex_unlock(&done_mutex);
}
void submit_twice(struct node *n) {
  pthread_mutex_lock(&done_mutex);
  queue_add(&jobs, n);
  list_add(&done, n);
  pthread_mutex_unlock(&done_mutex);
}
void submit_more(struct node *n) {
  pthread_mutex_lock(&done_mutex);
  queue_add(&jobs, n);
  list_clear(&done);
  pthread_mutex_unlock(&done_mutex);
}
void submit_now(struct node *n) { queue_add(&jobs, n); }
int count(struct node *n) {
  struct list own = {0, 0};
  list_add(&own, n);
  return list_length(&own);
}
