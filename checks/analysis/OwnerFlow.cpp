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

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

namespace {

/// A bit a test.
using TestBits = uint64_t;

/// What is known at a place.
struct State {
  /// On every way here the test was made, and its pointer not assigned since.
  TestBits Asked = 0;
  /// On every way here the answer was yes, or the pointer has got a new object
  /// since it was no: what "if (!p.unique()) p = copy(*p);" leaves behind it.
  TestBits Known = 0;
  /// On some way here the answer was yes and is all there is.
  TestBits Relied = 0;

  friend bool operator==(const State &, const State &) = default;
};

class Flow {
public:
  Flow(const FunctionDecl &Function, RuleIndex &Rules, unsigned &Cut)
      : Function(Function), Cut(Cut), Questions(Function, Rules),
        Uses(Function, Rules) {}

  std::vector<OwnerUse> run();

private:
  struct Event {
    enum { Ask, Assign, Use } What;
    TestBits Tests;
    /// For a use: its place in Found.
    unsigned Number = 0;
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

  /// At most this many tests are followed in one function.
  static constexpr unsigned MaxTests = 64;

  const FunctionDecl &Function;
  unsigned &Cut;
  OwnerTests Questions;
  OwnerUses Uses;

  std::vector<OwnerTest> Tests;
  std::vector<AccessPath> Paths;
  /// The tests that ask for the only owner.
  TestBits Soles = 0;
  std::vector<OwnerUse> Found;
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
  if (!Path)
    return std::nullopt;
  if (Tests.size() == MaxTests) {
    Cut = 1;
    return std::nullopt;
  }
  if (Uses.isConfined(T, *Path))
    return std::nullopt;
  TestOf[T.Call] = Tests.size();
  if (T.Asks == OwnerTest::Sole)
    Soles |= TestBits(1) << Tests.size();
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
  auto TestsWhere = [&](llvm::function_ref<bool(unsigned)> Holds) {
    TestBits Bits = 0;
    for (unsigned T = 0; T < Tests.size(); ++T)
      Bits |= TestBits(Holds(T)) << T;
    return Bits;
  };
  if (const auto *E = dyn_cast<Expr>(&S)) {
    if (auto It = TestOf.find(E); It != TestOf.end())
      Into.push_back({Event::Ask, TestBits(1) << It->second});
    // A change counts before what it does to the pointer itself.
    if (std::optional<OwnerUse> Use = Uses.use(*E))
      if (TestBits Bits = TestsWhere([&](unsigned T) {
            return Tests[T].Asks == Use->Asks && Paths[T] == Use->Path;
          })) {
        Into.push_back({Event::Use, Bits, static_cast<unsigned>(Found.size())});
        Found.push_back(*Use);
      }
  }
  llvm::SmallVector<AccessPath, 2> Assigned;
  bool AnyGlobal = false;
  Uses.assigned(S, Assigned, AnyGlobal);
  if (Assigned.empty() && !AnyGlobal)
    return;
  if (TestBits Bits = TestsWhere([&](unsigned T) {
        return (AnyGlobal && Paths[T].kind() == RootKind::Static) ||
               llvm::any_of(Assigned, [&](const AccessPath &P) {
                 return P.isPrefixOf(Paths[T]) ||
                        Uses.paths().indexReads(Paths[T], P.root());
               });
      }))
    Into.push_back({Event::Assign, Bits});
}

void Flow::apply(const Event &E, State &S) const {
  switch (E.What) {
  case Event::Ask:
    S.Asked |= E.Tests;
    break;
  case Event::Assign:
    S.Asked &= ~E.Tests;
    S.Relied &= ~E.Tests;
    S.Known = (S.Known & ~E.Tests) | (E.Tests & Soles);
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
        TestBits Bit = TestBits(1) << A.Test;
        TestBits Yes = A.Yes ? S.Asked & Bit : 0;
        S.Known = (S.Known & ~Bit) | Yes;
        S.Relied = (S.Relied & ~Bit) | Yes;
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
        S = Way;
        First = false;
        continue;
      }
      S.Asked &= Way.Asked;
      S.Known &= Way.Known;
      S.Relied |= Way.Relied;
    }
  }
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
    if (Sweep == MaxSweeps) {
      Cut = 1;
      return {};
    }
    Changed = false;
    for (const CFGBlock *B : Order) {
      State S = enter(*B);
      for (const Event &E : Events[B])
        apply(E, S);
      auto [It, New] = Out.try_emplace(B);
      Changed |= New || It->second != S;
      It->second = S;
    }
  }

  std::vector<std::pair<const OwnerUse *, TestBits>> All;
  for (const CFGBlock *B : Order) {
    State S = enter(*B);
    for (const Event &E : Events[B]) {
      if (E.What == Event::Use)
        if (TestBits Bits = E.Tests & S.Known & S.Relied)
          All.emplace_back(&Found[E.Number], Bits);
      apply(E, S);
    }
  }
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  auto IsBefore = [&](const Expr *A, const Expr *B) {
    return SM.isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
  };
  llvm::sort(All, [&](const auto &A, const auto &B) {
    return IsBefore(A.first->Use, B.first->Use);
  });
  std::vector<OwnerUse> Result;
  TestBits Told = 0;
  for (const auto &[Use, Bits] : All) {
    if (Bits & Told)
      continue;
    Told |= Bits;
    // Of several tests that it rests on the nearest one tells it best.
    const Expr *Nearest = nullptr;
    for (unsigned T = 0; T < Tests.size(); ++T)
      if (Bits >> T & 1 && (!Nearest || IsBefore(Nearest, Tests[T].Call)))
        Nearest = Tests[T].Call;
    Result.push_back(*Use);
    Result.back().Test = Nearest;
    Result.back().Name = Uses.paths().str(Use->Path);
    Result.back().TakesLock = Uses.takesLock();
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
                                              RuleIndex &Rules, unsigned &Cut) {
  return Flow(Function, Rules, Cut).run();
}
