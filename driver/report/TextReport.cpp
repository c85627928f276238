//===- TextReport.cpp - clang's text --------------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/report/Report.h"

#include "clang-tidy/ClangTidy.h"
#include "llvm/Support/WithColor.h"

using namespace clang::tidy;
using namespace racetidy;

namespace {

class TextReport : public Report {
public:
  explicit TextReport(bool Fix) : Fix(Fix) {}

  void add(LintResult Result) override {
    if (Result.Outcome == LintResult::Crashed)
      llvm::WithColor::error(llvm::errs(), "racetidy")
          << "racetidy crashed on '" << Result.File
          << "', which is lost; please report it, with the file if you can\n";
    else if (Fix)
      Kept.push_back(std::move(Result));
    else
      show(Result.Diagnostics, Result, FB_NoFix);
    if (Result.Outcome == LintResult::CompileError &&
        Result.Diagnostics.empty())
      llvm::WithColor::error(llvm::errs(), "racetidy")
          << "'" << Result.File << "' could not be compiled\n";
  }

  void fail(const Selection::Failure &F) override {
    llvm::WithColor::error(llvm::errs(), "racetidy")
        << "'" << F.File << "' " << F.Why << "\n";
  }

  bool finish(const Tally &) override {
    if (Kept.empty())
      return wroteAll();
    std::vector<ClangTidyError> All;
    for (LintResult &R : Kept)
      llvm::append_range(All, R.Diagnostics);
    show(All, Kept.front(), FB_Fix);
    return wroteAll();
  }

private:
  static void show(llvm::ArrayRef<ClangTidyError> Diagnostics,
                   LintResult &Result, FixBehaviour How) {
    unsigned WarningsAsErrors = 0;
    handleErrors(Diagnostics, *Result.Context, How, WarningsAsErrors,
                 llvm::vfs::createPhysicalFileSystem());
    llvm::outs().flush();
  }

  const bool Fix;
  std::vector<LintResult> Kept;
};

} // namespace

bool racetidy::wroteAll() {
  llvm::outs().flush();
  bool Ok = !llvm::outs().has_error();
  // LLVM would end the process for an error that nobody looked at.
  llvm::outs().clear_error();
  return Ok;
}

std::unique_ptr<Report> racetidy::makeTextReport(bool Fix) {
  return std::make_unique<TextReport>(Fix);
}
