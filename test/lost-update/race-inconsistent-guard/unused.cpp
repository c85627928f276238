// What nobody calls reads nothing: where the whole program is there, a look
// without the lock is told only in functions that something runs.
// RUN: rm -rf %t && mkdir -p %t && cd %t && split-file %s %t
// RUN: not racetidy -q --checks='-*,race-inconsistent-guard' main.cpp work.cpp -- -std=c++20 > out
// RUN: FileCheck %s --input-file=out
// CHECK: names.h:10:{{[0-9]+}}: warning: 'names_' is read without 'Names::mu_'
// CHECK-NOT: warning:

// Without a program around it anybody may call it.
// RUN: not racetidy -q --checks='-*,race-inconsistent-guard' library.cpp -- -std=c++20 | FileCheck %s --check-prefix=LIBRARY
// LIBRARY-DAG: names.h:9:{{[0-9]+}}: warning: 'names_' is read without 'Names::mu_'
// LIBRARY-DAG: names.h:10:{{[0-9]+}}: warning: 'names_' is read without 'Names::mu_'

//--- names.h
#include <mutex>
#include <vector>
class Names {
public:
  void add(int n) { std::lock_guard<std::mutex> l(mu_); names_.push_back(n); }
  void drop() { std::lock_guard<std::mutex> l(mu_); names_.pop_back(); }
  void twice(int n) { std::lock_guard<std::mutex> l(mu_); names_.push_back(n), names_.push_back(n); }
  void clear() { std::lock_guard<std::mutex> l(mu_); names_.clear(); }
  unsigned long unused() const { return names_.size(); }
  unsigned long count() const { return names_.size(); }
private:
  std::mutex mu_;
  std::vector<int> names_;
};
//--- library.cpp
#include "names.h"
void use(Names &n) { n.add(1), n.twice(2), n.drop(), n.clear(), n.count(); }
//--- main.cpp
#include "names.h"
#include <thread>
Names names;
void work();
int main() {
  std::thread t(work), u(work);
  while (names.count() < 9)
    names.add(1);
  t.join(), u.join();
}
//--- work.cpp
#include "names.h"
extern Names names;
void work() { names.add(1), names.twice(2), names.drop(), names.clear(); }
