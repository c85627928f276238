//===- RuleDescription.h - the keys of rules files, told ---------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_RULEDESCRIPTION_H
#define RACETIDY_RULES_RULEDESCRIPTION_H

#include "rules/RuleLoader.h"

#include <string>

namespace racetidy {

/// The JSON schema (draft-07) of rules files, for editors: rules/schema.json.
/// \p Known gives the names of checks and options that are completed.
std::string rulesSchema(const Vocabulary &Known);

/// Every key in Markdown, with examples: the reference in docs/rules.md.
std::string rulesReference();

} // namespace racetidy

#endif // RACETIDY_RULES_RULEDESCRIPTION_H
