#include "stats.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long total;

void stats_sent(unsigned long bytes) {
  /* When the lock is taken, this goes on without it. */
  pthread_mutex_trylock(&lock);
  total += bytes;
  pthread_mutex_unlock(&lock);
}

unsigned long stats_total(void) {
  pthread_mutex_lock(&lock);
  unsigned long now = total;
  pthread_mutex_unlock(&lock);
  return now;
}
