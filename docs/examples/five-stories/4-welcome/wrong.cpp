// "The first scene I drew was deleted. Some users got the welcome twice."
#include "../store.h"

#include <memory>

class Project {
  bool showsWelcome = true;
  std::vector<std::string> scenes;
  Task<> writeGreeting();

public:
  /// The flag is tested, something is written, and only then is the flag
  /// cleared: whoever comes meanwhile passes the test too, and deletes what was
  /// drawn since.
  Task<> open() {
    if (showsWelcome) {
      co_await writeGreeting();
      showsWelcome = false;
      scenes.clear();
    }
  }
};

struct Tool {
  std::string name;
};

/// One registry for all, filled by whoever is made first, on whatever thread.
class Toolbox {
  static inline std::vector<Tool> *registry = nullptr;
  static inline bool filled = false;
  Task<std::vector<Tool>> load();

public:
  Task<> prepare() {
    if (!filled) {
      std::vector<Tool> tools = co_await load();
      if (!registry)
        registry = new std::vector<Tool>;
      for (Tool &tool : tools)
        registry->push_back(std::move(tool));
      filled = true;
    }
  }
};
