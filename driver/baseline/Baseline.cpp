//===- Baseline.cpp - findings that were there before ---------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/baseline/Baseline.h"

#include "driver/report/Fingerprint.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace racetidy;
namespace json = llvm::json;

/// Of the format; another one is not read.
static constexpr int64_t Version = 1;

Baseline::Baseline(llvm::StringRef File) : Path(File) {
  llvm::SmallString<256> Absolute(File);
  llvm::sys::fs::make_absolute(Absolute);
  llvm::sys::path::remove_dots(Absolute, /*remove_dot_dot=*/true);
  Folder = llvm::sys::path::parent_path(Absolute).str();
}

static llvm::Error problem(const llvm::Twine &What) {
  return llvm::createStringError(What);
}

static llvm::Expected<std::pair<Baseline::Entry, unsigned>>
readEntry(const json::Value &V) {
  json::Path::Root Root("a finding");
  json::ObjectMapper Map(V, Root);
  Baseline::Entry E;
  int64_t Count = 1;
  if (!Map || !Map.map("file", E.File) || !Map.map("check", E.Check) ||
      !Map.map("message", E.Message) || !Map.mapOptional("count", Count))
    return Root.getError();
  if (Count < 1 || Count > UINT32_MAX)
    return problem("a 'count' is a number from 1");
  return std::pair(std::move(E), static_cast<unsigned>(Count));
}

llvm::Error Baseline::read() {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return problem("can't be read: " + Buffer.getError().message() +
                   "; '--update-baseline' makes one");
  llvm::Expected<json::Value> Root = json::parse((*Buffer)->getBuffer());
  if (!Root)
    return problem("is no JSON: " + llvm::toString(Root.takeError()));
  const json::Object *Document = Root->getAsObject();
  auto Said = Document ? Document->getInteger("version") : std::nullopt;
  const json::Array *Findings =
      Document ? Document->getArray("findings") : nullptr;
  if (!Said || !Findings)
    return problem("is no baseline: it has no 'version' and 'findings'");
  if (*Said != Version)
    return problem("is of version " + llvm::Twine(*Said) +
                   ", and this "
                   "racetidy knows version " +
                   llvm::Twine(Version) +
                   "; move it away and make it anew with '--update-baseline'");
  for (const json::Value &V : *Findings) {
    auto Known = readEntry(V);
    if (!Known)
      return problem("has a finding that can't be understood: " +
                     llvm::toString(Known.takeError()));
    Entries[std::move(Known->first)].Listed += Known->second;
  }
  return llvm::Error::success();
}

llvm::Error Baseline::write() const {
  json::Array Findings;
  for (const auto &[E, C] : Entries) {
    if (!C.Listed)
      continue;
    json::Object Finding{
        {"file", E.File}, {"check", E.Check}, {"message", E.Message}};
    if (C.Listed > 1)
      Finding["count"] = C.Listed;
    Findings.push_back(std::move(Finding));
  }
  json::Value Document =
      json::Object{{"version", Version}, {"findings", std::move(Findings)}};
  return llvm::writeToOutput(Path, [&](llvm::raw_ostream &Out) {
    Out << llvm::formatv("{0:2}", Document) << "\n";
    return llvm::Error::success();
  });
}

Baseline::Entry Baseline::entry(llvm::StringRef Check, llvm::StringRef File,
                                llvm::StringRef Message) const {
  llvm::StringRef Name = File;
  if (!Name.consume_front(Folder) || !Name.consume_front("/"))
    Name = File;
  return {Name.str(), Check.str(), withoutNumbers(Message)};
}

bool Baseline::covers(llvm::StringRef Check, llvm::StringRef File,
                      llvm::StringRef Message) {
  auto It = Entries.find(entry(Check, File, Message));
  if (It == Entries.end() || It->second.Seen == It->second.Listed)
    return false;
  ++It->second.Seen;
  return true;
}

void Baseline::add(llvm::StringRef Check, llvm::StringRef File,
                   llvm::StringRef Message) {
  Count &C = Entries[entry(Check, File, Message)];
  ++C.Listed;
  ++C.Seen;
}

unsigned Baseline::prune() {
  unsigned Taken = 0;
  for (auto &[E, C] : Entries) {
    Taken += C.Listed - C.Seen;
    C.Listed = C.Seen;
  }
  return Taken;
}

std::map<Baseline::Entry, unsigned> Baseline::stale() const {
  std::map<Entry, unsigned> Left;
  for (const auto &[E, C] : Entries)
    if (C.Listed > C.Seen)
      Left[E] = C.Listed - C.Seen;
  return Left;
}
