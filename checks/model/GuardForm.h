//===- GuardForm.h - how a lock relates to what it guards --------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_MODEL_GUARDFORM_H
#define RACETIDY_CHECKS_MODEL_GUARDFORM_H

#include "checks/model/AccessPath.h"

#include "llvm/ADT/STLExtras.h"

namespace racetidy {

/// How "this lock guards that location" reads for every object of a class.
/// Locksmith's existential guards (Pratikakis, Foster and Hicks, PLDI 2006),
/// told by the paths alone.
enum class GuardForm : uint8_t {
  /// Nothing connects the two.
  None,
  /// 'b.x' under 'b.m'.
  Sibling,
  /// 'b.c.x' under 'b.m'.
  Owner,
  /// Anything under a lock with static storage.
  Global,
  /// 'b.x' under '*b.pm'.
  Pointee,
  /// 'b.x' under 'b.locks[i]': one of several.
  Striped,
  /// 'x[i]' under 'locks[i]', each with static storage.
  Row,
};

/// The form in which the lock at \p Lock would guard the location \p Path.
inline GuardForm guardForm(const AccessPath &Path, const AccessPath &Lock) {
  if (Lock.kind() == RootKind::Static && Lock.steps().empty())
    return GuardForm::Global;
  if (Path.kind() == RootKind::Static && Lock.kind() == RootKind::Static &&
      Lock.steps().size() == 1 && Lock.steps()[0].K == PathStep::Element &&
      llvm::is_contained(Path.steps(), Lock.steps()[0]))
    return GuardForm::Row;
  if (Path.kind() != Lock.kind() || Path.root() != Lock.root())
    return GuardForm::None;
  auto P = Path.steps(), L = Lock.steps();
  size_t Common = 0;
  while (Common < P.size() && Common < L.size() && P[Common] == L[Common])
    ++Common;
  // What follows has to be a field on both sides: a lock and a location in it
  // is something else.
  auto Rest = L.drop_front(Common);
  if (Common == P.size() || Rest.empty() || Rest[0].K != PathStep::Field ||
      P[Common].K != PathStep::Field)
    return GuardForm::None;
  if (Rest.size() == 1)
    return P.size() == Common + 1 ? GuardForm::Sibling : GuardForm::Owner;
  if (Rest[1].K == PathStep::Deref && Rest.size() == 2)
    return GuardForm::Pointee;
  if (Rest[1].K == PathStep::Element)
    return GuardForm::Striped;
  return GuardForm::None;
}

} // namespace racetidy

#endif // RACETIDY_CHECKS_MODEL_GUARDFORM_H
