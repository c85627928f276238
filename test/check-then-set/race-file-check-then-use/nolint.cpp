// RUN: %race_check %s race-file-check-then-use %t -- -std=c++17
#include <cstdio>
#include <unistd.h>

void silenced(const char *path) {
  if (access(path, F_OK) != 0)
    fopen(path, "w"); // NOLINT(race-file-check-then-use)
}
