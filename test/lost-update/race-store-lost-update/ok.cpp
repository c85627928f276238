// RUN: %race_check %s race-store-lost-update %t -- -std=c++20 -I%mock
#include "mutex.h"
#include "stores.h"

rocksdb::ReadOptions reading;
rocksdb::WriteOptions writing;

void lockOverBoth_ok(rocksdb::DB *db, std::mutex &m, const std::string &user) {
  std::lock_guard<std::mutex> l(m);
  std::string text;
  db->Get(reading, user, &text);
  db->Put(writing, user, std::to_string(std::stol(text) + 1));
}

void callersLockLocked(rocksdb::DB *db) {
  std::string text;
  db->Get(reading, "n", &text);
  db->Put(writing, "n", std::to_string(std::stol(text) + 1));
}

void merge_ok(rocksdb::DB *db, const std::string &user) {
  std::string text;
  db->Get(reading, user, &text);
  db->Merge(writing, user, std::to_string(std::stol(text) + 1));
  rocksdb::WriteBatch batch;
  batch.Merge(user, text);
  db->Write(writing, &batch);
}

void otherKey_ok(rocksdb::DB *db, const std::string &from,
                 const std::string &to) {
  std::string text;
  db->Get(reading, from, &text);
  db->Put(writing, to, text);
}

void otherFamily_ok(rocksdb::DB *db, rocksdb::ColumnFamilyHandle *index,
                    const std::string &key) {
  std::string text;
  db->Get(reading, key, &text);
  db->Put(writing, index, key, text);
}

void otherDatabase_ok(rocksdb::DB *from, rocksdb::DB *to,
                      const std::string &key) {
  std::string text;
  from->Get(reading, key, &text);
  to->Put(writing, key, text);
}

void keyChangesBetween_ok(rocksdb::DB *db, std::string key) {
  std::string text;
  db->Get(reading, key, &text);
  key = "copy of " + key;
  db->Put(writing, key, text);
}

void nextKeyEachRound_ok(rocksdb::DB *db, std::vector<std::string> &keys) {
  std::string text;
  for (std::string &key : keys) {
    db->Put(writing, key, text);
    db->Get(reading, key, &text);
  }
}

void notFromTheRead_ok(rocksdb::DB *db, const std::string &key) {
  std::string text;
  db->Get(reading, key, &text);
  db->Put(writing, key, "fresh");
}

// What was read only tells whether to go on.
rocksdb::Status failsEarly_ok(rocksdb::DB *db, const std::string &key) {
  std::string text;
  rocksdb::Status s = db->Get(reading, key, &text);
  if (!s.ok())
    return s;
  return db->Put(writing, key, "seen");
}

void deletes_ok(rocksdb::DB *db, const std::string &key) {
  std::string text;
  if (db->Get(reading, key, &text).ok())
    db->Delete(writing, key);
}

bool locksTheKey_ok(rocksdb::TransactionDB *db) {
  rocksdb::Transaction *txn = db->BeginTransaction(writing);
  std::string text;
  txn->GetForUpdate(reading, "seats", &text);
  txn->Put("seats", std::to_string(std::stol(text) - 1));
  return txn->Commit().ok();
}

bool snapshot_ok(rocksdb::TransactionDB *db) {
  rocksdb::Transaction *txn = db->BeginTransaction(writing);
  txn->SetSnapshot();
  std::string text;
  txn->Get(reading, "seats", &text);
  txn->Put("seats", std::to_string(std::stol(text) - 1));
  return txn->Commit().ok();
}

bool optionsMayAskForOne_ok(rocksdb::TransactionDB *db,
                            rocksdb::TransactionOptions options) {
  rocksdb::Transaction *txn = db->BeginTransaction(writing, options);
  std::string text;
  txn->Get(reading, "seats", &text);
  txn->Put("seats", std::to_string(std::stol(text) - 1));
  return txn->Commit().ok();
}

// Opened here, by a tool with one thread.
void openedHere_ok() {
  rocksdb::DB *db = nullptr;
  rocksdb::DB::Open("/tmp/x", &db);
  std::string text;
  db->Get(reading, "n", &text);
  db->Put(writing, "n", std::to_string(std::stol(text) + 1));
}

int transaction_ok(sqlite3 *db, int id, int amount) {
  sqlite3_stmt *select, *update;
  sqlite3_prepare_v2(db, "SELECT balance FROM accounts WHERE id = ?", -1,
                     &select, nullptr);
  sqlite3_prepare_v2(db, "UPDATE accounts SET balance = ? WHERE id = ?", -1,
                     &update, nullptr);
  sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  sqlite3_bind_int(select, 1, id);
  sqlite3_step(select);
  int balance = sqlite3_column_int(select, 0);
  sqlite3_bind_int(update, 1, balance + amount);
  sqlite3_bind_int(update, 2, id);
  sqlite3_step(update);
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  return sqlite3_finalize(select) + sqlite3_finalize(update);
}

void inTheStatement_ok(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  sqlite3_stmt *update;
  sqlite3_prepare_v2(db, "UPDATE visits SET n = n + ?", -1, &update, nullptr);
  sqlite3_bind_int(update, 1, n > 0 ? 1 : 2);
  sqlite3_step(update);
}

bool version_ok(sqlite3 *db, int id) {
  sqlite3_stmt *select, *update;
  sqlite3_prepare_v2(db, "SELECT credits, version FROM users WHERE id = ?", -1,
                     &select, nullptr);
  sqlite3_bind_int(select, 1, id);
  sqlite3_step(select);
  int credits = sqlite3_column_int(select, 0);
  sqlite3_prepare_v2(db,
                     "UPDATE users SET credits = ?, version = version + 1 "
                     "WHERE id = ? AND version = ?",
                     -1, &update, nullptr);
  sqlite3_bind_int(update, 1, credits - 1);
  sqlite3_bind_int(update, 2, id);
  sqlite3_bind_int(update, 3, sqlite3_column_int(select, 1));
  sqlite3_step(update);
  return sqlite3_changes(db) == 1;
}

void otherTable_ok(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  char sql[64];
  snprintf(sql, sizeof sql, "UPDATE summary SET n = %d", n + 1);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
}

void otherColumn_ok(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  char sql[64];
  snprintf(sql, sizeof sql, "UPDATE visits SET shown = %d", n);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
}

void leavesItToTheStore_ok(sqlite3 *db, const char *name) {
  sqlite3_stmt *stmt;
  sqlite3_prepare_v2(db, "SELECT 1 FROM users WHERE name = ?", -1, &stmt,
                     nullptr);
  if (sqlite3_step(stmt) == SQLITE_ROW)
    return;
  sqlite3_exec(db, "INSERT OR IGNORE INTO users (name) VALUES ('root')",
               nullptr, nullptr, nullptr);
}

// A transaction by a class of the project, and by functions of it.
class Unit {
public:
  explicit Unit(sqlite3 *db) : db_(db) {
    sqlite3_exec(db_, "BEGIN", nullptr, nullptr, nullptr);
  }
  ~Unit() { sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr); }

private:
  sqlite3 *db_;
};
void begin(sqlite3 *db) {
  sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
}
void commit(sqlite3 *db) {
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
}
void scope_ok(sqlite3 *db) {
  Unit unit(db);
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  char sql[64];
  snprintf(sql, sizeof sql, "UPDATE visits SET n = %d", n + 1);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
}
void wrapped_ok(sqlite3 *db) {
  int n = 0;
  begin(db);
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  char sql[64];
  snprintf(sql, sizeof sql, "UPDATE visits SET n = %d", n + 1);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  commit(db);
}
// One whose body is elsewhere, by its name.
struct Connection {
  void beginTransaction();
  void commitTransaction();
};
void named_ok(Connection &c, sqlite3 *db) {
  int n = 0;
  c.beginTransaction();
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  char sql[64];
  snprintf(sql, sizeof sql, "UPDATE visits SET n = %d", n + 1);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  c.commitTransaction();
}

// Its caller has the transaction.
static void bump_ok(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  char sql[64];
  snprintf(sql, sizeof sql, "UPDATE visits SET n = %d", n + 1);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
}
void caller_ok(sqlite3 *db) {
  sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
  bump_ok(db);
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
}

void increments_ok(redisContext *c, const char *client) {
  redisReply *reply = (redisReply *)redisCommand(c, "GET rate:%s", client);
  long n = atol(reply->str);
  redisCommand(c, "INCRBY rate:%s %ld", client, n > 10 ? 2L : 1L);
}

void watched_ok(redisContext *c) {
  for (;;) {
    redisCommand(c, "WATCH stock");
    redisReply *reply = (redisReply *)redisCommand(c, "GET stock");
    long n = atol(reply->str) - 1;
    redisCommand(c, "MULTI");
    redisCommand(c, "SET stock %ld", n);
    reply = (redisReply *)redisCommand(c, "EXEC");
    if (reply->type != REDIS_REPLY_NIL)
      return;
  }
}

void onlyIfNotThere_ok(redisContext *c, const char *who) {
  redisReply *reply = (redisReply *)redisCommand(c, "GET owner");
  if (reply->type == REDIS_REPLY_NIL)
    redisCommand(c, "SET owner %s NX EX 30", who);
}

void otherClient_ok(redisContext *c, const char *from, const char *to) {
  redisReply *reply = (redisReply *)redisCommand(c, "GET rate:%s", from);
  redisCommand(c, "SET rate:%s %ld", to, atol(reply->str) + 1);
}

// Only the status is looked at.
int status_ok(sqlite3 *db) {
  int n = 0;
  int rc = sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr);
  if (rc)
    return rc;
  if (sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, nullptr) !=
      SQLITE_OK)
    return 1;
  return sqlite3_exec(db, "UPDATE visits SET n = 0", nullptr, nullptr, nullptr);
}

// What an error message is put into is no value.
int error_ok(sqlite3 *db) {
  int n = 0;
  char *error = nullptr;
  sqlite3_exec(db, "SELECT n FROM visits", nullptr, &n, &error);
  return sqlite3_exec(db, "UPDATE visits SET n = 0", nullptr, nullptr, &error);
}
