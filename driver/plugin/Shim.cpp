//===- Shim.cpp - the part of the plugin that loads anywhere --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// clang-tidy goes on when a plugin does not load, and one that was built for
/// another LLVM may load and then find nothing: a clean look that is a lie. So
/// `clang-tidy --load` gets this small library, which refers to nothing of
/// LLVM. It asks the host for its version, loads the checks only into the right
/// one, and ends the process with code 2 and one sentence otherwise.
///
//===----------------------------------------------------------------------===//
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

[[noreturn]] static void refuse(const std::string &Why) {
  std::fprintf(stderr, "racetidy: error: %s\n", Why.c_str());
  std::fflush(nullptr);
  _exit(2);
}

/// The LLVM major of the host, or 0 when it has no clang.
static int hostMajor() {
  // std::string clang::getClangFullVersion(), "… clang version 22.1.8 (…)".
  void *Symbol = dlsym(RTLD_DEFAULT, "_ZN5clang19getClangFullVersionB5cxx11Ev");
  if (!Symbol)
    return 0;
  std::string Version = reinterpret_cast<std::string (*)()>(Symbol)();
  size_t At = Version.find("version ");
  return At == std::string::npos
             ? 0
             : std::atoi(Version.c_str() + At + std::strlen("version "));
}

__attribute__((constructor)) static void loadChecks() {
  const std::string Major = std::to_string(RACETIDY_LLVM_MAJOR);
  int Host = hostMajor();
  if (Host != RACETIDY_LLVM_MAJOR)
    refuse("this plugin needs clang-tidy " + Major +
           ", but it was loaded into " +
           (Host ? "clang " + std::to_string(Host)
                 : std::string("a program without clang")) +
           "; run clang-tidy-" + Major +
           (Host ? ", or build racetidy for " + std::to_string(Host) : ""));

  Dl_info Here;
  if (!dladdr(reinterpret_cast<void *>(&loadChecks), &Here) || !Here.dli_fname)
    refuse("can't tell where the plugin was loaded from");
  std::string Path = Here.dli_fname;
  size_t Slash = Path.rfind('/');
  Path = (Slash == std::string::npos ? "." : Path.substr(0, Slash)) +
         "/racetidy-" + Major + "-checks.so";
  if (!dlopen(Path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    const char *Error = dlerror();
    refuse(std::string("can't load the checks: ") +
           (Error ? Error : "unknown reason"));
  }
}
