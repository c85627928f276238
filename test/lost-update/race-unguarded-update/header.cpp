// What stands in a header, and is run by threads of the source that includes it,
// is told once and in the header.
// RUN: %race_check %s race-unguarded-update %t -- -std=c++20 -isystem %mock -I%S
#include "Inputs/tally.h"
#include "thread.h"

void work(Tally &t) {
  t.add(1);
  t.add(2);
}
Tally tally;
Gauge<int> whole;
Gauge<double> broken;
void run() {
  std::thread a(work, std::ref(tally)), b(work, std::ref(tally));
  std::thread c([] { whole.raise(); }), d([] { whole.raise(); });
  std::thread e([] { broken.raise(); }), f([] { broken.raise(); });
  a.join();
  b.join();
  c.join();
  d.join();
  e.join();
  f.join();
}
// CHECK-MESSAGES-DAG: tally.h:8:{{[0-9]+}}: warning: {{.*}}n_'{{.*}} [race-unguarded-update]
// CHECK-MESSAGES-DAG: tally.h:16:{{[0-9]+}}: warning: {{.*}}level_'{{.*}} [race-unguarded-update]
