// "I had two tabs open, and the text of one is gone."
#include "../store.h"

Task<> append(DraftStore &store, std::string id, std::string line) {
  Draft draft = co_await store.get(id);
  draft.text += line;
  co_await store.put(id, draft);
}
