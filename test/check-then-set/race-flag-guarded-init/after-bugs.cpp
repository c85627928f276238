// RUN: %race_check %s race-flag-guarded-init %t -- -std=c++20 -isystem %mock
// Shaped like mistakes that were mended in public projects.
#include "mutex.h"
#include "thread.h"

// A transfer library set itself up in the first call that needed it, and its
// manual asked callers to do so before their threads; the fix takes a lock.
namespace transfer {
static int initialized;
void initTls();
void ensureInit() {
  if (initialized)
    return;
  initTls();
  initialized = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'initialized' is tested and then set
}
void perform() { ensureInit(); }
void run() {
  std::thread a(perform), b(perform);
  a.join();
  b.join();
}
static std::mutex mu;
static int initializedFixed;
void ensureInitFixed() {
  std::lock_guard<std::mutex> hold(mu);
  if (initializedFixed)
    return;
  initTls();
  initializedFixed = 1;
}
void performFixed() { ensureInitFixed(); }
void runFixed() {
  std::thread a(performFixed), b(performFixed);
  a.join();
  b.join();
}
} // namespace transfer

// A codec library registered its formats once, by a flag; two decoders made at
// once walked a list that was half made. The fix is a once.
namespace codecs {
static bool registered;
void add(int);
void registerAll() {
  if (registered)
    return;
  registered = true;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'registered' is tested and then set
  add(1);
  add(2);
}
void decoder() { registerAll(); }
void run() {
  for (int i = 0; i < 2; ++i)
    std::thread(decoder).detach();
}
static std::once_flag once;
void registerAllFixed() {
  std::call_once(once, [] {
    add(1);
    add(2);
  });
}
} // namespace codecs
