//===- DoubleCheckedLockingCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/DoubleCheckedLockingCheck.h"

#include "checks/analysis/Sharing.h"

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
    "none",
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
