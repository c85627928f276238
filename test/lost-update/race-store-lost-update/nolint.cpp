// RUN: %race_check %s race-store-lost-update %t -- -std=c++20 -I%mock
#include "stores.h"

void silenced(rocksdb::DB *db, const std::string &key) {
  std::string text;
  db->Get({}, key, &text);
  db->Put({}, key, text + "x"); // NOLINT(race-store-lost-update)
}
