//===- AtomicCheckThenSetCheck.cpp
//-------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/AtomicCheckThenSetCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/Sharing.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace racetidy;

const CheckInfo AtomicCheckThenSetCheck::Info{
    "race-atomic-check-then-set",
    "an atomic is tested and set in two steps, so two threads may pass the "
    "test",
    "check-then-set",
    "unreleased",
    "local",
    // Until docs/design/precision.md shows that it is mostly right.
    /*Default=*/false,
    "362, 367",
    "sometimes",
    /*Options=*/{},
};

/// The name of the operation that stores a value and returns the old one.
static std::string exchangeOf(const AtomicRule &Rule) {
  for (const auto &[Name, Op] : Rule.Methods)
    if (Op.Kind == AtomicKind::Exchange)
      return Name;
  return "";
}

static bool isPlainText(SourceRange Range) {
  return Range.isValid() && !Range.getBegin().isMacroID() &&
         !Range.getEnd().isMacroID();
}

/// 'if (!flag.load()) { flag.store(true); …' becomes
/// 'if (!flag.exchange(true)) { …': only for flags, and only where the store
/// comes first, so that nothing that the branch does changes its place.
static std::vector<FixItHint> repair(const DependentWrite &W,
                                     ASTContext &Context, RuleIndex &Rules) {
  auto Write = atomicOperation(*W.Write.Node, Rules);
  auto Read = atomicOperation(*W.Read.Node, Rules);
  if (!Write || !Read || !Write->Rule || !Write->Value || Write->Order ||
      !W.Read.Node->getType()->isBooleanType() || Write->Pointer ||
      !W.Test->getThen() || W.Test->getElse())
    return {};
  if (Read->Order)
    return {};
  const auto *Not =
      dyn_cast<UnaryOperator>(W.Test->getCond()->IgnoreParenImpCasts());
  if (!Not || Not->getOpcode() != UO_LNot ||
      Not->getSubExpr()->IgnoreParenImpCasts() !=
          W.Read.Node->IgnoreParenImpCasts())
    return {};
  const auto *Block = dyn_cast<CompoundStmt>(W.Test->getThen());
  if (!Block || Block->body_empty())
    return {};
  const auto *First = dyn_cast<Expr>(*Block->body_begin());
  if (!First || First->IgnoreImplicit() != W.Write.Node)
    return {};
  std::string Exchange = exchangeOf(*Write->Rule);
  if (Exchange.empty() || !isPlainText(W.Test->getSourceRange()) ||
      !isPlainText(First->getSourceRange()))
    return {};
  const SourceManager &SM = Context.getSourceManager();
  auto Text = [&](SourceRange Range) {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(Range), SM,
                                Context.getLangOpts())
        .str();
  };
  SourceLocation AfterStore = Lexer::findLocationAfterToken(
      First->getEndLoc(), tok::semi, SM, Context.getLangOpts(),
      /*SkipTrailingWhitespaceAndNewLine=*/false);
  if (AfterStore.isInvalid())
    return {};
  // What follows moves to where the store stood, with its indentation.
  StringRef Rest(SM.getCharacterData(AfterStore));
  AfterStore = AfterStore.getLocWithOffset(
      static_cast<int>(Rest.size() - Rest.ltrim().size()));
  std::string New = Text(Read->Object->getSourceRange()) +
                    (Read->Object->getType()->isPointerType() ? "->" : ".") +
                    Exchange + "(" + Text(Write->Value->getSourceRange()) + ")";
  return {FixItHint::CreateReplacement(W.Read.Node->getSourceRange(), New),
          FixItHint::CreateRemoval(
              CharSourceRange::getCharRange(First->getBeginLoc(), AfterStore))};
}

void AtomicCheckThenSetCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::AtomicOperations ||
        W.Kind != DependenceKind::Control)
      continue;
    Finding F;
    F.Loc = W.Write.Loc;
    std::string Name = "'" + W.Name + "'";
    F.Message = Name + " is tested and then set, in two atomic operations; two "
                       "threads may pass the test before either sets it";
    F.Evidence = evidenceFor(W);
    F.Steps = {
        {"thread A", W.Read.Loc, "loads " + Name + " and passes the test"},
        {"thread B", W.Read.Loc, "loads it as well, and passes too"},
        {"thread A", W.Write.Loc, "sets " + Name + " and goes on"},
        {"thread B", W.Write.Loc,
         "sets it again and goes on: what should happen once happens twice"},
    };
    F.Advice = "test and set in one atomic operation, an exchange or a "
               "compare-exchange, and go on only when it was not set before";
    F.Fixes = repair(W, context(), rules());
    emit(std::move(F));
  }
}
