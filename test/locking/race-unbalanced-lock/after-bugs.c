// Shaped like bugs that were fixed in public projects, each with the fixed form.
// RUN: %race_check %s race-unbalanced-lock %t
#include <pthread.h>
#include <stdlib.h>

// A network block device left its list locked when a client with the same name
// was there already.
struct client {
  int id;
  struct client *next;
};
static pthread_mutex_t clients_lock = PTHREAD_MUTEX_INITIALIZER;
static struct client *clients;
int client_add_without_unlock(struct client *c) {
  pthread_mutex_lock(&clients_lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'clients_lock' is taken here and still held when 'client_add_without_unlock' returns, and nothing gives it back; whoever takes it next waits forever [race-unbalanced-lock]
  for (struct client *o = clients; o; o = o->next)
    if (o->id == c->id)
      return -1;
  c->next = clients;
  clients = c;
  pthread_mutex_unlock(&clients_lock);
  return 0;
}
int client_add_fixed(struct client *c) {
  int result = -1;
  pthread_mutex_lock(&clients_lock);
  for (struct client *o = clients; o; o = o->next)
    if (o->id == c->id)
      goto out;
  c->next = clients;
  clients = c;
  result = 0;
out:
  pthread_mutex_unlock(&clients_lock);
  return result;
}

// The error path of a decoder unlocked, and so did the label that it went to.
static pthread_mutex_t frames_lock = PTHREAD_MUTEX_INITIALIZER;
static int frames;
int frame_put_twice(int n) {
  pthread_mutex_lock(&frames_lock);
  if (n < 0) {
    pthread_mutex_unlock(&frames_lock);
    pthread_mutex_unlock(&frames_lock);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'frames_lock' is given back here a second time; a thread that has taken it in between goes on without it [race-unbalanced-lock]
    return -1;
  }
  frames += n;
  pthread_mutex_unlock(&frames_lock);
  return 0;
}
int frame_put_fixed(int n) {
  pthread_mutex_lock(&frames_lock);
  if (n < 0) {
    pthread_mutex_unlock(&frames_lock);
    return -1;
  }
  frames += n;
  pthread_mutex_unlock(&frames_lock);
  return 0;
}

// What may fail is looked at, and then it is not held.
int frame_take_ok(void) {
  if (pthread_mutex_lock(&frames_lock) != 0)
    return -1;
  frames--;
  pthread_mutex_unlock(&frames_lock);
  return 0;
}

// Given back by who cancels the thread.
static void give_back(void *lock) { pthread_mutex_unlock(lock); }
void frame_wait_ok(void) {
  pthread_mutex_lock(&frames_lock);
  pthread_cleanup_push(give_back, &frames_lock);
  frames++;
  pthread_cleanup_pop(1);
}
