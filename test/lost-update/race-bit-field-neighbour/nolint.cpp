// RUN: %race_check %s race-bit-field-neighbour %t -- -std=c++20 -isystem %mock
#include "thread.h"

struct Flags {
  unsigned opened : 1;
  unsigned closed : 1;
};
Flags flags;
void open() {
  flags.opened = 1; // NOLINT(race-bit-field-neighbour)
}
void close() { flags.closed = 1; }
void run() {
  std::thread a(open), b(close);
  a.join();
  b.join();
}
