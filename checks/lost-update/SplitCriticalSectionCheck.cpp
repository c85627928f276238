//===- SplitCriticalSectionCheck.cpp --------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/lost-update/SplitCriticalSectionCheck.h"

#include "checks/analysis/Sharing.h"
#include "checks/composition/Witness.h"

using namespace clang;
using namespace racetidy;

namespace {

/// What one split section is told by, in terms of whoever knows the places.
template <typename Place> struct Split {
  Place Read, Write;
  std::optional<Place> TornAt;
  std::string Name, Lock;
  /// The value was tested, and not computed with.
  bool Tested = false;
  /// It was read without the lock.
  bool Late = false;

  std::string message() const;
  /// Calls \p Step with who, where and what of each step.
  template <typename Function> void steps(Function Step) const;
  std::string advice() const;
};

} // namespace

template <typename Place> std::string Split<Place>::message() const {
  if (Late)
    return Name + " is read without " + Lock +
           " and written under it with a value computed from that read; an "
           "update in between is lost";
  if (Tested)
    return Name + " is tested under " + Lock +
           " and set under it, but the lock is given back in between; two "
           "threads may pass the test";
  return Name + " is read under " + Lock +
         " and written under it with a value computed from that read, but the "
         "lock is given back in between; an update in between is lost";
}

template <typename Place>
template <typename Function>
void Split<Place>::steps(Function Step) const {
  Step("thread A", Read,
       (Tested ? "tests " : "reads ") + Name +
           (Late ? " without the lock" : " under " + Lock));
  if (!Late && TornAt)
    Step("thread A", *TornAt, "gives " + Lock + " back");
  if (Tested) {
    Step("thread B", Read, "makes the same test, and passes too");
    Step("thread A", Write, "sets " + Name);
    Step("thread B", Write,
         "sets it again: what the test was to keep from happening twice "
         "happens twice");
  } else {
    Step("thread B", Write,
         "takes " + Lock + " and writes its own update to " + Name);
    Step("thread A", Write,
         "writes what it made of its old read: the update of thread B is lost");
  }
}

template <typename Place> std::string Split<Place>::advice() const {
  return "hold " + Lock + " from the read to the write, or read " + Name +
         " again under it and start over when it has changed";
}

/// Where the lock is one only by its name, until all files are seen.
static void tell(const Composition &All, std::vector<LinkedFinding> &Out) {
  const SummarySet &Set = All.summaries();
  auto Quoted = [&](Symbol S) { return ("'" + Set.text(S) + "'").str(); };
  for (const FunctionSummary &F : Set.functions())
    for (const SummarySplit &S : F.Splits) {
      if (F.Test || !All.locks().areLocks(S.Assumed))
        continue;
      Split<Site> Told{S.Read,         S.Write,        std::nullopt,
                       Quoted(S.Text), Quoted(S.Lock), S.Tested};
      if (S.TornAt.isValid())
        Told.TornAt = S.TornAt;
      LinkedFinding Finding;
      Finding.At = S.Write;
      Finding.Message = Told.message();
      Finding.Evidence = {Set.text(S.Evidence).str(), S.Level};
      Told.steps([&](const char *Who, Site At, std::string What) {
        Finding.Steps.push_back({Who, At, std::move(What)});
      });
      Finding.Advice = Told.advice();
      Finding.Id =
          ("split-critical-section|" + Set.text(S.Text) + "|" + Set.text(F.Key))
              .str();
      Out.push_back(std::move(Finding));
    }
}

const CheckInfo SplitCriticalSectionCheck::Info{
    "race-split-critical-section",
    "a value read under a lock is written back under the same lock taken anew, "
    "so an update in between is lost",
    "lost-update",
    "unreleased",
    "local",
    /*Default=*/true,
    "362, 366, 367",
    "none",
    /*Options=*/{},
    tell,
};

void SplitCriticalSectionCheck::report() {
  for (const DependentWrite &W : model().dependentWrites()) {
    bool Late = W.Torn == Separation::LateLock;
    if (W.Torn != Separation::CriticalSections &&
        !(Late && W.Kind == DependenceKind::Data))
      continue;
    Split<SourceLocation> Told{W.Read.Loc,
                               W.Write.Loc,
                               std::nullopt,
                               "'" + W.Name + "'",
                               "'" + W.Lock + "'",
                               W.Kind == DependenceKind::Control,
                               Late};
    if (W.TornAt.isValid())
      Told.TornAt = W.TornAt;
    Finding F;
    F.Loc = W.Write.Loc;
    F.Message = Told.message();
    F.Evidence = evidenceFor(W);
    Told.steps([&](const char *Who, SourceLocation At, std::string What) {
      F.Steps.push_back({Who, At, std::move(What)});
    });
    F.Advice = Told.advice();
    emit(std::move(F));
  }
}
