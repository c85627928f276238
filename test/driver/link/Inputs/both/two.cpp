#include "inline.h"
void two(Level &l) {
  l.down();
  l.reset();
  l.get();
}
