// Shapes of bugs that were found in real programs, each with its repair.
// RUN: %race_check %s race-publish-before-commit %t --config-file=%S/Inputs/rules.yaml -- -std=c++20 -I%mock
#include "publication.h"

// A page cache was emptied first and the row written second; a reader in
// between filled the cache with the old row, for as long as it lived.
struct PageCache {
  Store &rows;
  Cache &pages;
  void update_bad(Key id, int text) {
    pages.drop(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'drop' is called before 'putNow'
    rows.putNow(id, text);
  }
  void update_ok(Key id, int text) {
    rows.putNow(id, text);
    pages.drop(id);
  }
};

// A list of members was sent with the number that it had before it was loaded:
// who joined last was missing for everybody.
struct Room {
  Bus &bus;
  int revision;
  Task<int> members();
  Task<> joined_bad() {
    revision += 1;
    int number = revision;
    bus.send(number, co_await members());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'send' is told a value of 'revision' from before a suspension
  }
  Task<> joined_ok() {
    revision += 1;
    int list = co_await members();
    bus.send(revision, list);
  }
};
