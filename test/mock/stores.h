// As much of RocksDB, SQLite and hiredis as the tests need.
#pragma once
#include "containers.h"

namespace std {
string operator+(const string &, const string &);
string to_string(long);
long stol(const string &);
} // namespace std

namespace rocksdb {
struct Slice {
  Slice(const char *);
  Slice(const std::string &);
  Slice(const char *, unsigned long);
};
struct Status {
  bool ok() const;
  bool IsNotFound() const;
};
struct ReadOptions {};
struct WriteOptions {};
struct TransactionOptions {};
struct ColumnFamilyHandle;
struct WriteBatch {
  Status Put(const Slice &key, const Slice &value);
  Status Merge(const Slice &key, const Slice &value);
};
struct DB {
  Status Get(const ReadOptions &, const Slice &key, std::string *value);
  Status Get(const ReadOptions &, ColumnFamilyHandle *, const Slice &key,
             std::string *value);
  Status Put(const WriteOptions &, const Slice &key, const Slice &value);
  Status Put(const WriteOptions &, ColumnFamilyHandle *, const Slice &key,
             const Slice &value);
  Status Delete(const WriteOptions &, const Slice &key);
  Status Merge(const WriteOptions &, const Slice &key, const Slice &value);
  Status Write(const WriteOptions &, WriteBatch *);
  static Status Open(const char *path, DB **db);
};
struct Transaction {
  Status Get(const ReadOptions &, const Slice &key, std::string *value);
  Status GetForUpdate(const ReadOptions &, const Slice &key,
                      std::string *value);
  Status Put(const Slice &key, const Slice &value);
  void SetSnapshot();
  Status Commit();
  Status Rollback();
};
struct TransactionDB : DB {
  Transaction *BeginTransaction(const WriteOptions &,
                                const TransactionOptions & = {},
                                Transaction *old = nullptr);
};
} // namespace rocksdb

extern "C" {
struct sqlite3;
struct sqlite3_stmt;
int sqlite3_exec(sqlite3 *, const char *,
                 int (*)(void *, int, char **, char **), void *, char **);
int sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **,
                       const char **);
int sqlite3_step(sqlite3_stmt *);
int sqlite3_reset(sqlite3_stmt *);
int sqlite3_finalize(sqlite3_stmt *);
int sqlite3_bind_int(sqlite3_stmt *, int, int);
int sqlite3_bind_text(sqlite3_stmt *, int, const char *, int, void (*)(void *));
int sqlite3_column_int(sqlite3_stmt *, int);
int sqlite3_changes(sqlite3 *);
#define SQLITE_OK 0
#define SQLITE_ROW 100
#define SQLITE_DONE 101

struct redisContext;
struct redisReply {
  int type;
  long long integer;
  char *str;
};
void *redisCommand(redisContext *, const char *format, ...);
void freeReplyObject(void *);
#define REDIS_REPLY_STRING 1
#define REDIS_REPLY_NIL 4

int snprintf(char *, unsigned long, const char *, ...);
int sscanf(const char *, const char *, ...);
long atol(const char *);
}
