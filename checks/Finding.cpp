//===- Finding.cpp - what a check has to say ------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/Finding.h"

#include "llvm/ADT/DenseMap.h"

#include <mutex>

using namespace racetidy;

namespace {
struct Listeners {
  std::mutex Mutex;
  llvm::DenseMap<const void *, FindingListener::Callback> ByContext;
};
} // namespace

static Listeners &listeners() {
  static Listeners L;
  return L;
}

FindingListener::FindingListener(const void *Context, Callback Hear)
    : Context(Context) {
  std::lock_guard<std::mutex> Lock(listeners().Mutex);
  listeners().ByContext[Context] = std::move(Hear);
}

FindingListener::~FindingListener() {
  std::lock_guard<std::mutex> Lock(listeners().Mutex);
  listeners().ByContext.erase(Context);
}

void FindingListener::announce(const void *Context, const Finding &F,
                               const clang::SourceManager &SM) {
  Callback Hear;
  {
    std::lock_guard<std::mutex> Lock(listeners().Mutex);
    auto It = listeners().ByContext.find(Context);
    if (It == listeners().ByContext.end())
      return;
    Hear = It->second;
  }
  Hear(F, SM);
}
