//===- OwnRulesCheck.cpp - patterns that the project names ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/own/OwnRulesCheck.h"

#include "checks/analysis/FunctionCollector.h"
#include "checks/own/Guards.h"
#include "checks/own/Matchers.h"
#include "checks/own/Sequences.h"

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const CheckInfo OwnRulesCheck::Info{
    "race-own-rules",
    "a pattern that the project itself says is wrong",
    "own",
    "unreleased",
    "local",
    /*Default=*/true,
    "362",
    "none",
    /*Options=*/{},
};

static SourceLocation placeOf(const DynTypedNode &Node) {
  if (const auto *D = Node.get<Decl>())
    return D->getLocation();
  return Node.getSourceRange().getBegin();
}

/// \p Node as the code names it, in few words.
static std::string textOf(const DynTypedNode &Node, const ASTContext &Context) {
  if (const auto *D = Node.get<NamedDecl>())
    return D->getNameAsString();
  constexpr size_t Most = 60;
  auto Range = CharSourceRange::getTokenRange(Node.getSourceRange());
  StringRef Text = Lexer::getSourceText(Range, Context.getSourceManager(),
                                        Context.getLangOpts());
  std::string Short = Text.split('\n').first.take_front(Most).rtrim().str();
  return Short.size() < Text.size() ? Short + " …" : Short;
}

/// \p Text with what is bound in place of its name in braces.
static std::string filledIn(const std::string &Text, const RuleMatch &Match,
                            const ASTContext &Context) {
  std::string Result = Text;
  for (const auto &[Id, Node] : Match.Bound) {
    std::string Hole = "{" + Id + "}", Name = textOf(Node, Context);
    for (size_t At = Result.find(Hole); At != std::string::npos;
         At = Result.find(Hole, At + Name.size()))
      Result.replace(At, Hole.size(), Name);
  }
  return Result;
}

static Finding findingOf(const RuleMatch &Match, const ASTContext &Context) {
  Finding F;
  F.Check = Match.Rule->Name;
  F.Loc = placeOf(Match.Node);
  F.Message = filledIn(Match.Rule->Message, Match, Context);
  F.Evidence = {"a rule of the project says so", Confidence::High};
  for (const auto &[Id, Text] : Match.Rule->Notes)
    if (auto Node = Match.Bound.find(Id); Node != Match.Bound.end())
      F.Steps.push_back(
          {"", placeOf(Node->second), filledIn(Text, Match, Context)});
  return F;
}

/// The name of what happens at \p S.
static std::string callOf(const Stmt &S) {
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      return "calls '" + Callee->getNameAsString() + "'";
  if (const auto *Member = dyn_cast<MemberExpr>(&S))
    return "uses '" + Member->getMemberDecl()->getNameAsString() + "'";
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
    return "uses '" + Ref->getDecl()->getNameAsString() + "'";
  return "begins";
}

static Finding findingOf(const FoundSequence &Found) {
  Finding F;
  F.Check = Found.Rule->Name;
  F.Loc = Found.Then->getBeginLoc();
  F.Message = Found.Rule->Message;
  F.Evidence = {"a rule of the project says so", Confidence::High};
  if (Found.First)
    F.Steps.push_back({"this function", Found.First->getBeginLoc(),
                       callOf(*Found.First) + " here, before that"});
  return F;
}

bool OwnRulesCheck::isOn(const RuleSet &Rules) const {
  return llvm::any_of(Rules.OwnRules, [&](const OwnRule &Rule) {
    return isOwnRuleOn(Rules.Checks, Rule.Name);
  });
}

void OwnRulesCheck::report() {
  std::vector<const OwnRule *> Matchers, Sequences;
  const RuleSet &Rules = rules().rules();
  for (const OwnRule &Rule : Rules.OwnRules)
    if (Context->isCheckEnabled(Rule.Name) &&
        (ignoresRulesChecks() || isOwnRuleOn(Rules.Checks, Rule.Name)))
      (Rule.Sequence ? Sequences : Matchers).push_back(&Rule);

  EngineGuards Guards(context(), rules(),
                      [this]() -> auto & { return model(); });
  std::vector<RuleMatch> Matches = matchRules(context(), Matchers);
  std::vector<FoundSequence> Found;
  if (!Sequences.empty())
    forEachFunction(context(), [&](const FunctionDecl &F) {
      llvm::append_range(Found, findSequences(F, rules(), Sequences));
    });
  for (const RuleMatch &Match : Matches)
    Guards.expect(*Match.Rule, Match.Node);
  for (const FoundSequence &Each : Found)
    Guards.expect(*Each.Rule, DynTypedNode::create(*Each.Then));

  // A template and what is made from it are one.
  llvm::DenseSet<std::pair<const OwnRule *, SourceLocation>> Told;
  for (const RuleMatch &Match : Matches)
    if (Guards.allows(*Match.Rule, Match.Node) &&
        Told.insert({Match.Rule, placeOf(Match.Node)}).second)
      emit(findingOf(Match, context()));
  for (const FoundSequence &Each : Found)
    if (Guards.allows(*Each.Rule, DynTypedNode::create(*Each.Then)) &&
        Told.insert({Each.Rule, Each.Then->getBeginLoc()}).second)
      emit(findingOf(Each));
}
