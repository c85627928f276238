// RUN: %race_check %s race-publish-before-commit %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

Task<> save(Store &store, Cache &cache, Key k) {
  cache.drop(k); // NOLINT(race-publish-before-commit)
  co_await store.put(k, 1);
}
