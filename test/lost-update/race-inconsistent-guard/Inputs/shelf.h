// A class whose methods stand in a header.
#pragma once
#include "containers.h"
#include "mutex.h"
class Shelf {
  std::mutex m_;
  std::vector<int> books_;

public:
  void put(int b) {
    std::lock_guard lock(m_);
    books_.push_back(b);
  }
  void take() {
    std::lock_guard lock(m_);
    books_.pop_back();
  }
  bool empty() {
    std::lock_guard lock(m_);
    return books_.empty();
  }
  void burn();
  void sweep() {
    books_.clear();
  }
  bool one() {
    std::lock_guard lock(m_);
    return books_.size() == 1;
  }
};
