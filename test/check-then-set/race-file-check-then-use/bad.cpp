// RUN: %race_check %s race-file-check-then-use %t -- -std=c++17
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

// A recording must not overwrite one that is there.
void record_bad(const std::string &path) {
  if (!std::filesystem::exists(path)) {
    std::ofstream out(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'path' is made only where no file is there, but the test and the making are two steps; a file that comes in between is overwritten [race-file-check-then-use]
    out << "header";
  }
}

// A lock file that two instances both make.
bool lockFile_bad(const char *path) {
  if (access(path, F_OK) == 0)
    return false;
  int fd = open(path, O_WRONLY | O_CREAT, 0600);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'path' is made only where no file is there
  return fd >= 0;
}

void stat_bad(const char *path) {
  struct stat st;
  if (stat(path, &st) != 0) {
    FILE *f = fopen(path, "w");
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'path' is made only where no file is there
    if (f)
      fclose(f);
  }
}

void rename_bad(const char *from, const char *to) {
  if (access(to, F_OK) == -1)
    rename(from, to);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'to' is made only where no file is there
}
