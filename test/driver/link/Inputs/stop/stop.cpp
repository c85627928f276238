#include "recorder.h"
int Recorder::stop() {
  stop_ = true;
  thread_.join();
  frames_.push_back(0);
  return static_cast<int>(frames_.size());
}
