#include "checks/analysis/RuleIndex.h"
#include "rules/ProjectRules.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Tooling/Tooling.h"
#include <gtest/gtest.h>

using namespace clang;
using namespace clang::ast_matchers;
using namespace racetidy;

namespace {

/// A piece of code and the rules that hold for it.
class RuleIndexTest : public testing::Test {
protected:
  void use(const std::string &Yaml, const char *Code) {
    LoadedRules Loaded = parseRules("version: 1\n" + Yaml, "f.yaml", {});
    for (const RuleError &E : Loaded.Errors)
      ADD_FAILURE() << E.str();
    use(std::make_shared<const RuleSet>(std::move(Loaded.Rules)), Code);
  }
  void use(std::shared_ptr<const RuleSet> Rules, const char *Code) {
    Unit = tooling::buildASTFromCodeWithArgs(Code, {"-std=c++20"});
    Index.emplace(std::move(Rules));
  }

  const FunctionDecl &function(const char *Name) {
    return *selectFirst<FunctionDecl>(
        "f", match(functionDecl(hasName(Name)).bind("f"), context()));
  }
  QualType type(const char *Variable) {
    return selectFirst<VarDecl>(
               "v", match(varDecl(hasName(Variable)).bind("v"), context()))
        ->getType();
  }
  /// The rule for the one call in the function \p Name.
  const OriginRule *originIn(const char *Name) {
    const auto *Call = selectFirst<CallExpr>(
        "c", match(callExpr(hasAncestor(functionDecl(hasName(Name)))).bind("c"),
                   context()));
    llvm::SmallVector<const Expr *> Args(Call->arguments());
    return Index->origin(*Call->getDirectCallee(), Args);
  }

  ASTContext &context() { return Unit->getASTContext(); }
  std::unique_ptr<ASTUnit> Unit;
  std::optional<RuleIndex> Index;
};

TEST_F(RuleIndexTest, FunctionsAndMethodsStart) {
  use("origins:\n"
      "  - {functions: go, kind: thread, entry: 1, handle: 0}\n"
      "  - {functions: [Pool::submit, 'n::*_later'], kind: task}\n",
      "struct Pool { void submit(void (*)()); void stop(); };\n"
      "struct Own : Pool { void submit(void (*)()); };\n"
      "struct Hidden : private Pool { void submit(); };\n"
      "void go(); namespace n { inline namespace v1 { void run_later(); } }\n"
      "namespace m { void go(); }\n");
  ASSERT_TRUE(Index->origin(function("::go")));
  EXPECT_EQ(Index->origin(function("::go"))->Entry, 1);
  EXPECT_EQ(Index->origin(function("::go"))->Handle, 0);
  EXPECT_TRUE(Index->origin(function("Pool::submit")));
  EXPECT_TRUE(Index->origin(function("Own::submit")));
  EXPECT_TRUE(Index->origin(function("run_later")));
  EXPECT_FALSE(Index->origin(function("Hidden::submit")));
  EXPECT_FALSE(Index->origin(function("Pool::stop")));
  EXPECT_FALSE(Index->origin(function("m::go")));
}

TEST_F(RuleIndexTest, ARuleForCertainArgumentsIsForThese) {
  use("origins:\n"
      "  - {functions: post, kind: callback}\n"
      "  - {functions: post, with: [Pool, later, When::now], kind: task}\n",
      "struct Pool {}; struct Owner : Pool {}; enum class When { now, then };\n"
      "const int later = 0;\n"
      "template <class T> void post(T &&, void (*)()); void f();\n"
      "void to_pool(Owner &o) { post(o, f); }\n"
      "void by_variable() { post(later, f); }\n"
      "void by_enumerator() { post(When::now, f); }\n"
      "void other() { post(When::then, f); }\n");
  EXPECT_EQ(originIn("to_pool")->Kind, OriginKind::Task);
  EXPECT_EQ(originIn("by_variable")->Kind, OriginKind::Task);
  EXPECT_EQ(originIn("by_enumerator")->Kind, OriginKind::Task);
  EXPECT_EQ(originIn("other")->Kind, OriginKind::Callback);
}

TEST_F(RuleIndexTest, TheLaterOriginCounts) {
  use("origins:\n"
      "  - {functions: go, kind: thread}\n"
      "  - {functions: 'g*', kind: task}\n",
      "void go();");
  EXPECT_EQ(Index->origin(function("go"))->Kind, OriginKind::Task);
}

TEST_F(RuleIndexTest, HandlesJoinByMethodAndFunction) {
  use("handles:\n"
      "  - {type: T, join: join, joins-on-destruction: true}\n"
      "  - {type: t_t, join-functions: t_join, detach-functions: t_leave,\n"
      "     argument: 1}\n",
      "struct T {}; struct U : T {}; U u; typedef void *t_t; t_t t; int i;\n"
      "void t_join(); void t_leave(); void t_other();");
  ASSERT_TRUE(Index->handle(type("u")));
  EXPECT_TRUE(Index->handle(type("u"))->JoinsOnDestruction);
  EXPECT_TRUE(Index->handle(type("t")));
  EXPECT_FALSE(Index->handle(type("i")));
  auto Join = Index->handleFunction(function("t_join"));
  ASSERT_TRUE(Join);
  EXPECT_TRUE(Join->Joins);
  EXPECT_EQ(Join->Argument, 1u);
  ASSERT_TRUE(Index->handleFunction(function("t_leave")));
  EXPECT_FALSE(Index->handleFunction(function("t_leave"))->Joins);
  EXPECT_FALSE(Index->handleFunction(function("t_other")));
}

TEST_F(RuleIndexTest, OrderingsThreadSafeTypesAndStartUp) {
  use("orderings: [{type: Gate, wait: pass, wait-functions: all_done}]\n"
      "thread-safe: Queue\n"
      "start-up: [Server::init]\n"
      "origins: [{type: Worker, kind: thread}]\n",
      "struct Gate {}; Gate gate; void all_done(); void other();\n"
      "template <class T> struct Queue {}; Queue<int> queue;\n"
      "struct Derived : Queue<int> { int own; }; Derived derived;\n"
      "struct Server { void init(); }; struct Worker {}; Worker worker;");
  EXPECT_TRUE(Index->ordering(type("gate")));
  EXPECT_FALSE(Index->ordering(type("queue")));
  EXPECT_TRUE(Index->waitsForAll(function("all_done")));
  EXPECT_FALSE(Index->waitsForAll(function("other")));
  EXPECT_TRUE(Index->isThreadSafe(type("queue")));
  EXPECT_FALSE(Index->isThreadSafe(type("derived")));
  EXPECT_TRUE(Index->isStartUp(function("Server::init")));
  EXPECT_FALSE(Index->isStartUp(function("other")));
  EXPECT_TRUE(Index->originType(type("worker")));
  EXPECT_FALSE(Index->originType(type("gate")));
}

TEST_F(RuleIndexTest, WhatShipsKnowsTheStandardLibrary) {
  use(std::make_shared<const RuleSet>(embeddedRules()),
      "namespace std { inline namespace __1 {\n"
      "enum class launch { async = 1, deferred = 2 };\n"
      "struct thread {}; template <class T> struct future {};\n"
      "template <class... A> future<int> async(A...);\n"
      "template <class I, class... F> void sort(I, I, F...);\n"
      "template <class E, class I> void sort(E, I, I, bool (*)(int, int));\n"
      "namespace ranges { struct __sort_fn { void operator()(int) const; };\n"
      "inline constexpr __sort_fn sort; }\n"
      "struct unique_lock {}; struct condition_variable {\n"
      "  template <class P> void wait(unique_lock &, P); };\n"
      "} }\n"
      "namespace std::execution { struct parallel_policy {} par; }\n"
      "std::thread t; std::future<int> f; bool p(int, int); int work();\n"
      "void at_once() { std::async(std::launch::async, work); }\n"
      "void lazily() { std::async(std::launch::deferred, work); }\n"
      "void in_turn(int *a) { std::sort(a, a, p); }\n"
      "void in_parallel(int *a) { std::sort(std::execution::par, a, a, p); }\n"
      "void on_range() { std::ranges::sort(1); }\n"
      "void waits(std::condition_variable &c, std::unique_lock &l) {\n"
      "  c.wait(l, work); }\n");
  ASSERT_TRUE(Index->originType(type("t")));
  EXPECT_EQ(Index->originType(type("t"))->Kind, OriginKind::Thread);
  EXPECT_EQ(Index->handle(type("f"))->Join,
            (std::vector<std::string>{"get", "wait"}));
  EXPECT_FALSE(Index->handle(type("f"))->JoinsOnDestruction);

  EXPECT_EQ(originIn("at_once")->Kind, OriginKind::Future);
  EXPECT_EQ(originIn("at_once")->Handle, OriginRule::Result);
  EXPECT_TRUE(originIn("at_once")->JoinsOnDestruction);
  EXPECT_EQ(originIn("lazily")->Kind, OriginKind::Now);
  EXPECT_EQ(originIn("in_turn")->Kind, OriginKind::Now);
  EXPECT_EQ(originIn("in_turn")->Entry, OriginRule::EveryCallable);
  EXPECT_EQ(originIn("in_parallel")->Kind, OriginKind::Region);
  EXPECT_TRUE(originIn("in_parallel")->Multiple);
  EXPECT_EQ(originIn("on_range")->Kind, OriginKind::Now);
  EXPECT_EQ(originIn("waits")->Kind, OriginKind::Now);
}

} // namespace
