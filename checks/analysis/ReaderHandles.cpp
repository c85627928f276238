//===- ReaderHandles.cpp - what stands for what is started ----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// Of a handle that the expression \p E makes: where it goes.
FunctionReader::MadeHandle FunctionReader::handleOf(const Expr *E) {
  MadeHandle Made;
  Made.Type = E->getType();
  llvm::SmallVector<PathStep::Kind, 2> Inside;
  auto At = [&](std::optional<AccessPath> Path) {
    for (PathStep::Kind K : llvm::reverse(Inside))
      if (Path)
        Path = Path->with(K);
    if (auto Known_ = Path ? Known.convert(*Path) : std::nullopt)
      Made.Path = std::move(*Known_);
    return Made;
  };
  if (isa<CallExpr>(E) && Rules.pointer(E->getType()))
    Inside.push_back(PathStep::Deref);
  for (size_t I = Stack.size() - 1; I > 0; --I) {
    const Stmt *Child = Stack[I], *Around = Stack[I - 1];
    if (isa<FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, CastExpr,
            ParenExpr, CXXConstructExpr, CXXStdInitializerListExpr,
            CXXDefaultInitExpr, ConditionalOperator>(Around))
      continue;
    if (isa<CXXNewExpr>(Around)) {
      Inside.push_back(PathStep::Deref);
      continue;
    }
    if (isa<InitListExpr>(Around)) {
      Inside.push_back(PathStep::Element);
      continue;
    }
    if (const auto *D = dyn_cast<DeclStmt>(Around)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each);
            V && V->getInit() == Child) {
          HandleVariables.push_back({Names.entity(V), V});
          return At(AccessPath(V->hasLocalStorage() ? RootKind::Local
                                                    : RootKind::Static,
                               Paths.entity(V)));
        }
      return Made;
    }
    if (const auto *B = dyn_cast<BinaryOperator>(Around))
      return B->isAssignmentOp() && B->getRHS() == Child
                 ? At(Paths.path(B->getLHS()))
                 : Made;
    if (const auto *Member = dyn_cast<MemberExpr>(Around)) {
      // 'std::thread(f).detach()'
      const HandleRule *Rule = Rules.handle(E->getType());
      std::string Name = Member->getMemberDecl()->getNameAsString();
      Made.Detached = Rule && llvm::is_contained(Rule->Detach, Name);
      Made.Joined = Rule && llvm::is_contained(Rule->Join, Name);
      Made.Dropped = Made.Joined;
      return Made;
    }
    if (const auto *Call = dyn_cast<CallExpr>(Around)) {
      const FunctionDecl *F = Call->getDirectCallee();
      if (F && Rules.isForwarder(*F))
        continue;
      auto Method = methodCall(*Call);
      if (!Method || !F || !Names.isSystem(F))
        return Made;
      auto Path = Method->Arrow ? Paths.pointee(Method->Object)
                                : Paths.path(Method->Object);
      // 'threads.push_back(std::thread(f))', 't_ = std::thread(f)'
      if (Path && Method->Name != "operator=" &&
          !Rules.pointer(Method->ObjectType))
        Path = Path->with(PathStep::Element);
      return At(Path);
    }
    Made.Dropped = !isa<ReturnStmt>(Around);
    return Made;
  }
  if (Member)
    return At(AccessPath(RootKind::This, 0)
                  .with(PathStep::Field, Paths.entity(Member)));
  return Made;
}

std::optional<SummaryPath> FunctionReader::handlePath(const Expr *E,
                                                      bool Pointer) {
  // The name of a method is no location.
  if (const auto *M = dyn_cast<MemberExpr>(E);
      M && isa<CXXMethodDecl>(M->getMemberDecl()))
    return std::nullopt;
  auto Path = Pointer ? Paths.pointee(E) : Paths.path(E);
  return Path ? Known.convert(*Path) : std::nullopt;
}
