// RUN: %race_check %s race-store-lost-update %t -- -std=c++20 -I%mock
#include "mutex.h"
#include "stores.h"

rocksdb::ReadOptions reading;
rocksdb::WriteOptions writing;

// A credit balance that two requests change at once.
void creditTaken_bad(rocksdb::DB *db, const std::string &user, long price) {
  std::string text;
  rocksdb::Status s = db->Get(reading, user, &text);
  if (!s.ok())
    return;
  long credits = std::stol(text);
  credits -= price;
  db->Put(writing, user, std::to_string(credits));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'user' is read from the database and written back in another call with a value computed from that read; an update in between is lost [race-store-lost-update]
}

// A page-view counter in a member database, its key put together.
class Views {
public:
  void count_bad(const std::string &page) {
    std::string text;
    db_->Get(reading, "views:" + page, &text);
    db_->Put(writing, "views:" + page, std::to_string(std::stol(text) + 1));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '"views:" + page' is read from the database
  }

private:
  rocksdb::DB *db_;
};

void oneExpression_bad(rocksdb::DB &db, const char *key) {
  char buffer[32];
  std::string old;
  db.Get(reading, rocksdb::Slice(key), &old);
  long n = 0;
  sscanf(old.c_str(), "%ld", &n);
  snprintf(buffer, sizeof buffer, "%ld", n + 1);
  db.Put(writing, key, buffer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'key' is read from the database
}

void batch_bad(rocksdb::DB *db, const std::string &key) {
  std::string text;
  db->Get(reading, key, &text);
  rocksdb::WriteBatch batch;
  batch.Put(key, text + "x");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'key' is read from the database
  db->Write(writing, &batch);
}

// The lock is given back in between.
void twoLocks_bad(rocksdb::DB *db, std::mutex &m) {
  std::string text;
  {
    std::lock_guard<std::mutex> l(m);
    db->Get(reading, "next", &text);
  }
  std::lock_guard<std::mutex> l(m);
  db->Put(writing, "next", std::to_string(std::stol(text) + 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'next' is read from the database
}

// A transaction whose reads lock nothing.
void plainReadInTransaction_bad(rocksdb::TransactionDB *db) {
  rocksdb::Transaction *txn = db->BeginTransaction(writing);
  std::string text;
  txn->Get(reading, "seats", &text);
  txn->Put("seats", std::to_string(std::stol(text) - 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'seats' is read from the database
  rocksdb::Status s = txn->Commit();
  if (!s.ok())
    txn->Rollback();
}

void commitUnseen_bad(rocksdb::TransactionDB *db) {
  rocksdb::Transaction *txn = db->BeginTransaction(writing);
  std::string text;
  txn->GetForUpdate(reading, "seats", &text);
  txn->Put("seats", std::to_string(std::stol(text) - 1));
  txn->Commit();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody looks whether the database took this; where somebody else came first it did not, and the update is lost
}

// Who has no record yet gets one; two requests of a new user both make it.
void firstRecord_bad(rocksdb::DB *db, std::mutex &others,
                     const std::string &user) {
  std::string text;
  rocksdb::Status s = db->Get(reading, user, &text);
  if (s.IsNotFound())
    db->Put(writing, user, "welcome");
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'user' is looked up in the database and written there when it is missing, in two calls; two may find it missing
  std::lock_guard<std::mutex> l(others);
}

int selectThenUpdate_bad(sqlite3 *db, int id, int amount) {
  sqlite3_stmt *select, *update;
  sqlite3_prepare_v2(db, "SELECT balance FROM accounts WHERE id = ?", -1,
                     &select, nullptr);
  sqlite3_bind_int(select, 1, id);
  if (sqlite3_step(select) != SQLITE_ROW)
    return sqlite3_finalize(select);
  int balance = sqlite3_column_int(select, 0);
  sqlite3_finalize(select);
  sqlite3_prepare_v2(db, "UPDATE accounts SET balance = ? WHERE id = ?", -1,
                     &update, nullptr);
  sqlite3_bind_int(update, 1, balance + amount);
  sqlite3_bind_int(update, 2, id);
  sqlite3_step(update);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'accounts' is read from the database and written back in another call
  return sqlite3_finalize(update);
}

// One variable for all statements, as C programs have it.
void oneVariable_bad(sqlite3 *db) {
  sqlite3_stmt *stmt = nullptr;
  int next = 0;
  if (sqlite3_prepare_v2(db, "SELECT MAX(number) FROM invoices", -1, &stmt,
                         nullptr) == SQLITE_OK &&
      sqlite3_step(stmt) == SQLITE_ROW)
    next = sqlite3_column_int(stmt, 0) + 1;
  sqlite3_finalize(stmt);
  sqlite3_prepare_v2(db, "INSERT INTO invoices (number) VALUES (?)", -1, &stmt,
                     nullptr);
  sqlite3_bind_int(stmt, 1, next);
  sqlite3_step(stmt);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'invoices' is read from the database
  sqlite3_finalize(stmt);
}

void textOfStatement_bad(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  char sql[64];
  snprintf(sql, sizeof sql, "UPDATE visits SET n = %d", n + 1);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'visits' is read from the database
}

// The transaction ends before the write.
void committedBetween_bad(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  std::string sql = "UPDATE visits SET n = " + std::to_string(n + 1);
  sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'visits' is read from the database
}

// Registered only if the name is free: two may register it.
void nameIsFree_bad(sqlite3 *db, const char *name) {
  sqlite3_stmt *stmt;
  sqlite3_prepare_v2(db, "SELECT 1 FROM users WHERE name = ?", -1, &stmt,
                     nullptr);
  sqlite3_bind_text(stmt, 1, name, -1, nullptr);
  bool known = sqlite3_step(stmt) == SQLITE_ROW;
  sqlite3_finalize(stmt);
  if (known)
    return;
  sqlite3_prepare_v2(db, "INSERT INTO users (name) VALUES (?)", -1, &stmt,
                     nullptr);
  sqlite3_bind_text(stmt, 1, name, -1, nullptr);
  sqlite3_step(stmt);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'users' is looked up in the database and written there when it is missing
  sqlite3_finalize(stmt);
}

void rateLimit_bad(redisContext *c, const char *client) {
  auto *reply = (redisReply *)redisCommand(c, "GET rate:%s", client);
  long n = reply->str ? atol(reply->str) : 0;
  freeReplyObject(reply);
  freeReplyObject(redisCommand(c, "SET rate:%s %ld", client, n + 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'rate:%s' is read from the server and written back in another call
}

// MULTI comes after the read, so it keeps nobody out.
void multiIsLate_bad(redisContext *c) {
  redisReply *reply = (redisReply *)redisCommand(c, "GET stock");
  long n = atol(reply->str) - 1;
  redisCommand(c, "MULTI");
  redisCommand(c, "SET stock %ld", n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'stock' is read from the server
  redisCommand(c, "EXEC");
}

void execUnseen_bad(redisContext *c) {
  redisCommand(c, "WATCH stock");
  redisReply *reply = (redisReply *)redisCommand(c, "GET stock");
  long n = atol(reply->str) - 1;
  redisCommand(c, "MULTI");
  redisCommand(c, "SET stock %ld", n);
  void *done = redisCommand(c, "EXEC");
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: nobody looks whether the server took this
  freeReplyObject(done);
}

#define BUMP(db, key, value)                                                   \
  (db)->Put(writing, (key), std::to_string(std::stol(value) + 1))
void macro_bad(rocksdb::DB *db) {
  std::string text;
  db->Get(reading, "n", &text);
  BUMP(db, "n", text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: a value is read from the database
}

template <typename Number> void template_bad(rocksdb::DB *db, Number by) {
  std::string text;
  db->Get(reading, "n", &text);
  db->Put(writing, "n", std::to_string(std::stol(text) + by));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'n' is read from the database
}
void use(rocksdb::DB *db) { template_bad(db, 1L); }

void lambda_bad(rocksdb::DB *db) {
  auto bump = [db](const std::string &key) {
    std::string text;
    db->Get(reading, key, &text);
    db->Put(writing, key, std::to_string(std::stol(text) + 1));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'key' is read from the database
  };
  bump("a");
}
