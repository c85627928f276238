//===- RegionWalker.cpp - reads OpenMP regions ----------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/RegionWalker.h"

#include "checks/analysis/AtomicOperations.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"

using namespace clang;
using namespace racetidy;

RegionAccesses racetidy::readRegions(const FunctionDecl &F, RuleIndex &Rules) {
  RegionAccesses Out;
  RegionWalker(Rules, Out).walk(F);
  return Out;
}

void RegionWalker::walk(const FunctionDecl &F) {
  Frame Top(F, Rules);
  Current = &Top;
  Active.insert(&F);
  noteAssigned(F.getBody(), EverAssigned);
  visit(F.getBody());
}

void RegionWalker::children(const Stmt *S) {
  for (const Stmt *Child : S->children())
    visit(Child);
}

static bool isAssignment(OverloadedOperatorKind K) {
  switch (K) {
  case OO_Equal:
  case OO_PlusEqual:
  case OO_MinusEqual:
  case OO_StarEqual:
  case OO_SlashEqual:
  case OO_PercentEqual:
  case OO_CaretEqual:
  case OO_AmpEqual:
  case OO_PipeEqual:
  case OO_LessLessEqual:
  case OO_GreaterGreaterEqual:
  case OO_PlusPlus:
  case OO_MinusMinus:
    return true;
  default:
    return false;
  }
}

void RegionWalker::visit(const Stmt *S) {
  if (!S || ++Statements > MaxStatements)
    return;
  if (const auto *D = dyn_cast<OMPExecutableDirective>(S))
    return directive(*D);
  if (const auto *C = dyn_cast<CompoundStmt>(S))
    return compound(*C);
  if (const auto *D = dyn_cast<DeclStmt>(S))
    return declare(*D);
  if (const auto *If = dyn_cast<IfStmt>(S))
    return branch(*If);
  if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
    return loop(*S);
  // A lambda runs elsewhere; the others never run.
  if (isa<LambdaExpr, BlockExpr, UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(S))
    return;
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(S))
    return visit(Default->getExpr());
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp()) {
    visit(B->getRHS());
    children(B->getLHS());
    bool Update = B->isCompoundAssignmentOp();
    std::string Operator = Update ? B->getOpcodeStr().str() : "";
    // 'sum = sum + x'
    const auto *Sum =
        dyn_cast<BinaryOperator>(B->getRHS()->IgnoreParenImpCasts());
    if (auto Target = Sum && !Update ? where(B->getLHS()) : std::nullopt) {
      auto Is = [&](const Expr *E) {
        auto At = where(E);
        return At && At->Place == Target->Place;
      };
      bool Left = Is(Sum->getLHS());
      Update = Left || Is(Sum->getRHS());
      if (Left || (Update && Sum->getOpcode() != BO_Sub))
        Operator = Sum->getOpcodeStr().str() + "=";
    }
    return access(B, B->getLHS(), /*Write=*/true, Update, B->getRHS(),
                  Operator);
  }
  if (const auto *U = dyn_cast<UnaryOperator>(S);
      U && U->isIncrementDecrementOp()) {
    children(U->getSubExpr());
    return access(U, U->getSubExpr(), /*Write=*/true, /*Update=*/true, nullptr,
                  U->isIncrementOp() ? "++" : "--");
  }
  if (const auto *Call = dyn_cast<CallExpr>(S))
    return call(*Call);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(S)) {
    children(S);
    if (!Stack.empty())
      follow(*Made->getConstructor(), nullptr,
             ArrayRef(Made->getArgs(), Made->getNumArgs()));
    return;
  }
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S);
      Cast && Cast->getCastKind() == CK_LValueToRValue)
    access(Cast, Cast->getSubExpr(), /*Write=*/false);
  children(S);
}

void RegionWalker::compound(const CompoundStmt &S) {
  size_t Before = Guards.size();
  children(&S);
  for (size_t I = Guards.size(); I-- > Before;)
    if (Guards[I].Scoped)
      Guards.erase(Guards.begin() + I);
}

void RegionWalker::declare(const DeclStmt &S) {
  for (const Decl *D : S.decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (!V)
      continue;
    Declared[V] = Stack.size();
    visit(V->getInit());
    if (!V->getInit() || !Rules.guard(V->getType()))
      continue;
    if (const auto *Made =
            dyn_cast<CXXConstructExpr>(V->getInit()->IgnoreImplicit()))
      for (const Expr *Arg : Made->arguments())
        if (Rules.isLock(Arg->getType()))
          Guards.push_back({guardName(Arg), /*Scoped=*/true});
  }
}

/// Whether \p Condition compares by '==' what differs from thread to thread: a
/// variable of its own, what a function tells it about itself. Only few take
/// such a branch, most often one.
bool RegionWalker::differs(const Expr *Condition) {
  Condition = Condition->IgnoreParenImpCasts();
  std::function<bool(const Stmt *)> IsOwn = [&](const Stmt *S) {
    if (!S || isa<ArraySubscriptExpr>(S))
      return false;
    if (const auto *Call = dyn_cast<CallExpr>(S))
      return Call->getNumArgs() == 0 && !isa<CXXMemberCallExpr>(Call);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      RegionPlace Place;
      Place.Root = V;
      if (!V || level(Place) == 0)
        return false;
      // 'int id = rank(); if (id == 0)', the number of an iteration; what was
      // loaded from an array is data.
      return !V->getInit() || IsOwn(V->getInit()) ||
             V->getInit()->isEvaluatable(Current->Function.getASTContext());
    }
    return llvm::any_of(S->children(), IsOwn);
  };
  if (const auto *B = dyn_cast<BinaryOperator>(Condition)) {
    if (B->getOpcode() == BO_LAnd)
      return differs(B->getLHS()) || differs(B->getRHS());
    return B->getOpcode() == BO_EQ &&
           (IsOwn(B->getLHS()) || IsOwn(B->getRHS()));
  }
  const auto *Not = dyn_cast<UnaryOperator>(Condition);
  return Not && Not->getOpcode() == UO_LNot && IsOwn(Not->getSubExpr());
}

static bool isUnequal(const Expr *Condition) {
  const auto *B = dyn_cast<BinaryOperator>(Condition->IgnoreParenImpCasts());
  return B && B->getOpcode() == BO_NE;
}

void RegionWalker::branch(const IfStmt &S) {
  visit(S.getInit());
  visit(S.getConditionVariableDeclStmt());
  visit(S.getCond());
  bool Few = !Stack.empty() && differs(S.getCond());
  if (Few)
    push(Construct::Narrowed, nullptr, /*Names=*/false);
  visit(S.getThen());
  if (Few)
    pop();
  bool Rest = false;
  if (const auto *B =
          dyn_cast<BinaryOperator>(S.getCond()->IgnoreParenImpCasts());
      B && isUnequal(S.getCond()) && !Stack.empty() && S.getElse()) {
    // 'if (id != 0) … else …'
    Rest = true;
    push(Construct::Narrowed, nullptr, /*Names=*/false);
  }
  visit(S.getElse());
  if (Rest)
    pop();
}

/// Whether \p S, inside of a loop, looks at what others may change meanwhile:
/// the loop may be waiting for them.
static bool looksAgain(const Stmt *S) {
  return S &&
         (isa<OMPCriticalDirective, OMPAtomicDirective>(S) ||
          (!isa<LambdaExpr>(S) && llvm::any_of(S->children(), looksAgain)));
}

/// Whether threads wait for each other somewhere in \p S.
static bool hasBarrier(const Stmt *S) {
  if (!S)
    return false;
  if (isa<OMPBarrierDirective>(S))
    return true;
  if (const auto *D = dyn_cast<OMPExecutableDirective>(S)) {
    OpenMPDirectiveKind K = D->getDirectiveKind();
    if (isOpenMPParallelDirective(K) || isOpenMPTaskingDirective(K))
      return false;
    if (isOpenMPWorksharingDirective(K) &&
        !D->hasClausesOfKind<OMPNowaitClause>())
      return true;
    return D->hasAssociatedStmt() && hasBarrier(D->getRawStmt());
  }
  if (isa<LambdaExpr>(S))
    return false;
  return llvm::any_of(S->children(), hasBarrier);
}

std::optional<Induction> RegionWalker::induction(const Stmt &S) {
  const VarDecl *V = loopVariable(S);
  const auto *For = dyn_cast<ForStmt>(&S);
  if (!V || !For || !For->getCond() || !For->getInc())
    return std::nullopt;
  Induction I;
  I.Variable = V;
  const Expr *First = V->getInit();
  if (const auto *B = dyn_cast<BinaryOperator>(For->getInit()))
    First = B->getRHS();
  const auto *Inc = dyn_cast<Expr>(For->getInc());
  Inc = Inc->IgnoreParenImpCasts();
  const ASTContext &Context = Current->Function.getASTContext();
  if (const auto *U = dyn_cast<UnaryOperator>(Inc)) {
    I.Step = U->isDecrementOp() ? -1 : 1;
  } else if (const auto *B = dyn_cast<BinaryOperator>(Inc)) {
    Expr::EvalResult By;
    const Expr *Amount = B->getRHS();
    if (B->getOpcode() == BO_Assign) {
      const auto *Sum = dyn_cast<BinaryOperator>(Amount->IgnoreParenImpCasts());
      if (!Sum || Sum->getOpcode() != BO_Add)
        return I;
      Amount = Sum->getRHS();
    } else if (B->getOpcode() != BO_AddAssign &&
               B->getOpcode() != BO_SubAssign) {
      return I;
    }
    if (!Amount->EvaluateAsInt(By, Context) || !By.Val.getInt().trySExtValue())
      return I;
    I.Step = *By.Val.getInt().trySExtValue();
    if (B->getOpcode() == BO_SubAssign)
      I.Step = -I.Step;
  } else {
    return I;
  }
  if (I.Step == 0)
    return I;
  const auto *Cond =
      dyn_cast<BinaryOperator>(For->getCond()->IgnoreParenImpCasts());
  auto Start = First ? form(First) : std::nullopt;
  auto Stop =
      Cond && Cond->isComparisonOp() ? form(Cond->getRHS()) : std::nullopt;
  I.Known = Start && Stop;
  if (Start)
    for (auto [From, Factor] : Start->Factors) {
      I.StartsFrom.push_back(From);
      auto Add = [&, From = From](const Induction &Around) {
        if (Around.Variable == From)
          I.StartsFrom.append(Around.StartsFrom.begin(),
                              Around.StartsFrom.end());
      };
      llvm::for_each(Own, Add);
      for (const Construct *C : Stack)
        llvm::for_each(C->Inductions, Add);
    }
  if (Start && Start->Factors.empty())
    I.First = Start->Constant;
  if (Stop && Stop->Factors.empty()) {
    I.End = Stop->Constant;
    if (Cond->getOpcode() == BO_LE)
      ++*I.End;
    else if (Cond->getOpcode() == BO_GE)
      --*I.End;
  }
  return I;
}

void RegionWalker::loop(const Stmt &S) {
  bool Waits = !Phases.empty() && hasBarrier(&S);
  if (Waits) {
    // The end of one round meets the begin of the next.
    unsigned Before = phase();
    phase() = ++LastPhase;
    Out.Overlapping.insert({Before, phase()});
  }
  unsigned Head = phase();
  std::optional<Induction> Counts;
  if (const auto *For = dyn_cast<ForStmt>(&S)) {
    visit(For->getInit());
    Counts = induction(S);
    RegionPlace Place;
    Place.Root = Counts ? Counts->Variable : nullptr;
    // One that the threads share is a race of its own, and counts nothing.
    if (Counts && (!Counts->Known || (!Stack.empty() && level(Place) == 0)))
      Counts.reset();
  } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(&S)) {
    visit(Range->getRangeInit());
    Declared[Range->getLoopVariable()] = Stack.size();
  }
  if (Counts) {
    Counts->Depth = Stack.size();
    Own.push_back(*Counts);
  }
  if (!Stack.empty() && isa<WhileStmt, DoStmt>(S) && looksAgain(&S))
    Out.HasFlags = true;
  Loops.push_back({&S, Maker});
  if (const auto *For = dyn_cast<ForStmt>(&S)) {
    visit(For->getCond());
    visit(For->getBody());
    visit(For->getInc());
  } else if (const auto *Range = dyn_cast<CXXForRangeStmt>(&S)) {
    visit(Range->getBody());
  } else if (const auto *While = dyn_cast<WhileStmt>(&S)) {
    visit(While->getCond());
    visit(While->getBody());
  } else if (const auto *Do = dyn_cast<DoStmt>(&S)) {
    visit(Do->getBody());
    visit(Do->getCond());
  }
  Loops.pop_back();
  if (Counts)
    Own.pop_back();
  if (Waits)
    Out.Overlapping.insert({phase(), Head});
}

std::string RegionWalker::guardName(const Expr *E) {
  auto Found = E->getType()->isPointerType() ? pointee(E) : std::nullopt;
  if (!Found)
    if (auto At = where(E))
      Found = At->Place;
  if (!Found)
    return "lock " + itemText(E, Current->Function.getASTContext());
  std::string Name = "lock";
  auto Add = [&](const Decl *D) {
    Name += " " + std::to_string(reinterpret_cast<uintptr_t>(D));
  };
  Add(Found->Root);
  for (auto [Kind, Field] : Found->Steps)
    Field ? Add(Field) : void(Name += Kind);
  return Name;
}

/// Whether \p Call changes a container, by the rules.
bool RegionWalker::mutates(const CallExpr &Call) {
  auto Method = methodCall(Call);
  if (!Method || Rules.isThreadSafe(Method->ObjectType))
    return false;
  const ContainerRule *Rule = Rules.container(Method->ObjectType);
  // 'm[key]' is most often a look at what is there.
  if (!Rule || Method->Name == "operator[]")
    return false;
  auto It = Rule->Methods.find(Method->Name);
  return It != Rule->Methods.end() && It->second.K != ContainerOp::Query;
}

void RegionWalker::call(const CallExpr &Call) {
  for (const Expr *Arg : Call.arguments())
    visit(Arg);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    visit(Member->getImplicitObjectArgument());
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F)
    return;
  auto Locks = [&](LockEffect Effect, const Expr *Lock) {
    std::string Name = guardName(Lock);
    if (Effect == LockEffect::Acquire || Effect == LockEffect::TryAcquire)
      Guards.push_back({Name, /*Scoped=*/false});
    else if (Effect == LockEffect::Release)
      llvm::erase_if(Guards, [&](const Held &H) { return H.Name == Name; });
  };
  if (auto Effect = Rules.lockFunction(*F)) {
    if (Effect->Argument < Call.getNumArgs())
      Locks(Effect->Effect, Call.getArg(Effect->Argument));
    return;
  }
  auto Method = methodCall(Call);
  if (Method)
    if (const LockRule *Rule = Rules.lock(Method->ObjectType)) {
      if (auto It = Rule->Methods.find(Method->Name); It != Rule->Methods.end())
        Locks(It->second, Method->Object);
      return;
    }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(&Call)) {
    if (isAssignment(O->getOperator())) {
      bool Update = O->getOperator() != OO_Equal;
      access(O, O->getArg(0), /*Write=*/true, Update,
             O->getNumArgs() > 1 ? O->getArg(1) : nullptr,
             Update ? getOperatorSpelling(O->getOperator()) : "");
      return;
    }
  }
  if (Method && mutates(Call)) {
    access(&Call, Method->Object, /*Write=*/true, /*Update=*/true, nullptr,
           Method->Name);
    return;
  }
  if (Stack.empty())
    return;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    follow(*F, Member->getImplicitObjectArgument(),
           ArrayRef(Member->getArgs(), Member->getNumArgs()));
  else if (!isa<CXXOperatorCallExpr>(Call))
    follow(*F, nullptr, ArrayRef(Call.getArgs(), Call.getNumArgs()));
}

void RegionWalker::follow(const FunctionDecl &Callee, const Expr *Object,
                          ArrayRef<const Expr *> Args) {
  const FunctionDecl *F = Callee.getDefinition();
  if (!F || !F->getBody() || F->isDependentContext() || isOfLibrary(*F) ||
      isOfStandard(*F) || Active.size() > MaxDepth || Active.contains(F))
    return;
  const auto *Virtual = dyn_cast<CXXMethodDecl>(F);
  if (Virtual && Virtual->isVirtual())
    return;
  Frame Inner(*F, Rules);
  Inner.Base = Stack.size();
  if (Object) {
    Inner.This = pointee(Object);
    if (!Object->getType()->isPointerType())
      if (auto At = where(Object))
        Inner.This = At->Place;
  }
  for (unsigned I = 0; I < F->getNumParams() && I < Args.size(); ++I) {
    const ParmVarDecl *P = F->getParamDecl(I);
    Declared[P] = Stack.size();
    if (P->getType()->isReferenceType()) {
      if (auto At = where(Args[I]))
        Inner.Given[P] = At->Place;
    } else if (P->getType()->isPointerType()) {
      if (auto To = pointee(Args[I]))
        Inner.Given[P] = *To;
    } else if (auto Value = form(Args[I])) {
      Inner.Values[P] = *Value;
    }
  }
  noteAssigned(F->getBody(), Assigned);
  Frame *Before = std::exchange(Current, &Inner);
  Active.insert(F);
  visit(F->getBody());
  Active.erase(F);
  Current = Before;
}
