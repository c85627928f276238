// RUN: %race_check %s race-lazy-init %t -- -std=gnu17
#include <pthread.h>
#include <stdlib.h>

struct table {
  int *rows;
};

static struct table *shared;
struct table *get_bad(void) {
  if (shared == NULL)
    shared = calloc(1, sizeof *shared);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}shared'{{.*}} [race-lazy-init]
  return shared;
}
static int *rows_bad(struct table *t) {
  if (!t->rows)
    t->rows = malloc(100);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}rows'{{.*}} [race-lazy-init]
  return t->rows;
}
static void *work_bad(void *arg) {
  get_bad();
  rows_bad(arg);
  return NULL;
}
void start_bad(struct table *t) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    pthread_create(&threads[i], NULL, work_bad, t);
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct table *made;
static void make_ok(void) {
  if (!made)
    made = malloc(sizeof *made);
}
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct table *guarded;
static struct table *guarded_ok(void) {
  pthread_mutex_lock(&lock);
  if (!guarded)
    guarded = malloc(sizeof *guarded);
  struct table *t = guarded;
  pthread_mutex_unlock(&lock);
  return t;
}
static __thread struct table *own;
static void *work_ok(void *arg) {
  pthread_once(&once, make_ok);
  if (!own)
    own = malloc(sizeof *own);
  guarded_ok();
  return arg;
}
void start_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work_ok, NULL);
  pthread_create(&b, NULL, work_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
