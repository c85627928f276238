//===- RegionDirectives.cpp - what each OpenMP directive does -------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/RegionWalker.h"

#include "clang/AST/OpenMPClause.h"
#include "clang/Basic/OpenMPKinds.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;
using namespace llvm::omp;

/// What the condition of a clause is, if it is a constant.
static std::optional<bool> constantCondition(const Expr *E,
                                             const ASTContext &Context) {
  bool Value = false;
  if (!E || E->isValueDependent() ||
      !E->EvaluateAsBooleanCondition(Value, Context))
    return std::nullopt;
  return Value;
}

std::string racetidy::itemText(const Expr *E, const ASTContext &Context) {
  std::string Text =
      Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                           Context.getSourceManager(), Context.getLangOpts())
          .str();
  llvm::erase_if(Text, [](char C) { return isspace(C); });
  return Text;
}

Construct &RegionWalker::push(Construct::Kind K,
                              const OMPExecutableDirective *D, bool Names) {
  if (Stack.empty() && D)
    noteAssigned(D, Assigned);
  Construct &C = Out.Constructs.emplace_back();
  C.K = K;
  C.Directive = D;
  if (Names && D)
    C.Names = DataSharing(*D);
  for (size_t I = Current->Base; I < Stack.size(); ++I)
    C.InTeam |= Stack[I]->K == Construct::Team;
  Stack.push_back(&C);
  return C;
}

void RegionWalker::noteAssigned(const Stmt *S,
                                llvm::DenseSet<const ValueDecl *> &Into) {
  if (!S)
    return;
  auto Note = [&](const Expr *E) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts()))
      Into.insert(Ref->getDecl());
  };
  if (const auto *B = dyn_cast<BinaryOperator>(S)) {
    if (B->isAssignmentOp())
      Note(B->getLHS());
  } else if (const auto *U = dyn_cast<UnaryOperator>(S)) {
    if (U->isIncrementDecrementOp() || U->getOpcode() == UO_AddrOf)
      Note(U->getSubExpr());
  } else if (const auto *C = dyn_cast<CallExpr>(S)) {
    for (const Expr *Arg : C->arguments())
      if (Arg->isLValue())
        Note(Arg);
  } else if (const auto *D = dyn_cast<OMPExecutableDirective>(S)) {
    if (D->hasAssociatedStmt())
      noteAssigned(D->getRawStmt(), Into);
    return;
  }
  for (const Stmt *Child : S->children())
    noteAssigned(Child, Into);
}

void RegionWalker::barrier() {
  phase() = ++LastPhase;
  wait(/*Deep=*/true);
}

void RegionWalker::wait(bool Deep,
                        llvm::SmallVector<Construct::Dependence, 1> Only) {
  Out.Waits.push_back({Maker, ++Time, Deep, std::move(Only)});
}

/// What a 'depend' clause of \p D lists.
static llvm::SmallVector<Construct::Dependence, 2>
dependences(const OMPExecutableDirective &D, const ASTContext &Context) {
  llvm::SmallVector<Construct::Dependence, 2> List;
  for (const auto *Clause : D.getClausesOfKind<OMPDependClause>()) {
    OpenMPDependClauseKind K = Clause->getDependencyKind();
    if (K == OMPC_DEPEND_source || K == OMPC_DEPEND_sink)
      continue;
    for (const Expr *E : Clause->varlist())
      List.push_back({itemText(E, Context), K != OMPC_DEPEND_in,
                      K == OMPC_DEPEND_mutexinoutset});
  }
  return List;
}

void RegionWalker::body(const OMPExecutableDirective &D) {
  if (D.hasAssociatedStmt())
    visit(D.getRawStmt());
}

void RegionWalker::directive(const OMPExecutableDirective &D) {
  const ASTContext &Context = Current->Function.getASTContext();
  OpenMPDirectiveKind K = D.getDirectiveKind();
  bool NoWait = D.hasClausesOfKind<OMPNowaitClause>();
  auto Inside = [&](Construct::Kind Kind) {
    push(Kind, &D, /*Names=*/true);
    body(D);
    pop();
  };
  switch (K) {
  case OMPD_barrier:
    return barrier();
  case OMPD_taskwait: {
    auto List = dependences(D, Context);
    return wait(/*Deep=*/false, {List.begin(), List.end()});
  }
  case OMPD_taskgroup:
    body(D);
    return wait(/*Deep=*/true);
  case OMPD_flush:
    return flush(D);
  case OMPD_critical: {
    const auto &Critical = cast<OMPCriticalDirective>(D);
    Guards.push_back(
        {"critical " + Critical.getDirectiveName().getAsString(), false});
    body(D);
    llvm::erase_if(Guards, [&](const Held &H) {
      return H.Name == "critical " + Critical.getDirectiveName().getAsString();
    });
    return;
  }
  case OMPD_ordered:
    Guards.push_back({"ordered", false});
    body(D);
    llvm::erase_if(Guards, [](const Held &H) { return H.Name == "ordered"; });
    return;
  case OMPD_atomic:
    return atomic(cast<OMPAtomicDirective>(D));
  case OMPD_single:
    Inside(Construct::One);
    if (!NoWait)
      barrier();
    return;
  case OMPD_master:
  case OMPD_masked:
    return Inside(Construct::Master);
  case OMPD_sections:
    sections(D);
    if (!NoWait)
      barrier();
    return combine(D);
  case OMPD_section:
    return Inside(Construct::One);
  case OMPD_task:
    return task(D);
  case OMPD_target_data:
  case OMPD_target:
    return Inside(Construct::Plain);
  default:
    break;
  }
  if (isOpenMPParallelDirective(K) || isOpenMPTeamsDirective(K))
    return team(D);
  if (isa<OMPLoopDirective>(D))
    return iterations(D);
  body(D);
}

/// Whether the team of \p D has one thread.
static bool isAlone(const OMPExecutableDirective &D,
                    const ASTContext &Context) {
  for (const auto *If : D.getClausesOfKind<OMPIfClause>())
    if ((If->getNameModifier() == OMPD_unknown ||
         isOpenMPParallelDirective(If->getNameModifier())) &&
        constantCondition(If->getCondition(), Context) == false)
      return true;
  for (const auto *Threads : D.getClausesOfKind<OMPNumThreadsClause>()) {
    Expr::EvalResult N;
    if (Threads->getNumThreads() &&
        Threads->getNumThreads()->EvaluateAsInt(N, Context) &&
        N.Val.getInt() == 1)
      return true;
  }
  for (const auto *Teams : D.getClausesOfKind<OMPNumTeamsClause>()) {
    Expr::EvalResult N;
    if (!isOpenMPParallelDirective(D.getDirectiveKind()) &&
        Teams->varlist_size() == 1 &&
        (*Teams->varlist().begin())->EvaluateAsInt(N, Context) &&
        N.Val.getInt() == 1)
      return true;
  }
  return false;
}

void RegionWalker::team(const OMPExecutableDirective &D) {
  OpenMPDirectiveKind K = D.getDirectiveKind();
  bool Alone = isAlone(D, Current->Function.getASTContext());
  Construct &C = push(Alone ? Construct::Plain : Construct::Team, &D,
                      /*Names=*/true);
  C.AcrossTeams = isOpenMPTeamsDirective(K);
  unsigned Before = std::exchange(Maker, ++LastMaker);
  if (!Alone)
    Phases.push_back(++LastPhase);
  auto Shares = Alone ? Construct::Plain : Construct::Loop;
  if (isa<OMPLoopDirective>(D)) {
    if (K == OMPD_parallel_master_taskloop ||
        K == OMPD_parallel_master_taskloop_simd ||
        K == OMPD_parallel_masked_taskloop ||
        K == OMPD_parallel_masked_taskloop_simd) {
      push(Construct::Master, &D, /*Names=*/false);
      shareOut(D, cast<OMPLoopDirective>(D), Shares);
      pop();
    } else {
      shareOut(D, cast<OMPLoopDirective>(D), Shares);
    }
  } else if (K == OMPD_parallel_sections) {
    sections(D);
  } else if (K == OMPD_parallel_master || K == OMPD_parallel_masked) {
    push(Construct::Master, &D, /*Names=*/false);
    body(D);
    pop();
  } else {
    body(D);
  }
  if (!Alone)
    Phases.pop_back();
  Maker = Before;
  pop();
}

void RegionWalker::iterations(const OMPExecutableDirective &D) {
  OpenMPDirectiveKind K = D.getDirectiveKind();
  const auto &Loop = cast<OMPLoopDirective>(D);
  bool Target = isOpenMPTargetExecutionDirective(K);
  if (Target)
    push(Construct::Plain, &D, /*Names=*/true);
  bool Shares =
      isOpenMPWorksharingDirective(K) || isOpenMPTaskLoopDirective(K) ||
      isOpenMPDistributeDirective(K) || isOpenMPGenericLoopDirective(K);
  shareOut(D, Loop, Shares ? Construct::Loop : Construct::Lanes);
  if (Target)
    pop();
  combine(D);
  if (isOpenMPWorksharingDirective(K) && !D.hasClausesOfKind<OMPNowaitClause>())
    barrier();
  else if (isOpenMPTaskLoopDirective(K))
    wait(/*Deep=*/true);
}

void RegionWalker::shareOut(const OMPExecutableDirective &D,
                            const OMPLoopDirective &Loop, Construct::Kind K) {
  const ASTContext &Context = Current->Function.getASTContext();
  bool Names = Stack.empty() || Stack.back()->Directive != &D;
  Construct &C = push(K, &D, Names);
  for (const auto *S : D.getClausesOfKind<OMPScheduleClause>())
    C.StaticSchedule = S->getScheduleKind() == OMPC_SCHEDULE_static;
  for (const auto *Length : D.getClausesOfKind<OMPSafelenClause>()) {
    Expr::EvalResult N;
    if (Length->getSafelen()->EvaluateAsInt(N, Context))
      C.SafeLength = N.Val.getInt().getExtValue();
  }
  // Iterations that wait for each other are in the order that they say.
  bool Ordered = false;
  for (const auto *O : D.getClausesOfKind<OMPOrderedClause>())
    Ordered |= O->getNumForLoops() != nullptr;
  if (Ordered)
    Guards.push_back({"ordered", false});
  const Stmt *Body = nullptr;
  OMPLoopBasedDirective::doForAllLoops(
      Loop.getInnermostCapturedStmt()->getCapturedStmt(),
      /*TryImperfectlyNestedLoops=*/true, Loop.getLoopsNumber(),
      [&](unsigned, const Stmt *S) {
        if (auto I = induction(*S); I && I->Variable)
          C.Inductions.push_back(*I);
        if (const VarDecl *V = loopVariable(*S))
          Declared.try_emplace(V, Stack.size());
        if (const auto *For = dyn_cast<ForStmt>(S))
          Body = For->getBody();
        else if (const auto *Range = dyn_cast<CXXForRangeStmt>(S))
          Body = Range->getBody();
        return false;
      });
  Loops.push_back({Body, Maker});
  visit(Body);
  Loops.pop_back();
  if (Ordered)
    llvm::erase_if(Guards, [](const Held &H) { return H.Name == "ordered"; });
  pop();
}

void RegionWalker::sections(const OMPExecutableDirective &D) {
  bool Names = Stack.empty() || Stack.back()->Directive != &D;
  push(Construct::Plain, &D, Names);
  const auto *Block = dyn_cast_or_null<CompoundStmt>(D.getRawStmt());
  if (!Block)
    return pop();
  for (const Stmt *S : Block->body()) {
    const auto *Section = dyn_cast<OMPSectionDirective>(S);
    push(Construct::One, Section, Section != nullptr);
    if (Section)
      body(*Section);
    else
      visit(S);
    pop();
  }
  pop();
}

/// Whether who runs \p S waits for the tasks that it makes there.
static bool waitsForTasks(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (isa<OMPTaskwaitDirective, OMPBarrierDirective, OMPTaskgroupDirective>(S))
    return true;
  if (isa<OMPTaskDirective>(S))
    return false;
  if (const auto *D = dyn_cast<OMPExecutableDirective>(S))
    return D->hasAssociatedStmt() && waitsForTasks(D->getRawStmt());
  return llvm::any_of(S->children(), waitsForTasks);
}

void RegionWalker::task(const OMPExecutableDirective &D) {
  const ASTContext &Context = Current->Function.getASTContext();
  // Outside of regions a program has one thread, which runs its tasks, too.
  bool AtOnce = Active.size() == 1 && Current->Function.isMain() &&
                llvm::none_of(Stack, [](const Construct *C) {
                  return C->K == Construct::Team;
                });
  for (const auto *If : D.getClausesOfKind<OMPIfClause>())
    AtOnce |= constantCondition(If->getCondition(), Context) == false;
  auto List = dependences(D, Context);
  if (AtOnce) {
    // Its maker waits for what it depends on, and then runs it.
    if (!List.empty())
      wait(/*Deep=*/false, {List.begin(), List.end()});
    push(Construct::Plain, &D, /*Names=*/true);
    body(D);
    pop();
    return;
  }
  size_t Base = 0;
  for (size_t I = 0; I < Stack.size(); ++I)
    if (Stack[I]->K == Construct::Team || Stack[I]->K == Construct::Task)
      Base = I + 1;
  Construct &C = push(Construct::Task, &D, /*Names=*/true);
  C.Created = ++Time;
  C.Maker = Maker;
  C.Self = ++LastMaker;
  C.Depends = std::move(List);
  llvm::copy_if(Own, std::back_inserter(C.Around),
                [&](const Induction &I) { return I.Depth >= Base; });
  for (auto [Loop, Who] : Loops)
    C.Repeated |= Who == Maker && !waitsForTasks(Loop);
  unsigned Before = std::exchange(Maker, C.Self);
  body(D);
  Maker = Before;
  pop();
}

void RegionWalker::atomic(const OMPAtomicDirective &D) {
  for (const OMPClause *C : D.clauses())
    Out.HasFlags |= isa<OMPAcquireClause, OMPReleaseClause, OMPAcqRelClause,
                        OMPSeqCstClause>(C);
  auto Before = AtomicPlace;
  if (const Expr *X = D.getX())
    if (auto At = where(X))
      AtomicPlace = At->Place;
  body(D);
  AtomicPlace = Before;
}

void RegionWalker::flush(const OMPExecutableDirective &D) {
  bool All = true;
  for (const auto *Clause : D.getClausesOfKind<OMPFlushClause>())
    for (const Expr *E : Clause->varlist()) {
      All = false;
      if (auto At = where(E))
        Out.Flushed.insert(At->Place);
    }
  Out.HasFlags |= All;
}

/// The copies that each thread reduced are put together: all of them write what
/// they came from, one at a time, before the next barrier.
void RegionWalker::combine(const OMPExecutableDirective &D) {
  for (const auto *Clause : D.getClausesOfKind<OMPReductionClause>()) {
    // Two constructs that reduce one object need a barrier between them.
    std::string Name =
        "reduction " + std::to_string(reinterpret_cast<uintptr_t>(Clause));
    Guards.push_back({Name, false});
    for (const Expr *E : Clause->varlist())
      access(E, E, /*Write=*/true, /*Update=*/true, nullptr, "reduction");
    llvm::erase_if(Guards, [&](const Held &H) { return H.Name == Name; });
  }
  // One thread hands out the values of the last iteration.
  push(Construct::One, &D, /*Names=*/false);
  for (const auto *Clause : D.getClausesOfKind<OMPLastprivateClause>())
    for (const Expr *E : Clause->varlist())
      access(E, E, /*Write=*/true);
  pop();
}
