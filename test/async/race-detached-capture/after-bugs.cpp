// RUN: %race_check %s race-detached-capture %t -- -std=c++20 -I%mock
// Shaped like mistakes that were mended in public projects.
#include "coroutine.h"
#include "memory.h"
#include "thread.h"

// A video player saved a screenshot in the background, from an image on its
// stack; the fix gave the thread an image of its own.
namespace screenshot {
struct Image { int width; };
Image grab();
void encode(const Image &);
void save() {
  Image image = grab();
  std::thread writer([&image] { encode(image); });
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the thread refers to the local 'image'
  writer.detach();
}
void saveFixed() {
  Image image = grab();
  std::thread writer([image] { encode(image); });
  writer.detach();
}
} // namespace screenshot

// A storage engine's retry loop returned the task of a lambda that captured the
// key; the fix passes it.
namespace retry {
struct Key { int id; };
Task<int> get(Key);
Task<int> again(Key key) {
  return [key]() -> Task<int> {
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the closure of this coroutine lambda is a temporary
    int found = co_await get(key);
    if (found == 0)
      found = co_await get(key);
    co_return found;
  }();
}
Task<int> againFixed(Key key) {
  return [](Key own) -> Task<int> {
    int found = co_await get(own);
    if (found == 0)
      found = co_await get(own);
    co_return found;
  }(key);
}
} // namespace retry
