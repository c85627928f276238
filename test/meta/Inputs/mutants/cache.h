#include <atomic>
#include <mutex>

class Cache {
public:
  Cache();
  void hit();
  int lookups();
  void drain();
  void old();
  void waiting();
  void store();
  void alone();

private:
  void grow();
  std::mutex mutex_;
  int hits_ = 0;
  int size_ = 0;
  int alone_ = 0;
  std::atomic<int> uses_{0};
};
