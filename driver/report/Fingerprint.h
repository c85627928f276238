//===- Fingerprint.h - one finding, whatever moves around it -----*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_REPORT_FINGERPRINT_H
#define RACETIDY_DRIVER_REPORT_FINGERPRINT_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace racetidy {

/// \p Message without its numbers ("held in 7 of 8 functions"), which change
/// with code elsewhere; those that are a part of a name stay.
std::string withoutNumbers(llvm::StringRef Message);

/// What stays the same of a finding while lines are put in above it: 16
/// hexadecimal digits of its check, file and message. Two findings of one
/// function may share it.
std::string fingerprint(llvm::StringRef Check, llvm::StringRef File,
                        llvm::StringRef Message);

} // namespace racetidy

#endif // RACETIDY_DRIVER_REPORT_FINGERPRINT_H
