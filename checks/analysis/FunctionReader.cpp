//===- FunctionReader.cpp - one function's summary in the making ----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace racetidy;

/// Whether \p T is a handle, or holds some ("std::vector<std::thread>").
static bool holdsHandle(QualType T, RuleIndex &Rules, unsigned Depth = 2) {
  T = T.getNonReferenceType();
  while (const ArrayType *A = T->getAsArrayTypeUnsafe())
    T = A->getElementType();
  if (!T->isRecordType())
    return isa<TypedefType>(T) && Rules.handle(T);
  if (Rules.handle(T) || Rules.originType(T))
    return true;
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  return S && Depth > 0 &&
         llvm::any_of(S->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &A) {
                        return A.getKind() == TemplateArgument::Type &&
                               holdsHandle(A.getAsType(), Rules, Depth - 1);
                      });
}

llvm::ArrayRef<SummaryJoin> SummaryUnit::joinsOf(const FunctionDecl &F) {
  const FunctionDecl *Body = LockEffects::bodyOf(F);
  if (!Body)
    return {};
  auto [It, New] = Joins.try_emplace(Body);
  if (!New || !BodyShape(*Body, *this).Joins)
    return Joins[Body];
  llvm::DenseMap<Symbol, int> Others = std::move(Taken);
  FunctionReader Reader(*Body, *this);
  std::vector<SummaryJoin> Found;
  if (auto Summary = Reader.read())
    Found = std::move(Summary->Joins);
  Taken = std::move(Others);
  return Joins[Body] = std::move(Found);
}

bool SummaryUnit::startsInMembers(const CXXRecordDecl &R) {
  return R.hasInClassInitializer() &&
         llvm::any_of(R.fields(), [&](const FieldDecl *F) {
           return F->hasInClassInitializer() &&
                  holdsHandle(F->getType(), Rules);
         });
}

bool SummaryUnit::isActive(const CXXRecordDecl *R) {
  R = R ? R->getDefinition() : nullptr;
  if (!R || Names.isSystem(R))
    return false;
  auto [It, New] = ActiveClasses.try_emplace(R, false);
  if (!New)
    return It->second;
  bool Active = llvm::any_of(R->fields(),
                             [&](const FieldDecl *F) {
                               return holdsHandle(F->getType(), Rules);
                             }) ||
                llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) {
                  return isActive(B.getType()->getAsCXXRecordDecl());
                });
  return ActiveClasses[R] = Active;
}

/// Whether an object of type \p T may be something to call.
static bool mayBeCalled(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return T->isFunctionType() || T->isMemberPointerType() ||
         T->isDependentType() || T->isRecordType();
}

llvm::ArrayRef<ForwardedStart> SummaryUnit::forwards(const FunctionDecl &F) {
  const FunctionDecl *Body = LockEffects::bodyOf(F);
  if (!Body || Body->param_empty())
    return {};
  auto [It, New] = Forwards.try_emplace(Body);
  if (!New)
    return It->second;
  // Most functions that are given something to call just call it.
  bool May = false;
  forEachEvaluated(*Body, [&](const Stmt *S) {
    ArrayRef<const Expr *> Args;
    if (const auto *C = dyn_cast<CallExpr>(S))
      Args = ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
    else if (const auto *C = dyn_cast<CXXConstructExpr>(S))
      Args = ArrayRef<const Expr *>(C->getArgs(), C->getNumArgs());
    for (const Expr *A : May ? ArrayRef<const Expr *>() : Args) {
      const Expr *Plain = forwarded(A, Rules);
      const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Plain);
      May |= isa_and_nonnull<LambdaExpr>(Plain) ||
             (Ref && isa<ParmVarDecl>(Ref->getDecl()) &&
              mayBeCalled(Ref->getType()));
    }
  });
  if (!May)
    return {};
  // It is read for its own sake another time.
  llvm::DenseMap<Symbol, int> Others = std::move(Taken);
  FunctionReader Reader(*Body, *this);
  Reader.read();
  Taken = std::move(Others);
  std::vector<ForwardedStart> Found = Reader.forwards();
  return Forwards[Body] = std::move(Found);
}

static const VarDecl *ownVariable(const Expr *E) {
  E = E->IgnoreParenCasts();
  while (const auto *M = dyn_cast<MemberExpr>(E)) {
    if (M->isArrow())
      return nullptr;
    E = M->getBase()->IgnoreParenCasts();
  }
  while (const auto *A = dyn_cast<ArraySubscriptExpr>(E))
    E = A->getBase()->IgnoreParenCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
                 !Ref->refersToEnclosingVariableOrCapture()
             ? V
             : nullptr;
}

BodyShape::BodyShape(const FunctionDecl &Function, SummaryUnit &Unit) {
  RuleIndex &Rules = Unit.Rules;
  LeavingVariables Addressed;
  auto NoteArguments = [&](ArrayRef<const Expr *> Args) {
    for (const Expr *A : Args) {
      const Expr *Plain = forwarded(A, Rules);
      if (const auto *U = dyn_cast_or_null<UnaryOperator>(Plain);
          U && U->getOpcode() == UO_AddrOf)
        Plain = U->getSubExpr();
      else if (!Plain || (Plain == A->IgnoreImplicit()->IgnoreParenCasts() &&
                          !A->getType()->isArrayType() &&
                          !Plain->getType()->isArrayType()))
        continue;
      if (const VarDecl *V = ownVariable(Plain))
        Addressed.insert(V);
    }
  };
  forEachEvaluated(Function, [&](const Stmt *S) {
    if (const auto *L = dyn_cast<LambdaExpr>(S)) {
      for (const LambdaCapture &C : L->captures())
        if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
          if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar()))
            Leaving.insert(V);
      return;
    }
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->hasLocalStorage())
          Locks = Locks || Unit.Effects.maybeGuard(*V);
      return;
    }
    if (const auto *C = dyn_cast<CXXConstructExpr>(S)) {
      if (C->getNumArgs() > 0 && C->getType()->isRecordType() &&
          Rules.originType(C->getType())) {
        Starts = true;
        NoteArguments(llvm::ArrayRef(C->getArgs(), C->getNumArgs()));
      }
      return;
    }
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call)
      return;
    Locks = Locks || Unit.Effects.touches(*Call);
    const FunctionDecl *F = Call->getDirectCallee();
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
      const CXXMethodDecl *Method = Member->getMethodDecl();
      const Expr *Object = Member->getImplicitObjectArgument();
      if (Method && !Method->isConst())
        if (const VarDecl *V = ownVariable(Object))
          if (Unit.isActive(V->getType()->getAsCXXRecordDecl()))
            Leaving.insert(V);
      QualType T = Member->getObjectType();
      Joins = Joins || Rules.handle(T) || Rules.ordering(T);
      Starts = Starts || holdsHandle(T, Rules);
      if (holdsHandle(T, Rules))
        NoteArguments(llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
    }
    if (!F)
      return;
    if (Rules.handleFunction(*F) || Rules.waitsForAll(*F))
      Joins = true;
    const OriginRule *Origin =
        Rules.origin(*F, llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
    if ((Origin && Origin->Kind != OriginKind::Now) ||
        (Unit.Names.isSystem(F) && holdsHandle(Call->getType(), Rules))) {
      Starts = true;
      NoteArguments(llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
    }
  });
  if (Starts)
    Leaving.insert(Addressed.begin(), Addressed.end());
}

/// Whether an attribute says that races in \p F are meant.
static bool isExempt(const FunctionDecl &F) {
  return F.hasAttr<NoThreadSafetyAnalysisAttr>() ||
         llvm::any_of(F.specific_attrs<NoSanitizeAttr>(), [](auto *A) {
           return static_cast<bool>(A->getMask() & SanitizerKind::Thread);
         });
}

FunctionReader::FunctionReader(const FunctionDecl &Function, SummaryUnit &Unit)
    : Function(Function), Unit(Unit), Rules(Unit.Rules), Names(Unit.Names),
      Shape(Function, Unit), Paths(Function, Rules),
      Known(Function, Names, Paths, Shape.Leaving),
      InConstruction(isa<CXXConstructorDecl, CXXDestructorDecl>(Function)),
      IsExempt(isExempt(Function)) {
  Paths.followPointers();
}

const Stmt *FunctionReader::parent(const Stmt *S) const {
  for (size_t I = Stack.size(); I-- > 1;)
    if (Stack[I] == S)
      return Stack[I - 1];
  return nullptr;
}

bool FunctionReader::isOperation(const Expr *E) const {
  return atomicOperation(*E, Rules) || plainAccess(*E, Rules, true);
}

std::optional<const Expr *> FunctionReader::atomicValue(const Expr *E) const {
  auto Op = atomicOperation(*E, Rules);
  return Op ? std::optional(Op->Value) : std::nullopt;
}

void FunctionReader::children(const Stmt *S) {
  for (const Stmt *Child : S->children())
    walk(Child);
}

/// Whether control never comes out at the end of \p S.
static bool leaves(const Stmt *S) {
  if (const auto *C = dyn_cast_or_null<CompoundStmt>(S))
    return !C->body_empty() && leaves(C->body_back());
  return S && isa<ReturnStmt, CXXThrowExpr, BreakStmt, ContinueStmt, GotoStmt,
                  CoreturnStmt>(S);
}

void FunctionReader::ifStatement(const IfStmt *If) {
  size_t Outer = Tests.size();
  walk(If->getInit());
  walk(If->getConditionVariableDeclStmt());
  size_t Begin = Out.Accesses.size();
  walk(If->getCond());
  size_t End = Out.Accesses.size();
  auto Under = [&](bool True, const Stmt *Branch) {
    size_t Before = Tests.size();
    testsOf(If->getCond(), True, Begin, End);
    walk(Branch);
    Tests.erase(Tests.begin() + Before, Tests.end());
  };
  Under(true, If->getThen());
  if (If->getElse())
    Under(false, If->getElse());
  Tests.erase(Tests.begin() + Outer, Tests.end());
  // 'if (p) return; p = …': the rest of the block stands under the test.
  if (leaves(If->getThen()))
    testsOf(If->getCond(), false, Begin, End);
}

void FunctionReader::loop(const Stmt *S) {
  if (Loops.empty())
    LoopBegin = Out.Accesses.size();
  Loops.push_back(S);
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(S))
    if (const VarDecl *V = Range->getLoopVariable())
      if (V->getType()->isReferenceType())
        if (auto Path = Paths.path(Range->getRangeInit()))
          if (AccessPath Element = Path->with(PathStep::Element);
              !Element.tooLong())
            Paths.bind(V, Element);
  size_t Outer = Tests.size();
  for (const Stmt *Child : S->children())
    walk(Child);
  Tests.erase(Tests.begin() + Outer, Tests.end());
  Loops.pop_back();
}

void FunctionReader::declaration(const DeclStmt *D) {
  for (const Decl *Each : D->decls()) {
    const auto *V = dyn_cast<VarDecl>(Each);
    if (!V)
      continue;
    if (!Loops.empty())
      Names.noteLoopVariable(V);
    // The language makes sure that one thread alone initialises it.
    if (V->isStaticLocal() && Function.getASTContext().getLangOpts().CPlusPlus)
      continue;
    walk(V->getInit());
    if (!V->hasLocalStorage())
      continue;
    if (V->getInit())
      keeps(V, V->getInit());
    bool Pointer = V->getType()->isPointerType() || Rules.pointer(V->getType());
    if (beginsPrivate(V, Pointer, Rules) &&
        (Pointer || Shape.Leaving.contains(V)))
      Privates.try_emplace(
          V, Private{Pointer, false, Out.Accesses.size(), Loops.size()});
    ends(V);
    if (Shape.Locks && Unit.Effects.maybeGuard(*V))
      LockTouched = Out.Accesses.size();
  }
}

void FunctionReader::lambda(const LambdaExpr *L) {
  const FunctionDecl *Operator = L->getCallOperator();
  const Stmt *Around = Stack.size() > 1 ? Stack[Stack.size() - 2] : nullptr;
  // 'auto f = [] {…};': what becomes of it, the uses of 'f' say.
  if (!isa_and_nonnull<DeclStmt>(Around))
    Unit.taken(Operator, 1);
  for (const Expr *Capture : L->capture_inits())
    walk(Capture);
  for (const LambdaCapture &C : L->captures())
    if (C.capturesVariable())
      if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar()))
        letOut(V);
}

void FunctionReader::walk(const Stmt *S) {
  if (!S || isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, TypeTraitExpr>(S))
    return;
  if (Stack.size() >= MaxDepth) {
    Cut = true;
    return;
  }
  Stack.push_back(S);
  switch (S->getStmtClass()) {
  case Stmt::LambdaExprClass:
    lambda(cast<LambdaExpr>(S));
    break;
  case Stmt::CapturedStmtClass:
    walk(cast<CapturedStmt>(S)->getCapturedStmt());
    break;
  case Stmt::GenericSelectionExprClass:
    if (!cast<GenericSelectionExpr>(S)->isResultDependent())
      walk(cast<GenericSelectionExpr>(S)->getResultExpr());
    break;
  case Stmt::CXXDefaultInitExprClass:
    walk(cast<CXXDefaultInitExpr>(S)->getExpr());
    break;
  case Stmt::IfStmtClass:
    ifStatement(cast<IfStmt>(S));
    break;
  case Stmt::DeclStmtClass:
    declaration(cast<DeclStmt>(S));
    break;
  case Stmt::CompoundStmtClass: {
    size_t Outer = Tests.size();
    children(S);
    Tests.erase(Tests.begin() + Outer, Tests.end());
    break;
  }
  case Stmt::WhileStmtClass:
  case Stmt::DoStmtClass:
  case Stmt::ForStmtClass:
  case Stmt::CXXForRangeStmtClass:
    loop(S);
    break;
  case Stmt::BinaryOperatorClass:
  case Stmt::CXXOperatorCallExprClass: {
    size_t Before = Out.Accesses.size();
    children(S);
    after(cast<Expr>(S));
    update(cast<Expr>(S), Before);
    break;
  }
  default:
    children(S);
    if (const auto *E = dyn_cast<Expr>(S))
      after(E);
    else if (const auto *Return = dyn_cast<ReturnStmt>(S))
      escapes(Return);
  }
  Stack.pop_back();
}

void FunctionReader::after(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::DeclRefExprClass:
    name(cast<DeclRefExpr>(E));
    return;
  case Stmt::MemberExprClass:
    if (!Pointers.empty())
      follows(E);
    return;
  case Stmt::IntegerLiteralClass:
  case Stmt::ParenExprClass:
  case Stmt::CXXThisExprClass:
    return;
  case Stmt::CXXDependentScopeMemberExprClass:
  case Stmt::DependentScopeDeclRefExprClass:
    Dependent = true;
    return;
  default:
    break;
  }
  accesses(E);
  if (isa<ParenListExpr, InitListExpr>(E)) {
    listStarts(E);
  } else if (isa<CallExpr, CXXConstructExpr, CXXDeleteExpr>(E)) {
    joins(E);
    orders(E);
    if (!starts(E))
      calls(E);
    moved(E);
  } else if (isa<CXXUnresolvedConstructExpr>(E) && E->isTypeDependent()) {
    Dependent = true;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E);
      B && B->getOpcode() == BO_Assign)
    stores(B->getLHS(), B->getRHS());
  else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E);
           C && C->getOperator() == OO_Equal && C->getNumArgs() == 2)
    stores(C->getArg(0), C->getArg(1));
  if (!Pointers.empty())
    follows(E);
}

void FunctionReader::initialisers() {
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function);
  if (!Constructor)
    return;
  Initialising = true;
  llvm::SmallPtrSet<const FieldDecl *, 8> Done;
  for (const CXXCtorInitializer *Init : Constructor->inits()) {
    Member = Init->getAnyMember();
    Done.insert(Member);
    walk(Init->getInit());
  }
  // Those that stand at the members are not among a template's, nor among
  // those of a constructor that nobody needed yet.
  const CXXRecordDecl *Class = Constructor->getParent();
  if (!Constructor->isDelegatingConstructor() &&
      !Constructor->isCopyOrMoveConstructor() &&
      (Class->isDependentContext() || !Constructor->getBody()) &&
      Unit.startsInMembers(*Class))
    for (const FieldDecl *F : Class->fields())
      if (F->hasInClassInitializer() && Done.insert(F).second) {
        OutsideGraph = true;
        Member = F;
        walk(F->getInClassInitializer());
      }
  Initialising = false;
  Member = nullptr;
}

void FunctionReader::describe() {
  Out.Key = Names.function(&Function);
  Out.Name = Names.readable(&Function);
  if (const CXXRecordDecl *Class = Known.thisClass())
    Out.Class = Names.record(Class);
  Out.At = Names.site(Function.getLocation());
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  Out.Constructor = isa<CXXConstructorDecl>(Function);
  Out.Destructor = isa<CXXDestructorDecl>(Function);
  Out.Main = Function.isMain();
  Out.Lambda = lambdaOf(&Function) != nullptr;
  if (Out.Lambda &&
      !llvm::any_of(lambdaOf(&Function)->captures(),
                    [](const LambdaCapture &C) { return C.capturesThis(); }))
    Out.Class = 0;
  Out.Virtual = Method && Method->isVirtual();
  Out.Coroutine = isa_and_nonnull<CoroutineBodyStmt>(Function.getBody());
  bool Private = Method && Method->getAccess() == AS_private && !Out.Virtual;
  Linkage L = Function.getFormalLinkage();
  Out.Visible =
      !Out.Lambda && !Private && L != Linkage::Internal && L != Linkage::None;
  Out.StartUp =
      Function.hasAttr<ConstructorAttr>() || Rules.isStartUp(Function);
  Out.Test = Names.isTest(Function.getLocation());
  Out.Parameters = Function.getNumParams();
  if (Out.Virtual)
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      if (!Names.isSystem(Base))
        Out.Overrides.push_back(Names.function(Base));
}

std::optional<FunctionSummary> FunctionReader::read() {
  const Stmt *Body = Function.getBody();
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();
  initialisers();
  walk(Body);
  order();
  multiply();
  for (ForwardedStart &Start : Forwards) {
    // Who waits for it before it returns runs it as a region.
    const SummaryPath &Handle = Start.Spawn.Handle;
    if (Handle.Root == SummaryRoot::Local &&
        (Start.JoinsOnDestruction ||
         llvm::any_of(Out.Joins, [&](const SummaryJoin &J) {
           return J.Handle == Handle;
         })))
      Start.Spawn.Kind = SpawnKind::Region;
  }
  if (!OutsideGraph && (Shape.Locks || !Out.Spawns.empty() ||
                        !Out.Joins.empty() || Function.isMain()))
    flow();
  else
    withoutFlow();
  drop();
  if (Out.Accesses.empty() && Out.Calls.empty() && Out.Spawns.empty() &&
      Out.Joins.empty() && Out.Escapes.empty() && !Out.Acquired &&
      !Out.AcquiredShared && !Out.Released && !Out.Interrupted)
    return std::nullopt;
  describe();
  return std::move(Out);
}
