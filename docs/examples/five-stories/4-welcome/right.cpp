// Who tests the flag clears it in the same breath; who fills the registry keeps
// the task that does, for the others to await.
#include "../store.h"

#include <memory>

class Project {
  bool showsWelcome = true;
  std::vector<std::string> scenes;
  Task<> writeGreeting();

public:
  Task<> open() {
    if (showsWelcome) {
      showsWelcome = false;
      scenes.clear();
      co_await writeGreeting();
    }
  }
};

struct Tool {
  std::string name;
};

class Toolbox {
  static inline std::vector<Tool> registry;
  static inline std::optional<Pending<>> filling;
  static Task<std::vector<Tool>> load();
  static Task<> fill() {
    std::vector<Tool> tools = co_await load();
    registry = std::move(tools);
  }

public:
  Task<> prepare() {
    if (!filling)
      filling = start(fill());
    co_await *filling;
  }
};
