// A text that may be set once only: whoever tries again ends the program. What
// was given out before stays.
// RUN: %race_check %s race-guarded-escape %t -- -std=c++20
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>

static std::mutex once_mu;
static std::string *once_text;
void set_once(std::string_view text) {
  std::lock_guard<std::mutex> l(once_mu);
  if (once_text != nullptr) {
    std::exit(1);
  }
  once_text = new std::string(text);
}
std::string_view get_once() {
  std::lock_guard<std::mutex> l(once_mu);
  return once_text != nullptr ? std::string_view(*once_text) : "";
}

// The same, and who comes second replaces it.
static std::mutex again_mu;
static std::string *again_text;
void set_again(std::string_view text) {
  std::lock_guard<std::mutex> l(again_mu);
  if (again_text != nullptr) {
    delete again_text;
  }
  again_text = new std::string(text);
}
std::string_view get_again() {
  std::lock_guard<std::mutex> l(again_mu);
  return again_text != nullptr ? std::string_view(*again_text) : "";
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: a view {{.*}} [race-guarded-escape]
}
void use() {
  set_once("a"), set_again("b");
  (void)get_once().size(), (void)get_again().size();
}
