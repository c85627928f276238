// The shapes of ESLint's tests for require-atomic-updates, as C++ means them: the
// right side of an assignment runs before the left one is read, since C++17; the
// operands of '+' run in an order that nobody knows, and mostly from the left.
// RUN: %race_check %s race-stale-after-suspension %t -- -std=c++20 -I%mock
#include "coroutine.h"

Task<int> amount();
Task<int> amountOf(int);
Task<bool> allowed();
Task<> pause();
int plain();
int plainOf(int);

struct Item {
  int count = 0;
  Item *next = nullptr;
  Item *self() { return this; }
};
int shared;
Item item;

namespace valid {
struct Session {
  int foo = 0, other = 0;
  bool ready = false;
  Item *bar = nullptr;

  // Nothing is awaited.
  void v01() { foo += plain(); }
  Task<> v02() { foo = foo + 1; co_return; }
  Task<> v03() { foo += 1; co_await pause(); }
  Task<> v04() { co_await pause(); foo += 1; }
  Task<> v05() { co_await pause(); foo = foo + 1; }
  // What is assigned was not read.
  Task<> v06() { foo = co_await amount(); }
  Task<> v07() { foo = co_await amount() + 1; }
  Task<> v08() { foo = plain() + co_await amount(); }
  Task<> v09() { other = foo; co_await pause(); }
  Task<> v10() { int read = foo; co_await pause(); other = read; }
  // The awaited side runs first.
  Task<> v11() { foo += co_await amount(); }
  Task<> v12() { foo -= co_await amountOf(1); }
  Task<> v13() { foo |= co_await amount() + other; }
  Task<> v14() { bar->count += co_await amount(); }
  Task<> v15() { int gained = co_await amount(); foo = foo + gained; }
  Task<> v16() { int gained = co_await amount(); foo += gained; }
  // Locals and parameters of the coroutine.
  Task<> v17() { int own = 0; own = own + co_await amount(); }
  Task<> v18(int own) { own = own + co_await amount(); co_return; }
  Task<> v19() { int own = 0; while (co_await allowed()) own += 1; foo = own; }
  Task<> v20() { Item own; own.count = own.count + co_await amount(); }
  Task<> v21(Item own) { own.count = own.count + co_await amount(); }
  Task<> v22() { for (int i = 0; i < 3; ++i) { i = i + co_await amount(); } }
  // On another way.
  Task<> v23() { if (foo) co_await pause(); else foo = 1; }
  Task<> v24() { if (co_await allowed()) foo = foo + 1; }
  Task<> v25() { if (foo > 3) { co_await pause(); co_return; } foo = foo + 1; }
  Task<> v26() { co_await pause(); if (!foo) foo = 1; }
  Task<> v27() { while (co_await allowed()) foo = foo + 1; }
  Task<> v28() { do { foo += 1; } while (co_await allowed()); }
  Task<> v29() { foo = ready ? co_await amount() : plain(); }
  Task<> v30() { foo = ready ? plain() : co_await amount(); }
  // Read once more afterwards.
  Task<> v31() { int read = foo; co_await pause(); read = foo; foo = read + 1; }
  Task<> v32() { if (!ready) { co_await pause(); if (!ready) ready = true; } }
  Task<> v33() { int before = foo; co_await pause(); if (foo == before) foo = before + 1; }
  // Other objects, other fields.
  Task<> v34() { int read = bar->count; co_await pause(); foo = read; }
  Task<> v35() { foo = other + co_await amount(); }
  Task<> v36() { item.count = foo + co_await amount(); }
  Task<> v37() { bar = item.self(); co_await pause(); foo = 3; }
  // Written before the suspension, and not after it.
  Task<> v38() { foo = foo + 1; co_await pause(); other = 1; }
  Task<> v39() { int read = foo; foo = read + 1; co_await pause(); }
  Task<> v40() { ready = true; co_await pause(); ready = false; }
  // What does not wait.
  Task<> v41() { foo = foo + plainOf(foo); co_await pause(); }
  Task<> v42() { auto later = amount(); foo = foo + 1; other = co_await later; }
  Task<> v43() { auto count = [this] { foo = foo + 1; }; count(); co_await pause(); count(); }
};
} // namespace valid

namespace invalid {
struct Session {
  int foo = 0, other = 0;
  bool ready = false;
  Item *bar = nullptr;

  // The old value is read, then something is awaited.
  Task<> i01() { foo = foo + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i02() { foo = foo * 2 - co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i03() { foo = foo + (co_await amount() + 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i04() { foo = foo + (ready ? co_await amount() : 1); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i05() { foo = foo + (ready ? 1 : co_await amount()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i06() { foo = foo + (ready ? co_await amount() : co_await amountOf(2)); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i07() { foo = co_await amountOf(foo); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i08() { foo = plainOf(foo) + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'foo'
  Task<> i09() { while (plain()) foo = foo + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'foo'
  Task<> i10() { for (;;) { foo = foo + co_await amount(); } }
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'foo'
  Task<> i11() { do foo = foo + co_await amount(); while (plain()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'foo'
  Task<> i12() { if (plain()) foo = foo + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'foo'
  Task<> i13() { if (plain()) co_await pause(); else foo = foo + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'foo'
  Task<> i14() { try { foo = foo + co_await amount(); } catch (...) { } }
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'foo'
  // Through locals.
  Task<> i15() { int read = foo; co_await pause(); foo = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'foo'
  Task<> i16() { int read = foo + 1; co_await pause(); foo = read; }
  // CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'foo'
  Task<> i17() { int read = foo; int more = read * 2; co_await pause(); foo = more; }
  // CHECK-MESSAGES: :[[@LINE-1]]:73: warning: 'foo'
  Task<> i18() { int read = foo; foo = read + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'foo'
  Task<> i19() { const int &read = plain() ? foo : other; int copy = foo; co_await pause(); foo = copy - read; }
  // CHECK-MESSAGES: :[[@LINE-1]]:93: warning: 'foo'
  Task<> i20() { auto read = foo; if (co_await allowed()) foo = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'foo'
  Task<> i21() { auto read = foo; while (co_await allowed()) ; foo = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'foo'
  Task<> i22() { int read; read = foo; co_await pause(); foo = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 'foo'
  // Members of others, globals.
  Task<> i23() { bar->count = bar->count + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'bar->count'
  Task<> i24() { int read = bar->count; co_await pause(); bar->count = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'bar->count'
  Task<> i25() { shared = shared + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'shared'
  Task<> i26() { item.count = item.count + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'item.count'
  Task<> i27() { int read = shared; co_await pause(); shared = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:55: warning: 'shared'
  Task<> i28(Item &given) { given.count = given.count + co_await amount(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'given.count'
  Task<> i29(Item *given) { int read = given->count; co_await pause(); given->count = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:72: warning: 'given->count'
  // Tested, then awaited, then set: others were let in meanwhile. What is set to
  // the awaited value itself, race-async-lazy-init tells.
  Task<> i30() { if (!bar) { co_await pause(); bar = item.self(); other += 1; } }
  // CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'bar'
  Task<> i31() { if (foo == 0) { co_await pause(); foo = plain(); other += 1; } }
  // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'foo'
  Task<> i32() { if (foo == 0 && co_await allowed()) { foo = 1; other += 1; } }
  // CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'foo'
  // A yield suspends as well.
  Task<int> i33() { int read = foo; co_yield read; foo = read + 1; }
  // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'foo'
  Task<int> i34() { int read = foo; co_yield 1; foo = read + 1; co_return 0; }
  // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'foo'
  Task<> i35() { auto count = [this]() -> Task<> { foo = foo + co_await amount(); }; co_await count(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'foo'
};
} // namespace invalid
