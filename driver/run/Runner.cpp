//===- Runner.cpp - lints files -------------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/run/Runner.h"

#include "checks/LinkedCheck.h"
#include "checks/analysis/UnitModel.h"
#include "driver/run/Diagnosis.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"

#include <ctime>

using namespace clang;
using namespace clang::tidy;
using namespace clang::tooling;
using namespace racetidy;

namespace {

/// The database of one command.
class OneCommand : public CompilationDatabase {
public:
  explicit OneCommand(const LintJob &Job) : Job(Job) {}
  std::vector<CompileCommand> getCompileCommands(StringRef) const override {
    return {Job.Command};
  }
  std::vector<std::string> getAllFiles() const override { return {Job.File}; }

private:
  const LintJob &Job;
};

/// Says that the bodies of functions in system headers are not worth parsing:
/// a third of a C++ file's cost, and nothing that racetidy would report on.
class SkipSystemBodies : public ASTConsumer {
public:
  explicit SkipSystemBodies(const SourceManager &SM) : SM(SM) {}
  bool shouldSkipFunctionBody(Decl *D) override {
    return SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation()));
  }

private:
  const SourceManager &SM;
};

/// CPU seconds that this thread has used; one thread lints one file.
double threadSeconds() {
  timespec Now;
  return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &Now)
             ? 0
             : double(Now.tv_sec) + double(Now.tv_nsec) / 1e9;
}

/// Takes the time of what happens once a file is parsed: all of the checks.
class Timed : public MultiplexConsumer {
public:
  Timed(std::vector<std::unique_ptr<ASTConsumer>> Consumers, double &Seconds)
      : MultiplexConsumer(std::move(Consumers)), Seconds(Seconds) {}
  void HandleTranslationUnit(ASTContext &Context) override {
    double Begin = threadSeconds();
    MultiplexConsumer::HandleTranslationUnit(Context);
    Seconds += threadSeconds() - Begin;
  }

private:
  double &Seconds;
};

/// Makes the unit's summaries, and keeps the model for the checks that follow:
/// it is the one that they get.
class Summarise : public ASTConsumer {
public:
  Summarise(std::shared_ptr<const RuleSet> Rules, LintResult &Result)
      : Rules(std::move(Rules)), Result(Result) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    if (Context.getDiagnostics().hasUncompilableErrorOccurred())
      return;
    auto Model = UnitModel::get(Context, Rules);
    for (const CheckFinding &F : findingsOf(Model->composition(), allChecks()))
      Result.Own.push_back({F.key(), F.Found.Evidence.Level});
    // What is made of the AST goes with it; the summaries stay.
    Result.Summaries = {Model, &Model->summaries()};
  }

private:
  std::shared_ptr<const RuleSet> Rules;
  LintResult &Result;
};

class LintAction : public ASTFrontendAction {
public:
  LintAction(ClangTidyASTConsumerFactory &Checks, const LintSettings &Settings,
             LintResult &Result)
      : Checks(Checks), Settings(Settings), Result(Result) {}

private:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 StringRef File) override {
    Compiler.getFrontendOpts().SkipFunctionBodies = true;
    std::vector<std::unique_ptr<ASTConsumer>> Consumers;
    Consumers.push_back(
        std::make_unique<SkipSystemBodies>(Compiler.getSourceManager()));
    if (Settings.Summarise)
      Consumers.push_back(
          std::make_unique<Summarise>(Settings.Summarise, Result));
    Consumers.push_back(Checks.createASTConsumer(Compiler, File));
    return std::make_unique<Timed>(std::move(Consumers),
                                   Result.AnalysisSeconds);
  }

  ClangTidyASTConsumerFactory &Checks;
  const LintSettings &Settings;
  LintResult &Result;
};

class LintActionFactory : public FrontendActionFactory {
public:
  LintActionFactory(ClangTidyContext &Context, const LintSettings &Settings,
                    LintResult &Result)
      : Checks(Context), Settings(Settings), Result(Result) {}

  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<LintAction>(Checks, Settings, Result);
  }
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCHOperations,
                     DiagnosticConsumer *Consumer) override {
    // As clang-tidy does: code may ask for __clang_analyzer__, and every front
    // must see the same code.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    // No "2 warnings generated." at the end.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    return FrontendActionFactory::runInvocation(
        std::move(Invocation), Files, std::move(PCHOperations), Consumer);
  }

private:
  ClangTidyASTConsumerFactory Checks;
  const LintSettings &Settings;
  LintResult &Result;
};

} // namespace

/// Clang's own headers: beside this binary where it was installed or built
/// with them, else where LLVM was when it was built.
static std::string resourceDir() {
  static const std::string Dir = [] {
    llvm::SmallString<256> Beside(llvm::sys::path::parent_path(
        llvm::sys::path::parent_path(llvm::sys::fs::getMainExecutable(
            nullptr, reinterpret_cast<void *>(&resourceDir)))));
    llvm::sys::path::append(Beside, "lib", "clang",
                            std::to_string(LLVM_VERSION_MAJOR));
    return llvm::sys::fs::is_directory(Beside) ? std::string(Beside)
                                               : RACETIDY_RESOURCE_DIR;
  }();
  return Dir;
}

static ArgumentsAdjuster adjuster(const LintSettings &Settings) {
  CommandLineArguments Before = Settings.ExtraArgsBefore;
  CommandLineArguments After = Settings.ExtraArgs;
  After.insert(After.begin(), {"-w", "-resource-dir=" + resourceDir()});
  return combineAdjusters(
      combineAdjusters(combineAdjusters(getClangStripOutputAdjuster(),
                                        getClangStripDependencyFileAdjuster()),
                       combineAdjusters(getStripPluginsAdjuster(),
                                        getClangSyntaxOnlyAdjuster())),
      combineAdjusters(
          getInsertArgumentAdjuster(Before, ArgumentInsertPosition::BEGIN),
          getInsertArgumentAdjuster(After, ArgumentInsertPosition::END)));
}

static void lintOne(const LintJob &Job, const LintSettings &Settings,
                    LintResult &Result) {
  Diagnosis Diagnosed(Settings.Options, Job.Command.Directory, Result);

  OneCommand Database(Job);
  // A file system of its own, since the command's folder becomes its working
  // folder and other threads have other commands.
  ClangTool Tool(Database, {Job.File},
                 std::make_shared<PCHContainerOperations>(),
                 llvm::vfs::createPhysicalFileSystem());
  Tool.setPrintErrorMessage(false);
  Tool.clearArgumentsAdjusters();
  Tool.appendArgumentsAdjuster(adjuster(Settings));

  Tool.setDiagnosticConsumer(&Diagnosed.consumer());

  LintActionFactory Factory(Diagnosed.context(), Settings, Result);
  double Begin = threadSeconds();
  int Status = Tool.run(&Factory);
  Result.ParseSeconds = threadSeconds() - Begin - Result.AnalysisSeconds;
  Diagnosed.finish();
  bool Errors = llvm::any_of(Result.Diagnostics, [](const ClangTidyError &E) {
    return E.DiagLevel == ClangTidyError::Error;
  });
  if (Status == 0 && !Errors)
    return;
  Result.Outcome = LintResult::CompileError;
  Result.Summaries.reset();
  llvm::erase_if(Result.Diagnostics, [](const ClangTidyError &E) {
    return E.DiagLevel != ClangTidyError::Error;
  });
}

void racetidy::lint(llvm::ArrayRef<LintJob> Jobs, unsigned Workers,
                    std::function<LintSettings(const LintJob &)> SettingsOf,
                    std::function<void(LintResult)> Done) {
  llvm::CrashRecoveryContext::Enable();
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Workers));
  std::vector<LintResult> Results(Jobs.size());
  std::vector<std::shared_future<void>> Ends;
  for (size_t I = 0; I < Jobs.size(); ++I)
    Ends.push_back(Pool.async([&, I] {
      LintResult &Result = Results[I];
      Result.File = Jobs[I].File;
      LintSettings Settings = SettingsOf(Jobs[I]);
      llvm::CrashRecoveryContext Recovery;
      if (!Recovery.RunSafely([&] { lintOne(Jobs[I], Settings, Result); })) {
        // What was half done may be half written: leave it where it is.
        (void)Result.Context.release();
        new (&Result) LintResult;
        Result.File = Jobs[I].File;
        Result.Outcome = LintResult::Crashed;
      }
    }));
  for (size_t I = 0; I < Jobs.size(); ++I) {
    Ends[I].wait();
    Done(std::move(Results[I]));
  }
}
