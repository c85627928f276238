//===- ReaderAccesses.cpp - what a function reads and writes --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

static AccessKind kindOf(AtomicKind K) {
  switch (K) {
  case AtomicKind::Load:
    return AccessKind::AtomicLoad;
  case AtomicKind::Store:
    return AccessKind::AtomicStore;
  case AtomicKind::Exchange:
    return AccessKind::AtomicExchange;
  case AtomicKind::CompareExchange:
    return AccessKind::AtomicCompareExchange;
  case AtomicKind::Update:
    return AccessKind::AtomicUpdate;
  }
  return AccessKind::AtomicLoad;
}

static bool isRead(AccessKind K) {
  return K == AccessKind::Read || K == AccessKind::AtomicLoad;
}

bool racetidy::decides(llvm::ArrayRef<const Stmt *> Stack) {
  for (const Stmt *S : llvm::reverse(Stack))
    if (!isa<Expr>(S))
      return isa<IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt, DeclStmt>(S);
  return false;
}

void FunctionReader::accesses(const Expr *E) {
  if (auto Op = atomicOperation(*E, Rules))
    return atomic(*Op);
  plainAccesses(*E, Names, [this](const PlainAccess &A) { plain(A); });
}

void FunctionReader::atomic(const AtomicOperation &Op) {
  bool Pointer = Op.Pointer || Op.Object->getType()->isAnyPointerType();
  auto Path = Pointer ? Paths.pointee(Op.Object) : Paths.path(Op.Object);
  if (!Path || !Known.isShared(*Path))
    return;
  auto Location = Known.convert(*Path);
  if (!Location)
    return;
  Symbol Entity =
      Location->lastField() ? Location->lastField() : Location->Name;
  bool Loads = Op.Op.Kind != AtomicKind::Store;
  size_t At = add(kindOf(Op.Op.Kind), *Path, std::move(*Location), Op.Node,
                  Op.Object->getType());
  if (!Entity)
    return;
  if (Loads && decides(Stack))
    awaits(Entity);
  if (Op.Op.Kind != AtomicKind::Load)
    signals(Entity, At);
}

/// A variable of the function that nobody else can name: most reads are of one.
static bool isOwnVariable(const Expr *E, const LeavingVariables &Leaving) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  if (!Ref)
    return false;
  const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
         !Ref->refersToEnclosingVariableOrCapture() && !Leaving.contains(V);
}

void FunctionReader::plain(const PlainAccess &Access) {
  const Expr *Object = Access.Object->IgnoreParenImpCasts();
  if (isa<CXXThisExpr, CallExpr>(Object) && !Access.Pointer &&
      !isa<CXXOperatorCallExpr>(Object))
    return;
  if (!Access.Pointer && isOwnVariable(Object, Shape.Leaving))
    return;
  QualType T = Object->getType();
  if (T.isNull())
    return;
  if (Access.Pointer && T->isAnyPointerType())
    T = T->getPointeeType();
  if (isSynchronising(T, Names))
    return;
  auto Path = pathOf(Access, Paths);
  if (!Path || !Known.isShared(*Path))
    return;
  // What is never written has no race, however it is reached.
  if (!Path->steps().empty() && Path->steps().back().K == PathStep::Field) {
    const ValueDecl *Field = Paths.declaration(Path->steps().back().Id);
    if (Field && Field->getType().isConstQualified())
      return;
  }
  if (auto Location = Known.convert(*Path))
    add(Access.Kind, *Path, std::move(*Location), Access.Node, T);
}

size_t FunctionReader::add(AccessKind Kind, const AccessPath &Path,
                           SummaryPath Location, const Expr *Node, QualType T) {
  if (Out.Accesses.size() >= MaxAccesses) {
    Cut = true;
    return Out.Accesses.size();
  }
  SummaryAccess A;
  A.Path = std::move(Location);
  A.Kind = Kind;
  A.At = Names.site(Node->getExprLoc());
  A.Text = Names.intern(Paths.str(Path));
  A.Index = Names.intern(Paths.constantIndices(Path));
  A.Volatile = T.isVolatileQualified();
  bool Clears = false;
  if (const auto *Set = dyn_cast<BinaryOperator>(Node);
      Set && Set->getOpcode() == BO_Assign) {
    const Expr *Value = Set->getRHS()->IgnoreParenImpCasts();
    const auto *Number = dyn_cast<IntegerLiteral>(Value);
    const auto *Truth = dyn_cast<CXXBoolLiteralExpr>(Value);
    Clears = (Number && Number->getValue().isZero()) ||
             (Truth && !Truth->getValue()) || isa<CXXNullPtrLiteralExpr>(Value);
    A.Flag = T.getNonReferenceType()->isIntegralOrUnscopedEnumerationType() &&
             !Clears && (Number || Truth);
  }
  T = T.getNonReferenceType();
  A.MultiWord = !isAtomic(Kind) && (T->isRecordType() || T->isArrayType());
  A.Harmless = IsExempt || (isRead(Kind) && isHarmless(Node->getBeginLoc()));
  A.Owned = isOwned(Path);
  AccessPlace Place{Node, Path};
  Place.Calls = Out.Calls.size();
  Place.Loop = Loops.empty() ? nullptr : Loops.front();
  if (A.Owned)
    Place.Owner = Known.localRoot(Path);
  // What is cleared, and not set, is no thing that is made once: 'busy =
  // false'.
  if (!isRead(Kind) && !Clears)
    tested(A, Path);
  if (isRead(Kind))
    for (const Test &T : llvm::reverse(Tests))
      if (!A.Asked && !(T.Path == Path)) {
        const SummaryPath &Tested = Out.Accesses[T.Access].Path;
        A.Asked = Tested.lastField() ? Tested.lastField() : Tested.Name;
      }
  A.Pause = Pause;
  Out.Accesses.push_back(std::move(A));
  AccessAt.push_back(std::move(Place));
  return Out.Accesses.size() - 1;
}

/// A write below tests of its own location.
void FunctionReader::tested(SummaryAccess &Access, const AccessPath &Path) {
  for (const Test &T : llvm::reverse(Tests)) {
    // 'if (map.find(k) == map.end()) map[k] = v;' tests the map for its
    // element.
    bool Element = Path.steps().size() == T.Path.steps().size() + 1 &&
                   Path.steps().back().K == PathStep::Element &&
                   Path.withoutLast(1) == T.Path;
    if (!(T.Path == Path) && !Element)
      continue;
    Out.Accesses[T.Access].TestedThenSet = true;
    if (T.Null && !Access.Test.isValid() && !isAtomic(Access.Kind))
      Access.Test = Out.Accesses[T.Access].At;
  }
}

/// The locations that are null, false, zero or empty where \p Condition is
/// \p True.
static void nullWhere(const Expr *Condition, bool True, RuleIndex &Rules,
                      llvm::function_ref<void(const Expr *, bool)> Found) {
  const Expr *E = Condition->IgnoreImplicit()->IgnoreParenImpCasts();
  if (const auto *Full = dyn_cast<ExprWithCleanups>(E))
    return nullWhere(Full->getSubExpr(), True, Rules, Found);
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_LNot)
    return nullWhere(U->getSubExpr(), !True, Rules, Found);
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isLogicalOp()) {
    // Both sides of '&&' where it is true, both of '||' where it is false.
    if ((B->getOpcode() == BO_LAnd) != True)
      return;
    nullWhere(B->getLHS(), True, Rules, Found);
    return nullWhere(B->getRHS(), True, Rules, Found);
  }
  ArrayRef<const Expr *> Sides;
  bool Equal = false, Compares = false;
  llvm::SmallVector<const Expr *, 2> Both;
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isEqualityOp()) {
    Both = {B->getLHS(), B->getRHS()};
    Compares = true, Equal = B->getOpcode() == BO_EQ;
  } else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E);
             C && C->getNumArgs() == 2 &&
             (C->getOperator() == OO_EqualEqual ||
              C->getOperator() == OO_ExclaimEqual)) {
    Both = {C->getArg(0), C->getArg(1)};
    Compares = true, Equal = C->getOperator() == OO_EqualEqual;
  }
  Sides = Both;
  auto Query = [&](const Expr *Side) -> const Expr * {
    Side = Side->IgnoreImplicit()->IgnoreParenImpCasts();
    if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(Side))
      Side = T->getSubExpr()->IgnoreImplicit();
    auto Method = methodCall(*Side);
    return Method && Rules.container(Method->ObjectType) ? Method->Object
                                                         : nullptr;
  };
  if (Compares) {
    if (Equal != True)
      return;
    auto IsNull = [](const Expr *Side) {
      Side = Side->IgnoreImplicit()->IgnoreParenCasts();
      if (const auto *I = dyn_cast<IntegerLiteral>(Side))
        return I->getValue() == 0;
      if (const auto *B = dyn_cast<CXXBoolLiteralExpr>(Side))
        return !B->getValue();
      if (const auto *U = dyn_cast<UnaryOperator>(Side))
        return U->getOpcode() == UO_Minus &&
               isa<IntegerLiteral>(U->getSubExpr()->IgnoreParenCasts());
      return isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Side);
    };
    for (unsigned I = 0; I < 2; ++I)
      if (IsNull(Sides[1 - I])) {
        if (const Expr *Container = Query(Sides[I]))
          Found(Container, true);
        else
          Found(Sides[I], false);
      }
    // 'map.find(k) == map.end()'
    if (const Expr *Container = Query(Sides[0]); Container && Query(Sides[1]))
      Found(Container, true);
    return;
  }
  // 'list.empty()' and '!map.contains(k)' both say that something is not there.
  if (const Expr *Container = Query(E))
    return Found(Container, true);
  if (!True)
    Found(E, false);
}

void FunctionReader::testsOf(const Expr *Condition, bool True, size_t Begin,
                             size_t End) {
  llvm::SmallVector<AccessPath, 2> Null;
  nullWhere(Condition, True, Rules, [&](const Expr *E, bool Container) {
    const Expr *Plain = E->IgnoreImplicit()->IgnoreParenImpCasts();
    if (auto Method = methodCall(*Plain); Method && !Container)
      Plain = Method->Object;
    auto Path = Plain->getType()->isAnyPointerType() && !Plain->isLValue()
                    ? Paths.pointee(Plain)
                    : Paths.path(Plain);
    if (Path)
      Null.push_back(*Path);
  });
  for (size_t I = Begin; I < End && I < Out.Accesses.size(); ++I)
    if (isRead(Out.Accesses[I].Kind))
      Tests.push_back(
          {AccessAt[I].Path, I, llvm::is_contained(Null, AccessAt[I].Path)});
}

/// 'x = x + 1': the read and the write of one statement are one update.
void FunctionReader::update(const Expr *Assignment, size_t Before) {
  if (Out.Accesses.size() < Before + 2)
    return;
  SummaryAccess &Write = Out.Accesses.back();
  if (Write.Kind != AccessKind::Write || AccessAt.back().Node != Assignment)
    return;
  for (size_t I = Before; I + 1 < Out.Accesses.size(); ++I)
    if (Out.Accesses[I].Kind == AccessKind::Read &&
        AccessAt[I].Path == AccessAt.back().Path) {
      Write.Kind = AccessKind::Update;
      AccessAt[I].Dropped = true;
    }
}

bool FunctionReader::isHarmless(SourceLocation Loc) {
  const SourceManager &SM = Names.sources();
  for (; Loc.isMacroID(); Loc = SM.getImmediateMacroCallerLoc(Loc)) {
    auto [It, New] = Unit.HarmlessMacros.try_emplace(SM.getFileID(Loc), false);
    if (New)
      It->second = Rules.isHarmless(Lexer::getImmediateMacroName(
          Loc, SM, Function.getASTContext().getLangOpts()));
    if (It->second)
      return true;
  }
  return false;
}

/// A function or variable is named.
void FunctionReader::name(const DeclRefExpr *Ref) {
  auto IsCallee = [&] {
    const Stmt *Child = Ref;
    for (size_t I = Stack.size() - 1; I-- > 0;) {
      const Stmt *Parent = Stack[I];
      if (isa<ImplicitCastExpr, ParenExpr>(Parent)) {
        Child = Parent;
        continue;
      }
      const auto *Call = dyn_cast<CallExpr>(Parent);
      return Call && (Call->getCallee() == Child ||
                      (isa<CXXOperatorCallExpr>(Call) &&
                       Call->getNumArgs() > 0 && Call->getArg(0) == Child));
    }
    return false;
  };
  if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl())) {
    if (!IsCallee() && !Names.isSystem(F))
      Unit.taken(F, 1);
    return;
  }
  const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
  if (!V)
    return;
  const CXXRecordDecl *Class = V->getType()->getAsCXXRecordDecl();
  if (Class && Class->isLambda() && !IsCallee())
    Unit.taken(Class->getLambdaCallOperator(), 1);
  auto It = Privates.find(V);
  if (It == Privates.end() || It->second.Escaped)
    return;
  // A method may tell others of its object where it has threads of its own.
  for (size_t I = Stack.size() - 1; I-- > 0;) {
    if (isa<ImplicitCastExpr, ParenExpr, CXXOperatorCallExpr>(Stack[I]))
      continue;
    const auto *M = dyn_cast<MemberExpr>(Stack[I]);
    if (M && isa<CXXMethodDecl>(M->getMemberDecl()) &&
        !Rules.pointer(M->getBase()->getType())) {
      if (Unit.isActive(cast<CXXMethodDecl>(M->getMemberDecl())->getParent()))
        letOut(V);
      return;
    }
    break;
  }
  if (letsOut(Ref, It->second.Pointer, Rules, *this))
    letOut(V);
}

void FunctionReader::letOut(const VarDecl *V) {
  auto It = Privates.find(V);
  if (It == Privates.end() || It->second.Escaped)
    return;
  It->second.Escaped = true;
  // Round a loop that the variable outlives, it had escaped before.
  if (Loops.size() > It->second.Loops)
    for (size_t I = std::max(LoopBegin, It->second.Begin);
         I < Out.Accesses.size(); ++I)
      if (AccessAt[I].Owner == V)
        Out.Accesses[I].Owned = false;
}

bool FunctionReader::isOwned(const AccessPath &Path) const {
  if (Path.kind() == RootKind::This)
    return InConstruction && !Path.dereferences();
  auto It = Privates.find(Known.localRoot(Path));
  return It != Privates.end() && !It->second.Escaped &&
         It->second.Pointer == Path.dereferences();
}
