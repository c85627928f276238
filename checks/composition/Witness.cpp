//===- Witness.cpp - words for what a composition found -------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/composition/Witness.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace racetidy;

static std::string quoted(llvm::StringRef Text) {
  return ("'" + Text + "'").str();
}

std::string Witness::entity(Symbol Key) const {
  const EntitySummary *E = Set.entity(Key);
  return quoted(E ? Set.text(E->Name) : llvm::StringRef("?"));
}

std::string Witness::member(Symbol Key) const {
  const EntitySummary *E = Set.entity(Key);
  llvm::StringRef Name = E ? Set.text(E->Name) : llvm::StringRef("?");
  return quoted(Name.substr(Name.rfind(':') + 1));
}

std::string Witness::location(const Instance &I) const {
  llvm::StringRef Text = Set.text(Where.access(I).Text);
  return quoted(Text);
}

std::string Witness::function(FunctionId F) const {
  llvm::StringRef Name = Set.text(Set.functions()[F].Name);
  // Of a lambda the name says where it stands, and quotes that itself.
  return Name.contains('\'') ? Name.str() : quoted(Name);
}

std::string Witness::origin(OriginId O) const {
  if (O == Callers)
    return "a caller";
  if (O == MainThread)
    return "the main thread";
  const CallGraph::Start &S = All.calls().starts()[O - FirstSpawn];
  const char *What = "thread";
  switch (S.Spawn->Kind) {
  case SpawnKind::Thread:
    break;
  case SpawnKind::Task:
  case SpawnKind::Future:
    What = "task";
    break;
  case SpawnKind::Callback:
    What = "callback";
    break;
  case SpawnKind::Signal:
    What = "signal handler";
    break;
  case SpawnKind::Region:
    What = "parallel region";
    break;
  }
  return std::string("the ") + What + " started in " + function(S.In);
}

std::string Witness::does(const Instance &I) const {
  const SummaryAccess &A = Where.access(I);
  const char *Verb = "writes ";
  if (A.Kind == AccessKind::Read || A.Kind == AccessKind::AtomicLoad)
    Verb = "reads ";
  else if (A.Kind == AccessKind::Update || A.Kind == AccessKind::AtomicUpdate ||
           A.Kind == AccessKind::Insert)
    Verb = A.MultiWord ? "changes " : "updates ";
  return Verb + location(I);
}

std::string Witness::under(const Instance &I) const {
  const HeldLocks &H = Where.held(I);
  std::vector<std::string> Names;
  for (const auto *Terms : {&H.Must, &H.MustShared})
    for (const LockTerm &T : *Terms)
      Names.push_back(entity(T.Entity));
  llvm::sort(Names);
  Names.erase(llvm::unique(Names), Names.end());
  return Names.empty() ? " with no lock"
                       : " under " + llvm::join(Names, " and ");
}

void Witness::approach(const Instance &I, const std::string &Who,
                       std::vector<LinkedStep> &Steps, unsigned Calls) const {
  const Contexts &Ways = All.contexts();
  std::vector<LinkedStep> Back;
  // Callers of one another may lead round in a circle.
  static constexpr unsigned MaxWay = 64;
  unsigned Way = 0;
  for (ContextId Id = I.In; Id != NoContext && Way < MaxWay; ++Way) {
    const Context &C = Ways[Id];
    if (C.Caller == NoContext)
      break;
    const Context &From = Ways[C.Caller];
    const FunctionSummary &F = Set.functions()[From.Function];
    if (From.Origin != C.Origin) {
      const SummarySpawn &S = F.Spawns[C.Call];
      Back.push_back({function(From.Function), S.At,
                      "starts it: " + Who + " runs " + function(C.Function)});
      break;
    }
    if (Back.size() < Calls)
      Back.push_back(
          {Who, F.Calls[C.Call].At,
           "calls " + function(C.Function) + " in " + function(From.Function)});
    Id = C.Caller;
  }
  Steps.insert(Steps.end(), Back.rbegin(), Back.rend());
}

std::vector<std::string> Witness::entities(FunctionId F, Symbol Key) const {
  llvm::StringRef Name = Set.text(Set.functions()[F].Name);
  while (Name.consume_front("lambda in '"))
    Name.consume_back("'");
  std::vector<std::string> Names{Name.str()};
  if (const EntitySummary *E = Set.entity(Key))
    Names.push_back(Set.text(E->Name).str());
  return Names;
}

LinkedFinding Witness::begin(const Instance &I, llvm::StringRef What) const {
  const FunctionSummary &F = Set.functions()[I.Function];
  LinkedFinding Finding;
  Finding.At = site(I);
  const SummaryPath &Path = I.Path ? All.paths()[I.Path] : Where.access(I).Path;
  Finding.Id =
      (What + "|" + Set.text(entityOf(Path)) + "|" + Set.text(F.Key)).str();
  Finding.Entities = entities(I.Function, entityOf(Path));
  return Finding;
}
