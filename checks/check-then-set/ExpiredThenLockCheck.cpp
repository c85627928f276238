//===- ExpiredThenLockCheck.cpp -------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/check-then-set/ExpiredThenLockCheck.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace racetidy;

const CheckInfo ExpiredThenLockCheck::Info{
    "race-expired-then-lock",
    "an answer about an object's owners is out of date when it is acted upon",
    "check-then-set",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 367, 476",
    "sometimes",
    /*Options=*/{},
};

void ExpiredThenLockCheck::addMatchers(MatchFinder *Finder) {
  Finder->addMatcher(
      functionDecl(isDefinition(), unless(isImplicit())).bind("function"),
      this);
  Finder->addMatcher(lambdaExpr().bind("lambda"), this);
}

void ExpiredThenLockCheck::match(const Result &R) {
  const auto *F = R.Nodes.getNodeAs<FunctionDecl>("function");
  if (const auto *L = R.Nodes.getNodeAs<LambdaExpr>("lambda"))
    F = L->getCallOperator();
  if (!context().getLangOpts().CPlusPlus || !F ||
      !F->doesThisDeclarationHaveABody() ||
      !mayAskOfOwners(*F, rules().rules()))
    return;
  unsigned CutHere = 0;
  std::vector<OwnerUse> Uses = findOwnerUses(*F, rules(), CutHere);
  countCut(CutHere);
  for (const OwnerUse &Use : Uses) {
    if (!Reported.insert(Use.Use->getBeginLoc()).second)
      continue;
    if (Use.Asks == OwnerTest::Alive)
      expired(Use, *F);
    else
      changed(Use);
  }
}

void ExpiredThenLockCheck::onEndOfTranslationUnit() {
  Reported.clear();
  NamesGiven = 0;
  RaceCheck::onEndOfTranslationUnit();
}

/// if (!w.expired()) w.lock()->go();
void ExpiredThenLockCheck::expired(const OwnerUse &Use, const FunctionDecl &F) {
  std::string Name = "'" + Use.Name + "'";
  Finding Found;
  Found.Loc = Use.Use->getBeginLoc();
  Found.Message = Name + " is asked whether its object is still there and then "
                         "locked, in two steps; when the last owner lets go in "
                         "between, a null pointer is dereferenced";
  Found.Evidence = {Name + " watches an object that others own and may let go "
                           "of at any time",
                    Confidence::High};
  // Most locks guard the weak pointer itself or the list that it stands in, and
  // owners let go without them. Some owners don't.
  if (Use.TakesLock)
    Found.Evidence = {Found.Evidence.What +
                          ", unless the lock that is taken here keeps them",
                      Confidence::Medium};
  Found.Steps = {
      {"thread A", Use.Test->getBeginLoc(),
       "finds that the object of " + Name + " is still there"},
      {"thread B", Use.Test->getBeginLoc(),
       "lets go of the last owner: the object is destroyed"},
      {"thread A", Found.Loc, "locks " + Name + " and gets a null pointer"},
      {"thread A", Use.Dereference, "dereferences the null pointer"},
  };
  Found.Advice = "lock it once and test what that returns";
  Found.Fixes = repair(Use, F);
  emit(std::move(Found));
}

/// if (p.use_count() == 1) p->change();
void ExpiredThenLockCheck::changed(const OwnerUse &Use) {
  std::string Name = "'" + Use.Name + "'";
  Finding Found;
  Found.Loc = Use.Use->getExprLoc();
  Found.Message =
      "the object of " + Name +
      " is changed since it seems to have one owner; the count "
      "says nothing of what other threads did with it, or may still "
      "get from a weak pointer";
  Found.Evidence = evidenceOfSharing(Use);
  Found.Steps = {
      {"thread B", Use.Test->getBeginLoc(),
       "reads the object through an owner of its own, and lets go of that"},
      {"thread A", Use.Test->getBeginLoc(),
       "reads a count of one, by a load that orders nothing before it"},
      {"thread A", Found.Loc,
       "changes the object while, to its processor, thread B still reads: "
       "thread B sees half of the change"},
  };
  Found.Advice =
      "keep the object unchanged once it is shared and put a new one "
      "in its place, or guard both pointer and object with a lock";
  emit(std::move(Found));
}

/// Single-threaded programs copy on write as well: without a sign of threads
/// where the pointer lives, this stays of low confidence.
Evidence ExpiredThenLockCheck::evidenceOfSharing(const OwnerUse &Use) {
  std::string Name = "'" + Use.Name + "'";
  auto Has = [&](const RecordDecl *Record, bool AtomicsCount) {
    Record = Record ? Record->getDefinition() : nullptr;
    return Record && llvm::any_of(Record->fields(), [&](const FieldDecl *F) {
             QualType T = F->getType();
             return rules().isLock(T) ||
                    (AtomicsCount && (T->isAtomicType() || rules().atomic(T)));
           });
  };
  const auto *Field = dyn_cast_or_null<FieldDecl>(Use.Declaration);
  const auto *V = dyn_cast_or_null<VarDecl>(Use.Declaration);
  bool Outlives = Field || (V && !V->hasLocalStorage());
  bool Concurrent = Use.TakesLock ||
                    (Field && Has(Field->getParent(), /*AtomicsCount=*/true));
  // 'p->close()' of an object with a lock of its own is that one's business.
  if (auto Method = methodCall(*Use.Use))
    if (Has(Method->ObjectType->getAsRecordDecl(), /*AtomicsCount=*/false))
      return {Name + " points to an object that has a lock of its own",
              Confidence::Low};
  if (Outlives && Concurrent)
    return {Name + " is kept where locks or atomics are: threads share it",
            Confidence::Medium};
  return {"nothing shows that threads share the object of " + Name,
          Confidence::Low};
}

static bool isPlainText(SourceRange Range) {
  return Range.isValid() && !Range.getBegin().isMacroID() &&
         !Range.getEnd().isMacroID();
}

/// A name that nothing in the unit has: it can neither hide nor clash, also
/// where one repair stands inside another.
std::string ExpiredThenLockCheck::newName() {
  std::string Name;
  do {
    ++NamesGiven;
    Name = "locked" + (NamesGiven == 1 ? "" : std::to_string(NamesGiven));
  } while (context().Idents.find(Name) != context().Idents.end());
  return Name;
}

/// 'if (!w.expired()) w.lock()->go();' becomes
/// 'if (auto locked = w.lock()) locked->go();': only where the test is the
/// whole condition, nothing hangs on its failure, and the pointer is not
/// mentioned again.
std::vector<FixItHint> ExpiredThenLockCheck::repair(const OwnerUse &Use,
                                                    const FunctionDecl &F) {
  if (!Use.ByArrow)
    return {};
  const IfStmt *If = nullptr;
  forEachEvaluated(F, [&](const Stmt *S) {
    if (const auto *Each = dyn_cast<IfStmt>(S)) {
      const auto *Not =
          dyn_cast<UnaryOperator>(Each->getCond()->IgnoreParenImpCasts());
      if (Not && Not->getOpcode() == UO_LNot &&
          Not->getSubExpr()->IgnoreParenImpCasts() == Use.Test)
        If = Each;
    }
  });
  if (!If || If->getElse() || If->getInit() || If->getConditionVariable() ||
      If->isConstexpr())
    return {};
  // A branch that mentions the pointer twice may assign it, and one that jumps
  // may come from elsewhere.
  unsigned Mentions = 0;
  bool Inside = false;
  auto Declaration = [](const Expr *E) -> const Decl * {
    E = E->IgnoreParenImpCasts();
    if (const auto *M = dyn_cast<MemberExpr>(E))
      return M->getMemberDecl();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return Ref->getDecl();
    return nullptr;
  };
  auto Asked = methodCall(*Use.Test);
  const Decl *Pointer = Asked ? Declaration(Asked->Object) : nullptr;
  llvm::SmallVector<const Stmt *, 32> Work{If->getThen()};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (isa<LabelStmt, LambdaExpr>(S))
      return {};
    Inside |= S == Use.Use;
    if (const auto *E = dyn_cast<Expr>(S))
      Mentions += isa<MemberExpr, DeclRefExpr>(E) && Declaration(E) == Pointer;
    llvm::append_range(Work, S->children());
  }
  if (!Pointer || !Inside || Mentions != 1)
    return {};
  SourceRange Condition = If->getCond()->getSourceRange();
  SourceRange Lock = Use.Use->getSourceRange();
  if (!isPlainText(Condition) || !isPlainText(Lock))
    return {};
  std::string Text = Lexer::getSourceText(CharSourceRange::getTokenRange(Lock),
                                          context().getSourceManager(),
                                          context().getLangOpts())
                         .str();
  std::string Name = newName();
  return {
      FixItHint::CreateReplacement(Condition, "auto " + Name + " = " + Text),
      FixItHint::CreateReplacement(Lock, Name)};
}
