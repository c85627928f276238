//===- AccessPath.cpp - how code names a memory location ------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/AccessPath.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <tuple>

using namespace racetidy;

bool AccessPath::isPrefixOf(const AccessPath &Other) const {
  return Kind == Other.Kind && Root == Other.Root &&
         Steps.size() <= Other.Steps.size() &&
         std::equal(Steps.begin(), Steps.end(), Other.Steps.begin());
}

bool AccessPath::dereferences() const {
  return llvm::any_of(Steps, [](PathStep S) { return S.K == PathStep::Deref; });
}

bool racetidy::operator<(const AccessPath &A, const AccessPath &B) {
  if (std::tie(A.Kind, A.Root) != std::tie(B.Kind, B.Root))
    return std::tie(A.Kind, A.Root) < std::tie(B.Kind, B.Root);
  return std::lexicographical_compare(A.Steps.begin(), A.Steps.end(),
                                      B.Steps.begin(), B.Steps.end());
}

std::string
AccessPath::str(const std::function<std::string(EntityId)> &Name) const {
  // 'this->' is left away, as most people write it.
  std::string Text = Kind == RootKind::This ? "" : Name(Root);
  for (size_t I = 0; I < Steps.size(); ++I) {
    PathStep Step = Steps[I];
    switch (Step.K) {
    case PathStep::Field:
      if (!Text.empty())
        Text += ".";
      Text += Name(Step.Id);
      break;
    case PathStep::Element:
      Text += "[...]";
      break;
    case PathStep::Deref:
      if (I + 1 < Steps.size() && Steps[I + 1].K == PathStep::Field) {
        Text += "->" + Name(Steps[++I].Id);
      } else if (I + 1 < Steps.size() && Steps[I + 1].K == PathStep::Element) {
        // p[i] is an element of what p points to.
      } else {
        Text = "*" + Text;
      }
      break;
    }
  }
  return Text.empty() ? "*this" : Text;
}
