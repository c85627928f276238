//===- ReaderCalls.cpp - which functions a function calls, and with what --===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// Whether \p F is one that may have a summary: somebody wrote it, and not a
/// library.
static bool isWritten(const FunctionDecl *F, SummaryNames &Names) {
  return !F->isImplicit() && !F->isDefaulted() && !F->isDeleted() &&
         !F->getBuiltinID() && !Names.isSystem(F);
}

/// The local variable that \p E is, points to, or is a part of; also the
/// pointer to what \p E is a part of.
static const VarDecl *ownObject(const Expr *E, RuleIndex &Rules) {
  E = forwarded(E, Rules);
  if (const auto *U = dyn_cast_or_null<UnaryOperator>(E);
      U && U->getOpcode() == UO_AddrOf)
    E = U->getSubExpr()->IgnoreParenCasts();
  while (const auto *M = dyn_cast_or_null<MemberExpr>(E)) {
    E = M->getBase()->IgnoreParenCasts();
    if (M->isArrow() && !isa<DeclRefExpr>(E))
      return nullptr;
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
                 !Ref->refersToEnclosingVariableOrCapture()
             ? V
             : nullptr;
}

/// Says of \p A, made of \p E, whether nobody else knows the object.
SummaryArgument FunctionReader::owned(SummaryArgument A, const Expr *E) {
  const VarDecl *V = E ? ownObject(E, Rules) : nullptr;
  if (!V)
    return A;
  auto It = Privates.find(V);
  if (It != Privates.end()) {
    A.Owned = !It->second.Escaped &&
              (It->second.Pointer || !V->getType()->isPointerType());
  } else if (!V->getType()->isPointerType() && !Rules.pointer(V->getType()) &&
             !isNamed(V)) {
    // In the frame, and nobody hears of it. It needs no name either.
    A.Owned = true;
    if (A.Path.Root == SummaryRoot::Local)
      A.Path = SummaryPath();
  }
  return A;
}

/// Whether the local \p V has to go by its name: others may hear of it, or it
/// stands for something that runs.
bool FunctionReader::isNamed(const VarDecl *V) {
  return Shape.Leaving.contains(V) || Unit.startedIn(V->getType(), 2) ||
         Rules.handle(V->getType());
}

SummaryArgument FunctionReader::argument(const Expr *E, QualType Type) {
  if (isa<CXXDefaultArgExpr>(E) || E->isTypeDependent())
    return {};
  // A plain number has no path to go on from.
  QualType T = E->getType();
  if (T->isArithmeticType() && !E->isLValue())
    return {};
  // Of a local object that nobody hears of only that matters.
  const VarDecl *V = ownObject(E, Rules);
  if (V && !V->getType()->isPointerType() && !isNamed(V) &&
      !Rules.pointer(V->getType())) {
    SummaryArgument Own;
    Own.Owned = true;
    return Own;
  }
  return owned(Known.argument(E, Type), E);
}

void FunctionReader::call(const Expr *E, const FunctionDecl *F,
                          const Expr *Object, ArrayRef<const Expr *> Args,
                          bool Callback, bool Once) {
  if (Out.Calls.size() >= MaxCalls) {
    Cut = true;
    return;
  }
  SummaryCall C;
  C.Callee = Names.function(F);
  C.Callback = Callback || lambdaOf(F);
  C.Once = Once;
  C.Foreign = !LockEffects::bodyOf(*F);
  C.At = Names.site(E->getExprLoc());
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Object && Method && Method->isInstance() && !lambdaOf(F)) {
    const VarDecl *V = ownObject(Object, Rules);
    if (V && !V->getType()->isPointerType() && !Shape.Leaving.contains(V)) {
      C.Object.emplace();
      C.Object->Owned = true;
    } else {
      C.Object = owned(Known.object(Object), Object);
    }
    C.OnOwned = InConstruction && C.Object->Path.Root == SummaryRoot::This &&
                !C.Object->Path.dereferences();
    if (Method->isVirtual() && !Method->hasAttr<FinalAttr>() &&
        !Method->getParent()->hasAttr<FinalAttr>()) {
      const auto *MemberCall = dyn_cast<CXXMemberCallExpr>(E);
      const auto *Member =
          MemberCall
              ? dyn_cast<MemberExpr>(MemberCall->getCallee()->IgnoreParens())
              : nullptr;
      // Of an object by value, and in construction, the class is known.
      bool ByValue = V && !V->getType()->isPointerType();
      C.Virtual = Member && !ByValue && !C.OnOwned &&
                  Member->performsVirtualDispatch(
                      Function.getASTContext().getLangOpts());
    }
  }
  for (unsigned I = 0; I < Args.size(); ++I)
    C.Arguments.push_back(argument(Args[I], I < F->getNumParams()
                                                ? F->getParamDecl(I)->getType()
                                                : QualType()));
  while (!C.Arguments.empty() && !C.Arguments.back().Path.known() &&
         !C.Arguments.back().Owned)
    C.Arguments.pop_back();
  CallPlace Place;
  Place.Node = E;
  // A handle of what the callee started.
  if (Rules.handle(F->getReturnType())) {
    Place.Handle = handleOf(E).Path;
    Place.JoinsOnDestruction = joinsWhereItEnds(F->getReturnType());
  }
  Out.Calls.push_back(std::move(C));
  Place.Loop = Loops.empty() ? nullptr : Loops.front();
  CallAt.push_back(std::move(Place));
}

/// The object that \p C makes: a variable, a member or base, or a new one.
void FunctionReader::constructed(const CXXConstructExpr *C) {
  const CXXConstructorDecl *F = C->getConstructor();
  if (!isWritten(F, Names) || F->isTrivial())
    return;
  call(C, F, nullptr, llvm::ArrayRef(C->getArgs(), C->getNumArgs()), false);
  if (CallAt.empty() || CallAt.back().Node != C)
    return;
  SummaryCall &Call = Out.Calls.back();
  Call.Object.emplace();
  Call.Object->Owned = true;
  const Stmt *Around = parent(C);
  while (Around && isa<ExprWithCleanups, CXXBindTemporaryExpr>(Around))
    Around = parent(Around);
  if (!Around && Initialising) {
    // 'Derived() : Base(), member(…)'
    AccessPath Path(RootKind::This, 0);
    if (Member)
      Path = Path.with(PathStep::Field, Paths.entity(Member));
    if (auto Object = Known.convert(Path)) {
      Call.Object->Path = std::move(*Object);
      Call.Object->Pointee = true;
      Call.OnOwned = true;
    }
    return;
  }
  if (const auto *D = dyn_cast_or_null<DeclStmt>(Around))
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each);
          V && V->getInit() && V->getInit()->IgnoreImplicit() == C &&
          Shape.Leaving.contains(V))
        if (auto Object =
                Known.convert(AccessPath(RootKind::Local, Paths.entity(V)))) {
          Call.Object->Path = std::move(*Object);
          Call.Object->Pointee = true;
        }
}

/// The destructor of the local \p V runs where its scope ends.
void FunctionReader::ends(const VarDecl *V) {
  if (V->getType()->isReferenceType() || V->getType()->isDependentType())
    return;
  const CXXRecordDecl *Class = V->getType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->hasTrivialDestructor())
    return;
  const CXXDestructorDecl *D = Class->getDestructor();
  if (!D || !isWritten(D, Names) || Out.Calls.size() >= MaxCalls)
    return;
  SummaryCall C;
  C.Callee = Names.function(D);
  C.At = Names.site(V->getLocation());
  C.Object.emplace();
  C.Object->Owned = true;
  if (Shape.Leaving.contains(V))
    if (auto Object =
            Known.convert(AccessPath(RootKind::Local, Paths.entity(V)))) {
      C.Object->Path = std::move(*Object);
      C.Object->Pointee = true;
    }
  Out.Calls.push_back(std::move(C));
  CallPlace Place;
  Place.Ends = V;
  Place.Loop = Loops.empty() ? nullptr : Loops.front();
  CallAt.push_back(std::move(Place));
  joinsWhereItEnds(V, *D);
}

/// The object of a call and the arguments beside it.
static const Expr *objectOf(const CallExpr &Call,
                            ArrayRef<const Expr *> &Args) {
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    return dyn_cast<MemberExpr>(Member->getCallee()->IgnoreParens())
               ? cast<MemberExpr>(Member->getCallee()->IgnoreParens())
                     ->getBase()
               : Member->getImplicitObjectArgument();
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  if (isa<CXXOperatorCallExpr>(Call) && Method && !Args.empty()) {
    const Expr *Object = Args[0];
    Args = Args.drop_front();
    return Object;
  }
  return nullptr;
}

void FunctionReader::calls(const Expr *E) {
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return constructed(C);
  if (const auto *D = dyn_cast<CXXDeleteExpr>(E)) {
    const CXXRecordDecl *Class =
        D->getDestroyedType().isNull()
            ? nullptr
            : D->getDestroyedType()->getAsCXXRecordDecl();
    const CXXDestructorDecl *F =
        Class && Class->hasDefinition() ? Class->getDestructor() : nullptr;
    if (F && isWritten(F, Names))
      call(E, F, D->getArgument(), {}, false);
    return;
  }
  const auto *Call = cast<CallExpr>(E);
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F) {
    const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
    // In a template: one function of that name is the function.
    if (const auto *O = dyn_cast<OverloadExpr>(Callee)) {
      const FunctionDecl *Only =
          O->getNumDecls() == 1
              ? (*O->decls_begin())->getUnderlyingDecl()->getAsFunction()
              : nullptr;
      const auto *U = dyn_cast<UnresolvedMemberExpr>(O);
      if (!Only)
        Dependent = true;
      else if (isWritten(Only, Names))
        call(E, Only, U && !U->isImplicitAccess() ? U->getBase() : nullptr,
             Args, false);
      return;
    }
    if (Callee->isTypeDependent())
      Dependent = true;
    else
      callsThrough(Call, Call->getCallee(), Args);
    return;
  }
  const Expr *Object = objectOf(*Call, Args);
  if (isWritten(F, Names) || lambdaOf(F)) {
    // What takes or gives back a lock by rule has nothing else to tell.
    if (Object && Rules.isLock(Object->getType()))
      return;
    call(E, F, Object, Args, false);
    return;
  }
  // 'callback()' on a library's wrapper.
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Call);
      O && O->getOperator() == OO_Call)
    return callsThrough(Call, O->getArg(0), Args);
  const OriginRule *Rule =
      Rules.origin(*F, llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
  if (!Rule || Rule->Kind != OriginKind::Now)
    return;
  // 'std::sort(…, [] {…})', 'cv.wait(l, [] {…})': it runs here and now.
  for (unsigned I = 0; I < Args.size(); ++I) {
    if (Rule->Entry >= 0 && static_cast<unsigned>(Rule->Entry) != I)
      continue;
    auto Entry = resolveEntry(Args[I], Rules);
    if (!Entry)
      continue;
    Unit.taken(Entry->Function, -1);
    llvm::SmallVector<const Expr *, 2> Given = Entry->Bound;
    const Expr *On = Entry->Object;
    if (Entry->Bound.empty() && Rule->Entry >= 0)
      llvm::append_range(Given, Args.drop_front(I + 1));
    if (Entry->ObjectIsArgument && !Given.empty()) {
      On = Given.front();
      Given.erase(Given.begin());
    }
    if (isWritten(Entry->Function, Names) || lambdaOf(Entry->Function))
      call(E, Entry->Function, On, Given, true, Rule->Once);
    if (Rule->Entry == OriginRule::FirstCallable)
      break;
  }
}
