// The same on libpqxx's own headers.
// REQUIRES: libpqxx
// RUN: %race_check %s race-store-lost-update %t -- -std=c++17 -Wno-deprecated
#include <pqxx/pqxx>
#include <string>

// Each statement stands for itself.
void alone_bad(pqxx::connection &c, int id) {
  pqxx::nontransaction n(c);
  pqxx::row row =
      n.exec_params1("SELECT stock FROM items WHERE id = $1", id);
  int stock = row[0].as<int>();
  n.exec_params0("UPDATE items SET stock = $1 WHERE id = $2", stock - 1, id);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'items' is read from the database and written back in another call
}

void twoTransactions_bad(pqxx::connection &c) {
  int n;
  {
    pqxx::work w(c);
    n = w.exec1("SELECT n FROM visits")[0].as<int>();
    w.commit();
  }
  pqxx::work w(c);
  w.exec0("UPDATE visits SET n = " + std::to_string(n + 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'visits' is read from the database
  w.commit();
}

void oneTransaction_ok(pqxx::connection &c) {
  pqxx::work w(c);
  int n = w.exec1("SELECT n FROM visits")[0].as<int>();
  w.exec0("UPDATE visits SET n = " + std::to_string(n + 1));
  w.commit();
}

void inTheStatement_ok(pqxx::connection &c) {
  pqxx::nontransaction w(c);
  int n = w.exec1("SELECT n FROM visits")[0].as<int>();
  w.exec0("UPDATE visits SET n = n + " + std::to_string(n > 9 ? 2 : 1));
}

void callersTransaction_ok(pqxx::work &w) {
  int n = w.exec1("SELECT n FROM visits")[0].as<int>();
  w.exec0("UPDATE visits SET n = " + std::to_string(n + 1));
}
