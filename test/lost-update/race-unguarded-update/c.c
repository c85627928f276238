// RUN: %race_check %s race-unguarded-update %t -- -std=gnu17
#include <pthread.h>
#include <stdlib.h>
#include <threads.h>

int parse(int);

// One function on four threads, a global.
static long served;
static void *serve_bad(void *arg) {
  (void)arg;
  while (parse(1))
    served++;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}served'{{.*}} [race-unguarded-update]
  return NULL;
}
void start_bad(void) {
  pthread_t t[4];
  for (int i = 0; i < 4; i++)
    pthread_create(&t[i], NULL, serve_bad, NULL);
  for (int i = 0; i < 4; i++)
    pthread_join(t[i], NULL);
}

// One struct that all threads are given, through a helper.
struct pool {
  pthread_mutex_t lock;
  int queued;
  long done;
};
static void finish_bad(struct pool *p, int n) {
  p->done += n;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}done'{{.*}} [race-unguarded-update]
}
static void *pool_main_bad(void *arg) {
  struct pool *p = arg;
  pthread_mutex_lock(&p->lock);
  p->queued--;
  pthread_mutex_unlock(&p->lock);
  finish_bad(p, 1);
  return NULL;
}
void pool_bad(struct pool *p) {
  pthread_t a, b;
  pthread_create(&a, NULL, pool_main_bad, p);
  pthread_create(&b, NULL, &pool_main_bad, p);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// C11's threads, detached.
static volatile unsigned ticks;
static int tick_bad(void *arg) {
  (void)arg;
  ticks += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}ticks'{{.*}} [race-unguarded-update]
  return 0;
}
void c11_bad(void) {
  for (int i = 0; i < 2; i++) {
    thrd_t t;
    thrd_create(&t, tick_bad, NULL);
    thrd_detach(t);
  }
}

// A struct for each thread, made in the loop.
struct args {
  int id;
  long operations;
};
static void *bench_ok(void *arg) {
  struct args *a = arg;
  for (int i = 0; i < 100; i++)
    a->operations += parse(a->id);
  free(a);
  return NULL;
}
void benches_ok(void) {
  pthread_t t[4];
  for (int i = 0; i < 4; i++) {
    struct args *a = malloc(sizeof *a);
    a->id = i;
    a->operations = 0;
    pthread_create(&t[i], NULL, bench_ok, a);
  }
  for (int i = 0; i < 4; i++)
    pthread_join(t[i], NULL);
}

// A row of structs on the stack.
static void *row_main_ok(void *arg) {
  ((struct args *)arg)->operations++;
  return NULL;
}
long row_ok(void) {
  pthread_t t[4];
  struct args row[4] = {{0}};
  long sum = 0;
  for (int i = 0; i < 4; i++)
    pthread_create(&t[i], NULL, row_main_ok, &row[i]);
  for (int i = 0; i < 4; i++) {
    pthread_join(t[i], NULL);
    sum += row[i].operations;
  }
  return sum;
}

// The lock is taken by the caller, in a helper, and by a macro.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int guarded;
static void count_ok(void) { guarded++; }
static void lock_all(void) { pthread_mutex_lock(&lock); }
static void unlock_all(void) { pthread_mutex_unlock(&lock); }
#define WITH_LOCK(code)                                                        \
  do {                                                                         \
    pthread_mutex_lock(&lock);                                                 \
    code;                                                                      \
    pthread_mutex_unlock(&lock);                                               \
  } while (0)
static void *held_ok(void *arg) {
  pthread_mutex_lock(&lock);
  count_ok();
  pthread_mutex_unlock(&lock);
  lock_all();
  count_ok();
  guarded += 2;
  unlock_all();
  WITH_LOCK(guarded--);
  if (pthread_mutex_trylock(&lock) == 0) {
    guarded++;
    pthread_mutex_unlock(&lock);
  }
  return arg;
}
void helds_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, held_ok, NULL);
  pthread_create(&b, NULL, held_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// A variable of each thread's own.
static __thread int depth;
static _Thread_local int level;
static void *own_ok(void *arg) {
  depth++;
  level += 2;
  return arg;
}
void owns_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, own_ok, NULL);
  pthread_create(&b, NULL, own_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// One thread, joined before the next access.
static int single;
static void *single_main_ok(void *arg) {
  single++;
  return arg;
}
int single_ok(void) {
  pthread_t t;
  single = 1;
  pthread_create(&t, NULL, single_main_ok, NULL);
  pthread_join(t, NULL);
  return ++single;
}

// What the compiler does in one step.
static int builtin;
static _Atomic int atomic;
static void *builtin_ok(void *arg) {
  __atomic_fetch_add(&builtin, 1, __ATOMIC_RELAXED);
  __sync_fetch_and_add(&builtin, 1);
  atomic++;
  return arg;
}
void builtins_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, builtin_ok, NULL);
  pthread_create(&b, NULL, builtin_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}

// Run once, whoever comes first.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int inits;
static void init_ok(void) { inits++; }
static void *once_main_ok(void *arg) {
  pthread_once(&once, init_ok);
  return arg;
}
void onces_ok(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, once_main_ok, NULL);
  pthread_create(&b, NULL, once_main_ok, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
}
