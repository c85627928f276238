//===- DoubleCheckedLockingCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/DoubleCheckedLockingCheck.h"

#include "checks/analysis/Sharing.h"

#include "clang/AST/ParentMapContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace racetidy;

const CheckInfo DoubleCheckedLockingCheck::Info{
    "race-double-checked-locking",
    "something is tested without the lock under which it is set, so it is seen "
    "half made or made twice",
    "check-then-set",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 367, 609",
    "sometimes",
    /*Options=*/{},
};

/// Whether \p Condition asks if something is empty, null, zero or false: the
/// question before something is made. 'if (used > limit)' is another matter.
static bool asksForNothing(const Expr *Condition, ASTContext &Context) {
  Condition = Condition->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(Condition))
    return U->getOpcode() == UO_LNot;
  auto IsNothing = [&](const Expr *E) {
    E = E->IgnoreParenImpCasts();
    Expr::EvalResult Value;
    return E->isNullPointerConstant(Context,
                                    Expr::NPC_ValueDependentIsNotNull) ||
           isa<CXXNullPtrLiteralExpr>(E) ||
           (!E->isValueDependent() && E->EvaluateAsInt(Value, Context) &&
            (Value.Val.getInt() == 0 || Value.Val.getInt() == -1));
  };
  if (const auto *B = dyn_cast<BinaryOperator>(Condition))
    return B->isEqualityOp() &&
           (IsNothing(B->getLHS()) || IsNothing(B->getRHS()));
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(Condition);
      Call && Call->getNumArgs() == 2)
    return IsNothing(Call->getArg(0)) || IsNothing(Call->getArg(1));
  // 'if (ready) return;', 'if (instance.has_value()) return …;'
  return !isa<BinaryOperator>(Condition);
}

/// 'if (!p.load()) { lock(m); p.store(make()); }' gets its second look:
/// '… lock(m); if (!p.load()) p.store(make()); }'. Only for atomics, where that
/// makes it right, and where nothing comes after the store that belongs to it.
static std::vector<FixItHint> lookAgain(const DependentWrite &W,
                                        ASTContext &Context) {
  if (W.Read.Order == Ordering::Relaxed || !W.Test || W.Test->getElse() ||
      W.Test->getCond()->IgnoreImplicit() != W.Condition->IgnoreImplicit())
    return {};
  const SourceManager &SM = Context.getSourceManager();
  const Stmt *S = W.Write.Node;
  const CompoundStmt *Block = nullptr;
  while (!Block) {
    auto Parents = Context.getParents(*S);
    if (Parents.size() != 1)
      return {};
    Block = Parents[0].get<CompoundStmt>();
    if (!Block && !(S = Parents[0].get<ExprWithCleanups>()))
      return {};
  }
  // In the branch itself, as its last step.
  if (Block->body_back() != S || Block != W.Test->getThen())
    return {};
  SourceRange Condition = W.Test->getCond()->getSourceRange();
  SourceLocation Begin = W.Write.Node->getBeginLoc();
  if (Condition.getBegin().isMacroID() || Condition.getEnd().isMacroID() ||
      Begin.isMacroID())
    return {};
  std::string Text =
      Lexer::getSourceText(CharSourceRange::getTokenRange(Condition), SM,
                           Context.getLangOpts())
          .str();
  return {FixItHint::CreateInsertion(Begin, "if (" + Text + ") ")};
}

void DoubleCheckedLockingCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::LateLock || W.Kind != DependenceKind::Control ||
        !W.Condition || !asksForNothing(W.Condition, context()))
      continue;
    bool Atomic = isAtomic(W.Read.Kind);
    std::string Name = "'" + W.Name + "'";
    std::string Lock = W.Lock.empty() ? "the lock" : "'" + W.Lock + "'";
    Finding F;
    F.Loc = W.Write.Loc;
    F.Evidence = evidenceFor(W);
    F.Steps = {{"thread A", W.Read.Loc, "tests " + Name + " without the lock"}};
    if (!W.Rechecked) {
      F.Message = Name + " is tested without " + Lock +
                  " and set under it with no second test; two threads may "
                  "pass the test and set it one after the other";
      F.Steps.push_back({"thread B", W.Read.Loc,
                         "tests it as well; both find that it is not set"});
      F.Steps.push_back(
          {"thread A", W.Write.Loc, "sets " + Name + " under the lock"});
      F.Steps.push_back({"thread B", W.Write.Loc,
                         "gets the lock next and sets it again: what thread A "
                         "set is lost"});
      F.Advice = "test " + Name +
                 " again under the lock, or use a call that "
                 "runs once or a local static";
      if (Atomic)
        F.Fixes = lookAgain(W, context());
    } else if (!Atomic) {
      F.Message = Name + " is tested without " + Lock +
                  " under which it is set, and is not atomic; it may be seen "
                  "before what it stands for";
      F.Steps = {
          {"thread A", W.Write.Loc, "sets " + Name + " under the lock"},
          {"thread B", W.Read.Loc,
           "tests it without the lock, and may see it before what was written "
           "ahead of it: it goes on with something half made"},
      };
      F.Advice = "make " + Name +
                 " atomic, or use a call that runs once or a "
                 "local static";
    } else if (W.DataAfter.isValid()) {
      F.Message = Name + " is set before what it announces; a thread that "
                         "tests it without the lock goes on too early";
      F.Steps = {
          {"thread A", W.Write.Loc, "sets " + Name + " under the lock"},
          {"thread B", W.Read.Loc,
           "tests it without the lock and goes on without waiting"},
          {"thread A", W.DataAfter,
           "writes only now what thread B already uses"},
      };
      F.Advice = "set " + Name + " last, when everything else is there";
    } else if (W.Read.Order == Ordering::Relaxed &&
               W.Read.Node->getType()->isPointerType()) {
      F.Message = Name + " is tested with a relaxed load; the object it points "
                         "to may not be seen yet";
      F.Steps = {
          {"thread A", W.Write.Loc, "makes the object and sets " + Name},
          {"thread B", W.Read.Loc,
           "sees the pointer, but with a relaxed load not what was written "
           "before it: it uses an object half made"},
      };
      F.Advice = "load with acquire order, and store with release order";
    } else {
      continue;
    }
    emit(std::move(F));
  }
}
