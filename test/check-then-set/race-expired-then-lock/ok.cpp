// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20 -I%mock
#include "memory.h"
#include "mutex.h"

struct Job {
  int n;
  bool ok() const;
  void go();
};
void use(Job &);
void take(std::shared_ptr<Job>);
bool valid(const std::shared_ptr<Job> &);
void log(const char *);
void refill(std::weak_ptr<Job> &);
[[noreturn]] void fail(const char *);
struct [[nodiscard]] Fatal {
  Fatal();
  [[noreturn]] ~Fatal();
};
#define ASSERT(c) ((c) ? void(0) : fail(#c))
#define CHECK_THAT(c) if (c) ; else log(#c)

struct Owner {
  std::weak_ptr<Job> w, v;
  std::weak_ptr<Job> many[4];
  int count;
  Owner *other;

  // The answer alone is what is wanted.
  void prune_ok() {
    for (int i = 0; i < 4; ++i)
      if (many[i].expired())
        many[i].reset();
  }
  void log_ok() {
    if (w.expired())
      log("gone");
    else
      ++count;
  }
  bool skip_ok() { return !w.expired(); }
  // What is locked is tested, before or in whatever way.
  void tested_ok() {
    if (!w.expired())
      if (auto p = w.lock())
        p->go();
  }
  void testedLater_ok() {
    if (w.expired())
      return;
    auto p = w.lock();
    if (!p)
      return;
    p->go();
  }
  void testedByName_ok() {
    if (w.expired())
      return;
    auto p = w.lock();
    if (valid(p))
      p->go();
  }
  void testedInInit_ok() {
    if (!w.expired())
      if (std::shared_ptr<Job> p = w.lock(); p)
        p->go();
  }
  // Handed on: whoever gets it may test it.
  void handedOn_ok() {
    if (!w.expired())
      take(w.lock());
  }
  std::shared_ptr<Job> returned_ok() {
    if (w.expired())
      return {};
    return w.lock();
  }
  bool compared_ok() { return !w.expired() && w.lock().get() == nullptr; }
  // This one throws when the object is gone.
  void throws_ok() {
    if (!w.expired())
      std::shared_ptr<Job>(w)->go();
  }
  // Another pointer.
  void another_ok() {
    if (!w.expired())
      v.lock()->go();
    if (!other->w.expired())
      w.lock()->go();
  }
  void anotherElement_ok(int i) {
    if (!many[i].expired()) {
      ++i;
      many[i].lock()->go();
    }
  }
  // Not known at the lock.
  void otherBranch_ok() {
    if (w.expired())
      w.lock()->go();
  }
  void joined_ok(bool b) {
    if (b && w.expired())
      return;
    w.lock()->go();
  }
  void unasked_ok() { w.lock()->go(); }
  // It got another object in between.
  void reassigned_ok(const std::shared_ptr<Job> &p) {
    if (!w.expired()) {
      w = p;
      w.lock()->go();
    }
  }
  void renewed_ok(const std::shared_ptr<Job> &p) {
    if (w.expired())
      w = p;
    w.lock()->go();
  }
  void swapped_ok() {
    if (!w.expired()) {
      w.swap(v);
      w.lock()->go();
    }
  }
  void refilled_ok() {
    if (!w.expired()) {
      refill(w);
      w.lock()->go();
    }
  }
  void renew();
  void method_ok() {
    if (!w.expired()) {
      renew();
      w.lock()->go();
    }
  }
  void oldFlag_ok(const std::shared_ptr<Job> &p) {
    bool gone = w.expired();
    w = p;
    if (!gone)
      w.lock()->go();
  }
  void changedFlag_ok(bool b) {
    bool gone = w.expired();
    gone = b;
    if (!gone)
      w.lock()->go();
  }
  void pointer_ok(Owner *o) {
    if (!o->w.expired()) {
      o = o->other;
      o->w.lock()->go();
    }
  }
  // What is asserted is known, not asked.
  void asserted_ok() {
    ASSERT(!w.expired());
    w.lock()->go();
  }
  void checked_ok() {
    CHECK_THAT(!w.expired());
    w.lock()->go();
  }
  void diesByHand_ok() {
    if (w.expired())
      fail("no job");
    w.lock()->go();
  }
  void diesInDestructor_ok() {
    if (w.expired())
      (void)Fatal();
    w.lock()->go();
  }
  // An owner is kept: it can't go any more.
  void kept_ok() {
    if (w.expired())
      return;
    auto keep = w.lock();
    if (keep)
      w.lock()->go();
  }
  // Only named, never run.
  void unevaluated_ok() {
    if (!w.expired())
      (void)sizeof(w.lock()->n);
  }
};

// The owner is here to see.
void owned_ok() {
  auto owner = std::make_shared<Job>();
  std::weak_ptr<Job> w = owner;
  if (!w.expired())
    w.lock()->go();
}
void ownedByCaller_ok(const std::shared_ptr<Job> &owner) {
  std::weak_ptr<Job> w(owner);
  if (!w.expired())
    w.lock()->go();
}
void ownedParameter_ok(std::shared_ptr<Job> owner) {
  std::weak_ptr<Job> w;
  w = owner;
  if (!w.expired())
    w.lock()->go();
}

void touch();
std::weak_ptr<Job> global;
void global_ok() {
  if (!global.expired()) {
    touch();
    global.lock()->go();
  }
}

// A type that only has the same names.
struct Lease {
  bool expired();
  Job *lock();
};
void names_ok(Lease &l) {
  if (!l.expired())
    l.lock()->go();
}
