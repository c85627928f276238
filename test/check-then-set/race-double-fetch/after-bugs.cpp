// RUN: %race_check %s race-double-fetch %t -- -std=c++20 -I%S/Inputs
// Shaped like mistakes that were mended in public projects.
#include "mapping.h"

// A virtual machine's device took the number of descriptors from a ring in its
// guest's memory, checked it, and took it once more for the loop.
namespace ring {
struct Descriptors {
  unsigned count;
  unsigned length[32];
};
unsigned serve(volatile Descriptors *guest) {
  unsigned all = 0;
  if (guest->count > 32)
    return 0;
  for (unsigned i = 0; i < guest->count; ++i)
    // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'guest->count' is fetched once more
    all += guest->length[i];
  return all;
}
unsigned serveFixed(volatile Descriptors *guest) {
  unsigned all = 0, count = guest->count;
  if (count > 32)
    return 0;
  for (unsigned i = 0; i < count; ++i)
    all += guest->length[i];
  return all;
}
} // namespace ring

// A sound server copied what its client had put into shared memory by a length
// that the client could still change.
namespace blocks {
struct Block {
  unsigned bytes;
  char data[256];
};
void copy(void *, const void *, unsigned long);
void take(int fd, char (&to)[256]) {
  auto *b = static_cast<Block *>(shmat(fd, nullptr, 0));
  if (b->bytes > sizeof to)
    return;
  copy(to, b->data, b->bytes);
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'b->bytes' is fetched once more
}
void takeFixed(int fd, char (&to)[256]) {
  auto *b = static_cast<Block *>(shmat(fd, nullptr, 0));
  unsigned bytes = b->bytes;
  if (bytes > sizeof to)
    return;
  copy(to, b->data, bytes);
}
} // namespace blocks
