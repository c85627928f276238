// RUN: %race_check %s race-double-fetch %t -- -std=c++20 -I%mock -I%S/Inputs
#include "mapping.h"
#include "mutex.h"

struct Header {
  unsigned length, count;
  char data[1];
};
void copy(void *, const void *, unsigned long);

// A private copy first.
void once(int fd) {
  char buffer[64];
  auto *h = static_cast<Header *>(mmap(nullptr, 4096, 3, MAP_SHARED, fd, 0));
  unsigned length = h->length;
  if (length <= sizeof buffer)
    copy(buffer, h->data, length);
}

// Memory of this process alone.
void own() {
  char buffer[64];
  auto *h = static_cast<Header *>(
      mmap(nullptr, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (h->length <= sizeof buffer)
    copy(buffer, h->data, h->length);
}
void given(Header *h) {
  char buffer[64];
  if (h->length <= sizeof buffer)
    copy(buffer, h->data, h->length);
}

// Written here in between.
void set(int fd) {
  char buffer[64];
  auto *h = static_cast<Header *>(mmap(nullptr, 4096, 3, MAP_SHARED, fd, 0));
  if (h->length > sizeof buffer)
    h->length = sizeof buffer;
  h->length = 12;
  copy(buffer, h->data, h->length);
}

// Under a lock that the others take, too.
std::mutex mu;
void locked(int fd) {
  char buffer[64];
  auto *h = static_cast<Header *>(mmap(nullptr, 4096, 3, MAP_SHARED, fd, 0));
  std::lock_guard<std::mutex> hold(mu);
  if (h->length <= sizeof buffer)
    copy(buffer, h->data, h->length);
}

// Polled: the second look is meant to be newer, and bounds nothing.
unsigned poll(volatile Header *h) {
  while (h->count < 3)
    ;
  if (h->count > 7)
    return h->count;
  return 0;
}

// Another field, another element.
void others(volatile Header *h, Header *rest) {
  char buffer[64];
  if (h->length < 8)
    copy(buffer, rest->data, h->count);
}
