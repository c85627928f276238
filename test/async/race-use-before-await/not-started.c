// XFAIL: *
// Whether a start failed is not looked at: the branch where it did counts as any
// other.
// RUN: %race_check %s race-use-before-await %t -- -std=gnu17
#include <pthread.h>
#include <stdatomic.h>
#include <threads.h>
#include <unistd.h>

struct job {
  int input, output;
  pthread_mutex_t lock;
};
void consume(int, ...);
static int total;
static atomic_int done;

static void *run(void *arg) {
  struct job *j = arg;
  j->output = j->input + 1;
  return NULL;
}
static void *runLocked(void *arg) {
  struct job *j = arg;
  pthread_mutex_lock(&j->lock);
  j->output = j->input + 1;
  pthread_mutex_unlock(&j->lock);
  return NULL;
}
static void *count(void *unused) {
  (void)unused;
  total = 1;
  return NULL;
}
static void *countAtomic(void *unused) {
  (void)unused;
  atomic_fetch_add(&done, 1);
  return NULL;
}
static void *readOnly(void *arg) {
  consume(((struct job *)arg)->input);
  return NULL;
}
static int runC11(void *arg) {
  ((struct job *)arg)->output = 1;
  return 0;
}

// When it could not be started, there is nobody else.
int notStarted_ok(struct job *j) {
  pthread_t t;
  if (pthread_create(&t, NULL, run, j) != 0) {
    j->output = -1;
    return j->output;
  }
  pthread_join(t, NULL);
  return j->output;
}
