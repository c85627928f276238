// A project's own store, described by its rules.
// RUN: %race_check %s race-store-lost-update %t --config-file=%S/Inputs/repository.yaml -- -std=c++20 -I%mock
#include "memory.h"

struct User {
  int credits, version;
};
struct Version {};
Version ifVersion(int);
struct Users {
  User get(int id);
  void save(const User &);
  bool save(const User &, Version);
};
struct Session {
  explicit Session(Users &);
  ~Session();
  void commit();
};

void buy_bad(Users &users, int id, int price) {
  User u = users.get(id);
  u.credits -= price;
  users.save(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: a value is read from the repository and written back in another call
}
void shared_bad(std::shared_ptr<Users> users, int id) {
  auto u = users->get(id);
  u.credits += 5;
  users->save(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: a value is read from the repository
}
void unseen_bad(Users &users, int id) {
  User u = users.get(id);
  --u.credits;
  users.save(u, ifVersion(u.version));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: nobody looks whether the repository took this
}
bool version_ok(Users &users, int id) {
  User u = users.get(id);
  --u.credits;
  return users.save(u, ifVersion(u.version));
}
void session_ok(Users &users, int id) {
  Session session(users);
  User u = users.get(id);
  --u.credits;
  users.save(u);
  session.commit();
}
void after_bad(Users &users, int id) {
  User u;
  {
    Session session(users);
    u = users.get(id);
    session.commit();
  }
  --u.credits;
  users.save(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: a value is read from the repository
}
void another_ok(Users &users, int id) {
  User old = users.get(id), fresh{};
  fresh.credits = 5;
  users.save(fresh);
}
