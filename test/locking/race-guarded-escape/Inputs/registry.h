#pragma once
#include "containers.h"
#include "mutex.h"
class Registry {
  std::mutex m;
  std::vector<int> items;

public:
  void add(int i);
  void clear();
  const std::vector<int> &all() {
    std::lock_guard l(m);
    return items;
  }
};
