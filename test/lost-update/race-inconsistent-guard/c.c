// RUN: %race_check %s race-inconsistent-guard %t -- -std=gnu17
#include <pthread.h>
#include <stdlib.h>

int parse(int);

// The lock stands in the struct beside what it guards.
struct queue {
  pthread_mutex_t lock;
  pthread_cond_t filled;
  int length, dropped;
  char *head;
};
void queue_push(struct queue *q) {
  pthread_mutex_lock(&q->lock);
  q->length++;
  pthread_cond_signal(&q->filled);
  pthread_mutex_unlock(&q->lock);
}
int queue_pop(struct queue *q) {
  pthread_mutex_lock(&q->lock);
  while (q->length == 0)
    pthread_cond_wait(&q->filled, &q->lock);
  int left = --q->length;
  pthread_mutex_unlock(&q->lock);
  return left;
}
int queue_length(struct queue *q) {
  pthread_mutex_lock(&q->lock);
  int n = q->length;
  pthread_mutex_unlock(&q->lock);
  return n;
}
void queue_flush_bad(struct queue *q) {
  q->length = 0;
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}length'{{.*}}lock'{{.*}} [race-inconsistent-guard]
}

// A return in the middle has given the lock back; what follows the label has not.
struct table {
  pthread_rwlock_t rw;
  int used;
  char **slots;
};
int table_add_bad(struct table *t, char *s) {
  pthread_rwlock_wrlock(&t->rw);
  if (!s) {
    pthread_rwlock_unlock(&t->rw);
    t->used--;
    // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}used'{{.*}} [race-inconsistent-guard]
    return -1;
  }
  t->slots[t->used] = s;
  t->used++;
  pthread_rwlock_unlock(&t->rw);
  return 0;
}
void table_clear(struct table *t) {
  pthread_rwlock_wrlock(&t->rw);
  t->used = 0;
  pthread_rwlock_unlock(&t->rw);
}
int table_used(struct table *t) {
  pthread_rwlock_rdlock(&t->rw);
  int n = t->used;
  pthread_rwlock_unlock(&t->rw);
  return n;
}

// Made, initialised and freed by one who has it alone.
struct queue *queue_create_ok(void) {
  struct queue *q = malloc(sizeof *q);
  pthread_mutex_init(&q->lock, NULL);
  q->length = 0;
  q->head = NULL;
  return q;
}
void queue_reset_ok(void) {
  struct queue q;
  q.length = 0;
  parse(q.length);
  struct queue *other = calloc(1, sizeof *other);
  other->length = 1;
  free(other);
}

// A static helper whose callers lock, a macro that locks, a wrapper that locks.
struct list {
  pthread_mutex_t lock;
  int items;
};
static void list_grow(struct list *l) { l->items++; }
static void list_lock(struct list *l) { pthread_mutex_lock(&l->lock); }
static void list_unlock(struct list *l) { pthread_mutex_unlock(&l->lock); }
#define LIST_GUARDED(l, code)                                                  \
  do {                                                                         \
    pthread_mutex_lock(&(l)->lock);                                            \
    code;                                                                      \
    pthread_mutex_unlock(&(l)->lock);                                          \
  } while (0)
void list_add_ok(struct list *l) {
  pthread_mutex_lock(&l->lock);
  list_grow(l);
  pthread_mutex_unlock(&l->lock);
}
void list_drop_ok(struct list *l) {
  list_lock(l);
  l->items--;
  list_unlock(l);
}
void list_clear_ok(struct list *l) {
  LIST_GUARDED(l, l->items = 0);
  LIST_GUARDED(l, list_grow(l));
}
int list_try_ok(struct list *l) {
  if (pthread_mutex_trylock(&l->lock) != 0)
    return -1;
  int n = l->items;
  pthread_mutex_unlock(&l->lock);
  return n;
}
void list_add_locked(struct list *l) { l->items += 2; }

// A lock of the file and what is static in it; set up before it is used.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int level;
void level_up_ok(void) {
  pthread_mutex_lock(&lock);
  level++;
  pthread_mutex_unlock(&lock);
}
void level_down_ok(void) {
  pthread_mutex_lock(&lock);
  level--;
  pthread_mutex_unlock(&lock);
}
int level_get_ok(void) {
  pthread_mutex_lock(&lock);
  int l = level;
  pthread_mutex_unlock(&lock);
  return l;
}
static void *work_ok(void *arg) {
  level_up_ok();
  return arg;
}
int main(int argc, char **argv) {
  (void)argv;
  pthread_t t;
  level = argc;
  pthread_create(&t, NULL, work_ok, NULL);
  pthread_join(t, NULL);
  return level;
}
