// Starts the one thread of count.cpp.
#include "thread.h"
extern long counted;
void count();
void reset();
int main() {
  reset();
  ++counted;
  std::thread t(count);
  t.join();
  ++counted;
  reset();
  return static_cast<int>(counted);
}
