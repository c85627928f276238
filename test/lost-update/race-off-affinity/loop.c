// RUN: %race_check %s race-off-affinity %t -- -std=gnu17
// Handles of a loop, which belong to whoever runs it.
#include <pthread.h>

typedef struct uv_loop_s uv_loop_t;
typedef struct uv_timer_s { int n; } uv_timer_t;
typedef struct uv_async_s { int n; } uv_async_t;
typedef struct uv_work_s { int n; } uv_work_t;
int uv_timer_start(uv_timer_t *, void (*)(uv_timer_t *), unsigned long, unsigned long);
int uv_timer_init(uv_loop_t *, uv_timer_t *);
int uv_async_send(uv_async_t *);
int uv_queue_work(uv_loop_t *, uv_work_t *, void (*)(uv_work_t *), void (*)(uv_work_t *, int));

static uv_timer_t timer;
static uv_async_t async;
void tick(uv_timer_t *t);
static void *thread(void *arg) {
  uv_timer_start(&timer, tick, 0, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_timer_start' is called on a 'uv_timer_t' by another thread
  uv_async_send(&async);
  return arg;
}
static void work(uv_work_t *w) {
  uv_timer_start(&timer, tick, 0, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_timer_start' is called on a 'uv_timer_t' by another thread
}
// Runs on the loop again.
static void after(uv_work_t *w, int status) { uv_timer_start(&timer, tick, 0, 1); }
// A loop of the thread's own, with handles of its own.
static void *own_loop(void *arg) {
  uv_timer_t mine;
  uv_timer_start(&mine, tick, 0, 1);
  return arg;
}
void start(uv_loop_t *loop, uv_work_t *w) {
  pthread_t t;
  pthread_create(&t, 0, own_loop, 0);
  pthread_create(&t, 0, thread, 0);
  uv_queue_work(loop, w, work, after);
  uv_timer_start(&timer, tick, 0, 1);
  pthread_join(t, 0);
}
