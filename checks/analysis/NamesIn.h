//===- NamesIn.h - what an expression names --------------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_ANALYSIS_NAMESIN_H
#define RACETIDY_CHECKS_ANALYSIS_NAMESIN_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <string>
#include <vector>

namespace racetidy {

/// Whether \p E names one of \p Names, by declaration, text or macro.
bool mentionsOneOf(const clang::Expr &E, const clang::ASTContext &Context,
                   const std::vector<std::string> &Names);

/// Calls \p Each with the names that \p E mentions: variables, enumerators,
/// members, functions, macros, and the texts of literals.
void forEachName(const clang::Expr &E, const clang::ASTContext &Context,
                 llvm::function_ref<void(const std::string &)> Each);

} // namespace racetidy

#endif // RACETIDY_CHECKS_ANALYSIS_NAMESIN_H
