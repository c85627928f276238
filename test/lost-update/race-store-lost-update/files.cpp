// A file that is read, changed and written again.
// RUN: %race_check %s race-store-lost-update %t -- -std=c++17
#include <cstdio>
#include <fstream>
#include <fcntl.h>
#include <sstream>
#include <string>
#include <sys/file.h>
#include <unistd.h>

// The number of the next job, as print spoolers keep it.
int nextJob_bad(const std::string &path) {
  int n = 0;
  {
    std::ifstream in(path);
    in >> n;
  }
  std::ofstream out(path);
  out << n + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '{{.*}}' is read from the file and written back in another call
  return n;
}

int inC_bad(const char *path) {
  int n = 0;
  FILE *f = fopen(path, "r");
  if (f) {
    if (fscanf(f, "%d", &n) != 1)
      n = 0;
    fclose(f);
  }
  f = fopen(path, "w");
  fprintf(f, "%d\n", n + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'path' is read from the file and written back in another call
  fclose(f);
  return n;
}

int locked_ok(const char *path, int lock) {
  int n = 0;
  flock(lock, LOCK_EX);
  FILE *f = fopen(path, "r");
  if (fscanf(f, "%d", &n) != 1)
    n = 0;
  fclose(f);
  f = fopen(path, "w");
  fprintf(f, "%d\n", n + 1);
  fclose(f);
  flock(lock, LOCK_UN);
  return n;
}

void appends_ok(const char *path) {
  int n = 0;
  FILE *f = fopen(path, "r");
  if (fscanf(f, "%d", &n) != 1)
    n = 0;
  fclose(f);
  f = fopen(path, "a");
  fprintf(f, "%d\n", n + 1);
  fclose(f);
}

void otherFile_ok(const char *from, const char *to) {
  int n = 0;
  FILE *f = fopen(from, "r");
  if (fscanf(f, "%d", &n) != 1)
    n = 0;
  fclose(f);
  f = fopen(to, "w");
  fprintf(f, "%d\n", n + 1);
  fclose(f);
}

void notFromIt_ok(const char *path, int n) {
  int old = 0;
  FILE *f = fopen(path, "r");
  if (fscanf(f, "%d", &old) != 1)
    return;
  fclose(f);
  f = fopen(path, "w");
  fprintf(f, "%d\n", n);
  fclose(f);
}

// A whole file through a stream, as settings are kept.
std::string changed(const std::string &text);
void settings_bad(const char *path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  std::ofstream out;
  out.open(path, std::ios::trunc);
  out << "# changed by hand\n" << changed(text.str());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'path' is read from the file
}

void opened_bad(const char *path) {
  std::ifstream in;
  std::string line, all;
  in.open(path);
  while (std::getline(in, line))
    all += line + "!\n";
  std::ofstream out(path);
  out << all;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'path' is read from the file
}
