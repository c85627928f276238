// RUN: %race_check %s race-flag-guarded-init %t -- -std=c++20 -isystem %mock -I%S/Inputs
#include "thread.h"
#include "registry.h"
// CHECK-MESSAGES: registry.h:7:13: warning: 'filled' is tested and then set

template <class T> struct Table {
  static inline bool made;
  static void make() {
    if (!made) {
      T::fill();
      made = true;
      // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'made' is tested and then set
    }
  }
};
struct Filler {
  static void fill();
};
void run() {
  std::thread a([] { Table<Filler>::make(); }), b([] { Table<Filler>::make(); });
  std::thread c([] { registry(); }), d([] { registry(); });
  a.join(), b.join(), c.join(), d.join();
}
