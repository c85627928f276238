// RUN: %race_check %s race-expired-then-lock %t -- -std=c++11
// RUN: %race_check %s race-expired-then-lock %t -- -std=c++17
// RUN: %race_check %s race-expired-then-lock %t -- -std=c++20
#include <cassert>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct Job {
  std::string name;
  void go();
};

struct Owner {
  std::weak_ptr<Job> w;
  std::map<int, std::weak_ptr<Job>> jobs;
  std::shared_ptr<std::vector<int>> list;
  std::mutex m;

  void branch_bad() {
    if (!w.expired())
      w.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'w' is asked
  }
  void variable_bad() {
    if (w.expired())
      return;
    auto job = w.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'w' is asked
    job->name += "x";
  }
  void counted_bad() {
    if (w.use_count() > 0)
      (*w.lock()).go();
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'w' is asked
  }
  void element_bad(int i) {
    if (!jobs[i].expired())
      jobs[i].lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'jobs[...]' is asked
  }
  void each_bad() {
    for (auto &each : jobs)
      if (!each.second.expired())
        each.second.lock()->go();
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'each.second' is asked
  }
  void copyOnWrite_bad() {
    std::lock_guard<std::mutex> l(m);
    if (list.use_count() != 1)
      list = std::make_shared<std::vector<int>>(*list);
    list->push_back(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the object of 'list' is changed
  }

  void tested_ok() {
    if (!w.expired())
      if (auto job = w.lock())
        job->go();
  }
  void asserted_ok() {
    assert(!w.expired());
    w.lock()->go();
  }
  void prune_ok() {
    for (auto it = jobs.begin(); it != jobs.end();)
      if (it->second.expired())
        it = jobs.erase(it);
      else
        ++it;
  }
  int read_ok() { return list.use_count() == 1 ? (*list)[0] + list->back() : 0; }
};
void owned_ok() {
  auto owner = std::make_shared<Job>();
  std::weak_ptr<Job> w = owner;
  if (!w.expired())
    w.lock()->go();
}
