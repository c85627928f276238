// The same on SQLite's own header, in C.
// REQUIRES: sqlite
// RUN: %race_check %s race-store-lost-update %t -- -std=c17
#include <sqlite3.h>
#include <stdio.h>

int balance_bad(sqlite3 *db, int id, int amount) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(
      db, "SELECT balance FROM accounts WHERE id = ?1", -1, &stmt, NULL);
  if (rc != SQLITE_OK)
    return rc;
  sqlite3_bind_int(stmt, 1, id);
  rc = sqlite3_step(stmt);
  if (rc != SQLITE_ROW) {
    sqlite3_finalize(stmt);
    return rc;
  }
  int balance = sqlite3_column_int(stmt, 0);
  sqlite3_finalize(stmt);
  rc = sqlite3_prepare_v2(db, "UPDATE accounts SET balance = ?1 WHERE id = ?2",
                          -1, &stmt, NULL);
  if (rc != SQLITE_OK)
    return rc;
  sqlite3_bind_int(stmt, 1, balance + amount);
  sqlite3_bind_int(stmt, 2, id);
  rc = sqlite3_step(stmt);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'accounts' is read from the database
  sqlite3_finalize(stmt);
  return rc;
}

static int one(void *out, int n, char **values, char **names) {
  (void)n, (void)names;
  return sscanf(values[0], "%d", (int *)out) != 1;
}

int text_bad(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", one, &n, NULL);
  char *sql = sqlite3_mprintf("UPDATE visits SET n = %d", n + 1);
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'visits' is read from the database
  sqlite3_free(sql);
  return rc;
}

int transaction_ok(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "BEGIN IMMEDIATE;", NULL, NULL, NULL);
  sqlite3_exec(db, "SELECT n FROM visits", one, &n, NULL);
  char *sql = sqlite3_mprintf("UPDATE visits SET n = %d", n + 1);
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  sqlite3_exec(db, "COMMIT;", NULL, NULL, NULL);
  sqlite3_free(sql);
  return rc;
}

int inTheStatement_ok(sqlite3 *db) {
  int n = 0;
  sqlite3_exec(db, "SELECT n FROM visits", one, &n, NULL);
  char *sql = sqlite3_mprintf("UPDATE visits SET n = n + %d", n > 9 ? 2 : 1);
  return sqlite3_exec(db, sql, NULL, NULL, NULL);
}
