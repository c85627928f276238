//===- Baseline.h - findings that were there before --------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_DRIVER_BASELINE_BASELINE_H
#define RACETIDY_DRIVER_BASELINE_BASELINE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <map>
#include <string>
#include <tuple>

namespace racetidy {

/// The findings of a project on the day it began to look, which are not shown:
/// a JSON file that lists each by file, check and message. Lines don't matter,
/// so that a change above a finding does not make it a new one; of equal
/// findings the file says how many there are, and one more is new. As ESLint's
/// suppressions file has it.
class Baseline {
public:
  /// \p File need not be there yet. Files of findings are named from its
  /// folder.
  explicit Baseline(llvm::StringRef File);

  /// Reads the file. Fails when it is not there, is no baseline, or is one of
  /// another version; the message says what is wrong of it ("…is no JSON").
  llvm::Error read();
  /// Writes it: equal findings give equal bytes.
  llvm::Error write() const;

  /// Whether a finding in \p File, an absolute name, is known. Each call is
  /// about one finding of the run.
  bool covers(llvm::StringRef Check, llvm::StringRef File,
              llvm::StringRef Message);
  /// What has not been asked for is known from now on.
  void add(llvm::StringRef Check, llvm::StringRef File,
           llvm::StringRef Message);
  /// Takes out what nothing was covered by, and returns how many findings that
  /// are.
  unsigned prune();

  struct Entry {
    std::string File, Check, Message;
    bool operator<(const Entry &O) const {
      return std::tie(File, Check, Message) <
             std::tie(O.File, O.Check, O.Message);
    }
  };
  /// How many findings of \p E are listed that nothing was covered by: all, in
  /// the order of the file.
  std::map<Entry, unsigned> stale() const;

private:
  struct Count {
    unsigned Listed = 0, Seen = 0;
  };
  Entry entry(llvm::StringRef Check, llvm::StringRef File,
              llvm::StringRef Message) const;

  std::string Path, Folder;
  std::map<Entry, Count> Entries;
};

} // namespace racetidy

#endif // RACETIDY_DRIVER_BASELINE_BASELINE_H
