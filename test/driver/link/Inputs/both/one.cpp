#include "inline.h"
void one(Level &l) {
  l.up();
  l.reset();
}
