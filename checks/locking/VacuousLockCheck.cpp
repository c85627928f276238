//===- VacuousLockCheck.cpp -----------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/locking/VacuousLockCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/FunctionScan.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchers.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace racetidy;

static constexpr CheckInfo::Option AllOptions[] = {
    {"StaticState", "true",
     "report static state that is updated under the lock of an instance"},
};

const CheckInfo VacuousLockCheck::Info{
    "race-vacuous-lock",
    "a lock that excludes nobody",
    "locking",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 667",
    "sometimes",
    AllOptions,
};

void VacuousLockCheck::addMatchers(MatchFinder *Finder) {
  // One matcher and a look over each body: asking for parents instead would
  // build a map of the whole unit, which costs as much as the parse saves.
  Finder->addMatcher(
      functionDecl(isDefinition(), unless(isImplicit())).bind("function"),
      this);
  Finder->addMatcher(lambdaExpr().bind("lambda"), this);
}

void VacuousLockCheck::match(const Result &R) {
  const auto *F = R.Nodes.getNodeAs<FunctionDecl>("function");
  if (const auto *L = R.Nodes.getNodeAs<LambdaExpr>("lambda"))
    F = L->getCallOperator();
  if (!F || !F->doesThisDeclarationHaveABody())
    return;
  HasJumps = false;
  LockUses.reset();
  forEachEvaluated(
      *F, [&](const Stmt *S) { HasJumps |= isa<SwitchStmt, LabelStmt>(S); });
  forEachEvaluated(*F, [&](const Stmt *S) {
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      for (auto It = Block->body_begin(); It != Block->body_end(); ++It)
        statement(**It, ArrayRef<const Stmt *>(It + 1, Block->body_end()), *F,
                  /*Alone=*/Block->size() == 1);
    } else if (const auto *If = dyn_cast<IfStmt>(S)) {
      alone(If->getThen(), *F);
      alone(If->getElse(), *F);
    } else if (const auto *For = dyn_cast<ForStmt>(S)) {
      alone(For->getBody(), *F);
    } else if (const auto *While = dyn_cast<WhileStmt>(S)) {
      alone(While->getBody(), *F);
    } else if (const auto *Assignment = dyn_cast<BinaryOperator>(S)) {
      if (Assignment->getOpcode() == BO_Assign)
        copiedLock(*Assignment);
    }
  });
}

/// The body of a branch or loop, where it stands without braces.
void VacuousLockCheck::alone(const Stmt *Body, const FunctionDecl &F) {
  if (Body && !isa<CompoundStmt>(Body))
    statement(*Body, {}, F, /*Alone=*/true);
}

void VacuousLockCheck::statement(const Stmt &S, ArrayRef<const Stmt *> Rest,
                                 const FunctionDecl &F, bool Alone) {
  if (const auto *Label = dyn_cast<LabelStmt>(&S))
    return statement(*Label->getSubStmt(), Rest, F, Alone);
  if (const auto *Case = dyn_cast<SwitchCase>(&S))
    return statement(*Case->getSubStmt(), Rest, F, Alone);
  if (const auto *Declaration = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : Declaration->decls()) {
      const auto *V = dyn_cast<VarDecl>(D);
      if (!V)
        continue;
      if (rules().guard(V->getType())) {
        guardVariable(*V, Rest, F);
      } else if (rules().isLock(V->getType())) {
        copiedLock(*V);
        lockVariable(*V, F);
      }
    }
    return;
  }
  const auto *E = dyn_cast<Expr>(&S);
  if (!E)
    return;
  E = E->IgnoreImplicit();
  const Stmt *Next = Rest.empty() ? nullptr : Rest.front();
  // The empty critical section: '{ lock_guard{m}; } cv.notify_all();' waits
  // until whoever holds the lock is done, and that is all it is for.
  if (!Alone)
    temporaryGuard(*E, Next);
  ignoredAttempt(*E, Next, F);
}

void VacuousLockCheck::onEndOfTranslationUnit() {
  Reported.clear();
  NamesGiven = 0;
  RaceCheck::onEndOfTranslationUnit();
}

void VacuousLockCheck::found(SourceLocation Loc, std::string Message,
                             Interleaving Steps, std::string Advice,
                             Confidence Level, std::vector<FixItHint> Fixes) {
  if (!Reported.insert(Loc).second)
    return;
  Finding F;
  F.Loc = Loc;
  F.Message = std::move(Message);
  F.Evidence = {"taking a lock says that others are to be kept out", Level};
  F.Steps = std::move(Steps);
  F.Advice = std::move(Advice);
  F.Fixes = std::move(Fixes);
  emit(std::move(F));
}

static Interleaving bothInside(SourceLocation Loc, const std::string &Why) {
  return {{"thread A", Loc, Why},
          {"thread B", Loc,
           "comes here at the same time and is not kept out: both change "
           "what the lock should protect, and one change is lost"}};
}

/// std::lock_guard<std::mutex>{m};
///
/// Only as a whole statement: a guard inside a larger expression does protect
/// that expression, 'std::lock_guard(m), ++n;'.
void VacuousLockCheck::temporaryGuard(const Expr &E, const Stmt *Next) {
  if (!isa<CXXTemporaryObjectExpr, CXXFunctionalCastExpr,
           CXXUnresolvedConstructExpr>(E) ||
      !rules().guard(E.getType()))
    return;
  // Made from another guard, it takes that one's lock and gives it back:
  // 'std::unique_lock{std::move(l)};' unlocks l.
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(&E))
    if (rules().guard(Cast->getSubExprAsWritten()->getType()))
      return;
  if (const auto *Construct = dyn_cast<CXXTemporaryObjectExpr>(&E))
    for (const Expr *A : Construct->arguments())
      if (rules().guard(A->getType()))
        return;
  std::vector<FixItHint> Fixes;
  SourceLocation Open;
  if (const auto *T = dyn_cast<CXXTemporaryObjectExpr>(&E))
    Open = T->getParenOrBraceRange().getBegin();
  else if (const auto *C = dyn_cast<CXXFunctionalCastExpr>(&E))
    Open = C->isListInitialization() ? C->getSubExpr()->getBeginLoc()
                                     : C->getLParenLoc();
  else if (const auto *U = dyn_cast<CXXUnresolvedConstructExpr>(&E))
    Open = U->getLParenLoc();
  // A declaration can't be jumped over, so no repair beside labels and cases.
  if (Open.isValid() && !Open.isMacroID() && !HasJumps)
    Fixes.push_back(FixItHint::CreateInsertion(Open, " " + newName()));
  SourceLocation Loc = E.getBeginLoc();
  Interleaving Steps = {
      {"thread A", Loc,
       "takes the lock and gives it back at the end of this statement"}};
  Steps.push_back({"thread B", Next ? Next->getBeginLoc() : Loc,
                   "comes here while thread A does: the lock keeps nobody out, "
                   "and one change is lost"});
  found(Loc, "this guard is a temporary; the lock is given back at once",
        std::move(Steps),
        "give the guard a name, so that it lives to the end "
        "of the block",
        Confidence::High, std::move(Fixes));
}

/// A name that nothing in the unit has.
std::string VacuousLockCheck::newName() {
  auto Next = [this] {
    ++NamesGiven;
    return NamesGiven == 1 ? std::string("guard")
                           : "guard" + std::to_string(NamesGiven);
  };
  std::string Name = Next();
  while (context().Idents.find(Name) != context().Idents.end())
    Name = Next();
  return Name;
}

static bool hasTag(const Expr *Init, const std::string &Tag) {
  const auto *C =
      Init ? dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit()) : nullptr;
  if (!C || Tag.empty())
    return false;
  return llvm::any_of(C->arguments(), [&](const Expr *A) {
    const CXXRecordDecl *Record =
        A->getType().getNonReferenceType()->getAsCXXRecordDecl();
    return Record && userName(*Record) == Tag;
  });
}

/// std::unique_lock<std::mutex> l;
/// std::unique_lock<std::mutex>(m);    // declares a variable named m
/// std::unique_lock l(m, std::defer_lock);
/// std::unique_lock l(m, std::try_to_lock);
void VacuousLockCheck::guardVariable(const VarDecl &V,
                                     ArrayRef<const Stmt *> Rest,
                                     const FunctionDecl &F) {
  const GuardRule *Rule = rules().guard(V.getType());
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F);
      Method && Method->isInstance() && flag("StaticState"))
    staticState(V, Rest, *Method);

  // A guard that is named again may be locked, assigned or handed on there.
  if (!V.hasLocalStorage() || isa<ParmVarDecl>(V) || V.isReferenced() ||
      V.getType()->isReferenceType() || !V.getInit())
    return;
  // A macro may lock it in another configuration, and a pack of locks may be
  // empty in some instantiation.
  if (V.getLocation().isMacroID() || F.isTemplateInstantiation())
    return;
  const auto *Construct =
      dyn_cast<CXXConstructExpr>(V.getInit()->IgnoreImplicit());
  if (!Construct)
    return;
  bool Empty = llvm::all_of(Construct->arguments(), [](const Expr *A) {
    return isa<CXXDefaultArgExpr>(A);
  });
  std::string Name = "'" + V.getNameAsString() + "'";
  if (Empty && !V.getTypeSourceInfo()->getTypeLoc().getAs<ParenTypeLoc>()) {
    found(V.getLocation(), "guard " + Name + " locks nothing",
          bothInside(V.getLocation(), "makes a guard without a lock"),
          "pass the lock to the guard");
  } else if (Empty) {
    // std::unique_lock<std::mutex>(m_);
    found(V.getLocation(),
          "this declares a new guard named " + Name + " that locks nothing",
          bothInside(V.getLocation(), "makes a guard without a lock"),
          "give the guard a name of its own, with the lock as its argument");
  } else if (hasTag(V.getInit(), Rule->DeferTag)) {
    found(V.getLocation(),
          "guard " + Name + " is deferred and never locks anything",
          bothInside(V.getLocation(), "makes a guard that does not lock"),
          "lock the guard, or leave the deferring tag away");
  } else if (hasTag(V.getInit(), Rule->TryTag)) {
    found(V.getLocation(),
          "whether guard " + Name + " got its lock is never asked",
          bothInside(V.getLocation(),
                     "tries to take the lock, fails, and goes on"),
          "test the guard before you go on, or wait for the lock");
  }
}

static bool names(const Expr *E, const VarDecl &V) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref && Ref->getDecl() == &V;
}

/// std::mutex m; std::lock_guard<std::mutex> l(m);
void VacuousLockCheck::lockVariable(const VarDecl &V, const FunctionDecl &F) {
  // A lock that outlives the call, or that somebody else made.
  if (!V.hasLocalStorage() || V.getType()->isReferenceType() ||
      V.getType()->isPointerType() || !V.getType()->isRecordType())
    return;
  // Every mention must be the taking or giving back of the lock. Any other may
  // share it: a lambda's capture, a thread's argument, a condition variable
  // that needs some lock to sleep on.
  const Expr *Taken = nullptr;
  unsigned Mentions = 0, Explained = 0;
  bool TouchesShared = false;
  auto Guards = [&](const VarDecl *Guard) {
    const auto *C =
        Guard->getInit()
            ? dyn_cast<CXXConstructExpr>(Guard->getInit()->IgnoreImplicit())
            : nullptr;
    if (!C || !rules().guard(Guard->getType()))
      return;
    for (const Expr *A : C->arguments())
      if (names(A, V)) {
        // A guard that is mentioned again may be slept on: 'cv.wait(l)'.
        if (!Guard->isReferenced())
          ++Explained;
        Taken = Taken ? Taken : A;
      }
  };
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      Mentions += Ref->getDecl() == &V;
      const auto *Other = dyn_cast<VarDecl>(Ref->getDecl());
      TouchesShared |= Other && (!Other->hasLocalStorage() ||
                                 Other->getType()->isReferenceType() ||
                                 Other->getType()->isPointerType());
    } else if (isa<CXXThisExpr>(S)) {
      TouchesShared = true;
    } else if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      for (const LambdaCapture &C : Lambda->captures())
        Mentions += C.capturesVariable() && C.getCapturedVar() == &V;
    } else if (const auto *Region = dyn_cast<CapturedStmt>(S)) {
      // The threads of a region have it in common.
      Mentions += Region->capturesVariable(&V);
    } else if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *Guard = dyn_cast<VarDecl>(Each))
          Guards(Guard);
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      if (auto Method = methodCall(*Call)) {
        const LockRule *Rule = rules().lock(Method->ObjectType);
        if (Rule && names(Method->Object, V) &&
            Rule->Methods.count(Method->Name)) {
          ++Explained;
          Taken = Taken ? Taken : Call;
        } else {
          TouchesShared = true;
        }
      } else if (const FunctionDecl *Callee = Call->getDirectCallee()) {
        auto Known = rules().lockFunction(*Callee);
        TouchesShared |= !Known;
        if (!Known || Known->Argument >= Call->getNumArgs())
          return;
        const auto *U = dyn_cast<UnaryOperator>(
            Call->getArg(Known->Argument)->IgnoreParenImpCasts());
        if (U && U->getOpcode() == UO_AddrOf && names(U->getSubExpr(), V)) {
          ++Explained;
          Taken = Taken ? Taken : Call;
        }
      }
    }
  });
  // A lock around nothing that others could see: a test or a measurement of
  // the lock itself.
  if (!Taken || Mentions != Explained || !TouchesShared)
    return;
  std::string Name = "'" + V.getNameAsString() + "'";
  found(V.getLocation(),
        Name + " is a new lock in every call; it keeps nobody out",
        {{"thread A", Taken->getBeginLoc(), "takes its own " + Name},
         {"thread B", Taken->getBeginLoc(),
          "takes another " + Name +
              " at the same time: both go on, and one change is lost"}},
        "make the lock a member, a global or a static, beside what it "
        "protects");
}

/// Whether \p E is a lock that exists elsewhere, so that using its value copies
/// it. An initialiser macro, a call's result and a literal are new locks.
static bool isExistingLock(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return C->getNumArgs() == 1 && C->getConstructor()->isCopyConstructor() &&
           isExistingLock(C->getArg(0));
  if (!E->isLValue() || isa<CompoundLiteralExpr>(E))
    return false;
  // A constant is a template that nobody ever locks, and a local was made here.
  if (E->getType().isConstQualified())
    return false;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return !V || !V->hasLocalStorage() || isa<ParmVarDecl>(V);
}

/// pthread_mutex_t mine = theirs;
void VacuousLockCheck::copiedLock(const VarDecl &V) {
  QualType T = V.getType();
  if (!T->isRecordType() || isa<ParmVarDecl>(V) || !V.getInit() ||
      !isExistingLock(V.getInit()))
    return;
  std::string Name = "'" + V.getNameAsString() + "'";
  found(V.getLocation(),
        Name + " is a copy of a lock; the two know nothing of "
               "each other",
        bothInside(V.getLocation(), "uses the copy while another thread holds "
                                    "the original"),
        "keep a pointer or reference to the lock");
}

/// mine = theirs;
void VacuousLockCheck::copiedLock(const BinaryOperator &B) {
  QualType T = B.getLHS()->getType();
  if (!T->isRecordType() || !rules().isLock(T) || !isExistingLock(B.getRHS()))
    return;
  found(B.getOperatorLoc(),
        "a lock is copied here; the two know nothing of "
        "each other",
        bothInside(B.getOperatorLoc(), "uses the copy while another thread "
                                       "holds the original"),
        "keep a pointer or reference to the lock");
}

/// m.try_lock();
/// pthread_mutex_trylock(&m);
void VacuousLockCheck::ignoredAttempt(const Expr &E, const Stmt *Next,
                                      const FunctionDecl &F) {
  if (!isa<CallExpr>(E))
    return;
  auto IsAttempt = [](LockEffect Effect) {
    return Effect == LockEffect::TryAcquire ||
           Effect == LockEffect::TryAcquireShared;
  };
  auto IsRelease = [](LockEffect Effect) {
    return Effect == LockEffect::Release || Effect == LockEffect::ReleaseShared;
  };
  auto EffectOf = [&](const Expr &Call) -> std::optional<LockEffect> {
    if (auto Method = methodCall(Call)) {
      const std::map<std::string, LockEffect> *Methods = nullptr;
      if (const LockRule *Rule = rules().lock(Method->ObjectType))
        Methods = &Rule->Methods;
      else if (const GuardRule *Rule = rules().guard(Method->ObjectType))
        Methods = &Rule->Methods;
      if (!Methods)
        return std::nullopt;
      auto It = Methods->find(Method->Name);
      if (It == Methods->end())
        return std::nullopt;
      return It->second;
    }
    if (const auto *C = dyn_cast<CallExpr>(&Call))
      if (const FunctionDecl *F = C->getDirectCallee())
        if (auto Known = rules().lockFunction(*F))
          return Known->Effect;
    return std::nullopt;
  };

  auto Effect = EffectOf(E);
  if (!Effect || !IsAttempt(*Effect))
    return;
  // A guard remembers what came of the attempt, and may be asked later.
  if (auto Method = methodCall(E);
      Method && rules().guard(Method->ObjectType)) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Method->Object);
    unsigned Mentions = 0;
    if (Ref)
      forEachEvaluated(F, [&](const Stmt *S) {
        const auto *Other = dyn_cast<DeclRefExpr>(S);
        Mentions += Other && Other->getDecl() == Ref->getDecl();
      });
    if (Mentions != 1)
      return;
  }
  // 'm.try_lock(); m.unlock();' makes sure that the lock is free, as people do
  // before they destroy it or after a fork.
  if (const auto *Call = dyn_cast_or_null<Expr>(Next))
    if (auto NextEffect = EffectOf(*Call->IgnoreImplicit());
        NextEffect && IsRelease(*NextEffect))
      return;
  found(E.getBeginLoc(),
        "whether the lock was taken is ignored; the code after it runs either "
        "way",
        {{"thread A", E.getBeginLoc(),
          "tries to take the lock, which thread B "
          "holds, and goes on without it"},
         {"thread A", Next ? Next->getBeginLoc() : E.getEndLoc(),
          "changes what thread B is changing: one change is lost"}},
        "test the result, or wait for the lock");
}
