//===- OwnerFlow.cpp - what is done on an answer about owners -------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/OwnerFlow.h"

#include "checks/analysis/FunctionScan.h"
#include "checks/analysis/OwnerUses.h"

#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/AnalysisDeclContext.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/BitVector.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

namespace {

/// What is known at a place, a bit a test.
struct State {
  /// On every way here the test was made, and its pointer not assigned since.
  llvm::BitVector Asked;
  /// On every way here the answer was yes, or the pointer has got a new object
  /// since it was no: what "if (!p.unique()) p = copy(*p);" leaves behind it.
  llvm::BitVector Known;
  /// On some way here the answer was yes and is all there is.
  llvm::BitVector Relied;
};

class Flow {
public:
  Flow(const FunctionDecl &Function, RuleIndex &Rules)
      : Function(Function), Questions(Function, Rules), Uses(Function, Rules) {}

  std::vector<OwnerUse> run();

private:
  struct Event {
    enum { Ask, Assign, Use } What;
    unsigned Test;
    OwnerUse Found;
  };

  /// What follows for a test when a block is left.
  struct Answer {
    unsigned Test;
    bool Outcome, Yes;
  };

  std::optional<unsigned> number(const OwnerTest &T);
  void collect(CFG &Graph);
  void collect(const Stmt &S, std::vector<Event> &Into);
  void apply(const Event &E, State &S) const;
  /// What holds when \p From is left by its exit number \p Exit.
  State leave(const CFGBlock &From, unsigned Exit) const;
  State enter(const CFGBlock &B) const;
  bool isAssertion(const CFGBlock &B);

  const FunctionDecl &Function;
  OwnerTests Questions;
  OwnerUses Uses;

  std::vector<OwnerTest> Tests;
  std::vector<AccessPath> Paths;
  llvm::DenseMap<const Expr *, unsigned> TestOf;
  llvm::DenseMap<const CFGBlock *, std::vector<Event>> Events;
  llvm::DenseMap<const CFGBlock *, std::vector<Answer>> Answers;
  llvm::DenseMap<const CFGBlock *, State> Out;
};

} // namespace

/// Whether \p B decides between going on and giving up: what an assertion says
/// is known, and what is known is not asked. A hand-made one counts as well.
bool Flow::isAssertion(const CFGBlock &B) {
  if (llvm::any_of(B.succs(), [](const CFGBlock::AdjacentBlock &Next) {
        const CFGBlock *To = Next.getReachableBlock();
        return To && To->hasNoReturnElement();
      }))
    return true;
  // 'CHECK(!w.expired())': the branch is the macro's own, the question its
  // user's. Where both are the macro's, it is a shorthand for the pattern.
  const Stmt *Branch = B.getTerminatorStmt();
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  if (!Branch || !SM.isMacroBodyExpansion(Branch->getBeginLoc()))
    return false;
  const auto *Condition = dyn_cast_or_null<Expr>(B.getTerminatorCondition());
  bool FromUser = false;
  for (bool Outcome : {false, true})
    if (Condition)
      Questions.forEachAnswer(
          *Condition, Outcome, [&](const OwnerTest &T, bool) {
            FromUser |= !SM.isMacroBodyExpansion(T.Call->getExprLoc());
          });
  return FromUser;
}

/// Two-way branches of which the first exit is the one for "true".
static const Expr *conditionOf(const CFGBlock &B) {
  const Stmt *Branch = B.getTerminatorStmt();
  if (B.succ_size() != 2 || !Branch ||
      !isa<IfStmt, WhileStmt, DoStmt, ForStmt, ConditionalOperator,
           BinaryOperator>(Branch))
    return nullptr;
  return dyn_cast_or_null<Expr>(B.getTerminatorCondition());
}

/// The number of the test \p T; none when it is of no interest.
std::optional<unsigned> Flow::number(const OwnerTest &T) {
  if (auto It = TestOf.find(T.Call); It != TestOf.end())
    return It->second;
  auto Path = Uses.paths().path(T.Method.Object);
  if (!Path || Uses.isConfined(T, *Path))
    return std::nullopt;
  TestOf[T.Call] = Tests.size();
  Tests.push_back(T);
  Paths.push_back(*Path);
  return Tests.size() - 1;
}

void Flow::collect(CFG &Graph) {
  for (const CFGBlock *B : Graph)
    if (const Expr *Condition = conditionOf(*B); Condition && !isAssertion(*B))
      for (bool Outcome : {false, true})
        Questions.forEachAnswer(*Condition, Outcome,
                                [&](const OwnerTest &T, bool Yes) {
                                  if (std::optional<unsigned> I = number(T))
                                    Answers[B].push_back({*I, Outcome, Yes});
                                });
  if (Tests.empty())
    return;
  for (const CFGBlock *B : Graph)
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>())
        collect(*S->getStmt(), Events[B]);
}

void Flow::collect(const Stmt &S, std::vector<Event> &Into) {
  const auto *E = dyn_cast<Expr>(&S);
  if (E)
    if (auto It = TestOf.find(E); It != TestOf.end())
      Into.push_back({Event::Ask, It->second, {}});
  // A change counts before what it does to the pointer itself.
  if (E)
    if (std::optional<OwnerUse> Use = Uses.use(*E))
      for (unsigned T = 0; T < Tests.size(); ++T)
        if (Tests[T].Asks == Use->Asks && Paths[T] == Use->Path)
          Into.push_back({Event::Use, T, *Use});
  llvm::SmallVector<AccessPath, 2> Assigned;
  bool AnyGlobal = false;
  Uses.assigned(S, Assigned, AnyGlobal);
  for (unsigned T = 0; T < Tests.size(); ++T)
    if ((AnyGlobal && Paths[T].kind() == RootKind::Static) ||
        llvm::any_of(Assigned, [&](const AccessPath &P) {
          return P.isPrefixOf(Paths[T]) ||
                 Uses.paths().indexReads(Paths[T], P.root());
        }))
      Into.push_back({Event::Assign, T, {}});
}

void Flow::apply(const Event &E, State &S) const {
  switch (E.What) {
  case Event::Ask:
    S.Asked.set(E.Test);
    break;
  case Event::Assign:
    S.Asked.reset(E.Test);
    S.Relied.reset(E.Test);
    if (Tests[E.Test].Asks == OwnerTest::Sole)
      S.Known.set(E.Test);
    else
      S.Known.reset(E.Test);
    break;
  case Event::Use:
    break;
  }
}

State Flow::leave(const CFGBlock &From, unsigned Exit) const {
  State S = Out.at(&From);
  if (auto It = Answers.find(&From); It != Answers.end())
    for (const Answer &A : It->second)
      if (A.Outcome == (Exit == 0)) {
        bool Yes = A.Yes && S.Asked[A.Test];
        S.Known[A.Test] = Yes;
        S.Relied[A.Test] = Yes;
      }
  return S;
}

State Flow::enter(const CFGBlock &B) const {
  State S;
  bool First = true;
  for (const CFGBlock::AdjacentBlock &Previous : B.preds()) {
    const CFGBlock *From = Previous.getReachableBlock();
    if (!From || !Out.count(From))
      continue; // not reached, or not yet
    for (unsigned Exit = 0; Exit < From->succ_size(); ++Exit) {
      if ((From->succ_begin() + Exit)->getReachableBlock() != &B)
        continue;
      State Way = leave(*From, Exit);
      if (First) {
        S = std::move(Way);
        First = false;
        continue;
      }
      S.Asked &= Way.Asked;
      S.Known &= Way.Known;
      S.Relied |= Way.Relied;
    }
  }
  if (First)
    S.Asked = S.Known = S.Relied = llvm::BitVector(Tests.size());
  return S;
}

std::vector<OwnerUse> Flow::run() {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  // What gives up often does so in the destructor of a temporary.
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddRichCXXConstructors = false;
  AnalysisDeclContext Context(/*Mgr=*/nullptr, &Function, Options);
  CFG *Graph = Context.getCFG();
  if (!Graph)
    return {};
  collect(*Graph);
  if (Tests.empty())
    return {};

  // What holds on every way only shrinks from sweep to sweep, and the number of
  // sweeps is that of nested loops; the bound is for jumps into them.
  constexpr unsigned MaxSweeps = 16;
  PostOrderCFGView Order(Graph); // which is reverse post-order
  bool Changed = true;
  for (unsigned Sweep = 0; Changed; ++Sweep) {
    if (Sweep == MaxSweeps)
      return {};
    Changed = false;
    for (const CFGBlock *B : Order) {
      State S = enter(*B);
      for (const Event &E : Events[B])
        apply(E, S);
      auto [It, New] = Out.try_emplace(B);
      Changed |= New || It->second.Asked != S.Asked ||
                 It->second.Known != S.Known || It->second.Relied != S.Relied;
      It->second = std::move(S);
    }
  }

  std::vector<std::pair<unsigned, OwnerUse>> All;
  for (const CFGBlock *B : Order) {
    State S = enter(*B);
    for (const Event &E : Events[B]) {
      if (E.What == Event::Use && S.Known[E.Test] && S.Relied[E.Test])
        All.emplace_back(E.Test, E.Found);
      apply(E, S);
    }
  }
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  llvm::sort(All, [&](const auto &A, const auto &B) {
    SourceLocation PlaceA = A.second.Use->getBeginLoc();
    SourceLocation PlaceB = B.second.Use->getBeginLoc();
    if (PlaceA != PlaceB)
      return SM.isBeforeInTranslationUnit(PlaceA, PlaceB);
    return SM.isBeforeInTranslationUnit(Tests[A.first].Call->getBeginLoc(),
                                        Tests[B.first].Call->getBeginLoc());
  });
  std::vector<OwnerUse> Result;
  llvm::BitVector Told(Tests.size());
  for (auto &[Test, Use] : All) {
    if (Told[Test])
      continue;
    Told.set(Test);
    // One use may rest on several tests: the nearest one tells it best.
    if (!Result.empty() && Result.back().Use == Use.Use)
      Result.pop_back();
    Use.Test = Tests[Test].Call;
    Use.Name = Uses.paths().str(Use.Path);
    Use.TakesLock = Uses.takesLock();
    Result.push_back(std::move(Use));
  }
  return Result;
}

bool racetidy::mayAskOfOwners(const FunctionDecl &Function,
                              const RuleSet &Rules) {
  bool May = false;
  forEachEvaluated(
      Function, [&](const Stmt *S) { May = May || mayAskOfOwners(*S, Rules); });
  return May;
}

std::vector<OwnerUse> racetidy::findOwnerUses(const FunctionDecl &Function,
                                              RuleIndex &Rules) {
  return Flow(Function, Rules).run();
}
