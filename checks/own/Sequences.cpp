//===- Sequences.cpp - what must not happen in one function ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/own/Sequences.h"

#include "checks/analysis/FunctionScan.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/Analysis/AnalysisDeclContext.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

using Names = std::vector<std::string>;

/// A method also answers to the names that it has in base classes.
static bool isNamed(const NamedDecl &D, const Names &Globs) {
  if (matchesAny(Globs, userName(D)))
    return true;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D))
    return llvm::any_of(
        Method->overridden_methods(),
        [&](const CXXMethodDecl *Base) { return isNamed(*Base, Globs); });
  return false;
}

namespace {

class Finder {
public:
  Finder(const FunctionDecl &Function, RuleIndex &Index)
      : Function(Function), Index(Index) {}

  void find(const OwnRule &Rule, std::vector<FoundSequence> &Found);

private:
  bool matches(const Stmt *S, const Names &Globs);
  bool isExcused(const SequenceRule &Rule, const Stmt *Then);
  bool belongs(const SequenceRule &Rule, const Stmt *First, const Stmt *Then);
  bool depends(const Stmt *First, const Stmt *Then);
  const llvm::DenseSet<const VarDecl *> &valuesOf(const Stmt *First);
  void follow(const OwnRule &Rule, const Stmt *First, const CFGBlock &From,
              size_t Element, std::vector<FoundSequence> &Found);
  const CFG *graph();
  const ParentMap &parents();

  const FunctionDecl &Function;
  RuleIndex &Index;
  std::unique_ptr<AnalysisDeclContext> Analysis;
  std::unique_ptr<ParentMap> Parents;
  llvm::DenseMap<const Stmt *, llvm::DenseSet<const VarDecl *>> Values;
};

} // namespace

const CFG *Finder::graph() {
  if (!Analysis) {
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    Options.AddInitializers = true;
    Analysis =
        std::make_unique<AnalysisDeclContext>(nullptr, &Function, Options);
  }
  return Analysis->getCFG();
}

const ParentMap &Finder::parents() {
  if (!Parents)
    Parents = std::make_unique<ParentMap>(Function.getBody());
  return *Parents;
}

/// Whether \p Glob is "co_await", or "co_await" and the name of a function.
static bool isOfSuspension(llvm::StringRef Glob) {
  return Glob == "co_await" || Glob.starts_with("co_await ");
}

/// The function whose result \p S awaits, or null.
static const FunctionDecl *awaitedCall(const Stmt &S) {
  const auto *Suspension = dyn_cast<CoawaitExpr>(&S);
  const Stmt *Inner = Suspension ? Suspension->getOperand() : nullptr;
  while (Inner && !isa<CallExpr>(Inner)) {
    auto Children = Inner->children();
    Inner = Children.begin() == Children.end() ? nullptr : *Children.begin();
  }
  const auto *Call = cast_or_null<CallExpr>(Inner);
  return Call ? Call->getDirectCallee() : nullptr;
}

bool Finder::matches(const Stmt *S, const Names &Globs) {
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    if (const FunctionDecl *Callee = Call->getDirectCallee();
        Callee && isNamed(*Callee, Globs))
      return true;
  } else if (const auto *Made = dyn_cast<CXXConstructExpr>(S)) {
    const CXXConstructorDecl *Constructor = Made->getConstructor();
    if (!Constructor->isCopyOrMoveConstructor() &&
        matchesAny(Globs, userName(*Constructor->getParent())))
      return true;
  } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
    if (isa<FieldDecl, VarDecl>(Member->getMemberDecl()))
      return isNamed(*Member->getMemberDecl(), Globs);
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    if (isa<VarDecl>(Ref->getDecl()))
      return isNamed(*Ref->getDecl(), Globs);
  }
  if (!llvm::any_of(Globs, isOfSuspension) || !isSuspension(*S, Index))
    return false;
  const FunctionDecl *Awaited = awaitedCall(*S);
  return llvm::any_of(Globs, [&](llvm::StringRef Glob) {
    if (!Glob.consume_front("co_await"))
      return false;
    return Glob.empty() || (Awaited && isNamed(*Awaited, {Glob.trim().str()}));
  });
}

/// The expression that \p Rule's 'same' compares, or null.
static const Expr *subject(const Stmt *S, int Same) {
  const auto *Call = dyn_cast<CallExpr>(S);
  if (!Call)
    return nullptr;
  if (Same == SequenceRule::Object) {
    const auto *Method = dyn_cast<CXXMemberCallExpr>(Call);
    return Method ? Method->getImplicitObjectArgument()->IgnoreParenImpCasts()
                  : nullptr;
  }
  unsigned Number = Same;
  // An operator that is a method has its object as the first argument.
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (isa<CXXOperatorCallExpr>(Call) && isa_and_nonnull<CXXMethodDecl>(Callee))
    ++Number;
  return Number < Call->getNumArgs()
             ? Call->getArg(Number)->IgnoreParenImpCasts()
             : nullptr;
}

static bool saysTheSame(const Expr *A, const Expr *B, ASTContext &Context) {
  llvm::FoldingSetNodeID IdA, IdB;
  A->Profile(IdA, Context, /*Canonical=*/true);
  B->Profile(IdB, Context, /*Canonical=*/true);
  return IdA == IdB;
}

/// Whether \p S uses one of \p Variables, or \p Value itself.
static bool uses(const Stmt *S,
                 const llvm::DenseSet<const VarDecl *> &Variables,
                 const Stmt *Value) {
  if (!S)
    return false;
  if (S == Value)
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      return Variables.contains(V);
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return uses(Child, Variables, Value);
  });
}

/// The local variables that hold what \p First gave: its result, what it was
/// let write to, and all that was made of these.
const llvm::DenseSet<const VarDecl *> &Finder::valuesOf(const Stmt *First) {
  auto [It, New] = Values.try_emplace(First);
  llvm::DenseSet<const VarDecl *> &Held = It->second;
  if (!New)
    return Held;
  auto Named = [](const Expr *E) -> const VarDecl * {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  };
  if (const auto *Call = dyn_cast<CallExpr>(First))
    for (const Expr *Argument : Call->arguments()) {
      const auto *Address = dyn_cast<UnaryOperator>(Argument->IgnoreParens());
      if (Address && Address->getOpcode() == UO_AddrOf)
        if (const VarDecl *V = Named(Address->getSubExpr()))
          Held.insert(V);
      // A reference that is not constant: it is no copy and no conversion.
      if (Argument->isLValue() && !Argument->getType().isConstQualified())
        if (const VarDecl *V = Named(Argument); V && V->hasLocalStorage())
          Held.insert(V);
    }
  size_t Before;
  do {
    Before = Held.size();
    forEachEvaluated(Function, [&](const Stmt *S) {
      if (const auto *Declared = dyn_cast<DeclStmt>(S)) {
        for (const Decl *D : Declared->decls())
          if (const auto *V = dyn_cast<VarDecl>(D);
              V && uses(V->getInit(), Held, First))
            Held.insert(V);
      } else if (const auto *Assigned = dyn_cast<BinaryOperator>(S)) {
        if (Assigned->isAssignmentOp() && uses(Assigned->getRHS(), Held, First))
          if (const VarDecl *V = Named(Assigned->getLHS()))
            Held.insert(V);
      }
    });
  } while (Held.size() != Before);
  return Held;
}

/// Whether \p Then uses what \p First gave, or stands under a test of it.
bool Finder::depends(const Stmt *First, const Stmt *Then) {
  const llvm::DenseSet<const VarDecl *> &Held = valuesOf(First);
  if (uses(Then, Held, First))
    return true;
  for (const Stmt *Child = Then, *Up = parents().getParent(Child); Up;
       Child = Up, Up = parents().getParent(Up)) {
    const Stmt *Condition = nullptr;
    if (const auto *If = dyn_cast<IfStmt>(Up))
      Condition = If->getCond();
    else if (const auto *While = dyn_cast<WhileStmt>(Up))
      Condition = While->getCond();
    else if (const auto *Switch = dyn_cast<SwitchStmt>(Up))
      Condition = Switch->getCond();
    if (Condition && Condition != Child && uses(Condition, Held, First))
      return true;
  }
  return false;
}

bool Finder::belongs(const SequenceRule &Rule, const Stmt *First,
                     const Stmt *Then) {
  if (!First)
    return true;
  if (Rule.Same != SequenceRule::Anything) {
    const Expr *A = subject(First, Rule.Same), *B = subject(Then, Rule.Same);
    if (!A || !B || !saysTheSame(A, B, Function.getASTContext()))
      return false;
  }
  return !Rule.Dependent || depends(First, Then);
}

/// Whether a local object of a type of \p Rule's 'unless-while' lives at
/// \p Then: it is declared before, in a block around it.
static bool livesAround(const Names &Types, const Stmt *Then,
                        const ParentMap &Parents) {
  for (const Stmt *Child = Then, *Up = Parents.getParent(Child); Up;
       Child = Up, Up = Parents.getParent(Up)) {
    const auto *Block = dyn_cast<CompoundStmt>(Up);
    if (!Block)
      continue;
    for (const Stmt *Before : Block->body()) {
      if (Before == Child)
        break;
      const auto *Declared = dyn_cast<DeclStmt>(Before);
      if (!Declared)
        continue;
      for (const Decl *D : Declared->decls()) {
        const auto *V = dyn_cast<VarDecl>(D);
        const CXXRecordDecl *Class =
            V ? V->getType().getNonReferenceType()->getAsCXXRecordDecl()
              : nullptr;
        if (Class && matchesAny(Types, userName(*Class)))
          return true;
      }
    }
  }
  return false;
}

bool Finder::isExcused(const SequenceRule &Rule, const Stmt *Then) {
  return !Rule.UnlessWhile.empty() &&
         livesAround(Rule.UnlessWhile, Then, parents());
}

/// Walks on from behind \p Element of \p From, and ends each way where it meets
/// what makes it right.
void Finder::follow(const OwnRule &Rule, const Stmt *First,
                    const CFGBlock &From, size_t Element,
                    std::vector<FoundSequence> &Found) {
  const SequenceRule &Sequence = *Rule.Sequence;
  llvm::DenseSet<const CFGBlock *> Seen;
  std::vector<std::pair<const CFGBlock *, size_t>> Work{{&From, Element}};
  while (!Work.empty()) {
    auto [Block, Begin] = Work.back();
    Work.pop_back();
    bool Right = false;
    for (size_t I = Begin; I < Block->size() && !Right; ++I) {
      auto Reached = (*Block)[I].getAs<CFGStmt>();
      if (!Reached)
        continue;
      const Stmt *S = Reached->getStmt();
      Right = matches(S, Sequence.UnlessBetween);
      if (!Right && matches(S, Sequence.Then) && !isExcused(Sequence, S) &&
          belongs(Sequence, First, S))
        Found.push_back({&Rule, First, S});
    }
    if (Right)
      continue;
    for (const CFGBlock *Next : Block->succs())
      if (Next && Seen.insert(Next).second)
        Work.push_back({Next, 0});
  }
}

void Finder::find(const OwnRule &Rule, std::vector<FoundSequence> &Found) {
  const SequenceRule &Sequence = *Rule.Sequence;
  bool Begins = Sequence.First.empty(), Ends = false;
  forEachEvaluated(Function, [&](const Stmt *S) {
    Begins |= matches(S, Sequence.First);
    Ends |= matches(S, Sequence.Then);
  });
  const CFG *Graph = Begins && Ends ? graph() : nullptr;
  if (!Graph)
    return;
  if (Sequence.First.empty())
    return follow(Rule, nullptr, Graph->getEntry(), 0, Found);
  for (const CFGBlock *Block : *Graph)
    for (size_t I = 0; I < Block->size(); ++I)
      if (auto Reached = (*Block)[I].getAs<CFGStmt>();
          Reached && matches(Reached->getStmt(), Sequence.First))
        follow(Rule, Reached->getStmt(), *Block, I + 1, Found);
}

/// Whether \p Function is one of \p Globs, or a lambda that is handed to one.
static bool isIn(const FunctionDecl &Function, const Names &Globs) {
  if (Globs.empty())
    return false;
  if (isNamed(Function, Globs))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (!Method || !Method->getParent()->isLambda())
    return false;
  // The function around it; the lambda is an argument of one of its calls.
  const DeclContext *Around = Method->getParent()->getParent();
  while (Around && !Around->isFunctionOrMethod())
    Around = Around->getParent();
  const auto *Outer = dyn_cast_or_null<FunctionDecl>(Around);
  if (!Outer || !Outer->hasBody())
    return false;
  bool Handed = false;
  forEachEvaluated(*Outer, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || !isNamed(*Callee, Globs))
      return;
    for (const Expr *Argument : Call->arguments())
      for (const Stmt *Inner = Argument; Inner;) {
        if (const auto *Lambda = dyn_cast<LambdaExpr>(Inner)) {
          Handed |= Lambda->getLambdaClass() == Method->getParent();
          break;
        }
        auto Children = Inner->children();
        Inner =
            Children.begin() == Children.end() ? nullptr : *Children.begin();
      }
  });
  return Handed || isIn(*Outer, Globs);
}

std::vector<FoundSequence>
racetidy::findSequences(const FunctionDecl &Function, RuleIndex &Index,
                        llvm::ArrayRef<const OwnRule *> Rules) {
  std::vector<FoundSequence> Found;
  Finder Find(Function, Index);
  for (const OwnRule *Rule : Rules)
    if (!isIn(Function, Rule->Sequence->UnlessIn))
      Find.find(*Rule, Found);
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  llvm::stable_sort(Found, [&](const FoundSequence &A, const FoundSequence &B) {
    return SM.isBeforeInTranslationUnit(A.Then->getBeginLoc(),
                                        B.Then->getBeginLoc());
  });
  llvm::DenseSet<std::pair<const OwnRule *, const Stmt *>> Told;
  llvm::erase_if(Found, [&](const FoundSequence &F) {
    return !Told.insert({F.Rule, F.Then}).second;
  });
  return Found;
}
