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
  struct Ears {
    FindingListener::Callback Finding;
    FindingListener::CutCallback Cut;
  };
  std::mutex Mutex;
  llvm::DenseMap<const void *, Ears> ByContext;

  Ears of(const void *Context) {
    std::lock_guard<std::mutex> Lock(Mutex);
    return ByContext.lookup(Context);
  }
};
} // namespace

static Listeners &listeners() {
  static Listeners L;
  return L;
}

FindingListener::FindingListener(const void *Context, Callback Hear,
                                 CutCallback HearCut)
    : Context(Context) {
  std::lock_guard<std::mutex> Lock(listeners().Mutex);
  listeners().ByContext[Context] = {std::move(Hear), std::move(HearCut)};
}

FindingListener::~FindingListener() {
  std::lock_guard<std::mutex> Lock(listeners().Mutex);
  listeners().ByContext.erase(Context);
}

void FindingListener::announce(const void *Context, const Finding &F,
                               const clang::SourceManager &SM) {
  if (Callback Hear = listeners().of(Context).Finding)
    Hear(F, SM);
}

void FindingListener::announceCut(const void *Context, llvm::StringRef Check,
                                  unsigned Functions) {
  if (CutCallback Hear = listeners().of(Context).Cut)
    Hear(Check, Functions);
}
