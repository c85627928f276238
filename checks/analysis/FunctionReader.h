//===- FunctionReader.h - one function's summary in the making ---*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_FUNCTIONREADER_H
#define RACETIDY_CHECKS_ANALYSIS_FUNCTIONREADER_H

#include "checks/analysis/AtomicOperations.h"
#include "checks/analysis/EntryResolver.h"
#include "checks/analysis/Privacy.h"
#include "checks/analysis/SummaryAccesses.h"
#include "checks/analysis/SummaryFlow.h"
#include "checks/analysis/SummaryPaths.h"
#include "checks/analysis/SummaryUnit.h"

#include "clang/AST/StmtCXX.h"

namespace racetidy {

/// Whether the value that is evaluated at the end of \p Stack is looked at: in
/// a condition, or kept.
bool decides(llvm::ArrayRef<const clang::Stmt *> Stack);

/// Reads one function: a walk over its body in the order of the source finds
/// what it does, and, where locks, starts or joins are among it, a flow through
/// its graph finds in which state.
class FunctionReader : UseContext {
public:
  FunctionReader(const clang::FunctionDecl &Function, SummaryUnit &Unit);

  /// The summary; nothing where others see nothing of the function.
  std::optional<FunctionSummary> read();

  llvm::ArrayRef<ForwardedStart> forwards() const { return Forwards; }
  /// Some call could not be resolved, since it depends on a template parameter.
  bool isDependent() const { return Dependent; }
  /// A budget was met.
  bool isCut() const { return Cut; }

private:
  static constexpr unsigned MaxAccesses = 1000, MaxCalls = 500, MaxDepth = 400;
  /// A pair of accesses to the same atomics is ordered by few of them.
  static constexpr unsigned MaxOrderings = 4;
  friend class ReaderFlow;

  /// A test that stands above what is walked now.
  struct Test {
    AccessPath Path;
    size_t Access;
    /// Where we are, the location was null, false, zero or empty.
    bool Null;
  };
  /// What is known of an access beside its summary.
  struct AccessPlace {
    const clang::Stmt *Node = nullptr;
    AccessPath Path;
    /// The local that it starts from while nobody else knew that one.
    const clang::VarDecl *Owner = nullptr;
    /// How many calls come before it in the source, and the outermost loop.
    size_t Calls = 0;
    const clang::Stmt *Loop = nullptr;
    bool Reached = true, Dropped = false;
  };
  struct CallPlace {
    const clang::Stmt *Node = nullptr;
    /// A destructor runs where its variable ends.
    const clang::VarDecl *Ends = nullptr;
    /// What stands for something that the callee started.
    SummaryPath Handle;
    bool JoinsOnDestruction = false;
    const clang::Stmt *Loop = nullptr;
    bool Reached = true;
  };
  struct SpawnPlace {
    const clang::Stmt *Node = nullptr;
    bool JoinsOnDestruction = false;
    /// What it returns says whether it was started: zero, as in C.
    bool GivesZero = false;
    /// The variable that the result is kept in.
    const clang::VarDecl *Result = nullptr;
    /// The loops around it, innermost last.
    llvm::SmallVector<const clang::Stmt *, 4> Loops;
    bool Reached = true;
  };
  struct JoinPlace {
    const clang::Stmt *Node = nullptr;
    llvm::SmallVector<const clang::Stmt *, 4> Loops;
    /// "if (t.joinable()) t.join();": where the test fails there is nothing to
    /// wait for.
    const clang::Stmt *If = nullptr;
    /// "f.wait_for(t) == ready": it has ended where this is \c Result.
    const clang::Expr *Test = nullptr;
    bool Result = true;
    /// Waits for all that runs.
    bool All = false;
    /// Where the variable ends.
    const clang::VarDecl *Ends = nullptr;
    bool Reached = true;
  };
  struct EscapePlace {
    const clang::Stmt *Node = nullptr;
    /// Kept in a local, and these follow it: it escapes only if one of them
    /// does so without the locks it was made under.
    bool Kept = false;
    llvm::SmallVector<const clang::Expr *, 2> Uses;
    bool Reached = true, Lost = true;
  };
  /// A pointer, iterator or view, and what it leads to.
  struct Pointing {
    AccessPath Path;
    const char *What;
    const clang::Expr *Made;
  };
  static constexpr size_t NoEscape = ~size_t(0);
  struct KeptPointer {
    Pointing Into;
    size_t Escape = NoEscape;
  };
  /// A local that only this function knows until it lets it out.
  struct Private {
    bool Pointer = false, Escaped = false;
    size_t Begin = 0, Loops = 0;
  };

  // FunctionReader.cpp: the walk.
  void walk(const clang::Stmt *S);
  void children(const clang::Stmt *S);
  void initialisers();
  void ifStatement(const clang::IfStmt *If);
  void loop(const clang::Stmt *S);
  void declaration(const clang::DeclStmt *D);
  void lambda(const clang::LambdaExpr *L);
  void after(const clang::Expr *E);
  void describe();
  const clang::Stmt *parent(const clang::Stmt *S) const override;
  bool isOperation(const clang::Expr *E) const override;
  std::optional<const clang::Expr *>
  atomicValue(const clang::Expr *E) const override;

  // ReaderAccesses.cpp
  void accesses(const clang::Expr *E);
  void plain(const PlainAccess &Access);
  void atomic(const AtomicOperation &Op);
  size_t add(AccessKind Kind, const AccessPath &Path, SummaryPath Known,
             const clang::Expr *Node, clang::QualType Type);
  void tested(SummaryAccess &Access, const AccessPath &Path);
  void testsOf(const clang::Expr *Condition, bool True, size_t Begin,
               size_t End);
  void update(const clang::Expr *Assignment, size_t Before);
  bool isHarmless(clang::SourceLocation Loc);
  void name(const clang::DeclRefExpr *Ref);
  void letOut(const clang::VarDecl *V);
  bool isOwned(const AccessPath &Path) const;

  // ReaderOrders.cpp
  void orders(const clang::Expr *E);
  void orderedBy(const MethodCall &Method);
  void passes(LockEffect Effect, Symbol By);
  Symbol orderOf(const clang::Expr *Object, bool Pointer);
  void awaits(Symbol By) { Awaited.push_back({By, Out.Accesses.size()}); }
  void signals(Symbol By, size_t Before) { Signalled.push_back({By, Before}); }
  void waits(const clang::CallExpr &Call);
  void order();

  // ReaderCalls.cpp
  void calls(const clang::Expr *E);
  void call(const clang::Expr *E, const clang::FunctionDecl *F,
            const clang::Expr *Object, llvm::ArrayRef<const clang::Expr *> Args,
            bool Callback, bool Once = false);
  void constructed(const clang::CXXConstructExpr *C);
  void ends(const clang::VarDecl *V);
  bool isNamed(const clang::VarDecl *V);
  SummaryArgument owned(SummaryArgument A, const clang::Expr *E);
  SummaryArgument argument(const clang::Expr *E, clang::QualType Type);

  // ReaderCallables.cpp
  void keepsCallables(const clang::Expr *E);
  std::optional<CallableEntry> putInto(const clang::Expr *Structure,
                                       llvm::ArrayRef<std::string> Fields);
  void callsThrough(const clang::CallExpr *Call, const clang::Expr *Callee,
                    llvm::ArrayRef<const clang::Expr *> Args);

  // ReaderOrigins.cpp
  /// Where a handle goes that an expression makes.
  struct MadeHandle {
    SummaryPath Path;
    clang::QualType Type;
    bool Detached = false;
    /// Nobody keeps it; and it was waited for before.
    bool Dropped = false, Joined = false;
  };
  bool starts(const clang::Expr *E);
  void listStarts(const clang::Expr *E);
  bool start(const clang::Expr *E, const OriginRule &Rule,
             llvm::ArrayRef<const clang::Expr *> Args,
             const clang::Expr *Object, MadeHandle Handle);
  void startsThrough(const clang::CallExpr *Call, const clang::FunctionDecl *F);
  void spawn(const clang::Expr *E, SummarySpawn Spawn,
             const CallableEntry &Entry,
             llvm::ArrayRef<const clang::Expr *> Given,
             bool JoinsOnDestruction);
  void forward(const clang::ParmVarDecl *P, SummarySpawn Spawn,
               bool JoinsOnDestruction);
  void forwardedBy(const clang::FunctionDecl &Lambda, const SummarySpawn &Spawn,
                   bool JoinsOnDestruction);
  const clang::VarDecl *keptResult();
  SummaryPath handlerOf(const clang::Expr *Number);
  void runsOn(const clang::FunctionDecl *F, llvm::ArrayRef<const clang::Expr *>,
              const clang::Expr *Object, SummarySpawn &Spawn);
  MadeHandle handleOf(const clang::Expr *E);
  std::optional<SummaryPath> handlePath(const clang::Expr *E, bool Pointer);

  // ReaderJoins.cpp
  void joins(const clang::Expr *E);
  void join(const clang::Expr *E, SummaryPath Handle, bool All);
  void tries(const clang::Expr *E, const HandleRule &Rule,
             const MethodCall &Method);
  const clang::Stmt *askedAround(const SummaryPath &Handle);
  bool joinsWhereItEnds(clang::QualType T);
  void joinsWhereItEnds(const clang::VarDecl *V,
                        const clang::CXXDestructorDecl &D);
  void overwrites(const clang::Expr *E, const MethodCall &Method);
  void joinsByCallee(const clang::CallExpr &Call, const clang::FunctionDecl &F);
  void moved(const clang::Expr *E);
  void copied(const clang::BinaryOperator *Assignment);
  void renameCopied();
  void renamed(const SummaryPath &Was, const SummaryPath &To);
  void multiply();

  // ReaderEscapes.cpp
  void escapes(const clang::ReturnStmt *Return);
  void stores(const clang::Expr *Target, const clang::Expr *Value);
  void keeps(const clang::VarDecl *V, const clang::Expr *Value);
  void follows(const clang::Expr *E);
  void escape(const Pointing &Into, const clang::Stmt *At, clang::QualType To,
              bool Stored);
  std::optional<AccessPath> locationOf(const clang::Expr *E);
  std::optional<Pointing> pointsInto(const clang::Expr *E);
  std::optional<Pointing> constructedInto(const clang::CXXConstructExpr *C);
  std::optional<Pointing> returnedBy(const clang::CallExpr *Call,
                                     const clang::FunctionDecl *F);

  // ReaderFlow.cpp
  void flow();
  void withoutFlow();
  void orderBySource();
  bool callsForeign() const;
  LockBits tableBit(LockFlow &Locks, const LockInfo &Info, bool Guard);
  void drop();

  const clang::FunctionDecl &Function;
  SummaryUnit &Unit;
  RuleIndex &Rules;
  SummaryNames &Names;
  const BodyShape &Shape;
  PathBuilder Paths;
  SummaryPaths Known;
  bool InConstruction, Dependent = false, Cut = false;
  /// Said not to be looked at for races.
  const bool IsExempt;

  FunctionSummary Out;
  std::vector<AccessPlace> AccessAt;
  std::vector<CallPlace> CallAt;
  std::vector<SpawnPlace> SpawnAt;
  std::vector<JoinPlace> JoinAt;
  std::vector<EscapePlace> EscapeAt;
  std::vector<ForwardedStart> Forwards;
  /// What was put into fields of variables to be called, in order.
  llvm::DenseMap<
      const clang::VarDecl *,
      llvm::SmallVector<
          std::pair<const clang::FieldDecl *, const clang::Expr *>, 2>>
      Kept;
  /// Local handles, and where copies of them were put.
  llvm::SmallVector<std::pair<SummaryPath, SummaryPath>, 1> Copied;
  /// Local handles by their keys.
  llvm::SmallVector<std::pair<Symbol, const clang::VarDecl *>, 2>
      HandleVariables;

  llvm::DenseMap<const clang::VarDecl *, KeptPointer> Pointers;
  unsigned Nested = 0;

  std::vector<const clang::Stmt *> Stack;
  llvm::SmallVector<const clang::Stmt *, 4> Loops;
  /// How many accesses there were when the outermost of them began.
  size_t LoopBegin = 0;
  std::vector<Test> Tests;
  llvm::DenseMap<const clang::VarDecl *, Private> Privates;
  /// In a constructor's initialiser: the member, or null for a base.
  bool Initialising = false;
  const clang::FieldDecl *Member = nullptr;
  /// Something stands in an initialiser that is not in the graph: that of a
  /// constructor which nobody wrote, or of a template.
  bool OutsideGraph = false;
  /// The source is not the order: it may go back.
  bool JumpsBack = false;
  /// What orders threads: atomics that were loaded in a condition, and those
  /// stored; latches and their like that were waited for, and those signalled
  /// on. Each with how many accesses came before, of those that it orders.
  llvm::SmallVector<std::pair<Symbol, size_t>, 4> Awaited, Signalled;
  /// Wake-ups: the condition variable, how many accesses there were when a lock
  /// was last touched before, and how many then.
  struct WakeUp {
    Symbol Condition;
    size_t Begin, End;
  };
  llvm::SmallVector<WakeUp, 2> WakeUps;
  /// How many accesses there were when a lock was last touched.
  size_t LockTouched = 0;
  /// The last pause since something was started.
  Site Pause;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_FUNCTIONREADER_H
