//===- AtomicSplitUpdateCheck.cpp -----------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/AtomicSplitUpdateCheck.h"

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/Sharing.h"
#include "checks/composition/Witness.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace racetidy;

static constexpr const char *OneStep =
    "repeat load and update in a compare-exchange loop, or hold one lock over "
    "both";

/// The same in every front: what is told by one is not told again by another.
static std::string message(llvm::StringRef Name, bool Bound) {
  return ("'" + Name +
          (Bound ? "' is compared and then stored"
                 : "' is loaded and then stored with a value computed from the "
                   "load") +
          ", in two atomic operations; an update in between is lost")
      .str();
}

namespace {

/// A place that updates an atomic in one step.
struct OneStepUpdate {
  const FunctionSummary *By;
  const SummaryAccess *Access;
};

} // namespace

/// Where each atomic that some function splits is updated in one step: once a
/// function.
static llvm::DenseMap<Symbol, std::vector<OneStepUpdate>>
updatesInOneStep(const SummarySet &Set) {
  llvm::DenseMap<Symbol, std::vector<OneStepUpdate>> Updates;
  for (const FunctionSummary &F : Set.functions())
    for (const SummaryAtomicSplit &S : F.AtomicSplits)
      Updates[S.Location];
  if (Updates.empty())
    return Updates;
  for (const FunctionSummary &F : Set.functions())
    for (const SummaryAccess &A : F.Accesses) {
      if (A.Kind != AccessKind::AtomicUpdate || F.Test)
        continue;
      auto It = Updates.find(entityOf(A.Path));
      if (It != Updates.end() &&
          (It->second.empty() || It->second.back().By != &F))
        It->second.push_back({&F, &A});
    }
  return Updates;
}

/// Two executions that run at the same time: one splits the update at \p Write,
/// the other writes the same atomic.
static std::optional<std::pair<Instance, Instance>>
metAt(const Composition &All, Symbol Atomic, Site Write) {
  const Location *L = All.locations().find(Atomic);
  if (!L)
    return std::nullopt;
  const Locations &Where = All.locations();
  for (const Instance &I : L->Instances) {
    if (Where.access(I).At != Write)
      continue;
    for (const Instance &J : L->Instances)
      if (All.overlaps().losesUpdate(I, J) == Overlap::Yes)
        return std::pair(I, J);
  }
  return std::nullopt;
}

/// Where only other files show that the atomic has several writers.
static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  const SummarySet &Set = All.summaries();
  Witness Words(All);
  auto Updates = updatesInOneStep(Set);
  for (const FunctionSummary &F : Set.functions())
    for (const SummaryAtomicSplit &S : F.AtomicSplits) {
      if (F.Test)
        continue;
      std::string Name = ("'" + Set.text(S.Text) + "'").str();
      LinkedFinding Finding;
      LinkedStep Other;
      const auto &Others = Updates[S.Location];
      auto ByOther = llvm::find_if(
          Others, [&](const OneStepUpdate &U) { return U.By != &F; });
      if (ByOther != Others.end()) {
        Finding.Evidence = evidenceOfWriters(Set.text(S.Text));
        Other = {"thread B", ByOther->Access->At,
                 ("updates it in '" + Set.text(ByOther->By->Name) + "'").str()};
      } else if (auto Met = metAt(All, S.Location, S.Write)) {
        OriginId A = All.contexts()[Met->first.In].Origin,
                 B = All.contexts()[Met->second.In].Origin;
        Finding.Evidence = {Name + " is written by " + Words.origin(A) +
                                (A == B ? ", of which several run at once"
                                        : " and by " + Words.origin(B)),
                            Confidence::Medium};
        Other = {"thread B", Words.site(Met->second),
                 "writes it in " + Words.function(Met->second.Function)};
      } else {
        continue;
      }
      Finding.At = S.Write;
      Finding.Message = message(Set.text(S.Text), /*Bound=*/false);
      Finding.Steps = {
          {"thread A", S.Read, "loads " + Name},
          std::move(Other),
          {"thread A", S.Write,
           "stores what it made of its old load: the update of thread B is "
           "lost"},
      };
      Finding.Advice = OneStep;
      Finding.Id =
          ("atomic-split|" + Set.text(S.Location) + "|" + Set.text(F.Key))
              .str();
      Out.push_back(std::move(Finding));
    }
}

const CheckInfo AtomicSplitUpdateCheck::Info{
    "race-atomic-split-update",
    "an atomic is loaded and stored in two steps, so an update in between is "
    "lost",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366",
    "sometimes",
    /*Options=*/{},
    tell,
};

namespace {

/// The store's value as one arithmetic step from the load:
/// 'load() + Operand'.
struct Step {
  std::string Arithmetic;
  const Expr *Operand = nullptr;
};

/// Writes the repair where it is mechanical and keeps the meaning: the store of
/// 'load() op operand' becomes the atomic operation that does both.
class Repair {
public:
  Repair(const DependentWrite &W, ASTContext &Context, RuleIndex &Rules)
      : W(W), Context(Context), Rules(Rules),
        Write(atomicOperation(*W.Write.Node, Rules)) {}

  /// The arithmetic between load and store, if it is all there is.
  std::optional<Step> step() const;
  /// The name of the operation that does \p S in one step: "fetch_add" or
  /// "+="; empty when none is known.
  std::string operation(const Step &S) const;
  std::vector<FixItHint> fixes(const Step &S) const;

private:
  bool isRead(const Expr *E) const;
  bool readsAtomic(const Stmt *S) const;
  bool isPlainText(SourceRange Range) const;
  std::string text(const Expr *E) const;
  /// Whether both operations leave the memory order away, or name the same.
  bool ordersAgree() const;

  const DependentWrite &W;
  ASTContext &Context;
  RuleIndex &Rules;
  std::optional<AtomicOperation> Write;
};

} // namespace

bool Repair::isRead(const Expr *E) const {
  while (E) {
    if (E == W.Read.Node)
      return true;
    const Expr *Inner = E->IgnoreParens();
    if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Inner))
      E = Cast->getSubExpr();
    else if (Inner != E)
      E = Inner;
    else
      return false;
  }
  return false;
}

std::optional<Step> Repair::step() const {
  if (!Write || !Write->Value || !W.OneExpression ||
      W.Kind != DependenceKind::Data)
    return std::nullopt;
  const auto *B = dyn_cast<BinaryOperator>(Write->Value->IgnoreParenImpCasts());
  if (!B)
    return std::nullopt;
  bool Commutes = false;
  switch (B->getOpcode()) {
  case BO_Add:
  case BO_And:
  case BO_Or:
  case BO_Xor:
    Commutes = true;
    break;
  case BO_Sub:
    break;
  default:
    return std::nullopt;
  }
  const Expr *Operand = nullptr;
  if (isRead(B->getLHS()))
    Operand = B->getRHS();
  else if (Commutes && isRead(B->getRHS()))
    Operand = B->getLHS();
  if (!Operand)
    return std::nullopt;
  return Step{B->getOpcodeStr().str(), Operand};
}

std::string Repair::operation(const Step &S) const {
  bool Operator =
      !isa<CallExpr>(W.Write.Node) || isa<CXXOperatorCallExpr>(W.Write.Node);
  if (!Write->Rule)
    // C's _Atomic has the language's own operators.
    return isa<BinaryOperator>(W.Write.Node) ? S.Arithmetic + "=" : "";
  for (const auto &[Name, Op] : Write->Rule->Methods) {
    bool IsOperator = StringRef(Name).starts_with("operator");
    // 'n ++ 2' is no operation.
    if (Op.Kind == AtomicKind::Update && !Op.ByOne &&
        Op.Arithmetic == S.Arithmetic && IsOperator == Operator)
      return Operator ? Name.substr(strlen("operator")) : Name;
  }
  return "";
}

bool Repair::isPlainText(SourceRange Range) const {
  return Range.isValid() && !Range.getBegin().isMacroID() &&
         !Range.getEnd().isMacroID();
}

std::string Repair::text(const Expr *E) const {
  return Lexer::getSourceText(
             CharSourceRange::getTokenRange(E->getSourceRange()),
             Context.getSourceManager(), Context.getLangOpts())
      .str();
}

bool Repair::ordersAgree() const {
  auto Order = [&](const Expr *Node, unsigned From) -> std::string {
    std::string Text;
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Node))
      for (unsigned I = From; I < Call->getNumArgs(); ++I)
        if (!isa<CXXDefaultArgExpr>(Call->getArg(I)))
          Text += text(Call->getArg(I)) + ",";
    return Text;
  };
  // 'load(acquire)' and 'store(release)' would need a third order; which one
  // the author wants, nobody but the author knows.
  return Order(W.Read.Node, 0) ==
         Order(W.Write.Node, Write->Rule ? Write->Rule->Value + 1 : 1);
}

bool Repair::readsAtomic(const Stmt *S) const {
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (E && atomicOperation(*E, Rules))
    return true;
  return S && llvm::any_of(S->children(), [&](const Stmt *Child) {
           return readsAtomic(Child);
         });
}

std::vector<FixItHint> Repair::fixes(const Step &S) const {
  std::string Operation = operation(S);
  QualType T = W.Read.Node->getType();
  if (const auto *Atomic = T->getAs<AtomicType>())
    T = Atomic->getValueType();
  // 'store' gives nothing, 'fetch_add' gives the old value: where that is
  // looked at, the code would no longer compile, or mean something else.
  bool ByOperator = isa<CXXOperatorCallExpr, BinaryOperator>(W.Write.Node);
  if (!ByOperator && W.WriteUsed)
    return {};
  // 'n = n + n' reads twice, and would still be torn.
  if (readsAtomic(S.Operand))
    return {};
  if (Operation.empty() || T.isNull() || T->isDependentType() ||
      !T->isIntegerType() || T->isBooleanType() ||
      !S.Operand->getType()->isIntegerType() ||
      S.Operand->HasSideEffects(Context) || !ordersAgree() ||
      !isPlainText(W.Write.Node->getSourceRange()))
    return {};
  SourceRange Target;
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(W.Write.Node)) {
    Target = Call->getOperatorLoc();
  } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(W.Write.Node)) {
    const auto *Member = cast<MemberExpr>(Call->getCallee()->IgnoreParens());
    if (!Member->getMemberDecl()->getIdentifier())
      return {}; // 'n.operator=(n + 1)'
    Target = Member->getMemberLoc();
  } else if (const auto *B = dyn_cast<BinaryOperator>(W.Write.Node)) {
    Target = B->getOperatorLoc();
  } else {
    return {};
  }
  return {FixItHint::CreateReplacement(Target, Operation),
          FixItHint::CreateReplacement(Write->Value->getSourceRange(),
                                       text(S.Operand))};
}

void AtomicSplitUpdateCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    if (W.Torn != Separation::AtomicOperations ||
        W.Kind == DependenceKind::Control)
      continue;
    bool Bound = W.Kind == DependenceKind::Bound;

    Finding F;
    F.Loc = W.Write.Loc;
    std::string Name = "'" + W.Name + "'";
    F.Message = message(W.Name, Bound);
    F.Evidence = evidenceFor(W);
    F.Steps = {
        {"thread A", W.Read.Loc, "loads " + Name},
        {"thread B", W.Write.Loc, "stores its own update to " + Name},
        {"thread A", W.Write.Loc,
         "stores what it made of its old load: the update of thread B is lost"},
    };
    F.Advice = OneStep;
    Repair Fix(W, context(), rules());
    if (auto Step = Fix.step()) {
      if (std::string Operation = Fix.operation(*Step); !Operation.empty())
        F.Advice = "'" + Operation + "' does both in one atomic operation";
      F.Fixes = Fix.fixes(*Step);
    }
    emit(std::move(F));
  }
}
