//===- Admission.cpp - which findings a project wants to see --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/Admission.h"

#include "checks/analysis/FunctionCollector.h"
#include "checks/analysis/RuleIndex.h"

#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace racetidy;

static std::string absoluteFileAt(SourceLocation Loc, const SourceManager &SM) {
  llvm::SmallString<256> Path(SM.getFilename(SM.getFileLoc(Loc)));
  SM.getFileManager().makeAbsolutePath(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return std::string(Path);
}

static bool suppresses(const Suppression &S, const Finding &F,
                       const std::string &File) {
  return matchesGlob(S.Check, F.Check) &&
         (S.Path.empty() || matchesPath({S.Path}, File)) &&
         (S.Entity == "*" ||
          llvm::any_of(F.Entities, [&](const std::string &Entity) {
            return matchesGlob(S.Entity, Entity);
          }));
}

bool racetidy::admit(Finding &F, Confidence Least, const RuleSet &Rules,
                     const SourceManager &SM) {
  if (!Rules.StandIns.empty() &&
      matchesAny(Rules.StandIns,
                 llvm::sys::path::filename(SM.getFilename(SM.getFileLoc(F.Loc)))
                     .str()))
    F.Evidence.Level = less(F.Evidence.Level);
  if (F.Evidence.Level < Least)
    return false;
  F.Severity = severityOf(Rules, F.Check);
  bool ByPath = !Rules.IncludedPaths.empty() || !Rules.ExcludedPaths.empty();
  if (!ByPath && Rules.Suppressions.empty())
    return true;
  std::string File = absoluteFileAt(F.Loc, SM);
  if (!isShown(Rules, File))
    return false;
  std::string Today = today();
  bool Shown = true;
  // All that match are used, so that none of two is told to be of no use.
  for (const Suppression &S : Rules.Suppressions)
    if (!S.isExpired(Today) && suppresses(S, F, File)) {
      *S.Used = true;
      Shown = false;
    }
  return Shown;
}

namespace {

/// Collects the variables and fields that a function uses and some text names.
class NamedUses : public DynamicRecursiveASTVisitor {
public:
  explicit NamedUses(StringRef Text) {
    StringRef Word;
    while (!Text.empty()) {
      Word =
          Text.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
      Words.insert(Word);
      Text = Text.drop_front(std::max<size_t>(Word.size(), 1));
    }
    ShouldVisitLambdaBody = true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) override { return take(E->getDecl()); }
  bool VisitMemberExpr(MemberExpr *E) override {
    return take(E->getMemberDecl());
  }

  std::vector<std::string> Names;

private:
  bool take(const ValueDecl *D) {
    if (isa<VarDecl, FieldDecl>(D) && D->getIdentifier() &&
        Words.contains(D->getName()))
      Names.push_back(userName(*D));
    return true;
  }
  llvm::StringSet<> Words;
};

} // namespace

std::vector<std::string> racetidy::entitiesAt(ASTContext &Context,
                                              SourceLocation Loc,
                                              StringRef Message) {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Place = SM.getExpansionLoc(Loc);
  NamedUses Uses(Message);
  std::vector<std::string> Names;
  forEachFunction(Context, [&](const FunctionDecl &F) {
    SourceRange Range(SM.getExpansionLoc(F.getBeginLoc()),
                      SM.getExpansionLoc(F.getEndLoc()));
    if (!SM.isPointWithin(Place, Range.getBegin(), Range.getEnd()))
      return;
    Names.push_back(userName(F));
    Uses.TraverseDecl(const_cast<FunctionDecl *>(&F));
  });
  llvm::append_range(Names, Uses.Names);
  llvm::sort(Names);
  Names.erase(llvm::unique(Names), Names.end());
  return Names;
}
