// RUN: %race_check %s race-signal-unsafe-call %t -- -std=c++20
#include <csignal>
#include <cstdio>

static void handler(int) {
  std::printf("stop\n"); // NOLINT(race-signal-unsafe-call)
}
void install() { std::signal(SIGTERM, handler); }
