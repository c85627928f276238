// "The preview shows the text from before. With a pause of 100 ms it works."
#include "../store.h"

class Editor {
  DraftStore &store;
  PreviewCache &previews;

public:
  Editor(DraftStore &store, PreviewCache &previews)
      : store(store), previews(previews) {}

  /// The picture is dropped first: whoever asks before the write is done makes
  /// it again of the old text, and that one stays.
  Task<> save(std::string id, Draft draft) {
    previews.drop(id);
    co_await store.put(id, draft);
  }

  /// The pause that hides it: on a slow day the write takes 101 ms.
  Task<> saveWithPause(std::string id, Draft draft) {
    auto write = start(store.put(id, draft));
    co_await delay(100);
    previews.drop(id);
    co_await write;
  }
};
