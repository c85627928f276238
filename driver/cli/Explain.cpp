//===- Explain.cpp - what a check finds, and why --------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/Explain.h"

#include "driver/cli/ExitCode.h"
#include "rules/RuleLoader.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace racetidy;

namespace {
/// A page of docs/checks, built in.
struct Page {
  const char *Name, *Text;
};
} // namespace

static constexpr Page Pages[] = {
#include "EmbeddedPages.inc"
};

static void tell(const OwnRule &Rule) {
  llvm::raw_ostream &Out = llvm::outs();
  Out << "# " << Rule.Name << "\n\n" << Rule.Message << "\n";
  if (!Rule.Help.empty())
    Out << "\n" << Rule.Help << "\n";
  Out << "\nA rule of this project; 'racetidy explain race-own-rules' tells "
         "what these are.\n";
  auto Names = [&](const char *Key, const std::vector<std::string> &Values) {
    if (!Values.empty())
      Out << "- " << Key << ": " << llvm::join(Values, ", ") << "\n";
  };
  Out << "\n";
  if (!Rule.Matcher.empty())
    Out << "- matcher: " << Rule.Matcher << "\n";
  if (Rule.Sequence) {
    Names("first", Rule.Sequence->First);
    Names("then", Rule.Sequence->Then);
    Names("unless-between", Rule.Sequence->UnlessBetween);
    Names("unless-in", Rule.Sequence->UnlessIn);
    Names("unless-while", Rule.Sequence->UnlessWhile);
  }
  Names("held", Rule.Held);
  Names("not-held", Rule.NotHeld);
}

bool racetidy::explain(llvm::ArrayRef<std::string> Checks,
                       const RuleSet &Rules) {
  bool Ok = true;
  for (const std::string &Name : Checks) {
    auto Page = llvm::find_if(Pages, [&](auto &P) { return Name == P.Name; });
    auto Rule = llvm::find_if(Rules.OwnRules,
                              [&](const OwnRule &R) { return R.Name == Name; });
    if (Page != std::end(Pages)) {
      llvm::outs() << Page->Text;
    } else if (Rule != Rules.OwnRules.end()) {
      tell(*Rule);
    } else {
      std::vector<std::string> Names;
      for (const auto &P : Pages)
        Names.push_back(P.Name);
      for (const OwnRule &R : Rules.OwnRules)
        Names.push_back(R.Name);
      complain() << "unknown check '" << Name << "'" << suggest(Name, Names)
                 << "\n";
      Ok = false;
    }
  }
  return Ok;
}
