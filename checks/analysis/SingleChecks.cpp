//===- SingleChecks.cpp - waits after which nobody looks again ------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SingleChecks.h"

#include "checks/analysis/ConditionCalls.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static ReadBits bit(unsigned R) { return ReadBits(1) << R; }

template <typename Function>
static void forEach(ReadBits Reads, unsigned Count, Function Each) {
  for (unsigned R = 0; R < Count; ++R)
    if (Reads & bit(R))
      Each(R);
}

void SingleChecks::read(const FunctionScan::Operation &Op,
                        ReadBits &Waited) const {
  forEach(Waited, Scan.reads().size(), [&](unsigned R) {
    if (pathOf(R) == Op.Path)
      Waited &= ~bit(R);
  });
}

/// Whether \p S names the location itself.
bool SingleChecks::mentions(const Stmt *S, const AccessPath &Path) const {
  llvm::SmallVector<const Stmt *, 8> Work{S};
  while (!Work.empty()) {
    const Stmt *Next = Work.pop_back_val();
    if (!Next || isa<LambdaExpr>(Next))
      continue;
    if (const auto *E = dyn_cast<Expr>(Next);
        E && isa<MemberExpr, DeclRefExpr, ArraySubscriptExpr, CallExpr>(E)) {
      auto Its = Scan.paths().path(E);
      if (Its && Path.isPrefixOf(*Its))
        return true;
    }
    llvm::append_range(Work, Next->children());
  }
  return false;
}

static bool isInside(const Stmt *S, const Stmt *Branch, const ParentMap &Up) {
  for (; S; S = Up.getParent(S))
    if (S == Branch)
      return true;
  return false;
}

void SingleChecks::suspended(const Stmt &S, const CFGBlock &B, ReadBits Live,
                             ReadBits &Waited) {
  const auto *Await = dyn_cast<CoawaitExpr>(&S);
  if (!Await)
    return;
  for (const Branches::Test &T : Decisions.testsAt(B)) {
    // Where it is set, it is waited for: in the branch itself.
    if (!T.If || !isInside(&S, T.If->getThen(), Scan.parents()))
      continue;
    forEach(T.Reads & Live, Scan.reads().size(), [&](unsigned R) {
      // 'while (!stop) if (busy) co_await …': the loop looks again.
      for (const Stmt *Up = T.If; Up; Up = Scan.parents().getParent(Up))
        if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up))
          return;
      bool Direct = mentions(Await->getOperand(), pathOf(R));
      const auto *Not =
          dyn_cast<UnaryOperator>(T.Condition->IgnoreParenImpCasts());
      if (!Direct && Not)
        return;
      Waited |= bit(R);
      Waits[R] = {T.If, S.getBeginLoc(), Direct};
    });
  }
}

void SingleChecks::write(const FunctionScan::Operation &Op, const Expr *Node,
                         ReadBits &Waited) {
  forEach(Waited, Scan.reads().size(), [&](unsigned R) {
    if (!(pathOf(R) == Op.Path))
      return;
    Waited &= ~bit(R);
    if (!Op.Value || Decisions.clears(Op.Value))
      return;
    const Wait &W = Waits.find(R)->second;
    // 'if (dirty) co_await flush(); dirty = true;' waits for nobody. A mark
    // that is set, kept over a suspension and cleared again is a lock.
    if (!W.Direct && llvm::none_of(Scan.all(), [&](const Expr *E) {
          const FunctionScan::Operation &Other = *Scan.operation(E);
          return Other.Kind == AccessKind::Write && Other.Path == Op.Path &&
                 Other.Value && Decisions.clears(Other.Value) &&
                 Node->getBeginLoc() < E->getBeginLoc();
        }))
      return;
    Found[Node] = {W.Direct ? SingleCheckWait::Pending : SingleCheckWait::Mark,
                   W.Test->getBeginLoc(), W.At, Node->getBeginLoc(),
                   Scan.paths().str(Op.Path)};
  });
}

std::vector<SingleCheckWait> SingleChecks::results() const {
  std::vector<SingleCheckWait> Result;
  for (const auto &[Node, Wait] : Found)
    Result.push_back(Wait);
  return Result;
}

/// What the condition of an 'if' names that others may change: a member, a
/// global, something behind a pointer; nothing where it asks only what the
/// caller gave, as 'if (timeout < 0) wait(l); else wait_for(l, timeout);'.
static const Expr *sharedPartOf(const Expr *Condition, PathBuilder &Paths) {
  llvm::SmallVector<const Stmt *, 8> Work{Condition};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Member = dyn_cast<MemberExpr>(S);
        Member && isa<FieldDecl>(Member->getMemberDecl())) {
      // A part of a parameter by value is the function's own.
      auto Path = Paths.path(Member);
      if (Path && (Path->kind() == RootKind::This ||
                   Path->kind() == RootKind::Static || Path->dereferences()))
        return Member;
      continue;
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
          V && !V->getType().isConstQualified() &&
          (V->hasGlobalStorage() || Ref->refersToEnclosingVariableOrCapture()))
        return Ref;
    llvm::append_range(Work, S->children());
  }
  return nullptr;
}

static const ValueDecl *declarationOf(const Expr *E) {
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return Ref->getDecl();
  return nullptr;
}

static bool names(const Stmt *S, const ValueDecl *D) {
  if (!S)
    return false;
  const auto *E = dyn_cast<Expr>(S);
  return (E && declarationOf(E) == D) ||
         llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return names(Child, D); });
}

/// Whether \p Function tests \p D once more behind \p Wait, or tells its caller
/// how it is: 'if (queue.empty()) wait(l); if (queue.empty()) return nullptr;'.
static bool asksAgain(const FunctionDecl &Function, const ValueDecl *D,
                      SourceLocation Wait) {
  const ASTContext &Context = Function.getASTContext();
  bool Again = false;
  forEachEvaluated(Function, [&](const Stmt *S) {
    if (Again || !Context.getSourceManager().isBeforeInTranslationUnit(
                     Wait, S->getBeginLoc()))
      return;
    const Expr *Asked = nullptr;
    if (const auto *If = dyn_cast<IfStmt>(S))
      Asked = If->getCond();
    else if (const auto *While = dyn_cast<WhileStmt>(S))
      Asked = While->getCond();
    else if (const auto *For = dyn_cast<ForStmt>(S))
      Asked = For->getCond();
    else if (const auto *Switch = dyn_cast<SwitchStmt>(S))
      Asked = Switch->getCond();
    else if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(S))
      Asked = Choice->getCond();
    else if (const auto *Return = dyn_cast<ReturnStmt>(S);
             Return && Return->getRetValue() &&
             !Return->getRetValue()->HasSideEffects(Context))
      Asked = Return->getRetValue();
    Again = names(Asked, D);
  });
  return Again;
}

/// Whether \p Condition asks nothing that others could change.
static bool isOwn(const Stmt *Condition) {
  if (!Condition)
    return true;
  if (isa<CallExpr, MemberExpr, CXXThisExpr>(Condition))
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Condition)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    // A local may hold what was read from the others' state.
    return !V || (V->hasLocalStorage() && V->getInit() &&
                  !V->getInit()->isValueDependent() &&
                  V->getInit()->isEvaluatable(V->getASTContext()));
  }
  return llvm::all_of(Condition->children(), isOwn);
}

/// Whether the guard \p V is given a lock that somebody else has taken.
static bool adopts(const VarDecl &V, RuleIndex &Rules) {
  const GuardRule *Rule = Rules.guard(V.getType());
  const auto *Made =
      V.getInit() ? dyn_cast<CXXConstructExpr>(V.getInit()->IgnoreImplicit())
                  : nullptr;
  return !Made || llvm::any_of(Made->arguments(), [&](const Expr *Arg) {
    const auto *Tag = Arg->getType().getNonReferenceType()->getAsTagDecl();
    return Tag && !Rule->AdoptTag.empty() && userName(*Tag) == Rule->AdoptTag;
  });
}

/// Whether \p Function takes some lock itself.
static bool takesLock(const FunctionDecl &Function, RuleIndex &Rules) {
  bool Takes = false;
  forEachEvaluated(Function, [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each))
          Takes |= Rules.guard(V->getType()) && !adopts(*V, Rules);
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *F = Call->getDirectCallee();
      auto Known = F ? Rules.lockFunction(*F) : std::nullopt;
      Takes |= Known && Known->Effect == LockEffect::Acquire;
      if (auto Method = methodCall(*Call))
        if (const LockRule *Rule = Rules.lock(Method->ObjectType)) {
          auto It = Rule->Methods.find(Method->Name);
          Takes |=
              It != Rule->Methods.end() && It->second == LockEffect::Acquire;
        }
    }
  });
  return Takes;
}

std::vector<SingleCheckWait>
racetidy::conditionWaits(const FunctionDecl &Function, RuleIndex &Rules,
                         FunctionScan &Scan) {
  std::vector<SingleCheckWait> Result;
  forEachEvaluated(Function, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    auto Wait = Call ? conditionCall(*Call, Rules) : std::nullopt;
    if (!Wait || Wait->K != ConditionCall::PlainWait)
      return;
    const IfStmt *Test = nullptr;
    const Stmt *Below = S;
    for (const Stmt *Up = Scan.parents().getParent(S); Up;
         Below = Up, Up = Scan.parents().getParent(Up)) {
      if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up))
        return;
      // 'again: … goto again;' is a loop, too.
      if (isa<LabelStmt>(Up))
        return;
      const auto *If = dyn_cast<IfStmt>(Up);
      if (If && !Test && Below != If->getCond() && If->getCond())
        Test = If;
    }
    const Expr *Shared =
        Test ? sharedPartOf(Test->getCond(), Scan.paths()) : nullptr;
    // What is waited for is tested nowhere: the wake-up itself is taken for the
    // event. A function whose callers hold the lock leaves the loop to them.
    if (!Shared && (!Test || isOwn(Test->getCond())) &&
        takesLock(Function, Rules)) {
      std::string Name;
      if (const Expr *On = Wait->Condition)
        if (auto Path = On->getType()->isPointerType()
                            ? Scan.paths().pointee(On)
                            : Scan.paths().path(On))
          Name = Scan.paths().str(*Path);
      Result.push_back({SingleCheckWait::Untested, SourceLocation(),
                        S->getBeginLoc(), SourceLocation(), Name});
      return;
    }
    if (!Shared || asksAgain(Function, declarationOf(Shared), S->getBeginLoc()))
      return;
    auto Path = Scan.paths().path(Shared);
    Result.push_back({SingleCheckWait::Condition, Test->getBeginLoc(),
                      S->getBeginLoc(), SourceLocation(),
                      Path ? Scan.paths().str(*Path) : std::string()});
  });
  return Result;
}
