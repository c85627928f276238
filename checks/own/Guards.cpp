//===- Guards.cpp - what the engine knows of a matched node ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/own/Guards.h"

#include "checks/analysis/AtomicPatterns.h"
#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionFlow.h"
#include "checks/analysis/FunctionScan.h"
#include "checks/analysis/LockFlow.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static const void *keyOf(const DynTypedNode &Node) {
  if (const auto *S = Node.get<Stmt>())
    return S;
  return Node.get<Decl>();
}

static bool asksForLocks(const OwnRule &Rule) {
  return !Rule.Held.empty() || !Rule.NotHeld.empty();
}

void EngineGuards::expect(const OwnRule &Rule, const DynTypedNode &Node) {
  if (asksForLocks(Rule))
    ForLocks.insert(keyOf(Node));
  if (Rule.AcrossSuspension)
    ForSuspension.insert(keyOf(Node));
}

/// What is evaluated first of \p S: where the flow does not come by a statement
/// itself ("if", "for"), it comes by that.
static const Stmt *firstOf(const Stmt *S) {
  for (const Stmt *Child : S->children())
    if (Child)
      return Child;
  return nullptr;
}

void EngineGuards::follow(const FunctionDecl &Function) {
  FunctionScan Scan(Function, Effects);
  AtomicPatterns Patterns(Function, Index, Scan);
  unsigned Cut = 0;
  llvm::DenseSet<const Stmt *> Watched;
  for (const auto &[Key, Statement] : StatementOf)
    for (const Stmt *S = Statement; S; S = firstOf(S))
      Watched.insert(S);
  auto Note = [&](const Stmt &S, const LockState &State, LockFlow &Locks) {
    if (!Watched.contains(&S))
      return;
    auto Names = [&](LockBits Bits) {
      std::vector<std::string> Result;
      for (unsigned Number = 0; Number < 64; ++Number) {
        LockBits Bit = LockBits(1) << Number;
        if (!(Bits & Bit))
          continue;
        const LockInfo *Lock = Locks.info(Bit);
        const ValueDecl *Named =
            Lock ? Scan.paths().named(Lock->Path) : nullptr;
        Result.push_back(Named ? userName(*Named) : "");
      }
      return Result;
    };
    Held[&S] = {Names(State.Held.mustAny()),
                Names(State.Held.mayAny() | State.Assumed)};
  };
  followFunction(Function, Effects, Transacts, Scan, Cut, Patterns, Note);
}

/// Whether \p Declared, a statement of the block \p Block, is followed there by
/// one that suspends.
static bool suspendsAfter(const CompoundStmt &Block, const DeclStmt &Declared,
                          RuleIndex &Index) {
  std::function<bool(const Stmt *)> Suspends = [&](const Stmt *S) {
    return S && !isa<LambdaExpr>(S) &&
           (isSuspension(*S, Index) || llvm::any_of(S->children(), Suspends));
  };
  auto After = llvm::find(Block.body(), &Declared);
  return After != Block.body_end() &&
         std::any_of(std::next(After), Block.body_end(), Suspends);
}

void EngineGuards::walk() {
  Walked = true;
  forEachFunction(Context, [&](const FunctionDecl &F) {
    StatementOf.clear();
    llvm::SmallVector<const CompoundStmt *> Blocks;
    llvm::SmallVector<const DeclStmt *> Asked;
    forEachEvaluated(F, [&](const Stmt *S) {
      if (ForLocks.contains(S))
        StatementOf[S] = S;
      if (const auto *Block = dyn_cast<CompoundStmt>(S))
        Blocks.push_back(Block);
      const auto *Declared = dyn_cast<DeclStmt>(S);
      if (!Declared)
        return;
      for (const Decl *D : Declared->decls()) {
        if (ForLocks.contains(D))
          StatementOf[D] = S;
        if (ForSuspension.contains(D))
          Asked.push_back(Declared);
      }
    });
    for (const DeclStmt *Declared : Asked)
      if (llvm::any_of(Blocks, [&](const CompoundStmt *Block) {
            return suspendsAfter(*Block, *Declared, Index);
          }))
        for (const Decl *D : Declared->decls())
          Across.insert(D);
    for (const ParmVarDecl *P : F.parameters())
      if (ForSuspension.contains(P)) {
        bool Suspends = false;
        forEachEvaluated(
            F, [&](const Stmt *S) { Suspends |= isSuspension(*S, Index); });
        if (Suspends)
          Across.insert(P);
      }
    if (StatementOf.empty())
      return;
    follow(F);
    // For who asks, by what was matched.
    for (const auto &[Key, Statement] : StatementOf)
      for (const Stmt *S = Statement; S; S = firstOf(S))
        if (auto It = Held.find(S); It != Held.end()) {
          HeldAt[Key] = It->second;
          break;
        }
    Held.clear();
  });
}

bool EngineGuards::isShared(const DynTypedNode &Node) {
  const ValueDecl *Data = Node.get<ValueDecl>();
  if (const auto *Member = Node.get<MemberExpr>())
    Data = Member->getMemberDecl();
  else if (const auto *Ref = Node.get<DeclRefExpr>())
    Data = Ref->getDecl();
  const auto *Variable = dyn_cast_or_null<VarDecl>(Data);
  if (!isa_and_nonnull<FieldDecl>(Data) &&
      !(Variable && Variable->hasGlobalStorage()))
    return false;
  if (Index.atomic(Data->getType()))
    return true;
  const Composition &All = Model().composition();
  const SummarySet &Set = All.summaries();
  std::string Name = userName(*Data);
  for (const Location &L : All.locations().all()) {
    const EntitySummary *Entity = Set.entity(L.Entity);
    if (!Entity || Set.text(Entity->Name) != Name)
      continue;
    if (L.Guard)
      return true;
    // Enough to find two threads that meet there, if there are any.
    constexpr size_t MaxLooked = 40;
    auto Looked = llvm::ArrayRef(L.Instances).take_front(MaxLooked);
    for (const Instance &A : Looked)
      for (const Instance &B : Looked)
        if (writes(All.locations().access(A).Kind) &&
            All.overlaps().overlap(A, B) != Overlap::Never)
          return true;
  }
  return false;
}

/// Whether one of \p Names, locks that are held, is one of \p Globs. \p Unnamed
/// says whether a lock that nobody can name may be.
static bool isOneOf(const std::vector<std::string> &Names,
                    const std::vector<std::string> &Globs, bool Unnamed) {
  return llvm::any_of(Names, [&](const std::string &Name) {
    return (Name.empty() && Unnamed) || matchesAny(Globs, Name);
  });
}

bool EngineGuards::allows(const OwnRule &Rule, const DynTypedNode &Node) {
  if (!Walked && (!ForLocks.empty() || !ForSuspension.empty()))
    walk();
  if (asksForLocks(Rule)) {
    auto It = HeldAt.find(keyOf(Node));
    // Outside of functions, and in one that is too large to be followed.
    if (It == HeldAt.end())
      return false;
    if (!Rule.Held.empty() &&
        !isOneOf(It->second.Must, Rule.Held, /*Unnamed=*/false))
      return false;
    if (!Rule.NotHeld.empty() &&
        isOneOf(It->second.May, Rule.NotHeld, /*Unnamed=*/true))
      return false;
  }
  if (Rule.AcrossSuspension && !Across.contains(keyOf(Node)))
    return false;
  return !Rule.Shared || isShared(Node);
}
