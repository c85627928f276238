//===- Places.cpp - lines and columns of what is found --------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/report/Places.h"

#include "driver/run/LintResult.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace racetidy;

Place Places::at(llvm::StringRef Folder, llvm::StringRef File,
                 unsigned Offset) {
  llvm::SmallString<256> Path(File);
  llvm::sys::path::make_absolute(Folder, Path);
  auto [It, New] = Files.try_emplace(Path);
  if (New)
    if (auto Buffer = llvm::MemoryBuffer::getFile(Path))
      It->second = std::move(*Buffer);
  Place P;
  P.File = nameFromHere(Path);
  if (!It->second || Offset > It->second->getBufferSize())
    return P;
  llvm::StringRef Before = It->second->getBuffer().take_front(Offset);
  P.Line = Before.count('\n') + 1;
  llvm::StringRef Line = Before.drop_front(Before.rfind('\n') + 1);
  P.Column = Line.size() + 1;
  // The bytes of UTF-8 that begin a character.
  P.CodePoint =
      llvm::count_if(Line, [](char C) { return (C & 0xC0) != 0x80; }) + 1;
  return P;
}
