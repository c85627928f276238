//===- Matchers.h - matchers that a project writes down ----------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_OWN_MATCHERS_H
#define RACETIDY_CHECKS_OWN_MATCHERS_H

#include "clang/AST/ASTTypeTraits.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

#include <optional>
#include <string>

namespace racetidy {

struct OwnRule;

/// Why \p Matcher is none, in clang's words; empty if it is one.
std::string matcherProblem(const std::string &Matcher);

/// What one of a project's rules matches in a unit.
struct RuleMatch {
  const OwnRule *Rule;
  /// The node that is matched as a whole.
  clang::DynTypedNode Node;
  clang::ast_matchers::BoundNodes::IDToNodeMap Bound;
};

/// All matches of rules with matchers, outside of system headers. Rules whose
/// text is no matcher match nothing: that was reported when they were read.
std::vector<RuleMatch> matchRules(clang::ASTContext &Context,
                                  llvm::ArrayRef<const OwnRule *> Rules);

} // namespace racetidy

#endif // RACETIDY_CHECKS_OWN_MATCHERS_H
