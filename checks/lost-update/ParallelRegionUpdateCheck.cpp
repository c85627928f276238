//===- ParallelRegionUpdateCheck.cpp --------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/ParallelRegionUpdateCheck.h"

#include "checks/analysis/FunctionCollector.h"

#include "clang/AST/OpenMPClause.h"
#include "clang/Basic/OpenMPKinds.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

const CheckInfo ParallelRegionUpdateCheck::Info{
    "race-parallel-region-update",
    "the threads of an OpenMP region change the same thing, with nothing that "
    "keeps them apart",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 820",
    "sometimes",
    /*Options=*/{},
};

/// Whether \p A happens inside \p C.
static bool isIn(const RegionAccess &A, const Construct &C) {
  return llvm::is_contained(A.Stack, &C);
}

/// The operator of the 'reduction' that would do what \p C does; empty where
/// none does, or where something else looks at the value on the way.
static std::string reduction(const RegionConflict &C,
                             const RegionAccesses &All) {
  const auto *V = dyn_cast<VarDecl>(C.First->Place.Root);
  if (C.Why != RegionConflict::SameCode || !V ||
      !C.First->Place.Steps.empty() || !V->getType()->isArithmeticType())
    return "";
  std::string Operator;
  for (const RegionAccess &A : All.All) {
    if (!(A.Place == C.First->Place) || !isIn(A, *C.Around))
      continue;
    if (!A.Write) {
      // What the update itself reads.
      bool Part = llvm::any_of(All.All, [&](const RegionAccess &W) {
        return W.Update && W.Place == A.Place &&
               W.Node->getSourceRange().fullyContains(A.Node->getSourceRange());
      });
      if (!Part)
        return "";
      continue;
    }
    llvm::StringRef Does = A.Operator;
    if (!A.Update || Does.empty() || !A.Function.empty())
      return "";
    std::string Single = Does == "++" || Does == "--" || Does == "-=" ? "+"
                         : Does.ends_with("=") ? Does.drop_back().str()
                                               : "";
    bool Known = Single == "+" || Single == "*" ||
                 (V->getType()->isIntegerType() &&
                  (Single == "&" || Single == "|" || Single == "^"));
    if (!Known || (!Operator.empty() && Operator != Single))
      return "";
    Operator = Single;
  }
  return Operator;
}

/// Where a clause can be added to \p D.
static SourceLocation clauseEnd(const OMPExecutableDirective &D) {
  OpenMPDirectiveKind K = D.getDirectiveKind();
  bool Takes = isOpenMPParallelDirective(K) ||
               isOpenMPWorksharingDirective(K) || isOpenMPSimdDirective(K) ||
               isOpenMPTeamsDirective(K);
  return Takes && K != llvm::omp::OMPD_single && D.getEndLoc().isFileID()
             ? D.getEndLoc()
             : SourceLocation();
}

void ParallelRegionUpdateCheck::tell(const RegionConflict &C,
                                     const RegionAccesses &All) {
  const RegionAccess &W = *C.First, &Other = *C.Second;
  std::string Name = "'" + W.Name + "'";
  std::string Region =
      std::string("'") +
      getOpenMPDirectiveName(C.Around->Directive->getDirectiveKind(), 52)
          .str() +
      "'";
  auto Same = [&](const RegionAccess &A) {
    return A.Place == W.Place && isIn(A, *C.Around);
  };
  bool ReadBefore = W.Update, ReadAfter = false;
  SourceLocation Read = W.Node->getExprLoc(), Later;
  for (const RegionAccess &A : All.All) {
    if (!Same(A) || A.Write)
      continue;
    if (A.Time < W.Time && !ReadBefore) {
      ReadBefore = true;
      Read = A.Node->getExprLoc();
    } else if (A.Time > W.Time && !ReadAfter) {
      ReadAfter = true;
      Later = A.Node->getExprLoc();
    }
  }
  Finding F;
  F.Loc = W.Node->getExprLoc();
  F.Entities = {W.Name};
  std::string Does = Other.Write ? "writes" : "reads";
  Confidence Level = Confidence::High;
  std::string Why =
      "the name stands for one object of all threads of " + Region;
  SourceLocation At = F.Loc, OtherAt = Other.Node->getExprLoc();
  switch (C.Why) {
  case RegionConflict::SameCode:
  case RegionConflict::Iterations:
    if (C.Why == RegionConflict::Iterations && C.First != C.Second) {
      F.Message = "an iteration of " + Region + " writes the element of " +
                  Name + " that another " + Does + ", and they run at once";
      F.Steps = {{"one iteration", OtherAt, Does + " the element"},
                 {"another iteration", At, "writes the same element"},
                 {"both", OtherAt,
                  Other.Write ? "which value remains is chance"
                              : "whether the old or the new value is read is "
                                "chance"}};
      F.Advice =
          "let each iteration write what no other reads: a second array, "
          "or a loop that is not shared out";
      break;
    }
    if (C.First != C.Second) {
      bool Mixed = W.Atomic != Other.Atomic || W.Guards != Other.Guards;
      F.Message = Name + " is written here while another thread of " + Region +
                  " " + Does + " it" +
                  (Mixed ? ", and only one of the two is kept apart from the "
                           "others"
                         : "");
      F.Steps = {{"thread A", At, "writes " + Name},
                 {"thread B", OtherAt,
                  Does + " " + Name +
                      (Other.Write ? " as well: one value is lost"
                                   : ", before or after, as chance has it")}};
      F.Advice = "the same 'critical' around both, or 'atomic' on both";
    } else if (ReadBefore) {
      F.Message = Name + " is updated by the threads of " + Region +
                  " at once, with no 'reduction', 'atomic' or 'critical'; "
                  "updates are lost";
      F.Steps = {{"thread A", Read, "reads " + Name},
                 {"thread B", At, "writes its own update of " + Name},
                 {"thread A", At,
                  "writes what it made of the old value: the update of thread "
                  "B is lost"}};
      F.Advice = "'#pragma omp atomic' makes it one step";
    } else if (ReadAfter) {
      F.Message = Name + " is one variable for all threads of " + Region +
                  "; each writes it and then reads what another wrote";
      F.Steps = {
          {"thread A", At, "writes " + Name},
          {"thread B", At, "writes its own value to " + Name},
          {"thread A", Later, "reads the value of thread B: its own is lost"}};
      F.Advice = "declare it inside, or name it in a 'private' clause";
    } else {
      F.Message = Name + " is written by the threads of " + Region +
                  " at once; which value remains is chance";
      F.Steps = {
          {"thread A", At, "writes " + Name},
          {"thread B", At, "writes its own value: that of thread A is lost"}};
      F.Advice = "declare it inside, or name it in a 'private' or "
                 "'lastprivate' clause";
    }
    if (W.Constant)
      Level = Confidence::Low;
    break;
  case RegionConflict::NoBarrier:
    F.Message = Name + " is written here while another thread of " + Region +
                " " + Does + " it, with no barrier in between";
    F.Steps = {{"thread A", At, "writes " + Name},
               {"thread B", OtherAt,
                Does + " " + Name +
                    (Other.Write ? " as well: one value is lost"
                                 : ", before or after, as chance has it")}};
    F.Advice =
        "'#pragma omp barrier' between the two, or one 'critical' around "
        "each";
    if (W.Constant && W.Constant == Other.Constant)
      Level = Confidence::Low;
    else if (W.Constant && !Other.Write)
      Level = Confidence::Medium;
    break;
  case RegionConflict::Tasks:
    if (C.First == C.Second && !Other.Stack.empty())
      F.Message = Name + " is written by tasks that run at once; updates are "
                         "lost";
    else
      F.Message = Name + " is written here while a task " + Does +
                  " it, or the other way round, and nothing waits in between";
    F.Steps = {{"one task", At, "writes " + Name},
               {"another task, or who made it", OtherAt,
                Does + " " + Name +
                    (Other.Write ? ": one of the values is lost"
                                 : ", before or after, as chance has it")}};
    F.Advice = "'taskwait', a 'depend' clause on both, or 'atomic'";
    Why = "the name stands for one object of the task and who made it";
    break;
  }
  F.Evidence = {Why, Level};
  // Where the region calls a function that does it.
  if (!W.Function.empty())
    F.Steps.insert(F.Steps.begin(),
                   {"the threads", C.Around->Directive->getBeginLoc(),
                    "run " + Region + ", which calls '" + W.Function + "'"});
  if (std::string Operator = reduction(C, All); !Operator.empty()) {
    std::string Clause = "reduction(" + Operator + ":" + W.Name + ")";
    F.Advice = "'" + Clause +
               "' gives each thread a copy and puts them "
               "together at the end";
    if (SourceLocation End = clauseEnd(*C.Around->Directive); End.isValid())
      F.Fixes = {FixItHint::CreateInsertion(End, " " + Clause)};
  }
  emit(std::move(F));
}

void ParallelRegionUpdateCheck::report() {
  Reported.clear();
  if (!context().getLangOpts().OpenMP)
    return;
  forEachFunction(context(), [&](const FunctionDecl &F) {
    if (F.isDependentContext())
      return;
    RegionAccesses All = readRegions(F, rules());
    for (const RegionConflict &C : regionConflicts(All))
      // A function that several regions call, and each instance of a template.
      if (Reported.insert(C.First->Node->getExprLoc()).second)
        tell(C, All);
  });
}
