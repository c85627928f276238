#pragma once
#include "atomic.h"
#include "containers.h"
#include "thread.h"
class Recorder {
public:
  void start();
  int stop();

private:
  void loop();
  std::atomic<bool> stop_ = false;
  std::thread thread_;
  std::vector<int> frames_;
};
