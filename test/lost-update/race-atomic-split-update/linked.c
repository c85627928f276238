// Memory orders chosen by hand tell of a single writer until another file
// updates the same atomic in one step. The statistics of a server lost bytes
// this way: the network thread added in one step, the main thread in two.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy --checks='-*,race-atomic-split-update' main.c io.c -- > out
// RUN: FileCheck %s --input-file=out
// RUN: racetidy scan -q main.c -o main.summary --
// RUN: racetidy scan -q io.c -o io.summary --
// RUN: not racetidy link --checks='-*,race-atomic-split-update' io.summary main.summary > apart
// RUN: diff out apart

// One file by itself can't know; with a lower bar it is told once.
// RUN: racetidy --checks='-*,race-atomic-split-update' main.c -- | count 0
// RUN: not racetidy --min-confidence=low --checks='-*,race-atomic-split-update' main.c io.c -- > low
// RUN: grep -c 'warning:.*stats.bytes' low | FileCheck %s --check-prefix=ONCE
// ONCE: {{^}}1{{$}}

// CHECK: main.c:5:{{[0-9]+}}: warning: 'stats.bytes' is loaded and then stored with a value computed from the load, in two atomic operations; an update in between is lost [race-atomic-split-update]
// CHECK: main.c:6:{{[0-9]+}}: note: thread A loads 'stats.bytes'
// CHECK: io.c:4:{{[0-9]+}}: note: thread B updates it in 'receive'
// CHECK: main.c:5:{{[0-9]+}}: note: thread A stores what it made of its old load: the update of thread B is lost
// CHECK: note: seen only with other files of this run
// CHECK-NOT: warning:

//--- stats.h
#include <stdatomic.h>
struct Stats {
  atomic_ullong bytes;
  atomic_ullong ticks;
  atomic_ullong peak;
};
extern struct Stats stats;

//--- main.c
#include "stats.h"
struct Stats stats;

void send(unsigned n) {
  atomic_store_explicit(&stats.bytes,
                        atomic_load_explicit(&stats.bytes, memory_order_relaxed) + n,
                        memory_order_relaxed);
}

// Nobody else counts ticks: 'ok' is that the one who does may do it in two.
void tick(void) {
  unsigned long long now =
      atomic_load_explicit(&stats.ticks, memory_order_relaxed);
  atomic_store_explicit(&stats.ticks, now + 1, memory_order_relaxed);
}

// A maximum kept by hand.
void measure(unsigned long long n) {
  if (n > atomic_load_explicit(&stats.peak, memory_order_relaxed))
    atomic_store_explicit(&stats.peak, n, memory_order_relaxed);
}

//--- io.c
#include "stats.h"
void receive(unsigned n) {
  // As often as there are connections.
  atomic_fetch_add_explicit(&stats.bytes, n, memory_order_relaxed);
}
unsigned long long age(void) {
  return atomic_load_explicit(&stats.ticks, memory_order_relaxed);
}
void forget(void) {
  atomic_store_explicit(&stats.ticks, 0, memory_order_relaxed);
  atomic_fetch_add_explicit(&stats.peak, 1, memory_order_relaxed);
}
