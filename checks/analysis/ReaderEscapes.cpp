//===- ReaderEscapes.cpp - ways to a location that leave its lock ---------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/FunctionReader.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace racetidy;

void FunctionReader::escapes(const Stmt *S) {}
