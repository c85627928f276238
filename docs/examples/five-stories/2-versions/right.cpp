// A version is told only while it is the newest, and who waits looks again.
#include "../store.h"

class Board {
  Listeners &listeners;
  int version = 0;
  Task<State> snapshot();

public:
  explicit Board(Listeners &listeners) : listeners(listeners) {}

  Task<> changed() {
    int mine = ++version;
    State state = co_await snapshot();
    if (mine != version)
      co_return; // A later change tells all of it.
    listeners.broadcast(mine, state);
  }

  /// The version is taken when the state is there.
  Task<> changedAgain() {
    State state = co_await snapshot();
    listeners.broadcast(++version, state);
  }
};

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
    while (running)
      co_await *running;
    running = start(tell(++version));
    co_await *running;
    running.reset();
  }
};
