//===- Fingerprint.cpp - one finding, whatever moves around it ------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/report/Fingerprint.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

using namespace racetidy;

std::string racetidy::withoutNumbers(llvm::StringRef Message) {
  std::string Text;
  for (size_t I = 0; I < Message.size(); ++I) {
    // '16' of 'u16_count' is a part of the name.
    bool Begins =
        llvm::isDigit(Message[I]) &&
        (I == 0 || !(llvm::isAlnum(Message[I - 1]) || Message[I - 1] == '_'));
    if (!Begins) {
      Text += Message[I];
      continue;
    }
    Text += '#';
    while (I + 1 < Message.size() && llvm::isDigit(Message[I + 1]))
      ++I;
  }
  return Text;
}

std::string racetidy::fingerprint(llvm::StringRef Check, llvm::StringRef File,
                                  llvm::StringRef Message) {
  std::string Text =
      Check.str() + '\0' + File.str() + '\0' + withoutNumbers(Message);
  return llvm::utohexstr(llvm::xxh3_64bits(Text), /*LowerCase=*/true, 16);
}
