// What the stories are about: drafts on a server, previews of them, listeners.
#pragma once

#include "task.h"

#include <map>
#include <string>
#include <vector>

struct Draft {
  std::string text;
  int version = 0;
};

/// Drafts on a server, which many edit.
class DraftStore {
public:
  Task<Draft> get(std::string id);
  Task<> put(std::string id, Draft draft);
  /// Fails, and gives false, where the stored version is another one.
  Task<bool> putIfVersion(std::string id, Draft draft, int version);
};

/// Pictures of drafts, made when somebody asks and kept until dropped.
class PreviewCache {
public:
  void drop(std::string id);
};

struct State {
  int version = 0;
  std::vector<std::string> scenes;
};

/// Everybody who is connected.
class Listeners {
public:
  void broadcast(int version, const State &state);
};
