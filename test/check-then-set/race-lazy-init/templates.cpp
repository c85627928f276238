// Instances of a template are different objects, but one place in the source.
// RUN: %race_check %s race-lazy-init %t -- -std=c++20 -isystem %mock -I%S/Inputs
#include "singleton.h"
#include "thread.h"
int parse(int);
struct Audio {
  int rate = 0;
};
struct Video {
  int rate = 0;
};
void work() {
  parse(Singleton<Audio>::get().rate);
  parse(Singleton<Video>::get().rate);
}
void run() {
  std::thread a(work), b(work);
  a.join();
  b.join();
}
// CHECK-MESSAGES: singleton.h:9:{{[0-9]+}}: warning: {{.*}}instance_'{{.*}} [race-lazy-init]
