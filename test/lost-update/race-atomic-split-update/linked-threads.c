// Nobody updates the atomic in one step, but the function that does it in two is
// run by several threads, which another file starts.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy --checks='-*,race-atomic-split-update' main.c count.c -- > out
// RUN: FileCheck %s --input-file=out
// RUN: racetidy --checks='-*,race-atomic-split-update' count.c -- | count 0

// CHECK: count.c:6:{{[0-9]+}}: warning: 'bytes' is loaded and then stored with a value computed from the load, in two atomic operations; an update in between is lost [race-atomic-split-update]
// CHECK: count.c:6:{{[0-9]+}}: note: thread B writes it in 'receive'
// CHECK-NOT: warning:

//--- count.c
#include <stdatomic.h>
extern atomic_ullong bytes, turns;
void receive(unsigned n) {
  unsigned long long now =
      atomic_load_explicit(&bytes, memory_order_relaxed);
  atomic_store_explicit(&bytes, now + n, memory_order_relaxed);
}
// The main thread alone.
void turn(void) {
  unsigned long long now =
      atomic_load_explicit(&turns, memory_order_relaxed);
  atomic_store_explicit(&turns, now + 1, memory_order_relaxed);
}

//--- main.c
#include <pthread.h>
#include <stdatomic.h>
atomic_ullong bytes, turns;
void receive(unsigned n);
void turn(void);
static void *run(void *unused) {
  for (;;)
    receive(1);
}
int main(void) {
  pthread_t t[4];
  for (int i = 0; i < 4; ++i)
    pthread_create(&t[i], 0, run, 0);
  turn();
  for (int i = 0; i < 4; ++i)
    pthread_join(t[i], 0);
}
