#pragma once
#include "containers.h"
#include "thread.h"
class Worker {
  std::jthread t;
  std::vector<int> items;
  void run();

public:
  Worker() : t(&Worker::run, this) {}
};
