#include <pthread.h>
#include "shared.h"
static int hits;
static void *count(void *arg) {
  hits++;
  return 0;
}
static int quiet;
static void *alone(void *arg) {
  quiet++;
  return 0;
}
void run(void) {
  start(count);
  start(count);
  pthread_t t;
  pthread_create(&t, 0, alone, 0);
  pthread_join(t, 0);
}
