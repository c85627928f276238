// The handler looks at a connection only while a flag says that there is one in
// use; the code sets it up and takes it down while the flag is not set.
// RUN: %race_check %s race-signal-handler-state %t -- -std=c++20
// RUN: %race_check %s race-signal-handler-state %t --min-confidence=low --prefix=LOW -- -std=c++20
#include <csignal>

struct Link {
  int descriptor;
};
Link *dial();
void work();
void hang(int descriptor);

namespace asked {
volatile std::sig_atomic_t watching;
Link *link;
void onInterrupt(int) {
  if (watching)
    hang(link->descriptor);
}
void run() {
  std::signal(SIGINT, onInterrupt);
  link = dial();
  // CHECK-MESSAGES-LOW: :[[@LINE-1]]:8: warning: 'link' is written here and read by a signal handler
  watching = 1;
  work();
  watching = 0;
  link = nullptr;
}
} // namespace asked

// Nothing is asked: the link may be gone, or not there yet.
namespace unasked {
Link *link;
void onInterrupt(int) { hang(link->descriptor); }
void run() {
  std::signal(SIGINT, onInterrupt);
  link = dial();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'link' is written here and read by a signal handler
  // CHECK-MESSAGES-LOW: :[[@LINE-2]]:8: warning: 'link' is written here and read by a signal handler
  work();
  link = nullptr;
}
} // namespace unasked

// What is asked nobody ever changes: it says nothing of the moment.
namespace constant {
const int verbose = 1;
bool loud;
Link *link;
void onInterrupt(int) {
  if (loud)
    hang(link->descriptor);
}
void run() {
  loud = verbose > 2;
  std::signal(SIGINT, onInterrupt);
  link = dial();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'link' is written here and read by a signal handler
  // CHECK-MESSAGES-LOW: :[[@LINE-2]]:8: warning: 'link' is written here and read by a signal handler
  work();
  link = nullptr;
}
} // namespace constant
