//===- StaleAfterSuspensionCheck.cpp
//-----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/StaleAfterSuspensionCheck.h"

#include "checks/analysis/Sharing.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace racetidy;

const CheckInfo StaleAfterSuspensionCheck::Info{
    "race-stale-after-suspension",
    "shared state is read before a suspension and written after it from what "
    "was read, so an update in between is lost",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 367",
    "sometimes",
    /*Options=*/{},
};

static bool isPlainText(SourceRange Range) {
  return Range.isValid() && !Range.getBegin().isMacroID() &&
         !Range.getEnd().isMacroID();
}

/// 'total = total + co_await fetch();' becomes 'auto awaited = co_await
/// fetch();' and 'total = total + awaited;': the read comes after the
/// suspension. Only where nothing else in the statement can notice when the
/// await happens.
std::vector<FixItHint>
StaleAfterSuspensionCheck::hoist(const DependentWrite &W) {
  const auto *Assign = dyn_cast<BinaryOperator>(W.Write.Node);
  if (!Assign || Assign->getOpcode() != BO_Assign || !W.OneExpression ||
      !isPlainText(Assign->getSourceRange()))
    return {};
  // Whole, and in no branch of '&&', '||' or '?:'.
  const Expr *Await = nullptr;
  bool Others = false;
  llvm::SmallVector<const Stmt *, 16> Work{Assign};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    const auto *Logical = dyn_cast<BinaryOperator>(S);
    Others |= isa<AbstractConditionalOperator, LambdaExpr>(S) ||
              (Logical && Logical->isLogicalOp());
    if (isa<CoawaitExpr>(S)) {
      Others |= Await != nullptr;
      Await = cast<Expr>(S);
      continue;
    }
    if (const auto *E = dyn_cast<Expr>(S))
      Others |= isa<CallExpr, CXXNewExpr, CoyieldExpr>(E) ||
                (E != Assign && isa<BinaryOperator>(E) &&
                 cast<BinaryOperator>(E)->isAssignmentOp()) ||
                (isa<UnaryOperator>(E) &&
                 cast<UnaryOperator>(E)->isIncrementDecrementOp());
    llvm::append_range(Work, S->children());
  }
  if (!Await || Others || Await->getType()->isVoidType() ||
      !isPlainText(Await->getSourceRange()))
    return {};
  // A statement of its own, in a block.
  const Stmt *S = Assign;
  const CompoundStmt *Block = nullptr;
  while (!Block) {
    auto Parents = context().getParents(*S);
    if (Parents.size() != 1)
      return {};
    if (const auto *Around = Parents[0].get<ExprWithCleanups>()) {
      S = Around;
      continue;
    }
    Block = Parents[0].get<CompoundStmt>();
    if (!Block)
      return {};
  }
  const SourceManager &SM = context().getSourceManager();
  SourceRange Range = Await->getSourceRange();
  std::string Text = Lexer::getSourceText(CharSourceRange::getTokenRange(Range),
                                          SM, context().getLangOpts())
                         .str();
  std::string Name;
  do {
    ++NamesGiven;
    Name = "awaited" + (NamesGiven == 1 ? "" : std::to_string(NamesGiven));
  } while (context().Idents.find(Name) != context().Idents.end());
  std::string Indent =
      Lexer::getIndentationForLine(Assign->getBeginLoc(), SM).str();
  return {FixItHint::CreateInsertion(Assign->getBeginLoc(), "auto " + Name +
                                                                " = " + Text +
                                                                ";\n" + Indent),
          FixItHint::CreateReplacement(Range, Name)};
}

void StaleAfterSuspensionCheck::report() {
  NamesGiven = 0;
  for (const DependentWrite &W : model().dependentWrites()) {
    // 'race-async-lazy-init' says more of these.
    if (W.Torn != Separation::Suspension || W.isAsyncLazyInit())
      continue;
    std::string Name = "'" + W.Name + "'";
    bool Tested = W.Kind == DependenceKind::Control;
    bool ByHandle = !Tested && isa<CallExpr>(W.Write.Node) &&
                    W.Write.Kind == AccessKind::Update &&
                    !(W.Read.Path == W.Write.Path);

    Finding F;
    F.Loc = W.Write.Loc;
    F.Message =
        ByHandle ? Name + " is changed with what was looked up in it before a "
                          "suspension, and may no longer be there"
        : Tested ? Name + " is tested before a suspension and set after it; "
                          "another activation may pass the test meanwhile"
                 : Name + " is read before a suspension and written after it "
                          "with a value computed from that read; an update in "
                          "between is lost";
    F.Evidence = evidenceFor(W);
    F.Steps = {
        {"activation A", W.Read.Loc, (Tested ? "tests " : "reads ") + Name},
        {"activation A", W.TornAt, "is suspended"},
    };
    if (Tested) {
      F.Steps.push_back(
          {"activation B", W.Read.Loc, "makes the same test, and passes too"});
      F.Steps.push_back({"activation B", W.Write.Loc, "sets " + Name});
      if (W.ChangedBeside.isValid())
        F.Steps.push_back({"activation A", W.ChangedBeside,
                           "goes on and does this a second time: what was done "
                           "since is lost"});
      else
        F.Steps.push_back({"activation A", W.Write.Loc,
                           "goes on and sets it again: what activation B did "
                           "is lost"});
    } else {
      F.Steps.push_back(
          {"activation B", W.Write.Loc,
           (ByHandle ? "changes " : "writes its own update to ") + Name});
      F.Steps.push_back(
          {"activation A", W.Write.Loc,
           ByHandle ? "goes on with what it found before: it is gone, or "
                      "somebody else's"
                    : "writes what it made of its old read: the update of "
                      "activation B is lost"});
    }
    F.Advice = ByHandle
                   ? "look it up again after the suspension"
                   : "await first and then read and write in one go, or set " +
                         Name + " before the suspension";
    if (!Tested && !ByHandle)
      F.Fixes = hoist(W);
    emit(std::move(F));
  }
}
