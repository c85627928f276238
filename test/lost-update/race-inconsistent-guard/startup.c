// What is set while the program starts meets nobody, and a field that nobody
// locks for is no part of what the lock guards.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy --checks='-*,race-inconsistent-guard' main.c loop.c -- > out
// RUN: FileCheck %s --input-file=out

// CHECK: loop.c:60:15: warning: 'state.errors' is written without 'state_lock', which is held in 3 of 4 functions that use it; an update may be lost [race-inconsistent-guard]
// CHECK-NOT: warning:

//--- state.h
#include <pthread.h>
extern pthread_mutex_t state_lock;
extern struct state {
  int open, closed, errors, limit, reserved;
} state;
void start_loops(void);
void serve(void);

//--- main.c
#include "state.h"
#include <signal.h>
#include <string.h>
pthread_mutex_t state_lock = PTHREAD_MUTEX_INITIALIZER;
struct state state;
static void on_signal(int n) {}
static void init_state(void) {
  memset(&state, 0, sizeof(state));
  state.open = 0;
  state.closed = 1;
}
int main(void) {
  // A handler is no thread that the state could meet.
  signal(SIGINT, on_signal);
  init_state();
  start_loops();
  serve();
}

//--- loop.c
#include "state.h"
static void *run(void *unused) {
  pthread_mutex_lock(&state_lock);
  state.open++;
  pthread_mutex_unlock(&state_lock);
  return 0;
}
static void *run_other(void *unused) { return 0; }
void start_loops(void) {
  pthread_t t;
  pthread_create(&t, 0, run, 0);
  // Others come after it, and what they do with it nobody sees.
  state.reserved += 5;
  pthread_create(&t, 0, run_other, 0);
}
void closed(void) {
  pthread_mutex_lock(&state_lock);
  state.closed++;
  pthread_mutex_unlock(&state_lock);
}
void reopened(void) {
  pthread_mutex_lock(&state_lock);
  state.closed--, state.open++;
  pthread_mutex_unlock(&state_lock);
}
void failed(void) {
  pthread_mutex_lock(&state_lock);
  state.errors++;
  pthread_mutex_unlock(&state_lock);
}
void failed_twice(void) {
  pthread_mutex_lock(&state_lock);
  state.errors += 2;
  pthread_mutex_unlock(&state_lock);
}
void forgiven(void) {
  pthread_mutex_lock(&state_lock);
  state.errors--;
  pthread_mutex_unlock(&state_lock);
}
void opened(void) {
  pthread_mutex_lock(&state_lock);
  state.open++;
  pthread_mutex_unlock(&state_lock);
}
void opened_twice(void) {
  pthread_mutex_lock(&state_lock);
  state.open += 2;
  pthread_mutex_unlock(&state_lock);
}
void dropped(void) {
  pthread_mutex_lock(&state_lock);
  state.open--, state.closed++;
  pthread_mutex_unlock(&state_lock);
}
void serve(void) {
  pthread_mutex_lock(&state_lock);
  state.open++;
  pthread_mutex_unlock(&state_lock);
  state.errors++;
}
int reserved(void) {
  pthread_mutex_lock(&state_lock);
  int n = state.reserved;
  pthread_mutex_unlock(&state_lock);
  return n;
}
// Nobody locks for the limit.
void set_limit(int n) { state.limit = n; }
int limit(void) { return state.limit; }
