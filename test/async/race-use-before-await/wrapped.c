// RUN: %race_check %s race-use-before-await %t -- -std=gnu17
// A function of the project that starts what it is given, and keeps the handle
// where its caller says.
#include <pthread.h>
#include <stddef.h>

static int start(pthread_t *thread, void *(*work)(void *), void *arg) {
  return pthread_create(thread, NULL, work, arg);
}

static int total;
static void *add(void *arg) {
  total = 1;
  return NULL;
}
int joined_ok(void) {
  pthread_t one, two;
  start(&one, add, NULL);
  pthread_join(one, NULL);
  start(&two, add, NULL);
  pthread_join(two, NULL);
  return total;
}

static int early;
static void *set(void *arg) {
  early = 1;
  return NULL;
}
int not_joined_bad(void) {
  pthread_t one, other;
  start(&one, set, NULL);
  start(&other, add, NULL);
  pthread_join(other, NULL);
  int seen = early;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'early'{{.*}} [race-use-before-await]
  pthread_join(one, NULL);
  return seen;
}

// What stands beside a lock that is made is set up, until somebody is started.
struct job {
  pthread_mutex_t lock;
  int count;
};
static struct job jobs;
static void *work(void *arg) {
  struct job *j = arg;
  j->count++;
  return NULL;
}
void set_up_bad(void) {
  pthread_t t;
  pthread_mutex_init(&jobs.lock, NULL);
  jobs.count = 0;
  pthread_create(&t, NULL, work, &jobs);
  jobs.count = 5;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}count'{{.*}} [race-use-before-await]
  pthread_join(t, NULL);
}
