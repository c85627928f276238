//===- Places.h - lines and columns of what is found -------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_REPORT_PLACES_H
#define RACETIDY_DRIVER_REPORT_PLACES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <optional>
#include <string>

namespace racetidy {

/// A place in a file, as people and other tools name it.
struct Place {
  /// Relative to the working folder where it lies below it.
  std::string File;
  /// Both from 1, and 0 where the file can't be read any more. The column in
  /// bytes, and in code points.
  unsigned Line = 0, Column = 0, CodePoint = 0;
};

/// Finds lines and columns. Reads each file once.
class Places {
public:
  /// The byte \p Offset of \p File, whose name is relative to \p Folder.
  Place at(llvm::StringRef Folder, llvm::StringRef File, unsigned Offset);

private:
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> Files;
};

} // namespace racetidy

#endif // RACETIDY_DRIVER_REPORT_PLACES_H
