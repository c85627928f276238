// RUN: %race_check %s race-conflicting-access %t -- -std=gnu17
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

int parse(int);

// A flag between two threads.
struct job {
  pthread_t worker, watcher;
  int cancelled;
  int result;
  char *text;
  pthread_mutex_t lock;
};
static void *watch_bad(void *arg) {
  struct job *j = arg;
  if (parse(1))
    j->cancelled = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}cancelled'{{.*}} [race-conflicting-access]
  return NULL;
}
static void *work_bad(void *arg) {
  struct job *j = arg;
  while (!j->cancelled)
    parse(2);
  return NULL;
}
void start_bad(struct job *j) {
  pthread_create(&j->worker, NULL, work_bad, j);
  pthread_create(&j->watcher, NULL, watch_bad, j);
}

// A buffer that a function keeps for its callers.
static const char *format_bad(int v) {
  static char *text;
  text = malloc(16);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}text'{{.*}} [race-conflicting-access]
  text[0] = (char)v;
  return text;
}
static void *print_bad(void *arg) {
  format_bad(*(int *)arg);
  return NULL;
}
void prints_bad(int *values, int n) {
  for (int i = 0; i < n; i++) {
    pthread_t t;
    pthread_create(&t, NULL, print_bad, &values[i]);
    pthread_detach(t);
  }
}

// The result is read behind the join, one for each thread.
static void *solve_ok(void *arg) {
  struct job *j = arg;
  j->result = parse(1);
  j->text = NULL;
  return NULL;
}
int solves_ok(struct job *jobs, int n) {
  int sum = 0;
  for (int i = 0; i < n; i++)
    pthread_create(&jobs[i].worker, NULL, solve_ok, &jobs[i]);
  for (int i = 0; i < n; i++) {
    pthread_join(jobs[i].worker, NULL);
    sum += jobs[i].result;
  }
  return sum;
}

// Both sides lock; one unlocks on its way out by 'goto'.
struct shared {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int state;
  char *name;
};
static void *set_ok(void *arg) {
  struct shared *s = arg;
  pthread_mutex_lock(&s->lock);
  if (s->state < 0)
    goto out;
  s->state = parse(1);
  s->name = NULL;
  pthread_cond_signal(&s->changed);
out:
  pthread_mutex_unlock(&s->lock);
  return NULL;
}
static void *get_ok(void *arg) {
  struct shared *s = arg;
  pthread_mutex_lock(&s->lock);
  while (s->state == 0)
    pthread_cond_wait(&s->changed, &s->lock);
  parse(s->name != NULL);
  pthread_mutex_unlock(&s->lock);
  return NULL;
}
void shared_ok(struct shared *s) {
  pthread_t a, b;
  pthread_create(&a, NULL, set_ok, s);
  pthread_create(&b, NULL, get_ok, s);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// Readers and a writer of a lock of that kind.
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static int route;
static void *read_ok(void *arg) {
  pthread_rwlock_rdlock(&rw);
  parse(route);
  pthread_rwlock_unlock(&rw);
  return arg;
}
static void *write_ok(void *arg) {
  pthread_rwlock_wrlock(&rw);
  route = *(int *)arg;
  pthread_rwlock_unlock(&rw);
  return NULL;
}
void routes_ok(int *v) {
  pthread_t a, b;
  pthread_create(&a, NULL, read_ok, NULL);
  pthread_create(&b, NULL, write_ok, v);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// Set up before, read by all, taken down behind the joins.
static char *config;
static void *reader_ok(void *arg) {
  parse(config[0]);
  return arg;
}
void setup_ok(void) {
  pthread_t t[4];
  config = malloc(10);
  config[0] = 'a';
  for (int i = 0; i < 4; i++)
    pthread_create(&t[i], NULL, reader_ok, NULL);
  for (int i = 0; i < 4; i++)
    pthread_join(t[i], NULL);
  free(config);
  config = NULL;
}

// What the compiler's own atomics hand over.
static int payload, ready;
static void *put_ok(void *arg) {
  payload = parse(1);
  __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
  return arg;
}
static void *take_ok(void *arg) {
  while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE))
    ;
  parse(payload);
  return arg;
}
void handover_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, put_ok, NULL);
  pthread_create(&b, NULL, take_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
