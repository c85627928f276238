// A board whose strokes belong to a strand: what runs on it runs one after the
// other, in whatever thread, and needs no lock. What touches the strokes off it
// does.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy -q --config-file=rules.yaml board.cpp -- -std=c++20 -I%mock > out
// RUN: FileCheck %s --input-file=out
// RUN: racetidy -q --config-file=rules.yaml ok.cpp -- -std=c++20 -I%mock

// Without the description they are tasks like others, and run at once.
// RUN: sed '/^executors/,$d' rules.yaml > bare.yaml
// RUN: not racetidy -q --config-file=bare.yaml ok.cpp -- -std=c++20 -I%mock | FileCheck %s --check-prefix=BARE
// BARE: ok.cpp:23:{{.*}}: warning: 'strokes_'
// BARE: warning: 'drawn'

// CHECK: board.cpp:15:{{[0-9]+}}: warning: 'strokes_' is written off 'Board::strand_', on which it is used by 3 of 4 functions; an update may be lost [race-inconsistent-guard]
// CHECK: note: thread A runs on 'Board::strand_' and
// CHECK: board.cpp:15:{{[0-9]+}}: note: thread B updates 'strokes_' meanwhile, off 'Board::strand_': one of the two updates is lost
// CHECK: board.cpp:15:{{[0-9]+}}: note: hand this to 'Board::strand_' as well
// CHECK-NOT: warning:

//--- rules.yaml
version: 1
origins:
  - {functions: [net::post, ui::post, "net::Pool::submit"], kind: task, multiple: true}
executors:
  - types: net::Strand
  - functions: ui::post

//--- net.h
namespace net {
class Pool {
public:
  template <class F> void submit(F f);
};
class Strand {
public:
  explicit Strand(Pool &);
};
template <class F> void post(Strand &, F f);
} // namespace net
namespace ui {
void post(void (*work)());
}

//--- board.cpp
#include "net.h"
class Board {
public:
  void draw() {
    net::post(strand_, [this] { ++strokes_; });
  }
  void erase() {
    net::post(strand_, [this] { --strokes_; });
  }
  void clear() {
    net::post(strand_, [this] { strokes_ = 0; });
  }
  // The pool's threads are not the strand.
  void import() {
    pool_.submit([this] { strokes_ += 10; });
  }

private:
  net::Pool pool_;
  net::Strand strand_{pool_};
  int strokes_ = 0;
};
void use(Board &b) { b.draw(), b.erase(), b.clear(), b.import(); }

//--- ok.cpp
#include "net.h"
class Board {
public:
  // Called in the strand only, also where a lambda is three calls away.
  void draw() {
    net::post(strand_, [this] { add(1); });
  }
  void erase() {
    net::post(strand_, [this] { add(-1); });
  }
  void add(int n);
  // A copy of the strand is the same strand, though nobody sees which.
  void clear() {
    net::Strand mine = strand_;
    net::post(mine, [this] { strokes_ = 0; });
  }

private:
  net::Pool pool_;
  net::Strand strand_{pool_};
  int strokes_ = 0;
};
inline void Board::add(int n) { strokes_ += n; }
void use(Board &b) { b.draw(), b.erase(), b.clear(); }

// The one that there is, without an object.
static int drawn;
void frame() { ui::post([] { ++drawn; }); }
void reset() { ui::post([] { drawn = 0; }); }
