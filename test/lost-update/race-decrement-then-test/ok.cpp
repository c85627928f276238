// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-decrement-then-test %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "memory.h"
#include "mutex.h"
void log(int); void LogWarn(const char*); void pause_(); int f(int); void use(int); void finish(); void destroy(void*); void notify();
[[noreturn]] void die();
#define DCHECK(x) do { if (!(x)) die(); } while (0)
struct CV { void notify_all(); void notify_one(); void wait(); };
struct Thread { void join(); };
struct R {
  std::atomic<int> refs{1}, n{0}, arrived{0}; std::atomic<bool> done; std::mutex mu; CV cv; bool flag; int last; Thread th;
  void r1() { if (refs.fetch_sub(1) == 1) delete this; }
  void r2() { if (--refs == 0) delete this; }
  void r3() { int left = refs.fetch_sub(1) - 1; if (left == 0) finish(); }
  void r4() { refs.fetch_sub(1); DCHECK(refs.load() >= 0); }
  void r5() { refs.fetch_sub(1); log(refs.load()); }
  void r6() { refs.fetch_sub(1); if (refs.load() == 0) log(0); }
  void r7() { n.fetch_sub(1); while (n.load() != 0) pause_(); finish(); }
  void r8() { std::lock_guard<std::mutex> l(mu); --refs; if (refs == 0) finish(); }
  void r9() { --n; if (n == 0) cv.notify_all(); }
  void r10() { ++n; if (n > 10) finish(); }
  void r11() { ++n; if (n >= 10) throwIt(); }
  void throwIt();
  void r12() { --n; if (n == 0) done = true; }
  void r13() { --n; if (n.load() == 0) flag = true; }
  int r14() { --n; return n.load(); }
  void r15() { --n; finish(); if (refs.load() == 0) finish(); }
  void r16() { R *o = new R; --o->refs; if (o->refs == 0) delete o; }
  void r17() { std::atomic<int> x{2}; --x; if (x == 0) finish(); }
  R() { --refs; if (refs == 0) finish(); }
  void r18() { --n; for (;;) { if (n.load() == 0) break; pause_(); } finish(); }
  void r19(bool c) { if (c) --n; if (n.load() == 0) finish(); }
  void r20() { if (n.load() == 0) finish(); --n; }
  void r21() { --n; if (n.load() < 0) die(); }
  void r22() { --n; if (n.load() == 0) die(); }
  void r23() { ++n; if (n.load() == 1) LogWarn("first"); }
  void r24() { --n; if (n.load() != 0) return; log(3); }
  void r25() { n.fetch_sub(1); if (n.load() == 0) {} }
  void r26() { ++n; work(); --n; }
  void work();
  void r27() { ++n; int v = n.load(); use(v); }
  void r28() { ++n; if (n.load() % 100 == 0) log(1); }
  void r29() { ++n; if (n.load() == 1 && flag) last = 3; }
  bool r30() { ++n; return n.load() > 3; }
  void r31() { n.fetch_add(5); n.store(0); if (n.load() == 0) finish(); }
  void r32() { --n; { std::lock_guard<std::mutex> l(mu); if (n.load() == 0) finish(); } }
  void r33() { n |= 4; if (n.load() == 4) finish(); }
  void r34() { auto g = [this] { --n; }; g(); if (n == 0) finish(); }
  void r35() { --n; do { pause_(); } while (n.load() != 0); }
  void r36() { ++n; switch (n.load()) { case 1: log(1); } }
  void r37() { --n; if (n.load() < 5) finish(); }
  void r38() { ++n; if (n.load() > 5) { --n; return; } finish(); }
  void r39() { n.fetch_sub(1); th.join(); }
};
