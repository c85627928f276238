//===- UnitModel.cpp - what the analysis knows of one unit ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/UnitModel.h"

#include "checks/analysis/AtomicPatterns.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionFlow.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

#include <mutex>
#include <set>

using namespace clang;
using namespace racetidy;

UnitModel::UnitModel(ASTContext &Context,
                     std::shared_ptr<const RuleSet> RuleValues)
    : Rules(std::move(RuleValues)) {
  // A template's pattern comes before what was instantiated from it, so the
  // finding that stays is the one that every front sees: the command line
  // skips system bodies, and with them some instantiations.
  llvm::DenseSet<SourceLocation> Reported;
  std::set<std::pair<SourceLocation, MisuseKind>> ReportedMisuses;
  PointerFates Fates;
  forEachFunction(Context, [&](const FunctionDecl &F) {
    FunctionScan Scan(F, Rules);
    Fates.note(F, Scan);
    unsigned CutHere = Scan.cutReads();
    AtomicPatterns Patterns(F, Rules, Scan);
    if (Scan.interesting() || !Patterns.empty())
      for (DependentWrite &W :
           findDependentWrites(F, Rules, Scan, CutHere, Patterns))
        if (Reported.insert(W.Write.Loc).second)
          Writes.push_back(std::move(W));
    for (AtomicMisuse &M : Patterns.findings())
      if (ReportedMisuses.insert({M.Second.Loc, M.Kind}).second)
        Misuses.push_back(std::move(M));
    Cut += CutHere != 0;
  });
  for (AtomicMisuse &M : Misuses)
    if (M.NeedsNull && Fates.onlySet(M.Named))
      M.Most = Confidence::Low;
  const SourceManager &SM = Context.getSourceManager();
  llvm::sort(Misuses, [&](const AtomicMisuse &A, const AtomicMisuse &B) {
    if (A.Second.Loc == B.Second.Loc)
      return A.Kind < B.Kind;
    return SM.isBeforeInTranslationUnit(A.Second.Loc, B.Second.Loc);
  });
  llvm::sort(Writes, [&](const DependentWrite &A, const DependentWrite &B) {
    return SM.isBeforeInTranslationUnit(A.Write.Loc, B.Write.Loc);
  });
}

namespace {

struct Registry {
  std::mutex Mutex;
  llvm::DenseMap<const ASTContext *, std::weak_ptr<const UnitModel>> Models;

  static Registry &instance() {
    // Never destroyed: contexts may end after static destructors ran.
    static Registry *R = new Registry;
    return *R;
  }
  static void forget(void *Context) {
    Registry &R = instance();
    std::lock_guard<std::mutex> Lock(R.Mutex);
    R.Models.erase(static_cast<const ASTContext *>(Context));
  }
};

} // namespace

std::shared_ptr<const UnitModel>
UnitModel::get(ASTContext &Context, std::shared_ptr<const RuleSet> Rules) {
  Registry &R = Registry::instance();
  bool Known = false;
  {
    std::lock_guard<std::mutex> Lock(R.Mutex);
    auto It = R.Models.find(&Context);
    Known = It != R.Models.end();
    if (Known)
      if (auto Model = It->second.lock())
        return Model;
  }
  // One unit belongs to one thread, so nobody else builds this model now; the
  // others go on meanwhile.
  std::shared_ptr<const UnitModel> Model(
      new UnitModel(Context, std::move(Rules)));
  if (!Known)
    Context.AddDeallocation(&Registry::forget, &Context);
  std::lock_guard<std::mutex> Lock(R.Mutex);
  R.Models[&Context] = Model;
  return Model;
}
