//===- ProjectRules.cpp - the rules that hold for a source file -----------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/ProjectRules.h"

#include "rules/EmbeddedFiles.h"
#include "rules/KeyTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <mutex>
#include <tuple>

using namespace racetidy;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

const RuleSet &racetidy::embeddedRules() {
  static const RuleSet Rules = rulesOfPacks({});
  return Rules;
}

bool racetidy::isInline(llvm::StringRef RulesFile) {
  return RulesFile.ltrim().starts_with("{") || RulesFile.contains('\n');
}

/// The nearest `.racetidy.yaml` in \p Folder or above it.
static std::optional<std::string> findUpward(llvm::StringRef Folder) {
  for (; !Folder.empty(); Folder = path::parent_path(Folder)) {
    llvm::SmallString<256> Candidate(Folder);
    path::append(Candidate, ".racetidy.yaml");
    if (fs::is_regular_file(Candidate))
      return std::string(Candidate);
  }
  return std::nullopt;
}

std::optional<std::string>
racetidy::findRulesFile(const std::string &SourceFile) {
  // The folder first: that of "src/." is src.
  llvm::SmallString<256> Folder(path::parent_path(SourceFile));
  path::remove_dots(Folder, /*remove_dot_dot=*/true);
  return findUpward(Folder);
}

namespace {

/// Reads a rules file and what it extends.
class Loader {
public:
  explicit Loader(const Vocabulary &Known) : Known(Known) {}

  void start(const std::string &RulesFile);
  ProjectRules finish();

  /// What was read: name -> text, or why it could not be.
  std::map<std::string, std::string> Files;

private:
  struct Layer {
    std::string Name;
    LoadedRules Loaded;
  };

  /// The text of \p File; else \p Why says what is wrong with it.
  std::optional<std::string> text(const std::string &File, std::string &Why);
  void add(const std::string &Name, const std::string &Text, bool Inline);
  /// The file that \p From, whose absolute folder is \p Folder, names.
  void extend(const std::string &From, llvm::StringRef Folder,
              const LoadedRules::Placed &What);
  void parent(const std::string &From, llvm::StringRef Folder,
              const LoadedRules::Placed &What);
  void file(const std::string &From, const LoadedRules::Placed &What,
            const std::string &File);

  const Vocabulary &Known;
  std::vector<Layer> Layers;
  std::vector<RuleError> Errors;
  /// Files whose extensions are being read, from the first one on.
  std::vector<std::string> Open;
  llvm::StringSet<> Seen;
  bool RootSeen = false;
};

} // namespace

/// \p File without links, dots and the like, for comparison.
static std::string realName(const std::string &File) {
  llvm::SmallString<256> Real;
  if (fs::real_path(File, Real))
    return File;
  return std::string(Real);
}

std::optional<std::string> Loader::text(const std::string &File,
                                        std::string &Why) {
  fs::file_status Status;
  // A pipe would never end, and a folder has no text.
  constexpr uint64_t MaxBytes = 1 << 20;
  if (std::error_code Error = fs::status(File, Status))
    Why = "can't be read: " + Error.message();
  else if (!fs::is_regular_file(Status))
    Why = fs::is_directory(Status) ? "can't be read: it is a folder"
                                   : "can't be read: it is no regular file";
  else if (Status.getSize() > MaxBytes)
    Why = "can't be read: a rules file may have a megabyte, and this one has "
          "more";
  else if (auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true))
    return Files[File] = (*Buffer)->getBuffer().str();
  else
    Why = "can't be read: " + Buffer.getError().message();
  Files[File] = Why;
  return std::nullopt;
}

void Loader::start(const std::string &RulesFile) {
  if (isInline(RulesFile))
    return add("<config>", RulesFile, /*Inline=*/true);
  std::string Why;
  if (auto Text = text(RulesFile, Why)) {
    Seen.insert(realName(RulesFile));
    add(RulesFile, *Text, /*Inline=*/false);
  } else {
    Errors.push_back({RulesFile, 0, 0, "the rules file " + Why});
  }
}

void Loader::add(const std::string &Name, const std::string &Text,
                 bool Inline) {
  LoadedRules Loaded = readRules(Text, Name, Known, Inline);
  bool WasRoot = RootSeen;
  RootSeen |= Loaded.IsRoot;
  Open.push_back(Name);
  llvm::SmallString<256> Folder(Name);
  fs::make_absolute(Folder);
  path::remove_dots(Folder, /*remove_dot_dot=*/true);
  for (const LoadedRules::Placed &What : Loaded.Extends)
    extend(Name, path::parent_path(Folder), What);
  Open.pop_back();
  RootSeen = WasRoot;
  Layers.push_back({Name, std::move(Loaded)});
}

void Loader::extend(const std::string &From, llvm::StringRef Folder,
                    const LoadedRules::Placed &What) {
  for (const EmbeddedFile &Preset : embeddedPresets())
    if (What.Name == Preset.Name)
      return add("preset '" + What.Name + "'", Preset.Text, /*Inline=*/false);
  if (What.Name == "parent")
    return parent(From, Folder, What);
  llvm::SmallString<256> File(What.Name);
  path::make_absolute(Folder, File);
  path::remove_dots(File, /*remove_dot_dot=*/true);
  // A plain word was meant to be a preset.
  if (!fs::exists(File) &&
      llvm::StringRef(What.Name).find_first_of("./") == llvm::StringRef::npos) {
    std::vector<std::string> Names = presetNames();
    Names.push_back("parent");
    Errors.push_back(
        {From, What.Line, What.Column,
         "unknown preset '" + What.Name + "'" + suggest(What.Name, Names)});
    return;
  }
  file(From, What, std::string(File));
}

void Loader::parent(const std::string &From, llvm::StringRef Folder,
                    const LoadedRules::Placed &What) {
  std::optional<std::string> Above;
  if (!RootSeen)
    Above = findUpward(path::parent_path(Folder));
  if (Above)
    return file(From, What, *Above);
  Errors.push_back({From, What.Line, What.Column,
                    RootSeen ? "'parent' asks for the file above, and 'root: "
                               "true' says that there is none"
                             : "there is no '.racetidy.yaml' in the folders "
                               "above for 'parent'"});
}

void Loader::file(const std::string &From, const LoadedRules::Placed &What,
                  const std::string &File) {
  std::string Real = realName(File), Why;
  auto It = llvm::find_if(
      Open, [&](const std::string &Each) { return realName(Each) == Real; });
  if (It != Open.end()) {
    std::vector<std::string> Way(It, Open.end());
    Errors.push_back({From, What.Line, What.Column,
                      "'" + What.Name + "' extends itself: '" +
                          llvm::join(Way, "' extends '") + "' extends '" +
                          File + "'"});
    return;
  }
  // What two files extend counts once.
  if (!Seen.insert(Real).second)
    return;
  if (auto Text = text(File, Why))
    add(File, *Text, /*Inline=*/false);
  else
    Errors.push_back(
        {From, What.Line, What.Column, "'" + What.Name + "' " + Why});
}

ProjectRules Loader::finish() {
  ProjectRules Result;
  RuleSet Own;
  std::vector<std::string> OwnRules;
  for (const Layer &L : Layers)
    for (const OwnRule &Rule : L.Loaded.Rules.OwnRules)
      OwnRules.push_back(Rule.Name);
  for (Layer &L : Layers) {
    findUnknownChecks(L.Loaded, L.Name, Known, OwnRules);
    llvm::append_range(Result.Errors, L.Loaded.Errors);
    Own.append(L.Loaded.Rules);
    Result.Layers.push_back({L.Name, L.Loaded.Tree});
  }
  llvm::append_range(Result.Errors, Errors);
  llvm::stable_sort(Result.Errors, [](const RuleError &A, const RuleError &B) {
    return std::tie(A.File, A.Line, A.Column) <
           std::tie(B.File, B.Line, B.Column);
  });
  RuleSet All = rulesOfPacks(
      Result.Errors.empty() ? Own.Packs : std::vector<std::string>());
  if (Result.Errors.empty())
    All.append(Own);
  Result.Rules = std::make_shared<const RuleSet>(std::move(All));
  return Result;
}

ProjectRules racetidy::loadProjectRules(const std::string &RulesFile,
                                        const Vocabulary &Known) {
  static const auto Embedded = std::make_shared<const RuleSet>(embeddedRules());
  if (RulesFile.empty())
    return {Embedded, {}, {}};

  struct Entry {
    std::map<std::string, std::string> Files;
    ProjectRules Result;
  };
  static std::mutex Mutex;
  static std::map<std::string, Entry> Cache;
  std::lock_guard<std::mutex> Lock(Mutex);
  Entry &E = Cache[RulesFile];
  bool Fresh = E.Result.Rules && llvm::all_of(E.Files, [](const auto &File) {
                 auto Buffer =
                     llvm::MemoryBuffer::getFile(File.first, /*IsText=*/true);
                 return Buffer && (*Buffer)->getBuffer() == File.second;
               });
  if (!Fresh) {
    Loader L(Known);
    L.start(RulesFile);
    E = {std::move(L.Files), L.finish()};
  }
  return E.Result;
}
