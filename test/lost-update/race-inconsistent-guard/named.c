// A lock that is named after what it guards, and held in one of the two functions
// that use it: the other one has forgotten it.
// RUN: %race_check %s race-inconsistent-guard %t --
#include <pthread.h>

static int pending[8], pending_count;
static pthread_mutex_t pending_count_mutex = PTHREAD_MUTEX_INITIALIZER;
int add(int job) {
  pthread_mutex_lock(&pending_count_mutex);
  pending_count = pending_count + 1;
  pthread_mutex_unlock(&pending_count_mutex);
  return pending[job];
}
void reset(void) {
  pending_count = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'pending_count' is written without 'pending_count_mutex', which guards it; an update may be lost [race-inconsistent-guard]
  // CHECK-MESSAGES: :[[@LINE-7]]:17: note: thread A takes 'pending_count_mutex' and updates 'pending_count'
}

// A lock of another name says nothing, nor one that is never held for it.
static int total;
static int finished;
static pthread_mutex_t output_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t finished_mutex = PTHREAD_MUTEX_INITIALIZER;
void count(void) {
  pthread_mutex_lock(&output_mutex);
  total = total + 1;
  pthread_mutex_unlock(&output_mutex);
  finished = finished + 1;
}
void clear(void) {
  total = 0;
  finished = 0;
  pthread_mutex_lock(&finished_mutex);
  pthread_mutex_unlock(&finished_mutex);
}

// Mostly without it: it is for something else.
static int entries;
static pthread_mutex_t entries_lock = PTHREAD_MUTEX_INITIALIZER;
void swap(void) {
  pthread_mutex_lock(&entries_lock);
  entries = 0;
  pthread_mutex_unlock(&entries_lock);
}
void one(void) { entries = 1; }
void two(void) { entries = 2; }
void three(void) { entries = 3; }
