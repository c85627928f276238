// "The clients saw version 3, and then version 2."
#include "../store.h"

class Board {
  Listeners &listeners;
  int version = 0;
  Task<State> snapshot();

public:
  explicit Board(Listeners &listeners) : listeners(listeners) {}

  /// Takes its version before the snapshot and tells it after: who came later
  /// may be faster.
  Task<> changed() {
    int mine = ++version;
    State state = co_await snapshot();
    listeners.broadcast(mine, state);
  }
};

/// The tempting repair: one at a time. With three callers, two wake up together
/// when the first is done, and both go on.
class RepairedBoard {
  Listeners &listeners;
  int version = 0;
  std::optional<Pending<>> running;
  Task<State> snapshot();
  Task<> tell(int version) {
    State state = co_await snapshot();
    state.version = version;
  }

public:
  explicit RepairedBoard(Listeners &listeners) : listeners(listeners) {}

  Task<> changed() {
    if (running)
      co_await *running;
    running = start(tell(++version));
    co_await *running;
    running.reset();
  }
};
