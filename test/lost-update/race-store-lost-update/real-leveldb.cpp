// The same on LevelDB's own headers.
// REQUIRES: leveldb
// RUN: %race_check %s race-store-lost-update %t -- -std=c++17
#include <cstdint>
#include <leveldb/db.h>
#include <leveldb/write_batch.h>
#include <mutex>
#include <string>

leveldb::Status nextId_bad(leveldb::DB *db, uint64_t *id) {
  std::string text;
  leveldb::Status s = db->Get(leveldb::ReadOptions(), "next-id", &text);
  if (!s.ok() && !s.IsNotFound())
    return s;
  *id = text.empty() ? 1 : std::stoull(text);
  return db->Put(leveldb::WriteOptions(), "next-id",
                 std::to_string(std::stoull(text) + 1));
  // CHECK-MESSAGES: :[[@LINE-2]]:10: warning: 'next-id' is read from the database
}

void batch_bad(leveldb::DB *db, const leveldb::Slice &key) {
  std::string value;
  db->Get(leveldb::ReadOptions(), key, &value);
  value += "!";
  leveldb::WriteBatch batch;
  batch.Put(key, value);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'key' is read from the database
  db->Write(leveldb::WriteOptions(), &batch);
}

void locked_ok(leveldb::DB *db, std::mutex &m) {
  std::lock_guard<std::mutex> l(m);
  std::string text;
  db->Get(leveldb::ReadOptions(), "n", &text);
  db->Put(leveldb::WriteOptions(), "n", std::to_string(std::stol(text) + 1));
}

void copies_ok(leveldb::DB *from, leveldb::DB *to, const std::string &key) {
  std::string value;
  from->Get(leveldb::ReadOptions(), key, &value);
  to->Put(leveldb::WriteOptions(), key, value);
}
