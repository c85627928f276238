//===- IndexForms.cpp - which elements two accesses meet in ---------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/IndexForms.h"

#include "llvm/ADT/STLExtras.h"

#include <numeric>

using namespace clang;
using namespace racetidy;

LinearForm &LinearForm::operator+=(const LinearForm &Other) {
  for (auto [V, Factor] : Other.Factors)
    if ((Factors[V] += Factor) == 0)
      Factors.erase(V);
  Constant += Other.Constant;
  return *this;
}

LinearForm &LinearForm::operator*=(int64_t By) {
  if (By == 0)
    Factors.clear();
  for (auto &[V, Factor] : Factors)
    Factor *= By;
  Constant *= By;
  return *this;
}

int64_t LinearForm::factor(const VarDecl *V) const {
  auto It = Factors.find(V);
  return It == Factors.end() ? 0 : It->second;
}

std::optional<LinearForm> racetidy::linearForm(
    const Expr *E, const ASTContext &Context,
    llvm::function_ref<std::optional<LinearForm>(const VarDecl &)> Variable) {
  E = E->IgnoreParenCasts();
  if (!E->getType()->isIntegralOrEnumerationType() || E->isValueDependent())
    return std::nullopt;
  Expr::EvalResult Value;
  if (E->EvaluateAsInt(Value, Context)) {
    // Far enough from the ends that no sum of a few overflows.
    std::optional<int64_t> N = Value.Val.getInt().trySExtValue();
    if (!N || *N > INT32_MAX || *N < INT32_MIN)
      return std::nullopt;
    LinearForm Form;
    Form.Constant = *N;
    return Form;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V ? Variable(*V) : std::nullopt;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() != UO_Minus && U->getOpcode() != UO_Plus)
      return std::nullopt;
    auto Form = linearForm(U->getSubExpr(), Context, Variable);
    if (Form && U->getOpcode() == UO_Minus)
      *Form *= -1;
    return Form;
  }
  const auto *B = dyn_cast<BinaryOperator>(E);
  if (!B || (B->getOpcode() != BO_Add && B->getOpcode() != BO_Sub &&
             B->getOpcode() != BO_Mul))
    return std::nullopt;
  auto Left = linearForm(B->getLHS(), Context, Variable);
  auto Right = Left ? linearForm(B->getRHS(), Context, Variable) : std::nullopt;
  if (!Right)
    return std::nullopt;
  if (B->getOpcode() == BO_Mul) {
    if (!Left->Factors.empty())
      std::swap(Left, Right);
    if (!Left->Factors.empty() || std::abs(Left->Constant) > INT16_MAX)
      return std::nullopt;
    *Right *= Left->Constant;
    return Right;
  }
  if (B->getOpcode() == BO_Sub)
    *Right *= -1;
  *Left += *Right;
  return Left;
}

namespace {

/// The loops of both sides whose iterations are tried out.
class Trial {
public:
  Trial(const ElementAccess &A, const ElementAccess &B, Iterations Related,
        int64_t Distance)
      : A(A), B(B), Related(Related), Distance(Distance) {}

  bool run();

private:
  /// One equation: A's index less B's.
  struct Dimension {
    llvm::SmallVector<int64_t, 2> OfA, OfB;
    int64_t Constant = 0;
    /// Loops that each side goes through on its own make it true anyway.
    bool Free = false;
  };
  std::optional<Dimension> dimension(const LinearForm &FA,
                                     const LinearForm &FB) const;
  llvm::SmallVector<int64_t, 16> values(const Induction &I,
                                        unsigned Most) const;
  bool tryFrom(unsigned At);
  bool holds() const;
  bool related() const;

  const ElementAccess &A, &B;
  Iterations Related;
  int64_t Distance;
  llvm::SmallVector<Dimension, 2> Dimensions;
  std::vector<llvm::SmallVector<int64_t, 16>> Values;
  llvm::SmallVector<int64_t, 4> Now;
};

} // namespace

std::optional<Trial::Dimension> Trial::dimension(const LinearForm &FA,
                                                 const LinearForm &FB) const {
  Dimension D;
  D.Constant = FA.Constant - FB.Constant;
  bool Tried = false;
  LinearForm RestA = FA, RestB = FB;
  auto Take = [&](LinearForm &Rest, llvm::ArrayRef<Induction> Loops,
                  llvm::SmallVectorImpl<int64_t> &Into) {
    for (const Induction &I : Loops) {
      int64_t Factor = Rest.factor(I.Variable);
      Tried |= Factor != 0;
      Into.push_back(Factor);
      Rest.Factors.erase(I.Variable);
    }
  };
  Take(RestA, A.Shared, D.OfA);
  Take(RestB, B.Shared, D.OfB);
  // Where a loop starts somewhere unknown, only differences of equal factors
  // can be told.
  for (unsigned I = 0; I < A.Shared.size(); ++I)
    if (!A.Shared[I].First &&
        (I >= B.Shared.size() || A.Shared[I].Variable != B.Shared[I].Variable ||
         D.OfA[I] != D.OfB[I]))
      return std::nullopt;
  for (unsigned I = 0; I < B.Shared.size(); ++I)
    if (!B.Shared[I].First && I >= A.Shared.size() && D.OfB[I] != 0)
      return std::nullopt;
  int64_t Divisor = 0;
  // 'for (j = 16 * i; …)' goes over a tile that belongs to 'i'.
  bool Apart = false;
  auto IsShared = [&](const VarDecl *V) {
    auto Is = [&](const Induction &I) { return I.Variable == V; };
    return llvm::any_of(A.Shared, Is) || llvm::any_of(B.Shared, Is);
  };
  auto Drop = [&](LinearForm &Rest, llvm::ArrayRef<Induction> Loops) {
    for (const Induction &I : Loops) {
      int64_t Factor = Rest.factor(I.Variable);
      if (Factor == 0)
        continue;
      Apart |= !I.Known || llvm::any_of(I.StartsFrom, IsShared);
      Divisor = std::gcd(Divisor, Factor);
      Rest.Factors.erase(I.Variable);
    }
  };
  Drop(RestA, A.Own);
  Drop(RestB, B.Own);
  if (Apart)
    return std::nullopt;
  // What is left has one value for both.
  RestB *= -1;
  RestA += RestB;
  if (!RestA.Factors.empty())
    return std::nullopt;
  if (Divisor != 0) {
    if (Tried || D.Constant % Divisor != 0)
      return std::nullopt;
    D.Free = true;
  }
  return D;
}

llvm::SmallVector<int64_t, 16> Trial::values(const Induction &I,
                                             unsigned Most) const {
  llvm::SmallVector<int64_t, 16> List;
  int64_t N = I.First.value_or(0);
  for (unsigned K = 0; K < Most; ++K, N += I.Step) {
    if (I.First && I.End && (I.Step > 0 ? N >= *I.End : N <= *I.End))
      break;
    List.push_back(N);
  }
  return List;
}

bool Trial::related() const {
  size_t Half = A.Shared.size();
  llvm::ArrayRef<int64_t> All = Now;
  llvm::ArrayRef<int64_t> OfA = All.take_front(Half),
                          OfB = All.drop_front(Half);
  switch (Related) {
  case Iterations::Any:
    return true;
  case Iterations::Different:
  case Iterations::DifferentNumbers:
    return OfA != OfB;
  case Iterations::Later: {
    // One loop is enough: lanes are made of the innermost.
    int64_t Ahead = Half ? (OfB.back() - OfA.back()) / A.Shared.back().Step : 0;
    return Ahead > 0 && Ahead < Distance;
  }
  }
  return false;
}

bool Trial::holds() const {
  size_t Half = A.Shared.size();
  return llvm::all_of(Dimensions, [&](const Dimension &D) {
    if (D.Free)
      return true;
    int64_t Sum = D.Constant;
    for (size_t I = 0; I < Half; ++I)
      Sum += D.OfA[I] * Now[I];
    for (size_t I = 0; I < D.OfB.size(); ++I)
      Sum -= D.OfB[I] * Now[Half + I];
    return Sum == 0;
  });
}

bool Trial::tryFrom(unsigned At) {
  if (At == Values.size())
    return related() && holds();
  return llvm::any_of(Values[At], [&](int64_t N) {
    Now[At] = N;
    return tryFrom(At + 1);
  });
}

bool Trial::run() {
  if (A.Indices.size() != B.Indices.size())
    return false;
  for (size_t I = 0; I < A.Indices.size(); ++I) {
    auto D = dimension(A.Indices[I], B.Indices[I]);
    if (!D)
      return false;
    Dimensions.push_back(std::move(*D));
  }
  size_t Loops = A.Shared.size() + B.Shared.size();
  unsigned Most = Loops <= 2 ? 128 : Loops <= 4 ? 8 : 3;
  for (const Induction &I : A.Shared)
    Values.push_back(values(I, Most));
  for (const Induction &I : B.Shared)
    Values.push_back(values(I, Most));
  Now.resize(Loops);
  return tryFrom(0);
}

bool racetidy::mayCoincide(const ElementAccess &A, const ElementAccess &B,
                           Iterations Related, int64_t Distance) {
  return Trial(A, B, Related, Distance).run();
}
