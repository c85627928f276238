// Saved only where the version is still the one that was read.
#include "../store.h"

Task<> append(DraftStore &store, std::string id, std::string line) {
  for (;;) {
    Draft draft = co_await store.get(id);
    draft.text += line;
    if (co_await store.putIfVersion(id, draft, draft.version))
      co_return;
  }
}
