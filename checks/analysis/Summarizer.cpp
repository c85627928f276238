//===- Summarizer.cpp - from the AST to summaries -------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/Summarizer.h"

#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionReader.h"
#include "checks/analysis/Sharing.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// Forgets calls that a signal handler must not make where no handler of this
/// unit comes: in most functions.
static void forgetUnreached(std::vector<FunctionSummary> &Functions) {
  llvm::DenseMap<Symbol, const FunctionSummary *> Known;
  for (const FunctionSummary &F : Functions)
    Known[F.Key] = &F;
  llvm::DenseSet<Symbol> Reached;
  llvm::SmallVector<Symbol, 8> Work;
  for (const FunctionSummary &F : Functions)
    for (const SummarySpawn &S : F.Spawns)
      if (S.Kind == SpawnKind::Signal && Reached.insert(S.Entry).second)
        Work.push_back(S.Entry);
  while (!Work.empty())
    if (const FunctionSummary *F = Known.lookup(Work.pop_back_val()))
      for (const SummaryCall &C : F->Calls)
        if (Reached.insert(C.Callee).second)
          Work.push_back(C.Callee);
  for (FunctionSummary &F : Functions)
    if (!Reached.contains(F.Key))
      F.SignalUnsafe = {};
}

/// Takes away calls of functions that were seen and do nothing, until none is
/// left: what they stood in may do nothing either.
static void prune(std::vector<FunctionSummary> &Functions,
                  const llvm::DenseSet<Symbol> &Seen) {
  for (bool Changed = true; Changed;) {
    llvm::DenseSet<Symbol> Known;
    for (const FunctionSummary &F : Functions)
      Known.insert(F.Key);
    for (FunctionSummary &F : Functions)
      llvm::erase_if(F.Calls, [&](const SummaryCall &C) {
        return Seen.contains(C.Callee) && !Known.contains(C.Callee) &&
               !C.Virtual;
      });
    size_t Before = Functions.size();
    llvm::erase_if(Functions, [](const FunctionSummary &F) {
      return F.Accesses.empty() && F.Calls.empty() && F.Spawns.empty() &&
             F.Joins.empty() && F.Escapes.empty() && F.Locks.empty() &&
             !F.SignalUnsafe.Callee;
    });
    Changed = Functions.size() != Before;
  }
}

/// The default constructor of \p Class that the compiler makes, whether or not
/// somebody needed it yet.
static const CXXConstructorDecl &
implicitConstructor(const CXXRecordDecl &Class) {
  for (const CXXConstructorDecl *C : Class.ctors())
    if (C->isDefaultConstructor())
      return *C;
  ASTContext &Context = Class.getASTContext();
  auto *Record = const_cast<CXXRecordDecl *>(&Class);
  DeclarationNameInfo Name(Context.DeclarationNames.getCXXConstructorName(
                               Context.getCanonicalTagType(Record)),
                           Class.getLocation());
  return *CXXConstructorDecl::Create(
      Context, Record, Class.getLocation(), Name,
      Context.getFunctionType(Context.VoidTy, {},
                              FunctionProtoType::ExtProtoInfo()),
      /*TInfo=*/nullptr, ExplicitSpecifier(), /*UsesFPIntrin=*/false,
      /*isInline=*/true, /*isImplicitlyDeclared=*/true,
      ConstexprSpecKind::Unspecified);
}

/// Adds to each function its writes that depend on a read of an earlier
/// section, where nobody here can tell whether the lock is one.
static void addSplits(std::vector<FunctionSummary> &Functions,
                      llvm::ArrayRef<DependentWrite> Assumed,
                      SummaryNames &Names) {
  llvm::DenseMap<Symbol, std::vector<SummarySplit>> Splits;
  for (const DependentWrite &W : Assumed) {
    Evidence Shared = evidenceFor(W);
    SummarySplit S;
    S.Read = Names.site(W.Read.Loc);
    S.Write = Names.site(W.Write.Loc);
    if (W.TornAt.isValid())
      S.TornAt = Names.site(W.TornAt);
    S.Tested = W.Kind == DependenceKind::Control;
    S.Text = Names.intern(W.Name);
    S.Lock = Names.intern(W.Lock);
    for (const FunctionDecl *F : W.Assumed)
      S.Assumed.push_back(Names.function(F));
    S.Evidence = Names.intern(Shared.What);
    S.Level = Shared.Level;
    auto &Of = Splits[Names.function(W.In)];
    // A pattern and what was made from it tell the same.
    if (!llvm::is_contained(Of, S))
      Of.push_back(std::move(S));
  }
  for (FunctionSummary &F : Functions)
    if (auto It = Splits.find(F.Key); It != Splits.end())
      F.Splits = It->second;
}

/// Adds to each function its loads and stores of one atomic that depend on what
/// other files do.
static void addAtomicSplits(std::vector<FunctionSummary> &Functions,
                            llvm::ArrayRef<DependentWrite> Writes,
                            SummaryNames &Names) {
  llvm::DenseMap<Symbol, std::vector<SummaryAtomicSplit>> Splits;
  for (const DependentWrite &W : Writes)
    if (needsOtherWriters(W))
      Splits[Names.function(W.In)].push_back(
          {Names.site(W.Read.Loc), Names.site(W.Write.Loc),
           Names.entity(W.Written), Names.intern(W.Name)});
  for (FunctionSummary &F : Functions)
    if (auto It = Splits.find(F.Key); It != Splits.end())
      F.AtomicSplits = It->second;
}

/// Notes what the initialisers of variables put where that no function holds.
static void initialise(const DeclContext &In, SummaryUnit &Unit) {
  for (const Decl *D : In.decls()) {
    if (const auto *Inner = dyn_cast<DeclContext>(D);
        isa<NamespaceDecl, LinkageSpecDecl>(D))
      initialise(*Inner, Unit);
    const auto *V = dyn_cast<VarDecl>(D);
    if (V && V->getInit() && !V->isInvalidDecl() && !Unit.Names.isSystem(V))
      Unit.initialises(V->getType(), V->getInit(), Unit.Names.slot(V));
  }
}

SummarySet racetidy::summarize(ASTContext &Context, LockEffects &Effects,
                               llvm::ArrayRef<DependentWrite> Assumed,
                               llvm::ArrayRef<DependentWrite> Writes) {
  SummarySet Set;
  UnitSummary Self;
  SummaryUnit Unit(Context, Effects, Set);
  const SourceManager &SM = Context.getSourceManager();
  Self.Key = Unit.Names.site(SM.getLocForStartOfFile(SM.getMainFileID())).File;
  std::vector<FunctionSummary> Functions;
  llvm::DenseSet<Symbol> Seen;
  /// Patterns that could not be read in full: how many of what was made from
  /// them are still wanted.
  llvm::DenseMap<Symbol, unsigned> Wanted;
  static constexpr unsigned MaxInstantiations = 2;
  auto Read = [&](const FunctionDecl &F) {
    if (Unit.Names.isSystem(&F))
      return;
    Symbol Key = Unit.Names.function(&F);
    bool Again = !Seen.insert(Key).second;
    if (Again) {
      auto It = Wanted.find(Key);
      if (It == Wanted.end() || It->second == 0)
        return;
      --It->second;
    }
    FunctionReader Reader(F, Unit);
    auto Summary = Reader.read();
    if (Reader.isDependent() && !Again)
      Wanted[Key] = MaxInstantiations;
    Self.CutFunctions += Reader.isCut();
    if (!Summary)
      return;
    Functions.push_back(std::move(*Summary));
  };
  forEachFunction(Context, Read, [&](const CXXRecordDecl &Class) {
    // A constructor that nobody wrote starts what the initialisers of members
    // start.
    if (!Class.hasUserDeclaredConstructor() && Unit.startsInMembers(Class))
      Read(implicitConstructor(Class));
    else
      for (const CXXConstructorDecl *C : Class.ctors())
        if (C->isDefaulted() && C->isDefaultConstructor() &&
            Unit.startsInMembers(Class))
          Read(*C);
  });
  initialise(*Context.getTranslationUnitDecl(), Unit);
  for (const auto &[Key, Binding] : Unit.Bindings)
    Functions.push_back(Binding);
  for (const auto &[Flow, Again] : Unit.Callables)
    Self.Callables.push_back({Flow.first, Flow.second, Again});
  addSplits(Functions, Assumed, Unit.Names);
  addAtomicSplits(Functions, Writes, Unit.Names);
  forgetUnreached(Functions);
  prune(Functions, Seen);
  for (FunctionSummary &F : Functions) {
    F.AddressTaken = Unit.Taken.lookup(F.Key) > 0;
    Set.add(std::move(F));
  }
  Set.add(std::move(Self));
  Set.sort();
  return Set;
}
