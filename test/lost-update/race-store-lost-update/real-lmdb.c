// The same on LMDB's own header, in C.
// REQUIRES: lmdb
// RUN: %race_check %s race-store-lost-update %t -- -std=c17
#include <lmdb.h>
#include <string.h>

// Read in a transaction that is over when it is written.
int twoTransactions_bad(MDB_env *env, MDB_dbi dbi, MDB_val key) {
  MDB_txn *txn;
  MDB_val value;
  long n = 0;
  mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
  if (mdb_get(txn, dbi, &key, &value) == 0)
    memcpy(&n, value.mv_data, sizeof n);
  mdb_txn_abort(txn);
  ++n;
  value.mv_size = sizeof n;
  value.mv_data = &n;
  mdb_txn_begin(env, NULL, 0, &txn);
  mdb_put(txn, dbi, &key, &value, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'key' is read from the database
  return mdb_txn_commit(txn);
}

int oneTransaction_ok(MDB_env *env, MDB_dbi dbi, MDB_val key) {
  MDB_txn *txn;
  MDB_val value;
  long n = 0;
  mdb_txn_begin(env, NULL, 0, &txn);
  if (mdb_get(txn, dbi, &key, &value) == 0)
    memcpy(&n, value.mv_data, sizeof n);
  ++n;
  value.mv_size = sizeof n;
  value.mv_data = &n;
  mdb_put(txn, dbi, &key, &value, 0);
  return mdb_txn_commit(txn);
}

int callersTransaction_ok(MDB_txn *txn, MDB_dbi dbi, MDB_val key) {
  MDB_val value;
  long n = 0;
  if (mdb_get(txn, dbi, &key, &value) == 0)
    memcpy(&n, value.mv_data, sizeof n);
  ++n;
  value.mv_size = sizeof n;
  value.mv_data = &n;
  return mdb_put(txn, dbi, &key, &value, 0);
}
