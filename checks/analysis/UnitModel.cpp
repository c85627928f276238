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
#include "checks/analysis/Summarizer.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

#include <mutex>
#include <set>

using namespace clang;
using namespace racetidy;

static const auto PlaceOfWrite = [](const auto &W) { return W.Write.Loc; };

UnitModel::UnitModel(ASTContext &Context,
                     std::shared_ptr<const RuleSet> RuleValues)
    : Context(Context), Index(RuleIndex::of(Context, std::move(RuleValues))) {
  // A template's pattern comes before what was instantiated from it, so the
  // finding that stays is the one that every front sees: the command line
  // skips system bodies, and with them some instantiations.
  llvm::DenseSet<SourceLocation> Reported;
  auto Take = [&](auto &From, auto &Into, auto Place) {
    for (auto &Each : From)
      if (Reported.insert(Place(Each)).second)
        Into.push_back(std::move(Each));
  };
  // Who writes what, by the place of the function: a pattern and what was made
  // from it are one. What is under construction is nobody else's yet.
  llvm::DenseMap<SourceLocation, llvm::DenseSet<SourceLocation>> Writers,
      Updaters;
  std::set<std::pair<SourceLocation, MisuseKind>> ReportedMisuses;
  PointerFates Fates;
  llvm::DenseSet<const FunctionDecl *> CalledInside;
  llvm::DenseMap<SourceLocation, const FunctionDecl *> FunctionAt;
  forEachFunction(Context, [&](const FunctionDecl &F) {
    FunctionScan Scan(F, Effects, &Methods);
    Fates.note(F, Scan);
    if (!isa<CXXConstructorDecl, CXXDestructorDecl>(F))
      for (const ValueDecl *D : Scan.written())
        Writers[D->getLocation()].insert(F.getLocation());
    for (const ValueDecl *D : Scan.updated())
      Updaters[D->getLocation()].insert(F.getLocation());
    unsigned CutHere = Scan.cutReads();
    AtomicPatterns Patterns(F, Rules, Scan);
    Concurrent |= Scan.isConcurrent();
    if (Scan.interesting() || !Patterns.empty()) {
      FunctionFacts Facts =
          followFunction(F, Effects, Transacts, Scan, CutHere, Patterns);
      Take(Facts.WritesUnderSharedLock, UnderShared, PlaceOfWrite);
      for (DependentWrite &W : Facts.DependentWrites)
        W.Function = F.getLocation();
      auto Sure =
          llvm::partition(Facts.DependentWrites, [](const DependentWrite &W) {
            return W.Assumed.empty();
          });
      Assumed.insert(Assumed.end(), std::make_move_iterator(Sure),
                     std::make_move_iterator(Facts.DependentWrites.end()));
      Facts.DependentWrites.erase(Sure, Facts.DependentWrites.end());
      Take(Facts.DependentWrites, Writes, PlaceOfWrite);
      Take(Facts.UnseenOutcomes, Unseen,
           [](const UnseenOutcome &U) { return U.Loc; });
      Take(Facts.EarlyPublications, Early,
           [](const EarlyPublication &E) { return E.Published; });
      Take(Facts.SingleCheckWaits, Single,
           [](const SingleCheckWait &W) { return W.Wait; });
      FunctionAt[F.getLocation()] = F.getCanonicalDecl();
      CalledInside.insert(Facts.CalledInside.begin(), Facts.CalledInside.end());
      Take(Facts.LocksAcrossSuspension, Across,
           [](const LockAcrossSuspension &L) { return L.Suspension; });
      Take(Facts.CallbacksUnderLock, Callbacks,
           [](const CallbackUnderLock &C) { return C.Call; });
    }
    for (AtomicMisuse &M : Patterns.findings())
      if (ReportedMisuses.insert({M.Second.Loc, M.Kind}).second)
        Misuses.push_back(std::move(M));
    Cut += CutHere != 0;
  });
  // Tests have their stores for themselves.
  const SourceManager &Files = Context.getSourceManager();
  auto OfTest = [&](SourceLocation Loc) {
    std::string Name =
        llvm::sys::path::filename(Files.getFilename(Files.getFileLoc(Loc)))
            .str();
    return matchesAny(Rules.rules().TestFiles, Name);
  };
  llvm::erase_if(Writes, [&](const DependentWrite &W) {
    return W.Resource && OfTest(W.Write.Loc);
  });
  llvm::erase_if(Unseen, [&](const UnseenOutcome &U) { return OfTest(U.Loc); });
  llvm::erase_if(
      Early, [&](const EarlyPublication &E) { return OfTest(E.Published); });
  for (AtomicMisuse &M : Misuses)
    if (M.NeedsNull && Fates.onlySet(M.Named))
      M.Most = Confidence::Low;
  auto Elsewhere = [](const DependentWrite &W, auto &Functions) {
    auto It =
        W.Written ? Functions.find(W.Written->getLocation()) : Functions.end();
    return It != Functions.end() &&
           It->second.size() > It->second.count(W.Function);
  };
  for (auto *Each : {&Writes, &Assumed})
    for (DependentWrite &W : *Each) {
      W.WrittenElsewhere = Elsewhere(W, Writers);
      W.UpdatedElsewhere = Elsewhere(W, Updaters);
      W.CalledInside = CalledInside.count(FunctionAt.lookup(W.Function));
    }
  const SourceManager &SM = Files;
  auto Sort = [&](auto &Facts, auto Place) {
    llvm::sort(Facts, [&](const auto &A, const auto &B) {
      return SM.isBeforeInTranslationUnit(Place(A), Place(B));
    });
  };
  Sort(Writes, PlaceOfWrite);
  Sort(UnderShared, PlaceOfWrite);
  llvm::sort(Misuses, [&](const AtomicMisuse &A, const AtomicMisuse &B) {
    if (A.Second.Loc == B.Second.Loc)
      return A.Kind < B.Kind;
    return SM.isBeforeInTranslationUnit(A.Second.Loc, B.Second.Loc);
  });
  Sort(Unseen, [](const auto &U) { return U.Loc; });
  Sort(Early, [](const auto &E) { return E.Published; });
  Sort(Single, [](const auto &W) { return W.Wait; });
  Sort(Across, [](const auto &L) { return L.Suspension; });
  Sort(Callbacks, [](const auto &C) { return C.Call; });
}

const SummarySet &UnitModel::summaries() const {
  if (!Summaries)
    Summaries = std::make_unique<const SummarySet>(
        summarize(Context, Effects, Assumed, Writes));
  return *Summaries;
}

const Composition &UnitModel::composition() const {
  if (!Composed)
    Composed = std::make_unique<const Composition>(
        summaries(), CompositionOptions{/*Whole=*/false});
  return *Composed;
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
