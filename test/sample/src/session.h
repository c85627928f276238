#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

/// The sessions of a small chat server. Every connection has its thread.
class Sessions {
public:
  int open(const std::string &User);
  void close(int Id);
  void rename(int Id, const std::string &User);
  int peak() const { return Peak.load(); }

private:
  std::mutex Lock;
  std::vector<std::string> Users;
  std::atomic<int> Open{0};
  std::atomic<int> Version{0};
  std::atomic<int> Peak{0};
};
