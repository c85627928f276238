//===- Admission.h - which findings a project wants to see -------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ADMISSION_H
#define RACETIDY_CHECKS_ADMISSION_H

#include "checks/Finding.h"
#include "rules/RuleSet.h"

#include "clang/AST/ASTContext.h"

namespace racetidy {

/// Whether \p F is shown under \p Rules: it is \p Least sure, the file that it
/// lies in is included, and nothing suppresses it. Says how severe it is.
bool admit(Finding &F, Confidence Least, const RuleSet &Rules,
           const clang::SourceManager &SM);

/// What a finding at \p Loc is about, by qualified names: the functions that it
/// lies in, and the variables and fields which these use and \p Message names.
std::vector<std::string> entitiesAt(clang::ASTContext &Context,
                                    clang::SourceLocation Loc,
                                    llvm::StringRef Message);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ADMISSION_H
