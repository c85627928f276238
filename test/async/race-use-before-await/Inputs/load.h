#pragma once
#include "thread.h"
void consume(...);
inline int loaded;
inline void load() { loaded = 1; }
inline void loadAndShow() {
  std::thread t(load);
  consume(loaded);
  t.join();
}
