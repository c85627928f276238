// RUN: %race_check %s race-sleep-synchronization %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

Task<> save(Store &store, Cache &cache, Key k) {
  auto write = start(store.put(k, 1));
  co_await pause(100); // NOLINT(race-sleep-synchronization)
  cache.drop(k);
  co_await write;
}
