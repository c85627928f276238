//===- CompileCommands.cpp - which files to lint, and how -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/run/CompileCommands.h"

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang::tooling;
using namespace racetidy;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static constexpr const char *DatabaseName = "compile_commands.json";

static constexpr const char *HowToGetOne =
    "make one with 'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON', 'meson setup', "
    "or 'bear -- make', and name its folder with -p; or give the flags after "
    "'--'";

static std::string absolute(llvm::StringRef Path) {
  llvm::SmallString<256> P(Path);
  fs::make_absolute(P);
  path::remove_dots(P, /*remove_dot_dot=*/true);
  return std::string(P);
}

/// The file behind links, so that one file by two names is linted once.
static std::string real(const std::string &Path) {
  llvm::SmallString<256> Real;
  return fs::real_path(Path, Real) ? Path : std::string(Real);
}

static std::string in(llvm::StringRef Folder, llvm::StringRef Name) {
  llvm::SmallString<256> P(Folder);
  path::append(P, Name);
  return std::string(P);
}

static std::string findDatabase(llvm::ArrayRef<std::string> Paths) {
  std::string Start = absolute(Paths.empty() ? "." : Paths.front());
  for (llvm::StringRef Folder = fs::is_directory(Start)
                                    ? llvm::StringRef(Start)
                                    : path::parent_path(Start);
       !Folder.empty(); Folder = path::parent_path(Folder))
    if (fs::is_regular_file(in(Folder, DatabaseName)))
      return in(Folder, DatabaseName);

  for (const char *Build : {"build", "out", "cmake-build-debug", "_build"})
    if (std::string File = in(Build, DatabaseName); fs::is_regular_file(File))
      return absolute(File);
  // One level down: build/debug, build/release, … in the order of their names.
  std::vector<std::string> Found;
  std::error_code EC;
  for (fs::directory_iterator It("build", EC), End; !EC && It != End;
       It.increment(EC))
    if (std::string File = in(It->path(), DatabaseName);
        fs::is_regular_file(File))
      Found.push_back(absolute(File));
  llvm::sort(Found);
  return Found.empty() ? "" : Found.front();
}

/// A reason why \p File can't be read, or "".
static std::string unreadable(const std::string &File) {
  int FD = -1;
  if (std::error_code EC = fs::openFileForRead(File, FD))
    return EC.message();
  fs::closeFile(FD);
  return "";
}

Selection racetidy::selectFromDatabase(llvm::ArrayRef<std::string> Paths,
                                       const std::string &BuildPath) {
  Selection Result;
  std::string File;
  if (BuildPath.empty()) {
    File = findDatabase(Paths);
    if (File.empty()) {
      Result.Error =
          std::string("no ") + DatabaseName + " found; " + HowToGetOne;
      return Result;
    }
  } else {
    File =
        fs::is_directory(BuildPath) ? in(BuildPath, DatabaseName) : BuildPath;
    if (!fs::is_regular_file(File)) {
      Result.Error = "no " + std::string(DatabaseName) + " in '" + BuildPath +
                     "'; " + HowToGetOne;
      return Result;
    }
  }

  std::string Problem;
  std::unique_ptr<CompilationDatabase> Database =
      JSONCompilationDatabase::loadFromFile(File, Problem,
                                            JSONCommandLineSyntax::AutoDetect);
  if (!Database) {
    llvm::StringRef Line = llvm::StringRef(Problem).split('\n').first;
    Result.Error = "can't read the compile database '" + File +
                   "': " + Line.str() + "; make it anew with your build system";
    return Result;
  }
  Database = inferTargetAndDriverMode(
      expandResponseFiles(std::move(Database), llvm::vfs::getRealFileSystem()));

  std::vector<std::string> All;
  for (const std::string &Known : Database->getAllFiles())
    All.push_back(absolute(Known));
  llvm::sort(All);
  All.erase(llvm::unique(All), All.end());

  llvm::StringSet<> Taken;
  auto Take = [&](const std::string &Source, bool Named = false) {
    if (!Taken.insert(real(Source)).second)
      return true;
    std::vector<CompileCommand> Commands = Database->getCompileCommands(Source);
    if (Commands.empty())
      return false;
    if (std::string Why = unreadable(Source); !Why.empty())
      Result.Failures.push_back({Source, "can't be read: " + Why});
    else
      Result.Jobs.push_back({Source, Commands.front(), Named});
    return true;
  };

  if (Paths.empty()) {
    for (const std::string &Source : All)
      Take(Source);
    Result.Whole = true;
    if (All.empty())
      Result.Error = "the compile database '" + File + "' is empty";
    return Result;
  }
  for (const std::string &Given : Paths) {
    std::string P = absolute(Given);
    if (fs::is_directory(P)) {
      bool Any = false;
      for (const std::string &Source : All)
        if (llvm::StringRef(Source).starts_with(P == "/" ? P : P + "/"))
          Any |= Take(Source);
      if (!Any) {
        Result.Error = "no source below '" + Given +
                       "' is in the compile database '" + File +
                       "'; name another folder, or another database with -p";
        return Result;
      }
    } else if (std::string Why = unreadable(P); !Why.empty()) {
      Result.Failures.push_back({P, "can't be read: " + Why});
    } else if (!Take(P, /*Named=*/true)) {
      Result.Failures.push_back(
          {P, "is not in the compile database '" + File +
                  "'; add it to the build, name another database with -p, or "
                  "give its flags after '--' (headers are linted with the "
                  "sources that include them)"});
    }
  }
  Result.Whole = llvm::all_of(All, [&](const std::string &Source) {
    return Taken.contains(real(Source));
  });
  return Result;
}

Selection racetidy::selectFixed(llvm::ArrayRef<std::string> Paths,
                                CompilationDatabase &Database) {
  Selection Result;
  if (Paths.empty()) {
    Result.Error = "no file given before '--'; name the files to lint";
    return Result;
  }
  Result.Whole = true;
  llvm::StringSet<> Taken;
  for (const std::string &Given : Paths) {
    std::string P = absolute(Given);
    if (!Taken.insert(real(P)).second)
      continue;
    if (fs::is_directory(P)) {
      Result.Error = "'" + Given +
                     "' is a folder; with flags after '--' name the files, "
                     "or lint the folder with a compile database";
      return Result;
    }
    if (std::string Why = unreadable(P); !Why.empty())
      Result.Failures.push_back({P, "can't be read: " + Why});
    else
      Result.Jobs.push_back(
          {P, Database.getCompileCommands(P).front(), /*Named=*/true});
  }
  return Result;
}
