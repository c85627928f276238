// The same on RocksDB's own headers.
// REQUIRES: rocksdb
// RUN: %race_check %s race-store-lost-update %t -- -std=c++17
#include <memory>
#include <mutex>
#include <rocksdb/db.h>
#include <rocksdb/utilities/transaction.h>
#include <rocksdb/utilities/transaction_db.h>
#include <rocksdb/write_batch.h>
#include <string>

using namespace rocksdb;

Status credit_bad(DB *db, const std::string &user, long price) {
  std::string text;
  Status s = db->Get(ReadOptions(), user, &text);
  if (!s.ok())
    return s;
  return db->Put(WriteOptions(), user, std::to_string(std::stol(text) - price));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'user' is read from the database and written back in another call with a value computed from that read; an update in between is lost
}

Status pinned_bad(DB *db, ColumnFamilyHandle *family, const Slice &key) {
  PinnableSlice value;
  db->Get(ReadOptions(), family, key, &value);
  std::string longer = value.ToString() + "x";
  WriteBatch batch;
  batch.Put(family, key, longer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'key' is read from the database
  return db->Write(WriteOptions(), &batch);
}

Status merge_ok(DB *db, const std::string &user) {
  std::string text;
  db->Get(ReadOptions(), user, &text);
  return db->Merge(WriteOptions(), user, std::to_string(std::stol(text) + 1));
}

Status otherFamily_ok(DB *db, ColumnFamilyHandle *from, ColumnFamilyHandle *to,
                      const Slice &key) {
  std::string value;
  db->Get(ReadOptions(), from, key, &value);
  return db->Put(WriteOptions(), to, key, value);
}

Status plainRead_bad(TransactionDB *db) {
  std::unique_ptr<Transaction> txn(db->BeginTransaction(WriteOptions()));
  std::string text;
  txn->Get(ReadOptions(), "seats", &text);
  txn->Put("seats", std::to_string(std::stol(text) - 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'seats' is read from the database
  return txn->Commit();
}

Status forUpdate_ok(TransactionDB *db) {
  std::unique_ptr<Transaction> txn(db->BeginTransaction(WriteOptions()));
  std::string text;
  txn->GetForUpdate(ReadOptions(), "seats", &text);
  txn->Put("seats", std::to_string(std::stol(text) - 1));
  return txn->Commit();
}

class Counter {
public:
  void locked_ok() {
    std::lock_guard<std::mutex> l(m_);
    std::string text;
    db_->Get(ReadOptions(), "n", &text);
    db_->Put(WriteOptions(), "n", std::to_string(std::stol(text) + 1));
  }
  void unlocked_bad() {
    std::string text;
    db_->Get(ReadOptions(), "n", &text);
    db_->Put(WriteOptions(), "n", std::to_string(std::stol(text) + 1));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n' is read from the database
  }

private:
  std::mutex m_;
  std::unique_ptr<DB> db_;
};
