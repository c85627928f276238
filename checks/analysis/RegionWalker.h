//===- RegionWalker.h - reads OpenMP regions ---------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_REGIONWALKER_H
#define RACETIDY_CHECKS_ANALYSIS_REGIONWALKER_H

#include "checks/analysis/ParallelRegions.h"
#include "checks/analysis/PathBuilder.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

namespace racetidy {

/// Goes through one function in the order of its source, into the functions
/// that its regions call, and notes what is shared.
class RegionWalker {
public:
  RegionWalker(RuleIndex &Rules, RegionAccesses &Out)
      : Rules(Rules), Out(Out) {}

  void walk(const clang::FunctionDecl &F);

private:
  /// Calls are followed this deep from a region, and not past so many
  /// statements: beyond, nothing is told.
  static constexpr unsigned MaxDepth = 4, MaxStatements = 20000,
                            MaxAccesses = 4000;

  /// A function that is being walked.
  struct Frame {
    Frame(const clang::FunctionDecl &F, RuleIndex &Rules)
        : Function(F), Paths(F, Rules) {
      Paths.followPointers();
    }
    const clang::FunctionDecl &Function;
    PathBuilder Paths;
    /// What a reference stands for, or a pointer points to.
    llvm::DenseMap<const clang::ParmVarDecl *, RegionPlace> Given;
    llvm::DenseMap<const clang::ParmVarDecl *, LinearForm> Values;
    std::optional<RegionPlace> This;
    /// How many constructs were around the call.
    size_t Base = 0;
  };
  struct Where {
    RegionPlace Place;
    std::string Name;
  };

  void visit(const clang::Stmt *S);
  void children(const clang::Stmt *S);
  void declare(const clang::DeclStmt &S);
  void compound(const clang::CompoundStmt &S);
  void branch(const clang::IfStmt &S);
  void loop(const clang::Stmt &S);
  void call(const clang::CallExpr &Call);
  void follow(const clang::FunctionDecl &F, const clang::Expr *Object,
              llvm::ArrayRef<const clang::Expr *> Args);
  bool mutates(const clang::CallExpr &Call);

  void directive(const clang::OMPExecutableDirective &D);
  void team(const clang::OMPExecutableDirective &D);
  void iterations(const clang::OMPExecutableDirective &D);
  void body(const clang::OMPExecutableDirective &D);
  void shareOut(const clang::OMPExecutableDirective &D,
                const clang::OMPLoopDirective &Loop, Construct::Kind K);
  void sections(const clang::OMPExecutableDirective &D);
  void task(const clang::OMPExecutableDirective &D);
  void atomic(const clang::OMPAtomicDirective &D);
  void flush(const clang::OMPExecutableDirective &D);
  void combine(const clang::OMPExecutableDirective &D);
  /// One more construct is around, until pop(). \p Names: it changes what
  /// names stand for.
  Construct &push(Construct::Kind K, const clang::OMPExecutableDirective *D,
                  bool Names);
  void pop() { Stack.pop_back(); }
  void barrier();
  unsigned &phase() { return Phases.empty() ? Alone : Phases.back(); }
  void wait(bool Deep, llvm::SmallVector<Construct::Dependence, 1> Only = {});

  std::optional<Where> where(const clang::Expr *E);
  std::optional<RegionPlace> pointee(const clang::Expr *E);
  std::optional<RegionPlace> resolve(const AccessPath &Path);
  /// From which construct on the object is one for all; the stack's size where
  /// it is the thread's own.
  unsigned level(const RegionPlace &Place) const;
  void access(const clang::Expr *E, const clang::Expr *Lvalue, bool Write,
              bool Update = false, const clang::Expr *Value = nullptr,
              llvm::StringRef Operator = "");
  std::optional<LinearForm> form(const clang::Expr *E, unsigned Depth = 0);
  std::optional<Induction> induction(const clang::Stmt &S);
  bool differs(const clang::Expr *Condition);
  static void noteAssigned(const clang::Stmt *S,
                           llvm::DenseSet<const clang::ValueDecl *> &Into);
  std::string guardName(const clang::Expr *E);

  RuleIndex &Rules;
  RegionAccesses &Out;
  Frame *Current = nullptr;
  llvm::DenseSet<const clang::FunctionDecl *> Active;
  llvm::SmallVector<const Construct *, 8> Stack;
  llvm::SmallVector<unsigned, 4> Phases;
  /// The constructs' number around each variable's declaration.
  llvm::DenseMap<const clang::ValueDecl *, unsigned> Declared;
  /// What the outermost region assigns, or hands out to be assigned; and what
  /// the whole function does.
  llvm::DenseSet<const clang::ValueDecl *> Assigned, EverAssigned;
  llvm::SmallVector<Induction, 4> Own;
  /// The loops around, and who runs them.
  llvm::SmallVector<std::pair<const clang::Stmt *, unsigned>, 4> Loops;
  struct Held {
    std::string Name;
    bool Scoped;
  };
  llvm::SmallVector<Held, 4> Guards;
  /// What the 'atomic' around is about.
  std::optional<RegionPlace> AtomicPlace;
  unsigned Alone = 0, Time = 0, LastPhase = 0, LastMaker = 0, Maker = 0;
  unsigned Statements = 0;
};

/// The text of \p E, spaces left out: equal texts are equal items of lists.
std::string itemText(const clang::Expr *E, const clang::ASTContext &Context);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_REGIONWALKER_H
