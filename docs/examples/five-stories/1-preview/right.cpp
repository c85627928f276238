// The write is awaited, and then the picture is dropped.
#include "../store.h"

class Editor {
  DraftStore &store;
  PreviewCache &previews;

public:
  Editor(DraftStore &store, PreviewCache &previews)
      : store(store), previews(previews) {}

  Task<> save(std::string id, Draft draft) {
    co_await store.put(id, draft);
    previews.drop(id);
  }

  Task<> saveInBackground(std::string id, Draft draft) {
    auto write = start(store.put(id, draft));
    co_await write;
    previews.drop(id);
  }
};
