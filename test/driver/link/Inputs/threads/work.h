#pragma once
struct Progress {
  long done = 0;
  int state = 0;
};
extern long served;
void work(Progress *p);
void watch(Progress *p);
