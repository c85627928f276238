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

void field_bad(void) {
  struct job j = {1, 0};
  pthread_t t;
  pthread_create(&t, NULL, run, &j);
  consume(j.output);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'j.output'{{.*}} [race-use-before-await]
  pthread_join(t, NULL);
}
void heap_bad(struct job *j) {
  pthread_t t;
  if (pthread_create(&t, NULL, run, j) != 0)
    return;
  consume(j->output);
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'j->output'{{.*}} [race-use-before-await]
  pthread_join(t, NULL);
}
void input_bad(void) {
  struct job j = {1, 0};
  pthread_t t;
  pthread_create(&t, NULL, run, &j);
  j.input = 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'j.input'{{.*}} [race-use-before-await]
  pthread_join(t, NULL);
}
void global_bad(void) {
  pthread_t t;
  pthread_create(&t, NULL, count, NULL);
  consume(total);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  pthread_join(t, NULL);
}
void slept_bad(void) {
  pthread_t t;
  pthread_create(&t, NULL, count, NULL);
  sleep(1);
  consume(total);
  // MISSED: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'total'{{.*}} [race-use-before-await]
  pthread_join(t, NULL);
}
void c11_bad(void) {
  struct job j = {1, 0};
  thrd_t t;
  thrd_create(&t, runC11, &j);
  consume(j.output);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'j.output'{{.*}} [race-use-before-await]
  thrd_join(t, NULL);
}

// It was started here; where it was not, there is nobody else.
struct answer {
  int value;
};
static void *answer(void *arg) {
  ((struct answer *)arg)->value = 1;
  return NULL;
}
void started_bad(struct answer *a) {
  pthread_t t;
  int error = pthread_create(&t, NULL, answer, a);
  if (error != 0)
    return;
  consume(a->value);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'a->value'{{.*}} [race-use-before-await]
  pthread_join(t, NULL);
}

int joined_ok(void) {
  struct job j = {1, 0};
  pthread_t t;
  pthread_create(&t, NULL, run, &j);
  pthread_join(t, NULL);
  return j.output;
}
int c11_ok(void) {
  struct job j = {1, 0};
  thrd_t t;
  thrd_create(&t, runC11, &j);
  thrd_join(t, NULL);
  return j.output;
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
int notStartedBy_ok(struct job *j) {
  pthread_t t;
  int error = pthread_create(&t, NULL, run, j);
  if (error) {
    j->output = error;
    return j->output;
  }
  pthread_join(t, NULL);
  return j->output;
}
int notStartedOtherWay_ok(struct job *j) {
  pthread_t t;
  int error;
  if ((error = pthread_create(&t, NULL, run, j)) == 0)
    pthread_join(t, NULL);
  else
    j->output = error;
  return j->output;
}
void otherField_ok(void) {
  struct job j = {1, 0};
  pthread_t t;
  pthread_create(&t, NULL, run, &j);
  consume(j.input);
  pthread_join(t, NULL);
}
void bothRead_ok(struct job *j) {
  pthread_t t;
  pthread_create(&t, NULL, readOnly, j);
  consume(j->input);
  j->output = 1;
  pthread_join(t, NULL);
}
void locked_ok(struct job *j) {
  pthread_t t;
  pthread_create(&t, NULL, runLocked, j);
  pthread_mutex_lock(&j->lock);
  j->output = 2;
  pthread_mutex_unlock(&j->lock);
  pthread_join(t, NULL);
}
void atomic_ok(void) {
  pthread_t t;
  pthread_create(&t, NULL, countAtomic, NULL);
  consume(atomic_load(&done));
  pthread_join(t, NULL);
}
// A job each, and all are joined before the results are read.
int perThread_ok(void) {
  struct job jobs[4];
  pthread_t threads[4];
  int sum = 0;
  for (int i = 0; i < 4; i++) {
    jobs[i].input = i;
    pthread_create(&threads[i], NULL, run, &jobs[i]);
  }
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  for (int i = 0; i < 4; i++)
    sum += jobs[i].output;
  return sum;
}
static pthread_barrier_t written;
static void *countThenWait(void *unused) {
  (void)unused;
  total = 1;
  pthread_barrier_wait(&written);
  return NULL;
}
void barrier_ok(void) {
  pthread_t t;
  pthread_create(&t, NULL, countThenWait, NULL);
  pthread_barrier_wait(&written);
  consume(total);
  pthread_join(t, NULL);
}
