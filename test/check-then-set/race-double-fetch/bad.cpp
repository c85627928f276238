// RUN: %race_check %s race-double-fetch %t -- -std=c++20 -I%S/Inputs
#include "mapping.h"

struct Header {
  unsigned length, count;
  char data[1];
};
void copy(void *, const void *, unsigned long);

void read(int fd) {
  char buffer[64];
  auto *h = static_cast<Header *>(mmap(nullptr, 4096, 3, MAP_SHARED, fd, 0));
  if (h->length <= sizeof buffer)
    copy(buffer, h->data, h->length);
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'h->length' is fetched once more after it was checked; what others write in between goes unchecked [race-double-fetch]
  // CHECK-MESSAGES: :[[@LINE-3]]:10: note: thread A checks 'h->length', and finds it right
  // CHECK-MESSAGES: :[[@LINE-4]]:10: note: process B writes another value there
  // CHECK-MESSAGES: :[[@LINE-4]]:30: note: thread A fetches 'h->length' again: the check is lost
}

// A member, mapped in another method; the check ends the function.
class Ring {
  Header *header_ = nullptr;
  char slots_[16];

public:
  void open(int fd) {
    header_ = (Header *)mmap(nullptr, 4096, 3, MAP_SHARED | 0x8000, fd, 0);
  }
  char at() {
    if (header_->count >= 16)
      return 0;
    return slots_[header_->count];
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'header_->count' is fetched once more
  }
  int sum() {
    int all = 0;
    if (header_->count > 16)
      return 0;
    for (unsigned i = 0; i < header_->count; ++i)
      // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'header_->count' is fetched once more
      all += slots_[i];
    return all;
  }
};

// Volatile, through a pointer: the other end writes it.
char device(volatile Header *h, char (&table)[8]) {
  if (h->count < 8)
    return table[h->count];
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'h->count' is fetched once more
  return 0;
}

#define WITHIN(h, n) ((h)->length < (n))
template <class T> void generic(T *to, int fd) {
  Header *h = (Header *)shmat(fd, nullptr, 0);
  if (WITHIN(h, 32))
    copy(to, h->data, h->length);
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'h->length' is fetched once more
}
template void generic(char *, int);
