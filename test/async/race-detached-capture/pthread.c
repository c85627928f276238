// RUN: %race_check %s race-detached-capture %t -- -std=c11
typedef unsigned long pthread_t;
int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
int pthread_join(pthread_t, void **);
int pthread_detach(pthread_t);

struct job { int id; };
void *work(void *);

void wrong(int id) {
  struct job j = {id};
  pthread_t t;
  pthread_create(&t, 0, work, &j);
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: the thread refers to the local 'j', and nobody waits for it; when 'wrong' returns
}

void detached(int id) {
  struct job j = {id};
  pthread_t t;
  pthread_create(&t, 0, work, &j);
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: the thread refers to the local 'j'
  pthread_detach(t);
}

void right(int id) {
  struct job j = {id};
  pthread_t t;
  pthread_create(&t, 0, work, &j);
  pthread_join(t, 0);
}

static struct job kept;
void kept_for_ever(int id) {
  pthread_t t;
  kept.id = id;
  pthread_create(&t, 0, work, &kept);
  pthread_detach(t);
}
