//===- RuleIndex.cpp - rules looked up by declaration ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/RuleIndex.h"

#include "checks/analysis/NamesIn.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

std::string racetidy::userName(const NamedDecl &D) {
  std::string Name;
  if (const IdentifierInfo *II = D.getIdentifier())
    Name = II->getName().str();
  else
    Name = D.getNameAsString();
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent()) {
    if (const auto *N = dyn_cast<NamespaceDecl>(C)) {
      if (N->isInline() || N->isAnonymousNamespace())
        continue;
      Name = (N->getName() + "::" + Name).str();
    } else if (const auto *T = dyn_cast<TagDecl>(C)) {
      if (T->getIdentifier())
        Name = (T->getName() + "::" + Name).str();
    }
  }
  return Name;
}

bool racetidy::isOfStandard(const Decl &D) {
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
    if (C->isStdNamespace())
      return true;
  return false;
}

bool racetidy::isOfLibrary(const Decl &D) {
  const SourceManager &SM = D.getASTContext().getSourceManager();
  SourceLocation Loc = SM.getExpansionLoc(D.getLocation());
  return Loc.isInvalid() || SM.isInSystemHeader(Loc) || isOfStandard(D);
}

RuleIndex::RuleIndex(std::shared_ptr<const RuleSet> Rules)
    : Rules(std::move(Rules)) {}

std::shared_ptr<RuleIndex> RuleIndex::of(const ASTContext &Unit,
                                         std::shared_ptr<const RuleSet> Rules) {
  struct Last {
    const ASTContext *Unit = nullptr;
    const RuleSet *Rules = nullptr;
    std::weak_ptr<RuleIndex> Index;
  };
  // A thread looks at one unit after the other.
  static thread_local Last Kept;
  auto Index = Kept.Index.lock();
  if (!Index || Kept.Unit != &Unit || Kept.Rules != Rules.get()) {
    Kept.Unit = &Unit;
    Kept.Rules = Rules.get();
    Index = std::make_shared<RuleIndex>(std::move(Rules));
    Kept.Index = Index;
  }
  return Index;
}

template <typename Rule>
static const Rule *lastMatch(const std::vector<Rule> &Rules,
                             const std::string &Name) {
  for (const Rule &R : llvm::reverse(Rules))
    // Rules of functions alone have no type, and a lambda's class no name.
    if (!R.Type.empty() && matchesGlob(R.Type, Name))
      return &R;
  return nullptr;
}

void RuleIndex::fill(TypeAnswer &A, const std::string &Name) const {
  if (!A.Lock)
    A.Lock = lastMatch(Rules->Locks, Name);
  if (!A.Guard)
    A.Guard = lastMatch(Rules->Guards, Name);
  if (!A.Atomic)
    A.Atomic = lastMatch(Rules->Atomics, Name);
  if (!A.Pointer)
    A.Pointer = lastMatch(Rules->Pointers, Name);
  if (!A.Condition)
    A.Condition = lastMatch(Rules->Conditions, Name);
  if (!A.Container)
    for (const ContainerRule &R : llvm::reverse(Rules->Containers))
      if (!A.Container && matchesAny(R.Types, Name))
        A.Container = &R;
  if (!A.Origin)
    A.Origin = lastMatch(Rules->Origins, Name);
  if (!A.Handle)
    A.Handle = lastMatch(Rules->Handles, Name);
  if (!A.Ordering)
    A.Ordering = lastMatch(Rules->Orderings, Name);
  if (!A.Awaitable)
    for (const AwaitableRule &R : llvm::reverse(Rules->Awaitables))
      if (!A.Awaitable && matchesAny(R.Types, Name))
        A.Awaitable = &R;
  if (!A.Affinity)
    for (const AffinityRule &R : llvm::reverse(Rules->Affinities))
      if (!A.Affinity && matchesAny(R.Types, Name))
        A.Affinity = &R;
  A.Executor |= llvm::any_of(Rules->Executors, [&](const ExecutorRule &R) {
    return matchesAny(R.Types, Name);
  });
  A.NeverSuspends |= matchesAny(Rules->Suspensions.NeverSuspend, Name);
  for (const ResourceRule &R : Rules->Resources) {
    A.Transaction |= matchesAny(R.Scopes, Name);
    // One whose own reads are described: what they keep, the rule says.
    A.Described |= llvm::is_contained(R.Types, Name) &&
                   llvm::any_of(R.Calls, [](const auto &Call) {
                     return Call.second == ResourceEffect::Read ||
                            Call.second == ResourceEffect::LockingRead;
                   });
  }
}

/// The declaration that names \p T at this level of sugar, or null.
static const NamedDecl *nameOf(QualType T) {
  if (const auto *TD = dyn_cast<TypedefType>(T))
    return TD->getDecl();
  // A dependent specialisation has no declaration but still a template.
  if (const auto *TS = dyn_cast<TemplateSpecializationType>(T))
    return TS->getTemplateName().getAsTemplateDecl();
  if (const auto *Tag = dyn_cast<TagType>(T))
    return Tag->getDecl();
  return nullptr;
}

/// How many classes up a public base may be.
static constexpr unsigned MaxBases = 4;

/// Calls \p Each with every name of \p T and of its public bases, and whether
/// it is that of a base.
static void
forEachTypeName(QualType T,
                llvm::function_ref<void(const NamedDecl &, bool)> Each,
                unsigned Depth = MaxBases) {
  // Every name on the way down counts: 'pthread_spinlock_t' is only a typedef.
  while (true) {
    if (const NamedDecl *D = nameOf(T))
      Each(*D, /*IsBase=*/Depth != MaxBases);
    QualType Next = T->getLocallyUnqualifiedSingleStepDesugaredType();
    if (Next.getTypePtr() == T.getTypePtr())
      break;
    T = Next;
  }
  const auto *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition() || Depth == 0)
    return;
  for (const CXXBaseSpecifier &Base : Record->bases())
    if (Base.getAccessSpecifier() == AS_public)
      forEachTypeName(Base.getType(), Each, Depth - 1);
}

const RuleIndex::TypeAnswer &RuleIndex::answer(QualType T) {
  // Expressions that are still to be resolved may have no type at all.
  if (!T.isNull())
    T = T.getNonReferenceType().getUnqualifiedType();
  auto [It, New] = Types.try_emplace(T.getAsOpaquePtr());
  if (New && !T.isNull()) {
    TypeAnswer A;
    forEachTypeName(T, [&](const NamedDecl &D, bool IsBase) {
      std::string Name = userName(D);
      fill(A, Name);
      // A class that derives has state of its own, which nothing locks.
      A.ThreadSafe |= !IsBase && matchesAny(Rules->ThreadSafeTypes, Name);
    });
    Types[T.getAsOpaquePtr()] = A;
    return Types[T.getAsOpaquePtr()];
  }
  return It->second;
}

/// What a smart pointer of type \p T points to; null if it can't be told.
static QualType smartPointee(QualType T) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  return S && S->getTemplateArgs().size() > 0 &&
                 S->getTemplateArgs()[0].getKind() == TemplateArgument::Type
             ? S->getTemplateArgs()[0].getAsType()
             : QualType();
}

bool RuleIndex::isExecutor(QualType T) {
  if (Rules->Executors.empty() || T.isNull())
    return false;
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return answer(T).Executor || (pointer(T) && answer(smartPointee(T)).Executor);
}

const LockRule *RuleIndex::lock(QualType T) {
  if (const LockRule *Rule = answer(T).Lock)
    return Rule;
  const auto *R =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  return R ? wrappedLock(R) : nullptr;
}
const GuardRule *RuleIndex::guard(QualType T) { return answer(T).Guard; }
const AtomicRule *RuleIndex::atomic(QualType T) { return answer(T).Atomic; }
const PointerRule *RuleIndex::pointer(QualType T) { return answer(T).Pointer; }
const ConditionRule *RuleIndex::condition(QualType T) {
  return answer(T).Condition;
}
const ContainerRule *RuleIndex::container(QualType T) {
  return answer(T).Container;
}

bool RuleIndex::isLock(QualType T) {
  if (lock(T))
    return true;
  const auto *Record =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsRecordDecl();
  if (!Record)
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(Record);
  return Record->hasAttr<CapabilityAttr>() || (Class && isLockClass(Class));
}

std::optional<RuleIndex::AtomicCall>
RuleIndex::atomicFunction(StringRef Name) const {
  std::string Text = Name.str();
  for (const AtomicFunctionRule &Rule : llvm::reverse(Rules->AtomicFunctions))
    for (const auto &[Pattern, Op] : Rule.Functions)
      if (matchesGlob(Pattern, Text))
        return AtomicCall{Op, Rule.Object, Rule.Value, Rule.Expected,
                          Rule.Desired};
  return std::nullopt;
}

/// Adds the names of \p F as a method of \p Class and of its public bases.
static void addMethodNames(const CXXRecordDecl &Class, const std::string &Name,
                           llvm::SmallVectorImpl<std::string> &Into,
                           unsigned Depth = MaxBases) {
  Into.push_back(userName(Class) + "::" + Name);
  if (!Class.hasDefinition() || Depth == 0)
    return;
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const auto *Record = Base.getType()->getAsCXXRecordDecl())
      if (Base.getAccessSpecifier() == AS_public)
        addMethodNames(*Record, Name, Into, Depth - 1);
}

/// The names of \p F: of a method also those that it has in public bases.
static llvm::SmallVector<std::string, 4> namesOf(const FunctionDecl &F) {
  llvm::SmallVector<std::string, 4> Names;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F))
    addMethodNames(*Method->getParent(),
                   isa<CXXConstructorDecl>(F) ? "constructor"
                                              : Method->getNameAsString(),
                   Names);
  else
    Names.push_back(userName(F));
  return Names;
}

bool RuleIndex::precedes(const FunctionDecl &F, const PublicationRule &Rule) {
  return llvm::any_of(namesOf(F), [&](const std::string &Name) {
    return matchesAny(Rule.After, Name);
  });
}

const RuleIndex::FunctionAnswer &RuleIndex::answer(const FunctionDecl &F) {
  const FunctionDecl *Key = F.getCanonicalDecl();
  auto It = Functions.find(Key);
  if (It != Functions.end())
    return It->second;

  FunctionAnswer A;
  std::string Name = F.getIdentifier() ? userName(F) : "";
  if (!Name.empty()) {
    A.Suspends = matchesAny(Rules->Suspensions.Functions, Name);
    A.Sleeps = matchesAny(Rules->SleepFunctions, Name);
    A.Blocks = matchesAny(Rules->BlockingFunctions, Name);
    for (const SharedMemoryRule &Rule : Rules->SharedMemory)
      if (matchesAny(Rule.Functions, Name))
        A.SharedMemory = &Rule;
  }
  if (!Rules->Publications.empty())
    for (const std::string &Of : namesOf(F))
      for (const PublicationRule &Rule : Rules->Publications) {
        if (matchesAny(Rule.Functions, Of))
          A.Publication.Rule = &Rule;
        A.Publication.Precedes |= matchesAny(Rule.After, Of);
      }
  if (!Name.empty() && !isa<CXXMethodDecl>(F)) {
    for (const LockRule &Rule : llvm::reverse(Rules->Locks))
      for (const auto &[Pattern, Effect] : Rule.Functions)
        if (!A.Lock && matchesGlob(Pattern, Name))
          A.Lock = LockCall{Effect, Rule.Argument, Rule.TryGivesZero,
                            Rule.ThreadBound};
    A.Atomic = atomicFunction(Name);
    for (const ConditionRule &Rule : Rules->Conditions)
      A.Notifies |= matchesAny(Rule.NotifyFunctions, Name);
    A.Forwards = matchesAny(Rules->Forwarders, Name);
    A.Fresh = matchesAny(Rules->FreshFunctions, Name);
  }
  return Functions.try_emplace(Key, std::move(A)).first->second;
}

std::optional<RuleIndex::LockCall>
RuleIndex::lockFunction(const FunctionDecl &F) {
  return answer(F).Lock;
}
std::optional<RuleIndex::AtomicCall>
RuleIndex::atomicFunction(const FunctionDecl &F) {
  return answer(F).Atomic;
}
bool RuleIndex::isFreshFunction(const FunctionDecl &F) {
  return answer(F).Fresh;
}
bool RuleIndex::isForwarder(const FunctionDecl &F) {
  return answer(F).Forwards;
}
bool RuleIndex::keepsAwaitable(const FunctionDecl &F) {
  // Function objects, too: 'stdexec::start_detached'. Few calls are asked.
  auto Names = namesOf(F);
  return llvm::any_of(Rules->Awaitables, [&](const AwaitableRule &Rule) {
    return !Rule.Keepers.empty() &&
           llvm::any_of(Names, [&](const std::string &Name) {
             return matchesAny(Rule.Keepers, Name);
           });
  });
}
bool RuleIndex::suspends(const FunctionDecl &F) { return answer(F).Suspends; }
bool RuleIndex::notifies(const FunctionDecl &F) { return answer(F).Notifies; }
bool RuleIndex::blocks(const FunctionDecl &F) { return answer(F).Blocks; }
bool RuleIndex::givesSharedMemory(const FunctionDecl &F,
                                  ArrayRef<const Expr *> Args) {
  const SharedMemoryRule *Rule = answer(F).SharedMemory;
  return Rule && (Rule->With.empty() || llvm::any_of(Args, [&](const Expr *E) {
                    return mentionsOneOf(*E, F.getASTContext(), Rule->With);
                  }));
}
bool RuleIndex::sleeps(const FunctionDecl &F) { return answer(F).Sleeps; }
RuleIndex::PublicationUse RuleIndex::publication(const FunctionDecl &F) {
  return answer(F).Publication;
}

const RuleIndex::ConcurrencyAnswer &
RuleIndex::concurrency(const FunctionDecl &F) {
  const FunctionDecl *Key = F.getCanonicalDecl();
  auto It = Concurrency.find(Key);
  if (It != Concurrency.end())
    return It->second;

  if (!OriginNames) {
    OriginNames.emplace();
    for (unsigned I = 0; I < Rules->Origins.size(); ++I)
      for (const std::string &Pattern : Rules->Origins[I].Functions)
        OriginNames->add(Pattern, I);
  }

  ConcurrencyAnswer A;
  llvm::SmallVector<std::string, 4> Names{userName(F)};
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F)) {
    Names.clear();
    addMethodNames(*Method->getParent(), Method->getNameAsString(), Names);
  }
  llvm::SmallVector<unsigned> Found;
  for (const std::string &Name : Names) {
    OriginNames->find(Name, Found);
    for (const OrderingRule &Rule : Rules->Orderings)
      A.WaitsForAll |= matchesAny(Rule.WaitFunctions, Name);
    A.StartUp |= matchesAny(Rules->StartUpFunctions, Name);
    A.SignalUnsafe |= matchesAny(Rules->SignalUnsafeFunctions, Name);
    for (const ExecutorRule &Rule : llvm::reverse(Rules->Executors))
      if (!A.Executor && matchesAny(Rule.Functions, Name))
        A.Executor = &Rule;
    for (const HandleRule &Rule : llvm::reverse(Rules->Handles)) {
      bool Joins = matchesAny(Rule.JoinFunctions, Name);
      if (!A.Handle && (Joins || matchesAny(Rule.DetachFunctions, Name)))
        A.Handle = HandleCall{Joins, Rule.Argument};
    }
  }
  llvm::sort(Found, std::greater<>());
  Found.erase(llvm::unique(Found), Found.end());
  for (unsigned I : Found)
    A.Origins.push_back(&Rules->Origins[I]);
  return Concurrency.try_emplace(Key, std::move(A)).first->second;
}

ArrayRef<RuleIndex::ResourceUse> RuleIndex::resources(const FunctionDecl &F) {
  const FunctionDecl *Key = F.getCanonicalDecl();
  if (auto It = Resources.find(Key); It != Resources.end())
    return It->second;
  if (!ResourceNames) {
    ResourceNames.emplace();
    for (const ResourceRule &Rule : Rules->Resources)
      for (const auto &[Name, Effect] : Rule.Calls) {
        for (const std::string &Type : Rule.Types)
          ResourceNames->add(Type + "::" + Name, ResourceUses.size());
        if (Rule.Types.empty())
          ResourceNames->add(Name, ResourceUses.size());
        ResourceUses.emplace_back(&Rule, Effect);
      }
  }
  llvm::SmallVector<unsigned> Found;
  for (const std::string &Name : namesOf(F))
    ResourceNames->find(Name, Found);
  llvm::sort(Found, std::greater<>());
  Found.erase(llvm::unique(Found), Found.end());
  llvm::SmallVector<ResourceUse, 1> Uses;
  for (unsigned I : Found)
    Uses.push_back(ResourceUses[I]);
  return Resources.try_emplace(Key, std::move(Uses)).first->second;
}

bool RuleIndex::isTransaction(QualType T) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  auto Is = [this](QualType Each) {
    const TypeAnswer &A = answer(Each);
    return A.Transaction && !A.Described;
  };
  return Is(T) || (pointer(T) && Is(smartPointee(T)));
}

/// Whether \p E is one of the variables, enumerators or types in \p Names.
static bool isOneOf(const Expr &E, const std::vector<std::string> &Names) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E.IgnoreParenImpCasts()))
    if (matchesAny(Names, userName(*Ref->getDecl())))
      return true;
  bool Found = false;
  if (QualType T = E.getType(); !T.isNull())
    forEachTypeName(T.getNonReferenceType().getUnqualifiedType(),
                    [&](const NamedDecl &D, bool) {
                      Found |= matchesAny(Names, userName(D));
                    });
  return Found;
}

const OriginRule *RuleIndex::origin(const FunctionDecl &F,
                                    ArrayRef<const Expr *> Args) {
  for (const OriginRule *Rule : concurrency(F).Origins)
    if (Rule->With.empty() || llvm::any_of(Args, [&](const Expr *E) {
          return E && isOneOf(*E, Rule->With);
        }))
      return Rule;
  return nullptr;
}

std::optional<RuleIndex::HandleCall>
RuleIndex::handleFunction(const FunctionDecl &F) {
  return concurrency(F).Handle;
}
bool RuleIndex::waitsForAll(const FunctionDecl &F) {
  return concurrency(F).WaitsForAll;
}
bool RuleIndex::isSignalUnsafe(const FunctionDecl &F) {
  return concurrency(F).SignalUnsafe;
}

bool RuleIndex::isStartUp(const FunctionDecl &F) {
  return concurrency(F).StartUp;
}
