// RUN: %race_check %s race-file-check-then-use %t -- -std=c++17
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void exclusive_ok(const char *path) {
  if (access(path, F_OK) == 0)
    return;
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (fd >= 0)
    close(fd);
  if (access(path, F_OK) != 0)
    fopen(path, "wx");
}
void reads_ok(const char *path) {
  if (access(path, R_OK) == 0)
    if (FILE *f = fopen(path, "r"))
      fclose(f);
}
void replaces_ok(const std::string &path) {
  if (std::filesystem::exists(path))
    std::ofstream out(path);
}
void folder_ok(const std::string &path) {
  if (!std::filesystem::exists(path))
    std::filesystem::create_directories(path);
}
void otherFile_ok(const std::string &path) {
  if (!std::filesystem::exists(path + ".lock"))
    std::ofstream out(path);
}
void locked_ok(const char *path, int lock) {
  flock(lock, LOCK_EX);
  if (access(path, F_OK) != 0)
    if (FILE *f = fopen(path, "w"))
      fclose(f);
  flock(lock, LOCK_UN);
}
void onlyAMessage_ok(const char *path) {
  if (access(path, F_OK) != 0)
    perror(path);
  if (FILE *f = fopen(path, "a"))
    fclose(f);
}
void ofDescriptor_ok(int fd, const char *path) {
  struct stat st;
  if (fstat(fd, &st) != 0)
    if (FILE *f = fopen(path, "w"))
      fclose(f);
}
