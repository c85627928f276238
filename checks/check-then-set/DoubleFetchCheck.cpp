//===- DoubleFetchCheck.cpp -----------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/DoubleFetchCheck.h"

#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const CheckInfo DoubleFetchCheck::Info{
    "race-double-fetch",
    "a value in shared memory is checked, and then fetched once more to be "
    "used",
    "check-then-set",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 367",
    "none",
    /*Options=*/{},
};

static const ValueDecl *named(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref ? Ref->getDecl() : nullptr;
}

void DoubleFetchCheck::noteMapped(const FunctionDecl &F) {
  auto IsMapping = [&](const Expr *E) {
    const auto *Call = E ? dyn_cast<CallExpr>(E->IgnoreParenCasts()) : nullptr;
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    return Callee &&
           rules().givesSharedMemory(
               *Callee, llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
  };
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each);
            V && IsMapping(V->getInit()))
          Mapped.insert(V);
    } else if (const auto *B = dyn_cast<BinaryOperator>(S);
               B && B->getOpcode() == BO_Assign && IsMapping(B->getRHS())) {
      if (const ValueDecl *D = named(B->getLHS()))
        Mapped.insert(D);
    }
  });
}

std::string DoubleFetchCheck::sharedBecause(const Expr *E,
                                            const AccessPath &Path,
                                            const PathBuilder &Paths) const {
  // The pointer on the way that was mapped.
  const ValueDecl *Last = Paths.declaration(Path.root());
  for (PathStep Step : Path.steps()) {
    if (Step.K == PathStep::Field)
      Last = Paths.declaration(Step.Id);
    else if (Last && Mapped.contains(Last))
      return "'" + Last->getNameAsString() +
             "' is mapped memory, which other processes write";
  }
  // A volatile that is reached through a pointer: of a device, of a program at
  // the other end of a ring.
  if (E->getType().isVolatileQualified() && Path.dereferences())
    return "it is volatile: others write it";
  return "";
}

namespace {

/// One fetch of a value.
struct Fetch {
  const Expr *Node;
  AccessPath Path;
  std::string Why;
};

} // namespace

/// Whether \p E bounds something where it stands: an index, a size, a count.
static bool isUsedAsBound(const Expr *E, const ParentMap &Parents) {
  const Stmt *S = E;
  while (const Stmt *Up = Parents.getParent(S)) {
    if (const auto *Element = dyn_cast<ArraySubscriptExpr>(Up))
      return Element->getIdx() == S;
    if (const auto *Call = dyn_cast<CallExpr>(Up))
      return llvm::is_contained(Call->arguments(), S);
    if (const auto *B = dyn_cast<BinaryOperator>(Up)) {
      if (B->isRelationalOp()) {
        // 'for (i = 0; i < h->count; i++)'
        const Stmt *Around = Parents.getParentIgnoreParenCasts(Up);
        return isa_and_nonnull<ForStmt, WhileStmt, DoStmt>(Around) &&
               (isa<ForStmt>(Around) ? cast<ForStmt>(Around)->getCond() == Up
                                     : true);
      }
      if (B->isAdditiveOp() && B->getType()->isPointerType())
        return true;
      if (!B->isAdditiveOp() && !B->isMultiplicativeOp())
        return false;
    } else if (!isa<CastExpr, ParenExpr>(Up)) {
      return false;
    }
    S = Up;
  }
  return false;
}

/// The comparisons by '<' and its like that \p Condition is made of.
static void
comparisons(const Expr *Condition,
            llvm::function_ref<void(const BinaryOperator &)> Found) {
  Condition = Condition->IgnoreParenImpCasts();
  const auto *B = dyn_cast<BinaryOperator>(Condition);
  if (!B)
    return;
  if (B->isLogicalOp()) {
    comparisons(B->getLHS(), Found);
    comparisons(B->getRHS(), Found);
  } else if (B->isRelationalOp()) {
    Found(*B);
  }
}

void DoubleFetchCheck::function(const FunctionDecl &F) {
  llvm::SmallVector<const IfStmt *, 4> Ifs;
  llvm::SmallVector<const ImplicitCastExpr *, 16> Loads;
  llvm::SmallVector<const Expr *, 4> Writes;
  bool Locks = false;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *If = dyn_cast<IfStmt>(S))
      Ifs.push_back(If);
    else if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S);
             Cast && Cast->getCastKind() == CK_LValueToRValue)
      Loads.push_back(Cast);
    else if (const auto *B = dyn_cast<BinaryOperator>(S);
             B && B->isAssignmentOp())
      Writes.push_back(B->getLHS());
    if (const auto *Call = dyn_cast<CallExpr>(S))
      if (const FunctionDecl *Callee = Call->getDirectCallee())
        Locks |= rules().lockFunction(*Callee).has_value();
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each))
          Locks |= rules().guard(V->getType()) != nullptr;
  });
  // Whoever locks shares it with others who do.
  if (Ifs.empty() || Locks)
    return;
  PathBuilder Paths(F, rules());
  Paths.followPointers();
  const SourceManager &SM = context().getSourceManager();
  std::optional<ParentMap> Parents;
  for (const IfStmt *If : Ifs) {
    llvm::SmallVector<Fetch, 2> Checked;
    comparisons(If->getCond(), [&](const BinaryOperator &B) {
      for (const Expr *Side : {B.getLHS(), B.getRHS()}) {
        const Expr *E = Side->IgnoreParenCasts();
        auto Path = E->isGLValue() ? Paths.path(E) : std::nullopt;
        if (!Path)
          continue;
        std::string Why = sharedBecause(E, *Path, Paths);
        if (!Why.empty())
          Checked.push_back({E, std::move(*Path), std::move(Why)});
      }
    });
    if (!Checked.empty() && !Parents) {
      Parents.emplace(F.getBody());
      llvm::sort(Loads, [&](const Expr *A, const Expr *B) {
        return SM.isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
      });
    }
    for (const Fetch &First : Checked)
      for (const ImplicitCastExpr *Load : Loads) {
        const Expr *Again = Load->getSubExpr()->IgnoreParens();
        if (!SM.isBeforeInTranslationUnit(If->getCond()->getEndLoc(),
                                          Again->getBeginLoc()))
          continue;
        auto Path = Paths.path(Again);
        if (!Path || !(*Path == First.Path))
          continue;
        // Written here in between: it is what was written.
        bool Set = llvm::any_of(Writes, [&](const Expr *W) {
          if (!SM.isBeforeInTranslationUnit(First.Node->getBeginLoc(),
                                            W->getBeginLoc()) ||
              !SM.isBeforeInTranslationUnit(W->getBeginLoc(),
                                            Again->getBeginLoc()))
            return false;
          auto To = Paths.path(W);
          return To && To->isPrefixOf(First.Path);
        });
        if (Set || !isUsedAsBound(Load, *Parents) ||
            !Reported.insert(Again->getExprLoc()).second)
          continue;
        std::string Name = "'" + Paths.str(First.Path) + "'";
        Finding Found;
        Found.Loc = Again->getExprLoc();
        Found.Message = Name + " is fetched once more after it was checked; "
                               "what others write in between goes unchecked";
        Found.Entities = {F.getQualifiedNameAsString(), Paths.str(First.Path)};
        Found.Evidence = {First.Why, First.Node->getType().isVolatileQualified()
                                         ? Confidence::Medium
                                         : Confidence::High};
        Found.Steps = {{"thread A", First.Node->getExprLoc(),
                        "checks " + Name + ", and finds it right"},
                       {"process B", First.Node->getExprLoc(),
                        "writes another value there"},
                       {"thread A", Found.Loc,
                        "fetches " + Name + " again: the check is lost"}};
        Found.Advice = "copy it to a local once, check the copy and use the "
                       "copy";
        emit(std::move(Found));
        break;
      }
  }
}

void DoubleFetchCheck::report() {
  Mapped.clear();
  Reported.clear();
  forEachFunction(context(), [&](const FunctionDecl &F) { noteMapped(F); });
  forEachFunction(context(), [&](const FunctionDecl &F) { function(F); });
}
