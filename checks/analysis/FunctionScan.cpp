//===- FunctionScan.cpp - the cheap first look at a function --------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionScan.h"

#include "checks/analysis/CallbackCalls.h"

#include "checks/analysis/LockEffects.h"
#include "checks/analysis/PlainAccesses.h"
#include "checks/analysis/SynchronizedMethods.h"

#include "checks/analysis/ConditionCalls.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace clang;
using namespace racetidy;

static const Stmt *userBody(const FunctionDecl &Function) {
  const Stmt *Body = Function.getBody();
  // Of a coroutine only what the user wrote: the rest is not shared state.
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    return Coroutine->getBody();
  return Body;
}

void racetidy::forEachEvaluated(const FunctionDecl &Function,
                                llvm::function_ref<void(const Stmt *)> Visit) {
  llvm::SmallVector<const Stmt *, 64> Work;
  Work.push_back(userBody(Function));
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      Work.push_back(Init->getInit());

  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    Visit(S);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      llvm::append_range(Work, Lambda->capture_inits());
      continue;
    }
    if (isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(S))
      continue;
    // The body of an OpenMP region.
    if (const auto *Captured = dyn_cast<CapturedStmt>(S)) {
      Work.push_back(Captured->getCapturedStmt());
      continue;
    }
    if (const auto *Selection = dyn_cast<GenericSelectionExpr>(S)) {
      if (!Selection->isResultDependent())
        Work.push_back(Selection->getResultExpr());
      continue;
    }
    llvm::append_range(Work, S->children());
  }
}

/// Whether nobody looks at the value of \p E.
static bool isDiscarded(const Expr *E, const ParentMap &Parents) {
  const Stmt *S = E;
  while (const Stmt *Parent = Parents.getParent(S)) {
    if (isa<ExprWithCleanups, ParenExpr, CXXBindTemporaryExpr,
            ImplicitCastExpr>(Parent)) {
      S = Parent;
      continue;
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Parent))
      return Cast->getType()->isVoidType();
    if (const auto *B = dyn_cast<BinaryOperator>(Parent)) {
      if (B->getOpcode() != BO_Comma)
        return false;
      if (B->getLHS() == S)
        return true;
      S = Parent;
      continue;
    }
    if (const auto *For = dyn_cast<ForStmt>(Parent))
      return For->getCond() != S;
    if (const auto *If = dyn_cast<IfStmt>(Parent))
      return If->getCond() != S;
    if (const auto *While = dyn_cast<WhileStmt>(Parent))
      return While->getCond() != S;
    if (const auto *Do = dyn_cast<DoStmt>(Parent))
      return Do->getCond() != S;
    return isa<CompoundStmt, LabelStmt, SwitchCase>(Parent);
  }
  return true;
}

/// Whether the value of \p E is tested on the spot.
static bool decides(const Expr *E, const ParentMap &Parents) {
  const Stmt *S = E;
  while (const Stmt *Parent = Parents.getParent(S)) {
    if (isa<ExprWithCleanups, ParenExpr, CastExpr>(Parent)) {
      S = Parent;
      continue;
    }
    if (const auto *B = dyn_cast<BinaryOperator>(Parent))
      return B->isComparisonOp() || B->getOpcode() == BO_And ||
             B->isLogicalOp();
    if (const auto *U = dyn_cast<UnaryOperator>(Parent))
      return U->getOpcode() == UO_LNot;
    return isa<IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt,
               ConditionalOperator>(Parent);
  }
  return false;
}

/// In a template, operands of atomic type whose load is not spelled out yet:
/// the 'n' of 'n + i', where 'i' depends on a parameter.
static void dependentLoads(const Expr &E, RuleIndex &Rules,
                           llvm::SmallVectorImpl<AtomicOperation> &Out) {
  if (!E.isTypeDependent())
    return;
  auto Operand = [&](const Expr *O) {
    O = O->IgnoreParenImpCasts();
    if (isa<DeclRefExpr, MemberExpr>(O))
      if (const AtomicRule *Rule = Rules.atomic(O->getType()))
        Out.push_back({{AtomicKind::Load, ""}, O, O, false, nullptr, Rule});
  };
  if (const auto *B = dyn_cast<BinaryOperator>(&E)) {
    if (B->isAssignmentOp() || B->getOpcode() == BO_Comma)
      return;
    Operand(B->getLHS());
    Operand(B->getRHS());
  } else if (const auto *C = dyn_cast<CXXOperatorCallExpr>(&E)) {
    if (!C->isAssignmentOp() && C->isInfixBinaryOp())
      for (const Expr *A : C->arguments())
        Operand(A);
  }
}

bool racetidy::isSuspension(const Stmt &S, RuleIndex &Rules) {
  if (isa<CoyieldExpr, DependentCoawaitExpr>(S))
    return true;
  if (const auto *Await = dyn_cast<CoawaitExpr>(&S)) {
    if (Await->isImplicit())
      return false;
    const Expr *Operand = Await->getOperand();
    return !Operand || !Rules.neverSuspends(Operand->getType());
  }
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    if (const FunctionDecl *F = Call->getDirectCallee())
      return Rules.suspends(*F);
  return false;
}

/// Whether \p S takes a lock or gives one back: as far as the rules describe,
/// or as far as names say.
static bool touchesLock(const Stmt *S, LockEffects &Effects) {
  RuleIndex &Rules = Effects.rules();
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    return llvm::any_of(Declaration->decls(), [&](const Decl *D) {
      const auto *V = dyn_cast<VarDecl>(D);
      return V && V->hasLocalStorage() && Effects.maybeGuard(*V);
    });
  const auto *Call = dyn_cast<CallExpr>(S);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F)
    return false;
  if (F->hasAttrs() && (F->hasAttr<AcquireCapabilityAttr>() ||
                        F->hasAttr<ReleaseCapabilityAttr>()))
    return true;
  if (!isOfLibrary(*F) && Effects.byName(*F))
    return true;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    QualType T = Member->getObjectType();
    return Rules.isLock(T) || Rules.guard(T) || Rules.condition(T);
  }
  return Rules.lockFunction(*F).has_value();
}

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

/// Whether an access of this kind puts a new value there that may depend on an
/// old one.
static bool isWrite(AccessKind K) {
  return K == AccessKind::AtomicStore || K == AccessKind::AtomicExchange ||
         K == AccessKind::Write || K == AccessKind::Update ||
         K == AccessKind::Insert;
}

void FunctionScan::add(const Expr *Node, Operation Op) {
  if (Operations.try_emplace(Node, std::move(Op)).second)
    All.push_back(Node);
}

void FunctionScan::atomics(ArrayRef<AtomicOperation> Found) {
  for (const AtomicOperation &Op : Found) {
    auto Path = Op.Pointer ? Paths.pointee(Op.Object) : Paths.path(Op.Object);
    if (!Path)
      continue;
    // An arrow in front of a method: 'p->load()' is an operation on *p.
    if (!Op.Pointer && Op.Object->getType()->isAnyPointerType())
      Path = Paths.pointee(Op.Object);
    if (!Path)
      continue;
    size_t Before = All.size();
    add(Op.Node, {kindOf(Op.Op.Kind), *Path, Op, Op.Value});
    if (All.size() != Before)
      Sites.push_back(Op.Node);
  }
}

/// Whether others may reach the location at \p Path at all.
bool FunctionScan::isShared(const AccessPath &Path,
                            const FunctionDecl &Function) const {
  const auto *V = dyn_cast_or_null<VarDecl>(Paths.declaration(Path.root()));
  switch (Path.kind()) {
  case RootKind::This:
    return !Path.steps().empty();
  case RootKind::Static:
    return V && !V->getType().isConstQualified();
  case RootKind::Parameter:
  case RootKind::Local:
    return Path.dereferences() || (V && V->getType()->isReferenceType());
  case RootKind::Captured: {
    // What was captured by copy belongs to the closure.
    const auto *Class = dyn_cast<CXXRecordDecl>(Function.getDeclContext());
    if (Path.dereferences() || !Class || !Class->isLambda())
      return true;
    return llvm::any_of(Class->captures(), [&](const LambdaCapture &C) {
      return C.capturesVariable() && C.getCapturedVar() == V &&
             C.getCaptureKind() == LCK_ByRef;
    });
  }
  }
  return false;
}

void FunctionScan::plain(ArrayRef<const Expr *> Found,
                         const FunctionDecl &Function) {
  for (const Expr *E : Found) {
    if (Operations.count(E))
      continue;
    auto Access = plainAccess(*E, Rules);
    auto Path = pathOf(*Access, Paths);
    if (!Path || !isShared(*Path, Function) ||
        Rules.atomic(Access->Object->getType()))
      continue;
    Operation Op;
    Op.Kind = Access->Kind;
    Op.Path = *Path;
    Op.Value = Access->Value;
    add(E, std::move(Op));
  }
}

void FunctionScan::resources(std::vector<ResourceCall> Found,
                             const FunctionDecl &Function) {
  TextFinder Texts(Function);
  bool Reads = false, Writes = false;
  for (ResourceCall &Call : Found) {
    resolveText(Call, Texts);
    switch (Call.Effect) {
    case ResourceEffect::Read:
    case ResourceEffect::LockingRead:
      Reads = true;
      break;
    case ResourceEffect::Write:
    case ResourceEffect::Open:
      Writes = true;
      break;
    case ResourceEffect::ConditionalWrite:
    case ResourceEffect::ConditionalEnd:
      HasResources = true;
      break;
    default:
      break;
    }
    HasTransaction |= Call.Effect == ResourceEffect::Begin;
  }
  HasResources |= Reads && Writes;
  if (!HasResources)
    return;
  for (ResourceCall &Call : Found) {
    Operation Op;
    Op.Kind =
        Call.reads() ? AccessKind::ResourceRead : AccessKind::ResourceCall;
    // What can't be named is still a call whose effect on values is known.
    if (auto Path = pathOf(Call, Paths))
      Op.Path = *Path;
    else if (Call.reads())
      continue;
    Calls.push_back(std::make_unique<ResourceCall>(std::move(Call)));
    Op.Resource = Calls.back().get();
    add(Op.Resource->Node, std::move(Op));
  }
}

void FunctionScan::numberReads() {
  std::set<AccessPath> Written;
  for (const Expr *E : All)
    if (const Operation &Op = Operations[E]; isWrite(Op.Kind))
      Written.insert(Op.Path);
  // Written itself, or a part of what is written: 'erase(it)' writes the map,
  // 'find(k)' read one element of it.
  auto IsWritten = [&](const AccessPath &Path) {
    for (size_t Cut = 0; Cut <= Path.steps().size(); ++Cut)
      if (Written.count(Path.withoutLast(Cut)))
        return true;
    return false;
  };
  // A version or a state that is read and compared later confirms what was
  // read beside it.
  std::map<AccessPath, unsigned> ReadTimes;
  std::set<AccessPath> Compared;
  for (const Expr *E : All)
    if (const Operation &Op = Operations[E]; Op.Kind == AccessKind::Read) {
      ++ReadTimes[Op.Path];
      if (Op.Decides)
        Compared.insert(Op.Path);
    }
  auto IsConfirmed = [&](const AccessPath &Path) {
    return ReadTimes[Path] > 1 && Compared.count(Path);
  };
  for (const Expr *E : All) {
    Operation &Op = Operations[E];
    // 'int mine = ++version_;': what was counted tells the order.
    bool Orders =
        HasOrder &&
        (Op.Kind == AccessKind::Read ||
         (Op.Kind == AccessKind::Update && Op.ResultUsed && !isa<CallExpr>(E)));
    bool Reads = Op.Kind == AccessKind::AtomicLoad
                     ? Written.count(Op.Path) != 0
                     : Orders || Op.Kind == AccessKind::ResourceRead ||
                           (Op.Kind == AccessKind::Read &&
                            (IsWritten(Op.Path) || IsConfirmed(Op.Path)));
    if (Reads)
      number(E, Op);
  }
}

void FunctionScan::number(const Expr *Node, Operation &Op) {
  if (Op.Read >= 0)
    return;
  if (Reads.size() == MaxReads) {
    ++CutReads;
    return;
  }
  Op.Read = Reads.size();
  Reads.push_back(Node);
}

/// Atomics that are loaded more than once: two loads may belong together.
void FunctionScan::numberRepeatedLoads() {
  std::map<AccessPath, unsigned> Loads;
  for (const Expr *Site : Sites)
    if (const Operation &Op = Operations[Site];
        Op.Kind == AccessKind::AtomicLoad)
      ++Loads[Op.Path];
  for (const Expr *Site : Sites)
    if (Operation &Op = Operations[Site];
        Op.Kind == AccessKind::AtomicLoad && Loads[Op.Path] > 1)
      number(Site, Op);
}

/// Adds the field or variable that \p Object is, or whose address it is.
static void noteNamed(const Expr *Object,
                      llvm::SmallVectorImpl<const ValueDecl *> &Into) {
  Object = Object->IgnoreParenImpCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(Object);
      U && U->getOpcode() == UO_AddrOf)
    Object = U->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *M = dyn_cast<MemberExpr>(Object))
    Into.push_back(M->getMemberDecl());
  else if (const auto *Ref = dyn_cast<DeclRefExpr>(Object))
    Into.push_back(Ref->getDecl());
}

FunctionScan::FunctionScan(const FunctionDecl &Function, LockEffects &Effects,
                           SynchronizedMethods *Methods)
    : Rules(Effects.rules()), Paths(Function, Rules) {
  llvm::SmallVector<AtomicOperation, 8> Atomics;
  llvm::SmallVector<const Expr *, 32> Plain;
  std::vector<ResourceCall> Resources;
  unsigned Loads = 0, Updates = 0;
  bool Stores = false, Exchanges = false, Writes = false;
  forEachEvaluated(Function, [&](const Stmt *S) {
    HasTry |= isa<CXXTryStmt>(S);
    HasLock = HasLock || touchesLock(S, Effects);
    HasSuspension = HasSuspension || isSuspension(*S, Rules);
    if (const auto *Made = dyn_cast<CXXConstructExpr>(S))
      HasOrigin = HasOrigin || Rules.originType(Made->getType());
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      HasTransaction |= llvm::any_of(Declaration->decls(), [&](const Decl *D) {
        const auto *V = dyn_cast<VarDecl>(D);
        return V && Rules.isTransaction(V->getType());
      });
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      return;
    if (const auto *Called = dyn_cast<CallExpr>(E))
      if (const FunctionDecl *F = Called->getDirectCallee())
        if (const PublicationRule *Rule = Rules.publication(*F).Rule) {
          HasPublication = true;
          HasOrder |= Rule->Ordered != PublicationRule::Unordered;
        }
    if (const auto *Called = dyn_cast<CallExpr>(E))
      HasCallback = HasCallback || calledBack(*Called);
    if (const auto *Called = dyn_cast<CallExpr>(E); Called && HasLock)
      if (auto Condition = conditionCall(*Called, Rules))
        HasConditionWait |= Condition->K == ConditionCall::PlainWait;
    auto Call = resourceCall(*E, Rules);
    if (!Call && Methods)
      Call = Methods->call(*E);
    if (Call) {
      Resources.push_back(std::move(*Call));
      return;
    }
    size_t Before = Atomics.size();
    if (auto Op = atomicOperation(*E, Rules))
      Atomics.push_back(*Op);
    dependentLoads(*E, Rules, Atomics);
    for (const AtomicOperation &Op :
         llvm::ArrayRef(Atomics).drop_front(Before)) {
      Loads += Op.Op.Kind == AtomicKind::Load;
      Updates += Op.Op.Kind == AtomicKind::Update;
      Exchanges |= Op.Op.Kind == AtomicKind::CompareExchange;
      Stores |=
          Op.Op.Kind == AtomicKind::Store || Op.Op.Kind == AtomicKind::Exchange;
      if (Op.Op.Kind == AtomicKind::Update)
        noteNamed(Op.Object, Updated);
      else if (Op.Op.Kind != AtomicKind::Load)
        AtomicWrites.push_back(Op);
    }
    if (Atomics.size() != Before)
      return;
    if (auto Access = plainAccess(*E, Rules)) {
      Plain.push_back(E);
      if (Access->Kind == AccessKind::Read)
        return;
      Writes = true;
      noteNamed(Access->Object, Written);
    }
  });

  HasCallback = HasCallback && HasLock;
  // Without a lock or a suspension nothing separates a plain read from a plain
  // write; nothing says that others are there either.
  bool FollowPlain = (HasLock || HasSuspension) && (Writes || HasOrder);
  // A load and a store, two loads, an update and a load: no other atomics can
  // be torn apart. A compare-exchange can be wrong alone.
  bool FollowAtomics = Exchanges || Loads > 1 || (Loads && (Stores || Updates));
  HasAtomic = !Atomics.empty();
  if (!Resources.empty())
    resources(std::move(Resources), Function);
  if (!FollowAtomics && !FollowPlain && !HasResources && !HasTransaction &&
      !HasPublication && !HasConditionWait && !HasCallback &&
      !(HasLock && HasSuspension))
    return;
  atomics(Atomics);
  if (FollowPlain)
    plain(Plain, Function);
  if (All.empty() && !HasTransaction && !HasPublication && !HasConditionWait &&
      !HasCallback && !(HasLock && HasSuspension))
    return;
  Parents = std::make_unique<ParentMap>(const_cast<Stmt *>(userBody(Function)));
  for (const Expr *E : All) {
    Operation &Op = Operations[E];
    Op.ResultUsed = !isDiscarded(E, *Parents);
    Op.Decides = Op.ResultUsed && decides(E, *Parents);
  }
  numberReads();
  Interesting = !Reads.empty() || HasLock || HasTransaction || HasPublication;
  numberRepeatedLoads();
}
