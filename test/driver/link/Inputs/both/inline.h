// Inline in two files: counted once as evidence, told once.
// Expected with one.cpp and two.cpp: one race-inconsistent-guard at the line marked
// HERE, with 3 of 4 functions, whichever file comes first.
#pragma once
#include "mutex.h"
class Level {
  std::mutex m_;
  int n_ = 0;

public:
  void up() {
    std::lock_guard lock(m_);
    ++n_;
  }
  void down() {
    std::lock_guard lock(m_);
    --n_;
  }
  int get() {
    std::lock_guard lock(m_);
    return n_;
  }
  void reset() {
    n_ = 0; // HERE
  }
};
