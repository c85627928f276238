//===- NamesIn.cpp - what an expression names
//--------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/NamesIn.h"

#include "checks/analysis/RuleIndex.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

void racetidy::forEachName(const Expr &E, const ASTContext &Context,
                           llvm::function_ref<void(const std::string &)> Each) {
  llvm::SmallVector<const Stmt *, 8> Work{&E};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      Each(userName(*Ref->getDecl()));
    else if (const auto *M = dyn_cast<MemberExpr>(S))
      Each(M->getMemberDecl()->getNameAsString());
    else if (const auto *Text = dyn_cast<StringLiteral>(S);
             Text && Text->getCharByteWidth() == 1)
      Each(Text->getString().str());
    // A macro that is a number has no declaration.
    if (SourceLocation Loc = S->getBeginLoc(); Loc.isMacroID())
      Each(Lexer::getImmediateMacroName(Loc, Context.getSourceManager(),
                                        Context.getLangOpts())
               .str());
    llvm::append_range(Work, S->children());
  }
}

bool racetidy::mentionsOneOf(const Expr &E, const ASTContext &Context,
                             const std::vector<std::string> &Names) {
  bool Found = false;
  forEachName(E, Context, [&](const std::string &Name) {
    Found |= llvm::is_contained(Names, Name);
  });
  return Found;
}
