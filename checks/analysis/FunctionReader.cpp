//===- FunctionReader.cpp - one function's summary in the making ----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "checks/analysis/FunctionScan.h"
#include "checks/analysis/ShapeFinder.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace racetidy;

/// Whether an attribute says that races in \p F are meant.
static bool isExempt(const FunctionDecl &F) {
  return F.hasAttr<NoThreadSafetyAnalysisAttr>() ||
         llvm::any_of(F.specific_attrs<NoSanitizeAttr>(), [](auto *A) {
           return static_cast<bool>(A->getMask() & SanitizerKind::Thread);
         });
}

FunctionReader::FunctionReader(const FunctionDecl &Function, SummaryUnit &Unit)
    : Function(Function), Unit(Unit), Rules(Unit.Rules), Names(Unit.Names),
      Shape(Unit.shapeOf(Function)), Paths(Function, Rules),
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
    if (V->getInit()) {
      keeps(V, V->getInit());
      Unit.initialises(V->getType(), V->getInit(), Names.slot(V));
    }
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
  case Stmt::GotoStmtClass:
  case Stmt::IndirectGotoStmtClass:
    JumpsBack = true;
    break;
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
    keepsCallables(E);
    if (!starts(E))
      calls(E);
    if (const auto *Call = dyn_cast<CallExpr>(E);
        Call && !Out.SignalUnsafe.Callee)
      if (const FunctionDecl *F = Call->getDirectCallee();
          F && F->getIdentifier() && Names.isSystem(F) &&
          Rules.isSignalUnsafe(*F))
        Out.SignalUnsafe = {Names.site(Call->getExprLoc()),
                            Names.intern(F->getName())};
    moved(E);
  } else if (isa<CXXUnresolvedConstructExpr>(E) && E->isTypeDependent()) {
    Dependent = true;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E);
      B && B->getOpcode() == BO_Assign) {
    stores(B->getLHS(), B->getRHS());
    keepsCallables(B);
    copied(B);
  } else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E);
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
    if (Member)
      Unit.initialises(Member->getType(), Init->getInit(), Names.slot(Member));
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
  Out.StartUp = Function.hasAttr<ConstructorAttr>() ||
                Function.hasAttr<DestructorAttr>() || Rules.isStartUp(Function);
  Out.SetUp = Rules.isSetUp(Function);
  Out.Exempt = IsExempt;
  Out.Test = Names.isTest(Function.getLocation());
  Out.Parameters = Function.getNumParams();
  if (Out.Virtual)
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      if (!Names.isSystem(Base))
        Out.Overrides.push_back(Names.function(Base));
}

/// Whether something is called whose body stands elsewhere: it may start
/// something, for all that is known here.
bool FunctionReader::callsForeign() const {
  return llvm::any_of(Out.Calls,
                      [](const SummaryCall &C) { return C.Foreign; });
}

/// Without a graph the source tells what can't have been called yet: all that
/// comes later, unless a loop leads back.
void FunctionReader::orderBySource() {
  if (JumpsBack || OutsideGraph || !Out.Spawns.empty() ||
      Out.Calls.size() > 64 || !callsForeign())
    return;
  auto Before = [&](size_t Calls, const Stmt *Loop) {
    EventBits Bits = 0;
    for (size_t I = 0; I < CallAt.size(); ++I)
      if (I < Calls || (Loop && CallAt[I].Loop == Loop))
        Bits |= EventBits(1) << I;
    return Bits;
  };
  for (size_t I = 0; I < Out.Calls.size(); ++I) {
    Out.Calls[I].Event = I;
    Out.Calls[I].Events.Running = Before(I, CallAt[I].Loop);
    Out.Exit.Running |= EventBits(1) << I;
  }
  for (size_t I = 0; I < Out.Accesses.size(); ++I)
    Out.Accesses[I].Events.Running =
        Before(AccessAt[I].Calls, AccessAt[I].Loop);
}

void FunctionReader::withoutFlow() {
  orderBySource();
  for (EscapePlace &P : EscapeAt)
    P.Lost = !P.Kept;
  // What an initialiser starts runs when the constructor ends.
  for (size_t I = 0; I < Out.Spawns.size() && I < 64; ++I)
    if (Out.Spawns[I].Kind != SpawnKind::Region) {
      Out.Spawns[I].Event = I;
      Out.Exit.Running |= EventBits(1) << I;
      Out.Exit.Done |= EventBits(1) << I;
    }
  // Nothing here takes a lock, so what is held on entry is held throughout.
  LockFlow Locks(Function, Unit.Effects, Paths);
  LockState Entry = Locks.entry();
  auto Translate = [&](LockBits Bits) {
    LockBits Result = 0;
    for (; Bits; Bits &= Bits - 1) {
      LockBits Bit = Bits & -Bits;
      const LockInfo *Info = Locks.info(Bit);
      Result |= Bit >= CallersLock ? Bit
                : Info             ? tableBit(Locks, *Info, false)
                                   : UnnamedLock;
    }
    return Result;
  };
  if (!Entry.Held.mayAny())
    return;
  Out.Entry.Must = Translate(Entry.Held.Must);
  Out.Entry.May = Translate(Entry.Held.May);
  Out.Entry.MustShared = Translate(Entry.Held.MustShared);
  Out.Entry.MayShared = Translate(Entry.Held.MayShared);
  for (SummaryAccess &A : Out.Accesses)
    A.Locks = Out.Entry;
  for (SummaryCall &C : Out.Calls)
    C.Locks = Out.Entry;
  for (SummaryEscape &E : Out.Escapes)
    E.Locks = Out.Entry;
  Out.Needs = Out.Entry.mustAny() & ~(UnnamedLock | CallersLock);
}

/// Takes out what is never reached, and what became part of something else.
void FunctionReader::drop() {
  auto Keep = [](auto &Facts, const auto &Places, auto IsKept) {
    size_t Next = 0;
    for (size_t I = 0; I < Facts.size(); ++I)
      if (IsKept(Places[I])) {
        if (Next != I)
          Facts[Next] = std::move(Facts[I]);
        ++Next;
      }
    Facts.resize(Next);
  };
  auto Reached = [](const auto &P) { return P.Reached; };
  Keep(Out.Accesses, AccessAt,
       [](const AccessPlace &P) { return P.Reached && !P.Dropped; });
  Keep(Out.Calls, CallAt, Reached);
  Keep(Out.Spawns, SpawnAt, Reached);
  // A wait for everything orders what runs here, but has no handle to tell.
  Keep(Out.Joins, JoinAt,
       [](const JoinPlace &P) { return P.Reached && !P.All; });
  Keep(Out.Escapes, EscapeAt,
       [](const EscapePlace &P) { return P.Reached && P.Lost; });
  llvm::erase_if(Out.Joins, [](const SummaryJoin &J) {
    return J.Handle.Root == SummaryRoot::Local || !J.Handle.known();
  });
}

std::optional<FunctionSummary> FunctionReader::read() {
  const Stmt *Body = Function.getBody();
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();
  initialisers();
  walk(Body);
  order();
  renameCopied();
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
  if (!OutsideGraph &&
      (Shape.Locks || !Out.Spawns.empty() || !Out.Joins.empty() ||
       Function.isMain() || Shape.StartsThrough))
    flow();
  else
    withoutFlow();
  drop();
  if (Out.Accesses.empty() && Out.Calls.empty() && Out.Spawns.empty() &&
      Out.Joins.empty() && Out.Escapes.empty() && Out.Locks.empty() &&
      !Out.SignalUnsafe.Callee)
    return std::nullopt;
  describe();
  return std::move(Out);
}
