// RUN: %race_check %s race-double-fetch %t -- -std=c11
// The real header's macros.
#include <string.h>
#include <sys/mman.h>

struct queue {
  unsigned head, size;
  char slots[16];
};
static struct queue *shared;
void attach(int fd) {
  shared = mmap(NULL, sizeof *shared, PROT_READ, MAP_SHARED, fd, 0);
}
char next(void) {
  if (shared->head >= 16)
    return 0;
  return shared->slots[shared->head];
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'shared->head' is fetched once more
}
char next_ok(void) {
  unsigned head = shared->head;
  if (head >= 16)
    return 0;
  return shared->slots[head];
}
