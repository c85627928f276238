//===- Finding.cpp - what a check has to say ------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/Finding.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

#include <mutex>

using namespace clang;
using namespace racetidy;

void racetidy::show(tidy::ClangTidyContext &Context, Finding F,
                    const SourceManager &SM) {
  // What stands inside a macro of a system header counts as the header's, and
  // clang-tidy would hide it: C's atomic_store() is such a macro. The place
  // where the user wrote it is the user's.
  auto MakeUsers = [&](SourceLocation &Loc) {
    if (SM.isInSystemMacro(Loc))
      Loc = SM.getExpansionLoc(Loc);
  };
  MakeUsers(F.Loc);
  for (InterleavingStep &Step : F.Steps)
    MakeUsers(Step.Loc);
  // The text may hold '%': it goes in as an argument.
  // An error is a warning to clang-tidy, which by 'WarningsAsErrors' makes it
  // an error at the end: real errors heed no NOLINT and no filter.
  DiagnosticIDs::Level Level = F.Severity == Severity::Remark
                                   ? DiagnosticIDs::Remark
                                   : DiagnosticIDs::Warning;
  Context.diag(F.Check, F.Loc, "%0", Level) << F.Message << F.Fixes;
  auto Note = [&](SourceLocation Loc, llvm::StringRef Text) {
    Context.diag(F.Check, Loc, "%0", DiagnosticIDs::Note) << Text;
  };
  for (const InterleavingStep &Step : F.Steps)
    Note(Step.Loc,
         Step.Origin.empty() ? Step.What : Step.Origin + " " + Step.What);
  if (!F.Advice.empty())
    Note(F.Loc, F.Advice);
  if (F.Linked)
    Note(F.Loc, "seen only with other files of this run");
  FindingListener::announce(&Context, F, SM);
}

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
                               const SourceManager &SM) {
  if (Callback Hear = listeners().of(Context).Finding)
    Hear(F, SM);
}

void FindingListener::announceCut(const void *Context, llvm::StringRef Check,
                                  unsigned Functions) {
  if (CutCallback Hear = listeners().of(Context).Cut)
    Hear(Check, Functions);
}
