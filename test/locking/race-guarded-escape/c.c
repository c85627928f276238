// RUN: %race_check %s race-guarded-escape %t -- -std=gnu17
#include <pthread.h>
#include <string.h>

struct stats {
  int calls, misses;
};
struct table {
  pthread_mutex_t lock;
  struct stats stats;
  int cells[64];
  char name[32];
  int used;
  struct table *next;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct stats total;
static struct table *head;
static const struct stats nothing;
void consume(int, ...);

void count(int calls) {
  pthread_mutex_lock(&lock);
  total.calls += calls;
  total.misses++;
  pthread_mutex_unlock(&lock);
}
void reset(void) {
  pthread_mutex_lock(&lock);
  total.calls = 0;
  total.misses = 0;
  pthread_mutex_unlock(&lock);
}
struct stats *get_total_bad(void) {
  pthread_mutex_lock(&lock);
  struct stats *s = &total;
  pthread_mutex_unlock(&lock);
  return s;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-guarded-escape]
}
void add(struct table *t, int v) {
  pthread_mutex_lock(&t->lock);
  t->cells[t->used] = v;
  t->used++;
  strcpy(t->name, "changed");
  pthread_mutex_unlock(&t->lock);
}
void clear(struct table *t) {
  pthread_mutex_lock(&t->lock);
  t->used = 0;
  t->cells[0] = 0;
  t->name[0] = 0;
  pthread_mutex_unlock(&t->lock);
}
int *find_bad(struct table *t, int v) {
  int *found = 0;
  pthread_mutex_lock(&t->lock);
  for (int i = 0; i < t->used; i++)
    if (t->cells[i] == v)
      found = &t->cells[i];
  pthread_mutex_unlock(&t->lock);
  return found;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}cells{{.*}} [race-guarded-escape]
}
const char *name_bad(struct table *t) {
  pthread_mutex_lock(&t->lock);
  const char *n = t->name;
  pthread_mutex_unlock(&t->lock);
  return n;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}name'{{.*}} [race-guarded-escape]
}
void users(struct table *t) {
  consume(get_total_bad()->calls, *find_bad(t, 1), *name_bad(t));
}

struct stats copy_ok(void) {
  pthread_mutex_lock(&lock);
  struct stats s = total;
  pthread_mutex_unlock(&lock);
  return s;
}
void copy_into_ok(struct stats *out) {
  pthread_mutex_lock(&lock);
  *out = total;
  pthread_mutex_unlock(&lock);
}
void copy_name_ok(struct table *t, char *out, unsigned long n) {
  pthread_mutex_lock(&t->lock);
  strncpy(out, t->name, n);
  pthread_mutex_unlock(&t->lock);
}
// The value of a guarded pointer is a value.
struct table *first_ok(void) {
  pthread_mutex_lock(&lock);
  struct table *t = head;
  pthread_mutex_unlock(&lock);
  return t;
}
void push_ok(struct table *t) {
  pthread_mutex_lock(&lock);
  t->next = head;
  head = t;
  pthread_mutex_unlock(&lock);
}
struct table *pop_ok(void) {
  pthread_mutex_lock(&lock);
  struct table *t = head;
  if (t)
    head = t->next;
  pthread_mutex_unlock(&lock);
  return t;
}
const struct stats *nothing_ok(void) { return &nothing; }
int *cell_locked(struct table *t, int i) { return &t->cells[i]; }
// Only its callers below, which hold the lock.
static int *cell_ok(struct table *t, int i) { return &t->cells[i]; }
int sum_ok(struct table *t) {
  pthread_mutex_lock(&t->lock);
  int s = *cell_ok(t, 0) + *cell_ok(t, 1);
  pthread_mutex_unlock(&t->lock);
  return s;
}
// Locked here, given back by 'table_put_ok'.
int *table_get_ok(struct table *t, int i) {
  pthread_mutex_lock(&t->lock);
  return &t->cells[i];
}
void table_put_ok(struct table *t) { pthread_mutex_unlock(&t->lock); }
pthread_mutex_t *mutex_ok(struct table *t) { return &t->lock; }
