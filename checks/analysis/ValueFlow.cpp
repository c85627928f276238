//===- ValueFlow.cpp - which reads a value depends on ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ValueFlow.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

/// Whether the value can be followed through \p Path: the function's own
/// variables, and what they point to ('node->next = head.load()').
static bool isFollowed(const AccessPath &Path) {
  return Path.kind() == RootKind::Local || Path.kind() == RootKind::Parameter;
}

ReadBits ValueFlow::readsOf(const Expr *E) const {
  if (!E)
    return 0;
  auto It = Values.find(E);
  if (It != Values.end())
    return It->second;
  // Wrappers that are no elements of their own.
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return readsOf(Full->getSubExpr());
  if (const auto *Paren = dyn_cast<ParenExpr>(E))
    return readsOf(Paren->getSubExpr());
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return readsOf(Cast->getSubExpr());
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return readsOf(Opaque->getSourceExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return readsOf(Temporary->getSubExpr());
  if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
    return readsOf(Bind->getSubExpr());
  return 0;
}

ReadBits ValueFlow::variable(const AccessPath &Path,
                             const ValueState &State) const {
  // What was put into the variable, into an object that it is a part of, and,
  // when it is used whole, into its parts.
  ReadBits Reads = 0;
  bool Exact = false;
  auto It = State.Variables.find(Path);
  if (It != State.Variables.end()) {
    Reads |= It->second.Reads;
    Exact = true;
  }
  // The parts of a path follow it in the map.
  for (auto Part = It == State.Variables.end()
                       ? State.Variables.lower_bound(Path)
                       : std::next(It);
       Part != State.Variables.end() && Path.isPrefixOf(Part->first); ++Part)
    Reads |= Part->second.Reads;
  for (size_t Cut = 1; !Exact && Cut <= Path.steps().size(); ++Cut) {
    auto Whole = State.Variables.find(Path.withoutLast(Cut));
    if (Whole != State.Variables.end())
      Reads |= Whole->second.Reads;
  }
  return Reads;
}

void ValueFlow::forget(const AccessPath &Changed, ValueState &State) {
  for (unsigned R = 0; R < Scan.reads().size(); ++R) {
    const AccessPath &Path = Scan.operation(Scan.reads()[R])->Path;
    // 'p->n' after 'p = …' is another location; so is 'a[i].n' after '++i'.
    // A field that is an index counts by its name, whoever's field it is.
    EntityId Named = Changed.root();
    for (PathStep Step : Changed.steps())
      if (Step.K == PathStep::Field)
        Named = Step.Id;
    bool Through = (Changed.isPrefixOf(Path) && !(Changed == Path)) ||
                   Scan.paths().indexReads(Path, Named);
    if (Through)
      drop(ReadBits(1) << R, State);
  }
}

void ValueFlow::drop(ReadBits Reads, ValueState &State) {
  State.Live &= ~Reads;
  // Also out of the values: the next round of a loop reads again, of another
  // object, and must not find the old value under the same number.
  for (auto &[Path, Value] : State.Variables)
    Value.Reads &= ~Reads;
}

void ValueFlow::assign(const Expr *Target, ReadBits Reads, bool Whole,
                       const Stmt *Definition, ValueState &State) {
  auto Path = Scan.paths().path(Target);
  if (!Path)
    return;
  forget(*Path, State);
  if (!isFollowed(*Path))
    return;
  bool Element = llvm::any_of(
      Path->steps(), [](PathStep S) { return S.K == PathStep::Element; });
  if (Element || !Whole) {
    ValueState::Value &V = State.Variables[*Path];
    V.Reads |= Reads;
    V.Definition = Definition;
    return;
  }
  define(*Path, Reads, Definition, State);
}

void ValueFlow::define(const AccessPath &Path, ReadBits Reads,
                       const Stmt *Definition, ValueState &State) {
  // What the parts held is overwritten with the whole.
  for (auto It = State.Variables.lower_bound(Path);
       It != State.Variables.end() && Path.isPrefixOf(It->first);)
    It = State.Variables.erase(It);
  State.Variables[Path] = {Reads, Definition};
}

/// Of 'stream << a << b' the stream.
static const Expr *streamOf(const Expr *E) {
  while (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (O->getOperator() != OO_LessLess &&
        O->getOperator() != OO_GreaterGreater)
      break;
    E = O->getArg(0)->IgnoreParenImpCasts();
  }
  return E;
}

void ValueFlow::callArguments(const Stmt *Call, ReadBits Reads,
                              ValueState &State) {
  // What a callee can write to, it may have replaced: 'reload(&v)' leaves a
  // value that no longer says anything of the read. What came from a resource
  // mostly goes on through such arguments: 'parse(text, &n)', 'format(text,
  // n)'.
  ReadBits Kept = ofResources(Reads);
  auto Written = [&](const Expr *Arg) {
    bool Loaded =
        isa<ImplicitCastExpr>(Arg) &&
        cast<ImplicitCastExpr>(Arg)->getCastKind() == CK_LValueToRValue;
    Arg = Arg->IgnoreParenImpCasts();
    if (Kept)
      Arg = streamOf(Arg);
    if (const auto *U = dyn_cast<UnaryOperator>(Arg);
        U && U->getOpcode() == UO_AddrOf)
      return assign(U->getSubExpr(), Kept, true, Call, State);
    if (!Arg->isLValue())
      return;
    // A pointer that is handed over still points to what it did.
    if (Loaded && Scan.hasResources() && ofResources(readsOf(Arg)))
      return;
    if (Loaded && madeBy(Arg, State))
      return;
    assign(Arg, Loaded ? 0 : Kept, true, Call, State);
  };
  const FunctionDecl *F = nullptr;
  ArrayRef<const Expr *> Args;
  if (const auto *C = dyn_cast<CallExpr>(Call)) {
    F = C->getDirectCallee();
    Args = {C->getArgs(), C->getNumArgs()};
    // The object of an operator call is its first argument: a method may put
    // its arguments into the object, and leaves there what was there.
    if (isa<CXXOperatorCallExpr>(C) && isa_and_nonnull<CXXMethodDecl>(F)) {
      // 'text << n' puts it there.
      if (Kept && !cast<CXXMethodDecl>(F)->isConst())
        Written(Args[0]);
      Args = Args.drop_front();
    }
  } else if (const auto *C = dyn_cast<CXXConstructExpr>(Call)) {
    F = C->getConstructor();
    Args = {C->getArgs(), C->getNumArgs()};
  }
  for (unsigned I = 0; I < Args.size(); ++I) {
    QualType T;
    if (F && I < F->getNumParams())
      T = F->getParamDecl(I)->getType();
    if (T.isNull()) {
      // Variadic, or in a template not known yet: only an address is passed
      // to be written through.
      if (Args[I]->getType()->isPointerType())
        Written(Args[I]);
      continue;
    }
    QualType Pointee = T->getPointeeType();
    // 'std::move(v)' hands the value on; it does not replace it.
    if (!Pointee.isNull() && !Pointee.isConstQualified() &&
        !T->isRValueReferenceType())
      Written(Args[I]);
  }

  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
    const CXXMethodDecl *D = Method->getMethodDecl();
    const Expr *Object = Method->getImplicitObjectArgument();
    if (D && !D->isConst()) {
      // 'p.reset(…)', 'rotate()': what was reached through the object may be
      // another one now.
      for (unsigned R = 0; R < Scan.reads().size(); ++R) {
        const AccessPath &Path = Scan.operation(Scan.reads()[R])->Path;
        auto Changed = isa<CXXThisExpr>(Object->IgnoreParenImpCasts())
                           ? Scan.paths().pointee(Object)
                           : Scan.paths().path(Object);
        bool Reached =
            Path.dereferences() || Scan.paths().hasIndexOutside(Path);
        if (Changed && Reached && Changed->isPrefixOf(Path))
          drop(ReadBits(1) << R, State);
      }
      // What it was given, it may keep; where it is does not change by that.
      if (auto Path = Reads ? Scan.paths().path(Object) : std::nullopt;
          Path && isFollowed(*Path)) {
        ValueState::Value &V = State.Variables[*Path];
        V.Reads |= Reads;
        if (!maker(V.Definition))
          V.Definition = Call;
      }
    }
  }
}

/// The read that an update is as well, where somebody wants to know its value.
static ReadBits counted(const FunctionScan::Operation *Op, ValueState &State) {
  if (!Op || Op->Read < 0 || Op->Kind != AccessKind::Update)
    return 0;
  State.Live |= ReadBits(1) << Op->Read;
  return ReadBits(1) << Op->Read;
}

void ValueFlow::statement(const Stmt *S, ValueState &State) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls()) {
      const auto *V = dyn_cast<VarDecl>(D);
      if (!V || !V->hasLocalStorage())
        continue;
      AccessPath Path(RootKind::Local, Scan.paths().entity(V));
      forget(Path, State);
      if (V->getType()->isReferenceType())
        continue;
      define(Path, readsOf(V->getInit()), S, State);
    }
    return;
  }
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return;

  const FunctionScan::Operation *Op = Scan.operation(E);
  if (Op && Op->Kind == AccessKind::Read && Op->Read >= 0) {
    ReadBits Bits = ReadBits(1) << Op->Read;
    State.Live |= Bits;
    if (isFollowed(Op->Path))
      Bits |= variable(Op->Path, State);
    // 'm.find(k)' also depends on what 'k' came from.
    if (const auto *Call = dyn_cast<CallExpr>(E))
      for (const Expr *Arg : Call->arguments())
        Bits |= readsOf(Arg);
    Values[E] = Bits;
    if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
        Call && Call->isAssignmentOp())
      assign(Call->getArg(0), Bits, true, S, State);
    return;
  }
  if (Op && Op->Resource)
    return resource(*Op, E, State);
  if (Op && isAtomic(Op->Kind)) {
    ReadBits Bits = 0;
    if (Op->Read >= 0) {
      Bits = ReadBits(1) << Op->Read;
      State.Live |= Bits;
    }
    // 'n.exchange(v)' and 'n.fetch_add(v)' give what was there before, which
    // is no load: what depends on it came out of one atomic step.
    Values[E] = Bits;
    // A compare-exchange writes the old value back into its 'expected'; then
    // what was computed before no longer matters.
    if (Op->Atomic.Op.Kind == AtomicKind::CompareExchange)
      if (isa<CallExpr>(E))
        callArguments(E, 0, State);
    return;
  }

  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isAssignmentOp()) {
      ReadBits Reads = readsOf(B->getRHS());
      bool Whole = B->getOpcode() == BO_Assign;
      if (!Whole)
        Reads |= readsOf(B->getLHS());
      assign(B->getLHS(), Reads, Whole, S, State);
      Values[E] = Reads | counted(Op, State);
      return;
    }
    Values[E] = B->getOpcode() == BO_Comma
                    ? readsOf(B->getRHS())
                    : readsOf(B->getLHS()) | readsOf(B->getRHS());
    return;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->isIncrementDecrementOp()) {
    ReadBits Reads = readsOf(U->getSubExpr());
    assign(U->getSubExpr(), Reads, false, S, State);
    Values[E] = Reads | counted(Op, State);
    return;
  }

  bool NamesVariable = isa<DeclRefExpr, MemberExpr, ArraySubscriptExpr>(E);
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E))
    NamesVariable = Cast->getCastKind() == CK_LValueToRValue;
  if (NamesVariable) {
    auto Path = Scan.paths().path(E);
    if (Path && isFollowed(*Path)) {
      Values[E] = variable(*Path, State);
      return;
    }
  }
  if (isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(E))
    return;

  // Everything else is computed from its operands.
  ReadBits Reads = 0;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E)) {
    for (const Expr *Init : Lambda->capture_inits())
      Reads |= readsOf(Init);
  } else {
    for (const Stmt *Child : E->children())
      if (const auto *Operand = dyn_cast_or_null<Expr>(Child))
        Reads |= readsOf(Operand);
  }
  Values[E] = Reads;

  if (isa<CallExpr, CXXConstructExpr>(E)) {
    if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
        Call && Call->isAssignmentOp() && Call->getNumArgs() == 2)
      return assign(Call->getArg(0),
                    Call->getOperator() == OO_Equal ? readsOf(Call->getArg(1))
                                                    : Reads,
                    Call->getOperator() == OO_Equal, S, State);
    callArguments(S, Reads, State);
  }
}

void ValueFlow::join(ValueState &Into, const ValueState &From,
                     ReadBits Decision) {
  Into.Live |= From.Live;
  for (const auto &[Path, Theirs] : From.Variables) {
    auto [It, New] = Into.Variables.try_emplace(Path, Theirs);
    ValueState::Value &Ours = It->second;
    if (New)
      continue;
    Ours.Reads |= Theirs.Reads;
    if (Ours.Definition != Theirs.Definition) {
      Ours.Reads |= Decision;
      Ours.Definition = nullptr;
    }
  }
}
