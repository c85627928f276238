//===- Matchers.cpp - matchers that a project writes down -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/own/Matchers.h"

#include "rules/RuleSet.h"

#include "clang/ASTMatchers/Dynamic/Diagnostics.h"
#include "clang/ASTMatchers/Dynamic/Parser.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace racetidy;

/// What the node that is matched as a whole is bound to.
static constexpr const char *WholeNode = "race-own-node";

/// clang's parser calls itself for every parenthesis.
static bool isTooDeep(llvm::StringRef Matcher) {
  constexpr unsigned MaxDepth = 100;
  unsigned Depth = 0;
  for (char C : Matcher) {
    if (C == '(' && ++Depth > MaxDepth)
      return true;
    Depth -= C == ')' && Depth > 0;
  }
  return false;
}

static std::optional<dynamic::DynTypedMatcher> parse(llvm::StringRef Matcher,
                                                     std::string &Problem) {
  if (isTooDeep(Matcher)) {
    Problem = "it has more than 100 parentheses in one another";
    return std::nullopt;
  }
  dynamic::Diagnostics Errors;
  llvm::StringRef Rest = Matcher;
  auto Parsed = dynamic::Parser::parseMatcherExpression(Rest, &Errors);
  if (!Parsed) {
    // One line a mistake, each with its place in the text.
    constexpr size_t MaxMistakes = 5;
    llvm::SmallVector<llvm::StringRef> Lines;
    std::string Text = Errors.toString();
    llvm::StringRef(Text).trim().split(Lines, '\n', -1, false);
    Problem = llvm::join(llvm::ArrayRef(Lines).take_front(MaxMistakes), "; ");
  } else if (!Rest.trim().empty()) {
    Problem = "'" + Rest.trim().take_front(20).str() + "' follows its end";
    return std::nullopt;
  } else if (!Parsed->canConvertTo<Decl>() && !Parsed->canConvertTo<Stmt>()) {
    Problem = "only declarations, statements and expressions can be reported";
    return std::nullopt;
  }
  return Parsed;
}

std::string racetidy::matcherProblem(const std::string &Matcher) {
  std::string Problem;
  parse(Matcher, Problem);
  return Problem;
}

namespace {
class Collector : public MatchFinder::MatchCallback {
public:
  Collector(const OwnRule &Rule, std::vector<RuleMatch> &Matches)
      : Rule(Rule), Matches(Matches) {}
  void run(const MatchFinder::MatchResult &Result) override {
    auto Bound = Result.Nodes.getMap();
    DynTypedNode Whole = Bound.at(WholeNode);
    Bound.erase(WholeNode);
    Matches.push_back({&Rule, Whole, std::move(Bound)});
  }

private:
  const OwnRule &Rule;
  std::vector<RuleMatch> &Matches;
};
} // namespace

std::vector<RuleMatch>
racetidy::matchRules(ASTContext &Context,
                     llvm::ArrayRef<const OwnRule *> Rules) {
  MatchFinder::MatchFinderOptions Options;
  Options.IgnoreSystemHeaders = true;
  MatchFinder Finder(Options);
  std::vector<RuleMatch> Matches;
  std::vector<std::unique_ptr<Collector>> Collectors;
  for (const OwnRule *Rule : Rules) {
    std::string Problem;
    auto Matcher = parse(Rule->Matcher, Problem);
    if (Matcher)
      Matcher = Matcher->tryBind(WholeNode);
    if (!Matcher)
      continue;
    Collectors.push_back(std::make_unique<Collector>(*Rule, Matches));
    Finder.addDynamicMatcher(*Matcher, Collectors.back().get());
  }
  if (!Collectors.empty())
    Finder.matchAST(Context);
  return Matches;
}
