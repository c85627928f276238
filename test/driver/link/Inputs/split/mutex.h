#pragma once
// A project's own lock: what its methods do stands in another file.
class Mutex {
public:
  void Lock();
  void Unlock();

private:
  int word_ = 0;
  friend class MutexTest;
};
