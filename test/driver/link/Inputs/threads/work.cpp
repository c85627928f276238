// Expected with start.cpp: race-unguarded-update at the lines marked DONE and
// SERVED, race-conflicting-access at the one marked STATE. Alone: nothing, for no
// thread is in sight.
#include "work.h"
bool more();
long served;
static void finish(Progress *p) {
  p->done += 1; // DONE
}
void work(Progress *p) {
  while (more()) {
    finish(p);
    ++served; // SERVED
  }
}
void watch(Progress *p) {
  p->state = 2; // STATE
}
