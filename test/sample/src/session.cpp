#include "session.h"

int Sessions::open(const std::string &User) {
  // Two connections load the same number: one session is never counted.
  Open = Open + 1;
  if (Open > Peak)
    Peak.store(Open);

  std::lock_guard<std::mutex> Guard(Lock);
  Users.push_back(User);
  return static_cast<int>(Users.size()) - 1;
}

void Sessions::close(int Id) {
  // One atomic operation: nothing to find.
  Open.fetch_sub(1);

  // The guard has no name: the lock is given back at the semicolon.
  std::lock_guard<std::mutex>{Lock};
  Users.at(Id).clear();
}

void Sessions::rename(int Id, const std::string &User) {
  int Next = Version.load();
  {
    std::lock_guard<std::mutex> Guard(Lock);
    Users.at(Id) = User;
    ++Next;
  }
  // Clients see version 3, then 2, and a change is lost.
  Version.store(Next);
}
