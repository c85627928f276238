// RUN: %race_check %s race-bit-field-neighbour %t -- -std=c++20 -isystem %mock
#include "mutex.h"
#include "thread.h"

// Parted: each is a memory location of its own.
namespace parted_ok {
struct Flags {
  unsigned opened : 1;
  unsigned : 0;
  unsigned closed : 1;
  int between;
  unsigned ended : 1;
};
Flags flags;
void open() { flags.opened = 1; }
void close() { flags.closed = 1; }
void end() { flags.ended = 1; }
void run() {
  std::thread a(open), b(close), c(end);
  a.join();
  b.join();
  c.join();
}
} // namespace parted_ok

// No bit-fields.
namespace bytes_ok {
struct Flags {
  bool opened, closed;
};
Flags flags;
void open() { flags.opened = true; }
void close() { flags.closed = true; }
void run() {
  std::thread a(open), b(close);
  a.join();
  b.join();
}
} // namespace bytes_ok

// One lock for the word.
namespace locked_ok {
struct Flags {
  unsigned opened : 1;
  unsigned closed : 1;
};
std::mutex mutex;
Flags flags;
void open() {
  std::lock_guard<std::mutex> guard(mutex);
  flags.opened = 1;
}
void close() {
  std::lock_guard<std::mutex> guard(mutex);
  flags.closed = 1;
}
void run() {
  std::thread a(open), b(close);
  a.join();
  b.join();
}
} // namespace locked_ok

// Two objects, each with a word of its own.
namespace objects_ok {
struct Flags {
  unsigned opened : 1;
  unsigned closed : 1;
};
Flags mine, yours;
void open() { mine.opened = 1; }
void close() { yours.closed = 1; }
void run() {
  std::thread a(open), b(close);
  a.join();
  b.join();
}
} // namespace objects_ok

// One after the other.
namespace joined_ok {
struct Flags {
  unsigned opened : 1;
  unsigned closed : 1;
};
Flags flags;
void open() { flags.opened = 1; }
void run() {
  flags.closed = 0;
  std::thread a(open);
  a.join();
  flags.closed = 1;
}
} // namespace joined_ok

// Who only reads its neighbour sees what was there.
namespace reader_ok {
struct Flags {
  unsigned opened : 1;
  unsigned closed : 1;
};
Flags flags;
bool closed;
void open() { flags.opened = 1; }
void look() { closed = flags.closed; }
void run() {
  flags.closed = 1;
  std::thread a(open), b(look);
  a.join();
  b.join();
}
} // namespace reader_ok
