//===- ResourceFlow.cpp - writes to resources that depend on reads --------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ResourceFlow.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// The read \p R happens here, perhaps once more.
void ResourceFlow::read(unsigned R, FlowState &State) {
  State.HeldSince[R] = State.Locks.Held.mayAny();
  State.OpenSince[R] = State.Open;
  State.Rewritten &= ~(ReadBits(1) << R);
}

/// '&error' of type 'char **': something is put there, none is taken from it.
static bool isPlaceForPointer(const Expr &Arg) {
  QualType T = Arg.getType()->getPointeeType();
  return !T.isNull() && T->isPointerType() && !T.isConstQualified();
}

void ResourceFlow::call(const FunctionScan::Operation &Op, const Expr *Node,
                        FlowState &State, const CFGBlock &B) {
  const ResourceCall &Call = *Op.Resource;
  if (Op.Read >= 0)
    read(Op.Read, State);
  ReadBits Data = 0;
  for (unsigned I = 0; I < Call.Arguments.size(); ++I)
    if (Call.isValue(I) && !isPlaceForPointer(*Call.Arguments[I]))
      Data |= Values.readsOf(Call.Arguments[I]);
  if (Call.Effect == ResourceEffect::Run) {
    const FunctionScan::Operation *Made =
        Values.madeBy(Call.Handle, State.Values);
    if (!Made)
      return;
    if (Made->Read >= 0)
      return read(Made->Read, State);
    Data |= Values.held(Call.Handle, State.Values);
    bool Opened = Made->Resource->Effect == ResourceEffect::Open;
    if (Made->Resource->writes() || Opened)
      write(*Made, Node, Data, /*Tests=*/!Opened, State, B);
    return;
  }
  // A file is there, and empty, as soon as it is opened.
  if (Call.Effect == ResourceEffect::Open)
    return write(Op, Node, 0, /*Tests=*/true, State, B);
  if (Call.Effect != ResourceEffect::Write || Call.Makes)
    return;
  // The text may hold the value: "SET n = " + std::to_string(n).
  if (Call.Rule->Text >= 0 &&
      static_cast<size_t>(Call.Rule->Text) < Call.Arguments.size())
    Data |= Values.readsOf(Call.Arguments[Call.Rule->Text]);
  if (Call.Handle)
    Data |= Values.held(Call.Handle, State.Values);
  write(Op, Node, Data, /*Tests=*/true, State, B);
}

/// Whether the write puts something else where \p R found what it gave.
bool ResourceFlow::maySupersede(unsigned R,
                                const FunctionScan::Operation &Write) const {
  const FunctionScan::Operation &Read = operation(R);
  if (!Read.Resource || !mayBeSame(Read.Path, *Read.Resource->Rule, Write.Path,
                                   *Write.Resource->Rule))
    return false;
  const auto &Asked = Read.Resource->Statement,
             &Put = Write.Resource->Statement;
  return !Asked || !Put || mayOverwrite(*Asked, *Put);
}

void ResourceFlow::write(const FunctionScan::Operation &Op, const Expr *Node,
                         ReadBits Data, bool Tests, FlowState &State,
                         const CFGBlock &B) {
  if (Op.Path.steps().empty())
    return;
  // An object that nobody else knows yet.
  if (Op.Resource->Rule->Kind == ResourceKind::Object &&
      Private.isPrivate(Op.Path, State.Gone))
    return;
  auto Torn = [&](unsigned R) {
    return (State.Values.Live >> R & 1) && State.HeldSince[R] == 0 &&
           State.OpenSince[R] == 0 && !(State.Rewritten >> R & 1) &&
           maySupersede(R, Op);
  };
  bool Noted = false;
  auto Note = [&](unsigned R, DependenceKind Kind, const IfStmt *Test) {
    Noted = true;
    auto [It, New] = Found.insert({Node, {R, &Op, Kind, Test}});
    if (!New && Kind < It->second.Kind)
      It->second = {R, &Op, Kind, Test};
  };
  for (unsigned R = 0; R < Scan.reads().size(); ++R)
    if ((Data >> R & 1) && Torn(R))
      Note(R, DependenceKind::Data, nullptr);
  std::vector<Branches::Test> Asked;
  if (Tests)
    Asked = Decisions.testsAt(B);
  for (const Branches::Test &T : Asked) {
    if (!T.If)
      continue;
    // In the branch, or behind one that leaves.
    bool Inside = false;
    for (const Stmt *S = Node; S && !Inside; S = Scan.parents().getParent(S))
      Inside = S == T.If->getThen();
    for (unsigned R = 0; R < Scan.reads().size(); ++R)
      if ((T.Reads >> R & 1) && Torn(R) &&
          saysAbsent(T.Condition, Inside, *operation(R).Resource->Rule))
        Note(R, DependenceKind::Control, T.If);
  }
  // Once is enough; a file is written piece by piece.
  if (Noted || Op.Resource->Effect != ResourceEffect::Open)
    for (unsigned R = 0; R < Scan.reads().size(); ++R)
      if (operation(R).Resource && maySupersede(R, Op))
        State.Rewritten |= ReadBits(1) << R;
}

static bool isZero(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParenImpCasts();
  if (E->isValueDependent())
    return false;
  if (E->isNullPointerConstant(const_cast<ASTContext &>(Context),
                               Expr::NPC_ValueDependentIsNotNull))
    return true;
  Expr::EvalResult Result;
  return E->EvaluateAsInt(Result, Context) && Result.Val.getInt() == 0;
}

/// Whether \p E is the result of a call on a resource itself, or a local that
/// keeps one: for some that is a status and no value.
static bool isStatus(const Expr *E, FunctionScan &Scan) {
  if (const auto *Op = Scan.operation(E))
    return Op->Resource != nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage())
    return false;
  return llvm::any_of(Scan.all(), [&](const Expr *Call) {
    if (!Scan.operation(Call)->Resource)
      return false;
    const Stmt *Parent =
        Scan.parents().getParentIgnoreParenImpCasts(const_cast<Expr *>(Call));
    if (const auto *D = dyn_cast_or_null<DeclStmt>(Parent))
      return llvm::is_contained(D->decls(), V);
    const auto *B = dyn_cast_or_null<BinaryOperator>(Parent);
    const auto *Into =
        B && B->getOpcode() == BO_Assign
            ? dyn_cast<DeclRefExpr>(B->getLHS()->IgnoreParenImpCasts())
            : nullptr;
    return Into && Into->getDecl() == V;
  });
}

bool ResourceFlow::saysAbsent(const Expr *Condition, bool Outcome,
                              const ResourceRule &Rule) const {
  Condition = Condition->IgnoreImplicit()->IgnoreParenImpCasts();
  const ASTContext &Context = Function.getASTContext();
  if (const auto *U = dyn_cast<UnaryOperator>(Condition);
      U && U->getOpcode() == UO_LNot)
    return saysAbsent(U->getSubExpr(), !Outcome, Rule);
  if (const auto *Not = dyn_cast<CXXOperatorCallExpr>(Condition);
      Not && Not->getOperator() == OO_Exclaim)
    return saysAbsent(Not->getArg(0), !Outcome, Rule);
  // Names first: 'status.IsNotFound()', 'rc == MDB_NOTFOUND'.
  std::optional<bool> Absent;
  forEachName(*Condition, Context, [&](const std::string &Name) {
    StringRef Last = Name;
    Last = Last.substr(Last.rfind(':') + 1);
    if (llvm::is_contained(Rule.Absent, Last))
      Absent = true;
    else if (llvm::is_contained(Rule.Present, Last))
      Absent = false;
  });
  const auto *Compare = dyn_cast<BinaryOperator>(Condition);
  if (Absent) {
    bool Differs = Compare && Compare->getOpcode() == BO_NE;
    return *Absent == (Outcome != Differs);
  }
  auto ZeroIsPresent = [&](const Expr *E) {
    return Rule.ZeroIsPresent && isStatus(E->IgnoreParenImpCasts(), Scan);
  };
  if (Compare) {
    if (!Compare->isComparisonOp())
      return false;
    bool Right = isZero(Compare->getRHS(), Context);
    Expr::EvalResult Number;
    bool Negative = !Compare->getRHS()->isValueDependent() &&
                    Compare->getRHS()->EvaluateAsInt(Number, Context) &&
                    Number.Val.getInt().isNegative();
    bool Left = !Right && !Negative && isZero(Compare->getLHS(), Context);
    if (!Right && !Negative && !Left)
      return false;
    bool Status = ZeroIsPresent(Left ? Compare->getRHS() : Compare->getLHS());
    // Said of the other side: it is zero, or it is not.
    bool Zero;
    switch (Compare->getOpcode()) {
    case BO_EQ:
      Zero = !Negative;
      break;
    case BO_NE:
      Zero = Negative;
      break;
    case BO_LT:
      // 'rc < 0' is a failure; '0 < n' finds some.
      if (!Status && !Left)
        return false;
      Zero = false;
      break;
    case BO_LE:
      Zero = Right;
      break;
    case BO_GT:
      Zero = Left;
      break;
    default:
      return false;
    }
    return (Zero == Outcome) != Status;
  }
  if (!isa<DeclRefExpr, MemberExpr, CallExpr>(Condition))
    return false;
  // The value itself: a pointer, a number, a truth.
  return Outcome == ZeroIsPresent(Condition);
}

/// Whether the store is in a variable that this function itself opened it into:
/// a pointer that a call set, or an object made here of anything but a pointer
/// that somebody gave.
static bool isOpenedHere(const AccessPath &Path, FunctionScan &Scan) {
  if (Path.kind() != RootKind::Local)
    return false;
  const auto *V =
      dyn_cast_or_null<VarDecl>(Scan.paths().declaration(Path.root()));
  if (!V || V->getType()->isReferenceType())
    return false;
  const Expr *Init = V->getInit() ? V->getInit()->IgnoreImplicit() : nullptr;
  if (!Init || isZero(Init, V->getASTContext()) || isa<CXXNewExpr>(Init))
    return true;
  const auto *Made = dyn_cast<CXXConstructExpr>(Init);
  return Made && llvm::none_of(Made->arguments(), [](const Expr *Arg) {
           return isa<CallExpr>(Arg->IgnoreParenImpCasts()) ||
                  Arg->getType()->isPointerType();
         });
}

std::vector<DependentWrite> ResourceFlow::results() const {
  std::vector<DependentWrite> Result;
  for (const auto &[Node, How] : Found) {
    const FunctionScan::Operation &Read = operation(How.Read);
    const Expr *ReadNode = Scan.reads()[How.Read];
    DependentWrite D;
    D.Torn = Separation::ResourceCalls;
    D.Kind = How.Kind;
    D.Test = How.Test;
    const ResourceCall &Write = *How.Write->Resource;
    D.Name = Write.KeyText;
    D.Resource = Write.Rule;
    D.Inserts = Write.Statement && Write.Statement->Inserts;
    D.Opened = isOpenedHere(How.Write->Path, Scan);
    D.Read.Path = Read.Path;
    D.Read.Kind = Read.Kind;
    D.Read.Loc = ReadNode->getBeginLoc();
    D.Read.Node = ReadNode;
    D.Write.Path = How.Write->Path;
    D.Write.Kind = How.Write->Kind;
    D.Write.Loc = Node->getBeginLoc();
    D.Write.Node = Node;
    for (const Stmt *S = ReadNode; S; S = Scan.parents().getParent(S))
      D.OneExpression |= S == Node;
    Result.push_back(std::move(D));
  }
  return Result;
}

/// Whether nobody looks at the local \p V, apart from the functions in
/// \p Release.
static bool isUnseen(const VarDecl &V, const FunctionDecl &Function,
                     const std::vector<std::string> &Release,
                     const ParentMap &Parents) {
  bool Seen = false;
  forEachEvaluated(Function, [&](const Stmt *S) {
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    if (!Ref || Ref->getDecl() != &V)
      return;
    const Stmt *Parent =
        Parents.getParentIgnoreParenImpCasts(const_cast<DeclRefExpr *>(Ref));
    if (const auto *B = dyn_cast_or_null<BinaryOperator>(Parent);
        B && B->getOpcode() == BO_Assign &&
        B->getLHS()->IgnoreParenImpCasts() == Ref)
      return;
    const auto *Call = dyn_cast_or_null<CallExpr>(Parent);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    Seen |= !F || !llvm::is_contained(Release, userName(*F));
  });
  return !Seen;
}

std::vector<UnseenOutcome>
racetidy::unseenOutcomes(const FunctionDecl &Function, FunctionScan &Scan) {
  std::vector<UnseenOutcome> Result;
  for (const Expr *E : Scan.all()) {
    const FunctionScan::Operation &Op = *Scan.operation(E);
    const ResourceCall *Call = Op.Resource;
    if (!Call || Call->Makes ||
        (Call->Effect != ResourceEffect::ConditionalWrite &&
         Call->Effect != ResourceEffect::ConditionalEnd))
      continue;
    // EXEC without WATCH can't come too late.
    if (Call->Effect == ResourceEffect::ConditionalEnd &&
        !Call->Rule->Commands.empty() && !Scan.hasTransaction())
      continue;
    bool Unseen = !Op.ResultUsed;
    const Stmt *Parent =
        Scan.parents().getParentIgnoreParenImpCasts(const_cast<Expr *>(E));
    while (isa_and_nonnull<CastExpr, ExprWithCleanups>(Parent))
      Parent = Scan.parents().getParent(Parent);
    const VarDecl *Into = nullptr;
    if (const auto *D = dyn_cast_or_null<DeclStmt>(Parent)) {
      if (D->isSingleDecl())
        Into = dyn_cast<VarDecl>(D->getSingleDecl());
    } else if (const auto *B = dyn_cast_or_null<BinaryOperator>(Parent);
               B && B->getOpcode() == BO_Assign) {
      if (const auto *Ref =
              dyn_cast<DeclRefExpr>(B->getLHS()->IgnoreParenImpCasts()))
        Into = dyn_cast<VarDecl>(Ref->getDecl());
    } else if (const auto *Outer = dyn_cast_or_null<CallExpr>(Parent);
               Outer && Outer->getDirectCallee()) {
      Unseen |= llvm::is_contained(Call->Rule->Release,
                                   userName(*Outer->getDirectCallee()));
    }
    if (Into && Into->hasLocalStorage())
      Unseen |= isUnseen(*Into, Function, Call->Rule->Release, Scan.parents());
    if (Unseen)
      Result.push_back({E->getBeginLoc(), Call->Rule, Call->KeyText});
  }
  return Result;
}
