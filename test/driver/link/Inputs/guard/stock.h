// The class; its methods stand in two files.
#pragma once
#include "containers.h"
#include "mutex.h"
class Stock {
public:
  void add(int item);
  void drop();
  bool empty();
  int count();
  void reset();

private:
  std::mutex lock_;
  std::vector<int> items_;
};
