//===- CompareExchangeMisuseCheck.cpp
//----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/CompareExchangeMisuseCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/Sharing.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace racetidy;

const CheckInfo CompareExchangeMisuseCheck::Info{
    "race-compare-exchange-misuse",
    "a compare-exchange fails unnoticed, or repeats a new value that is out of "
    "date",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366",
    "sometimes",
    /*Options=*/{},
};

static bool isPlainText(SourceRange Range) {
  return Range.isValid() && !Range.getBegin().isMacroID() &&
         !Range.getEnd().isMacroID();
}

/// The name of the exchange that fails only when the values differ.
static std::string strongName(const AtomicRule &Rule) {
  std::string Strong;
  for (const auto &[Name, Op] : Rule.Methods)
    if (Op.Kind == AtomicKind::CompareExchange && !Op.Weak) {
      if (!Strong.empty())
        return "";
      Strong = Name;
    }
  return Strong;
}

/// A new value that is computed from the expected one in the call itself is
/// right at every try, so the call becomes a loop; one that is not becomes
/// strong, which fails only when somebody was faster.
static std::vector<FixItHint> repair(const AtomicMisuse &M, ASTContext &Context,
                                     RuleIndex &Rules) {
  auto Op = atomicOperation(*M.Second.Node, Rules);
  const Expr *Node = M.Second.Node;
  if (!Op || !isPlainText(Node->getSourceRange()))
    return {};
  const SourceManager &SM = Context.getSourceManager();
  if (M.Repeatable) {
    SourceLocation AfterStatement = Lexer::findLocationAfterToken(
        Node->getEndLoc(), tok::semi, SM, Context.getLangOpts(), false);
    if (AfterStatement.isInvalid() || Op->Desired->HasSideEffects(Context))
      return {};
    SourceLocation AfterCall = Lexer::getLocForEndOfToken(
        Node->getEndLoc(), 0, SM, Context.getLangOpts());
    std::string Indent =
        Lexer::getIndentationForLine(Node->getBeginLoc(), SM).str();
    return {FixItHint::CreateInsertion(Node->getBeginLoc(), "while (!"),
            FixItHint::CreateReplacement(
                CharSourceRange::getCharRange(AfterCall, AfterStatement),
                ") {\n" + Indent + "}")};
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Node);
  if (!M.Spurious || !Op->Rule || !Call)
    return {};
  std::string Strong = strongName(*Op->Rule);
  const auto *Member = cast<MemberExpr>(Call->getCallee()->IgnoreParens());
  if (Strong.empty())
    return {};
  return {FixItHint::CreateReplacement(Member->getMemberLoc(), Strong)};
}

void CompareExchangeMisuseCheck::report() {
  for (const AtomicMisuse &M : model().atomicMisuses()) {
    Finding F;
    F.Loc = M.Second.Loc;
    std::string Name = "'" + M.Name + "'";
    F.Evidence = evidenceFor(M);
    switch (M.Kind) {
    case MisuseKind::IgnoredFailure:
      F.Message = "the result of the compare-exchange of " + Name +
                  " is ignored; when it fails" +
                  (M.Spurious ? ", even for no reason," : "") +
                  " the update is lost";
      if (M.Spurious && !M.Repeatable) {
        F.Steps = {{"thread A", M.Second.Loc,
                    "compares " + Name +
                        " and fails, though it is equal: a "
                        "weak exchange may"},
                   {"thread A", M.Second.Loc,
                    "goes on as if it had been stored: the update is lost"}};
        F.Advice =
            "use the strong exchange, which fails only when somebody was "
            "faster, or look at the result";
        break;
      }
      F.Steps = {{"thread A", M.First.Loc,
                  M.First.Node == M.Second.Node ? "knows " + Name + " as it was"
                                                : "loads " + Name},
                 {"thread B", M.Second.Loc, "updates " + Name},
                 {"thread A", M.Second.Loc,
                  "compares, fails and goes on: its own update is lost"}};
      F.Advice =
          "repeat it until it works, with a new value each time, or look "
          "at the result";
      break;
    case MisuseKind::StaleDesired:
      F.Message = "the new value of " + Name +
                  " is computed before the loop and not again when the "
                  "compare-exchange fails; an update in between is lost";
      F.Steps = {
          {"thread A", M.First.Loc, "computes a new value from " + Name},
          {"thread B", M.Second.Loc, "updates " + Name},
          {"thread A", M.Second.Loc, "fails and learns what thread B stored"},
          {"thread A", M.Second.Loc,
           "tries again with its old new value: the update of thread B is "
           "lost"}};
      F.Advice = "compute the new value from the expected one inside the loop";
      break;
    case MisuseKind::SeparateLoads:
      F.Message = Name + " is loaded for the new value and once more for the "
                         "comparison; an update in between is lost";
      F.Steps = {
          {"thread A", M.First.Loc, "loads " + Name + " for the new value"},
          {"thread B", M.Second.Loc, "updates " + Name},
          {"thread A", M.Second.Loc,
           "compares with a newer load and stores what it made of the old one: "
           "the update of thread B is lost"}};
      F.Advice = "compute the new value from the expected one";
      break;
    default:
      continue;
    }
    if (M.Kind == MisuseKind::IgnoredFailure)
      F.Fixes = repair(M, context(), rules());
    emit(std::move(F));
  }
}
