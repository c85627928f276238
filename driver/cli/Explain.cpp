//===- Explain.cpp - what a check finds, and why --------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/Explain.h"

#include "checks/CheckInfo.h"
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

/// The page of a rule of the project.
static std::string pageOf(const OwnRule &Rule) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
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
  return Text;
}

static const Page *pageNamed(llvm::StringRef Name) {
  auto Found = llvm::find_if(Pages, [&](auto &P) { return Name == P.Name; });
  return Found == std::end(Pages) ? nullptr : Found;
}

RuleText racetidy::ruleText(llvm::StringRef Check, const OwnRule *Own) {
  RuleText T;
  if (Own) {
    T.Title = Own->Message;
    T.Page = pageOf(*Own);
    return T;
  }
  if (const Page *P = pageNamed(Check))
    T.Page = P->Text;
  for (const CheckInfo *Info : allChecks())
    if (Info->Name == Check) {
      T.Title = Info->Title;
      llvm::SmallVector<llvm::StringRef, 4> Numbers;
      Info->Cwe.split(Numbers, ',', -1, /*KeepEmpty=*/false);
      for (llvm::StringRef Number : Numbers)
        T.Cwe.push_back(Number.trim().str());
    }
  return T;
}

bool racetidy::explain(llvm::ArrayRef<std::string> Checks,
                       const RuleSet &Rules) {
  bool Ok = true;
  for (const std::string &Name : Checks) {
    const Page *BuiltIn = pageNamed(Name);
    auto Rule = llvm::find_if(Rules.OwnRules,
                              [&](const OwnRule &R) { return R.Name == Name; });
    if (BuiltIn) {
      llvm::outs() << BuiltIn->Text;
    } else if (Rule != Rules.OwnRules.end()) {
      llvm::outs() << pageOf(*Rule);
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
