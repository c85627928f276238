//===- DecrementThenTestCheck.cpp
//--------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/DecrementThenTestCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/Sharing.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace racetidy;

const CheckInfo DecrementThenTestCheck::Info{
    "race-decrement-then-test",
    "an atomic is counted down and then loaded to see whether it was the last",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366",
    "sometimes",
    /*Options=*/{},
};

namespace {

/// Writes the repair where it is mechanical: the update moves into the
/// condition right behind it, in place of the load.
class Repair {
public:
  Repair(const AtomicMisuse &M, ASTContext &Context, RuleIndex &Rules)
      : M(M), Context(Context), SM(Context.getSourceManager()),
        Update(atomicOperation(*M.First.Node, Rules)),
        Load(atomicOperation(*M.Second.Node, Rules)) {}

  std::vector<FixItHint> fixes() const;

private:
  bool isPlainText(SourceRange Range) const {
    return Range.isValid() && !Range.getBegin().isMacroID() &&
           !Range.getEnd().isMacroID();
  }
  std::string text(SourceRange Range) const {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(Range), SM,
                                Context.getLangOpts())
        .str();
  }
  bool isLoad(const Expr *E) const {
    return E->getBeginLoc() == M.Second.Loc &&
           text(E->getSourceRange()) == text(M.Second.Node->getSourceRange());
  }
  std::string updated() const;
  std::optional<CharSourceRange> statement() const;

  const AtomicMisuse &M;
  ASTContext &Context;
  const SourceManager &SM;
  std::optional<AtomicOperation> Update, Load;
};

} // namespace

/// The statement of the update, with the space up to the branch, if nothing
/// else stands there.
std::optional<CharSourceRange> Repair::statement() const {
  SourceLocation End = Lexer::findLocationAfterToken(
      M.First.Node->getEndLoc(), tok::semi, SM, Context.getLangOpts(), false);
  SourceLocation Next = M.Test->getBeginLoc();
  if (End.isInvalid() || SM.isBeforeInTranslationUnit(Next, End))
    return std::nullopt;
  CharSourceRange Between = CharSourceRange::getCharRange(End, Next);
  if (!Lexer::getSourceText(Between, SM, Context.getLangOpts()).trim().empty())
    return std::nullopt;
  return CharSourceRange::getCharRange(M.First.Node->getBeginLoc(), Next);
}

/// The update as an expression that gives the new value, or, when it only
/// gives the old one, nothing.
std::string Repair::updated() const {
  std::string Text = text(M.First.Node->getSourceRange());
  if (Update->Op.ByOne && !isa<CallExpr>(M.First.Node->IgnoreImplicit()))
    return (M.Up ? "++" : "--") + text(Update->Object->getSourceRange());
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(M.First.Node))
    return Update->Op.ByOne
               ? (M.Up ? "++" : "--") + text(Call->getArg(0)->getSourceRange())
               : "(" + Text + ")";
  if (isa<BinaryOperator>(M.First.Node))
    return "(" + Text + ")";
  return Update->Op.GivesNew ? Text : "";
}

std::vector<FixItHint> Repair::fixes() const {
  // With orders chosen by hand, the one operation needs both of theirs.
  if (!M.Test || !Update || !Load || Update->Order || Load->Order ||
      M.Test->getInit() || M.Test->getConditionVariable() ||
      !isPlainText(M.First.Node->getSourceRange()) ||
      !isPlainText(M.Test->getCond()->getSourceRange()))
    return {};
  auto Statement = statement();
  if (!Statement)
    return {};
  // Only where the load is the first thing that the condition does: what comes
  // before it would run before the update.
  const Expr *Whole = M.Test->getCond()->IgnoreParenImpCasts();
  while (const auto *B = dyn_cast<BinaryOperator>(Whole)) {
    if (!B->isLogicalOp())
      break;
    Whole = B->getLHS()->IgnoreParenImpCasts();
  }
  const auto *Equal = dyn_cast<BinaryOperator>(Whole);
  const auto *Not = dyn_cast<UnaryOperator>(Whole);
  const Expr *Asked = Equal                                ? Equal->getLHS()
                      : Not && Not->getOpcode() == UO_LNot ? Not->getSubExpr()
                                                           : Whole;
  if (!isLoad(Asked))
    return {};
  FixItHint Gone = FixItHint::CreateRemoval(*Statement);
  if (std::string New = updated(); !New.empty())
    return {Gone, FixItHint::CreateReplacement(Asked->getSourceRange(), New)};

  // It gives the old value: the last one sees what it takes away.
  if (!Update->Operand || Update->Operand->HasSideEffects(Context))
    return {};
  std::string Old = text(M.First.Node->getSourceRange());
  std::string By = text(Update->Operand->getSourceRange());
  const auto *Zero =
      Equal ? dyn_cast<IntegerLiteral>(Equal->getRHS()->IgnoreParenImpCasts())
            : nullptr;
  if (!Equal)
    return M.Up ? std::vector<FixItHint>{}
                : std::vector<FixItHint>{
                      Gone, FixItHint::CreateReplacement(
                                Whole->getSourceRange(),
                                Old + (Not ? " == " : " != ") + By)};
  if (!Equal->isEqualityOp())
    return {};
  if (Zero && Zero->getValue() == 0 && Update->Op.Arithmetic == "-")
    return {Gone, FixItHint::CreateReplacement(Asked->getSourceRange(), Old),
            FixItHint::CreateReplacement(Zero->getSourceRange(), By)};
  return {Gone, FixItHint::CreateReplacement(Asked->getSourceRange(),
                                             Old + " " + Update->Op.Arithmetic +
                                                 " " + By)};
}

void DecrementThenTestCheck::report() {
  for (const AtomicMisuse &M : model().atomicMisuses()) {
    if (M.Kind != MisuseKind::UpdateThenTest)
      continue;
    Finding F;
    F.Loc = M.Second.Loc;
    std::string Name = "'" + M.Name + "'";
    F.Message =
        Name + (M.Up ? " is counted up and then loaded again to see whether "
                       "enough have come; two threads may both see that, or "
                       "none"
                     : " is counted down and then loaded again to see whether "
                       "it was the last; two threads may both see that");
    F.Evidence = evidenceFor(M);
    std::string Count =
        M.Up ? "counts " + Name + " up" : "counts " + Name + " down";
    F.Steps = {
        {"thread A", M.First.Loc, Count},
        {"thread B", M.First.Loc, Count + " as well, to the value that counts"},
        {"thread A", M.Second.Loc,
         "loads the value that thread B made, and goes "
         "on"},
        {"thread B", M.Second.Loc,
         "loads the same and goes on too: what should happen once happens "
         "twice"},
    };
    F.Advice = "use the value that the update itself gives";
    F.Fixes = Repair(M, context(), rules()).fixes();
    emit(std::move(F));
  }
}
