//===- SummaryEntities.cpp - fields, variables and classes described ------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SummaryAccesses.h"
#include "checks/analysis/SummaryNames.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Regex.h"

using namespace clang;
using namespace racetidy;

/// The element type of arrays and of what a pointer or reference names.
static QualType plainType(QualType T) {
  T = T.getNonReferenceType();
  while (const ArrayType *A = T->getAsArrayTypeUnsafe())
    T = A->getElementType();
  return T;
}

/// The first bit-field of the memory location that \p Field is in; null if it
/// is no bit-field. One of no width begins a new location (C11 3.14, C++
/// intro.memory).
static const FieldDecl *firstInWord(const FieldDecl &Field) {
  if (!Field.isBitField())
    return nullptr;
  const FieldDecl *First = nullptr;
  for (const FieldDecl *F : Field.getParent()->fields()) {
    if (!F->isBitField() || F->isZeroLengthBitField())
      First = nullptr;
    else if (!First)
      First = F;
    if (F->getFieldIndex() == Field.getFieldIndex())
      break;
  }
  return First;
}

void SummaryNames::describe(const ValueDecl *V, Symbol Key) {
  EntitySummary E;
  E.Key = Key;
  E.At = site(V->getLocation());
  const auto *Variable = dyn_cast<VarDecl>(V);
  bool IsLocal = Variable && Variable->isLocalVarDeclOrParm();
  E.Name = intern(IsLocal ? V->getNameAsString() : userName(*V));
  QualType Type = V->getType(), Plain = plainType(Type);
  E.Lock = isLock(Type);
  E.Atomic = Rules.atomic(Plain) || Plain->isAtomicType();
  E.Const = Type.isConstQualified();
  E.Volatile = Plain.isVolatileQualified();
  E.Synchronising = !E.Lock && !E.Atomic && isSynchronising(Plain, *this);
  E.Executor = Rules.isExecutor(Plain);
  if (const auto *Field = dyn_cast<FieldDecl>(V)) {
    E.Field = true;
    E.Hidden =
        Field->getAccess() == AS_private || Field->getAccess() == AS_protected;
    E.Position = Field->getFieldIndex();
    if (const FieldDecl *First = firstInWord(*Field))
      E.Word = intern(keyOf(First));
    E.Parent = record(Field->getParent());
    describeGuards(Field, E);
  } else if (Variable) {
    E.Static = !Variable->hasLocalStorage();
    E.PerIteration = Variable->isInitCapture() || LoopVariables.count(V);
    E.Hidden = Variable->isStaticDataMember()
                   ? Variable->getAccess() == AS_private
                   : !Variable->isExternallyVisible();
    E.ThreadLocal = Variable->getTLSKind() != VarDecl::TLS_None;
    if (Variable->isStaticDataMember())
      E.Parent = record(cast<RecordDecl>(Variable->getDeclContext()));
    else if (const FunctionDecl *Owner = functionAround(Variable))
      E.Parent = function(Owner);
    // Of a parameter: one more than its number. A lambda that captures it names
    // it as a variable; whoever composes the two needs to know that it is one.
    if (const auto *P = dyn_cast<ParmVarDecl>(Variable))
      E.Position = P->getFunctionScopeIndex() + 1;
  }
  Into.add(std::move(E));
}

Symbol SummaryNames::executor(const ExecutorRule &Rule) {
  EntitySummary E;
  E.Key = intern("executor of " + Rule.Functions.front());
  E.Name = intern(Rule.Functions.front());
  E.Static = E.Synchronising = E.Executor = true;
  Symbol Key = E.Key;
  Into.add(std::move(E));
  return Key;
}

void SummaryNames::describe(const RecordDecl *R, Symbol Key) {
  ClassSummary C;
  C.Key = Key;
  C.Name = intern(userName(*R));
  for (const FieldDecl *F : R->fields())
    if (isLock(F->getType()))
      C.Locks.push_back(entity(F));
  C.ThreadSafe = Rules.isThreadSafe(Context.getCanonicalTagType(R));
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    for (const CXXBaseSpecifier &B : Class->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
          Base && !isSystem(Base))
        C.Bases.push_back(record(Base));
  Into.add(std::move(C));
}

/// The lock that the argument of GUARDED_BY names.
static const ValueDecl *namedBy(const Expr *E) {
  E = E ? E->IgnoreParenImpCasts() : nullptr;
  if (const auto *U = dyn_cast_or_null<UnaryOperator>(E))
    return namedBy(U->getSubExpr());
  if (const auto *M = dyn_cast_or_null<MemberExpr>(E))
    return M->getMemberDecl();
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return Ref->getDecl();
  return nullptr;
}

void SummaryNames::describeGuards(const FieldDecl *F, EntitySummary &E) {
  const Expr *Named = nullptr;
  if (const auto *A = F->getAttr<GuardedByAttr>())
    Named = A->getArg();
  else if (const auto *A = F->getAttr<PtGuardedByAttr>())
    Named = A->getArg();
  if (const ValueDecl *Lock = namedBy(Named)) {
    E.GuardedBy = entity(Lock);
    return;
  }
  // Comments count where the class has a lock that they can name.
  if (E.Lock || E.Synchronising ||
      llvm::none_of(F->getParent()->fields(), [&](const FieldDecl *Other) {
        return isLock(Other->getType());
      }))
    return;
  SourceLocation Loc = SM.getFileLoc(F->getLocation());
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  bool Invalid = false;
  StringRef Buffer = SM.getBufferData(File, &Invalid);
  if (Invalid || Offset >= Buffer.size())
    return;
  // The rest of the line, and the lines of comment straight above.
  size_t LineEnd = Buffer.find('\n', Offset);
  size_t Begin = Buffer.rfind('\n', Offset);
  Begin = Begin == StringRef::npos ? 0 : Begin + 1;
  std::string Text = Buffer.slice(Offset, LineEnd).str();
  Text = Text.substr(std::min(Text.find('/'), Text.size()));
  while (Begin > 0) {
    size_t Above = Buffer.rfind('\n', Begin - 1);
    Above = Above == StringRef::npos ? 0 : Above + 1;
    StringRef Line = Buffer.slice(Above, Begin).trim();
    if (!Line.starts_with("//") && !Line.starts_with("*") &&
        !Line.starts_with("/*"))
      break;
    Text = (Line + " " + Text).str();
    Begin = Above;
  }
  if (Text.empty())
    return;
  static const llvm::Regex By(
      "([Pp]rotected|[Gg]uarded|[Ll]ocked)[ \t]+(by|with|under)[ \t]+"
      "['\"`]?(this->)?([A-Za-z_][A-Za-z_0-9]*)");
  // "protected by mu_ when two queues are used": at other times by another.
  static const llvm::Regex Sometimes(
      "(^|[^A-Za-z])([Ww]hen|[Ii]f|[Uu]nless|[Oo]therwise|[Ee]xcept|[Ww]ithout)"
      "[^A-Za-z]");
  llvm::SmallVector<StringRef, 5> Matches;
  if (!By.match(Text, &Matches) || Sometimes.match(Text))
    return;
  for (const FieldDecl *Lock : F->getParent()->fields())
    if (Lock->getIdentifier() && Lock->getName() == Matches[4] &&
        isLock(Lock->getType()))
      E.GuardedByComment = entity(Lock);
}
