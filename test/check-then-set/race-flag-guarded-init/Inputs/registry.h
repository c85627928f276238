#pragma once
void fillRegistry();
static bool filled;
static inline void registry() {
  if (!filled) {
    fillRegistry();
    filled  = true;
  }
}
