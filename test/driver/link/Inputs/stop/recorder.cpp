// Expected with stop.cpp: nothing. Started here, joined there, and what the thread
// fills is looked at behind the join.
#include "recorder.h"
int grab();
void Recorder::loop() {
  while (!stop_)
    frames_.push_back(grab());
}
void Recorder::start() {
  frames_.clear();
  thread_ = std::thread(&Recorder::loop, this);
}
