//===- SummaryNames.cpp - keys of what summaries speak of -----------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/SummaryNames.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace racetidy;

const FunctionDecl *racetidy::patternOf(const FunctionDecl *F) {
  if (const FunctionDecl *Pattern =
          F->getTemplateInstantiationPattern(/*ForDefinition=*/false))
    F = Pattern;
  return F->getCanonicalDecl();
}

const RecordDecl *racetidy::patternOf(const RecordDecl *R) {
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    if (const CXXRecordDecl *Pattern = Class->getTemplateInstantiationPattern())
      R = Pattern;
  return cast<RecordDecl>(R->getCanonicalDecl());
}

const ValueDecl *racetidy::patternOf(const ValueDecl *V) {
  if (const auto *Variable = dyn_cast<VarDecl>(V)) {
    if (Variable->hasLocalStorage())
      return Variable;
    if (const VarDecl *Pattern = Variable->getTemplateInstantiationPattern())
      Variable = Pattern;
    return Variable->getCanonicalDecl();
  }
  if (const auto *Field = dyn_cast<FieldDecl>(V)) {
    const auto *Class = dyn_cast<CXXRecordDecl>(Field->getParent());
    const CXXRecordDecl *Pattern =
        Class ? Class->getTemplateInstantiationPattern() : nullptr;
    if (Pattern && (Pattern = Pattern->getDefinition()))
      for (const FieldDecl *Same : Pattern->fields())
        if (Same->getFieldIndex() == Field->getFieldIndex() &&
            Same->getDeclName() == Field->getDeclName())
          return Same->getCanonicalDecl();
    return Field->getCanonicalDecl();
  }
  return V;
}

const CXXRecordDecl *racetidy::lambdaOf(const FunctionDecl *F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  return Method && Method->getParent()->isLambda() ? Method->getParent()
                                                   : nullptr;
}

const FunctionDecl *racetidy::functionAround(const Decl *D) {
  const DeclContext *C = D->getDeclContext();
  while (C && !isa<FunctionDecl>(C) && !C->isFileContext() && !C->isRecord())
    C = C->getParent();
  return dyn_cast_or_null<FunctionDecl>(C);
}

bool SummaryNames::isSystem(const Decl *D) {
  // 'memcpy', used without its header: where it is used it is not declared.
  if (const auto *F = dyn_cast<FunctionDecl>(D);
      F && F->isImplicit() && F->getBuiltinID())
    return true;
  SourceLocation Loc = SM.getExpansionLoc(D->getLocation());
  if (Loc.isInvalid())
    return true;
  FileID File = SM.getFileID(Loc);
  auto [It, New] = SystemFiles.try_emplace(File);
  if (New)
    It->second = SM.isInSystemHeader(Loc);
  return It->second || isOfStandard(*D);
}

static std::string placeBelow(StringRef Absolute) {
  // The folder that the process started in: compile commands have their own.
  static const std::string Start = [] {
    llvm::SmallString<128> Path;
    if (llvm::sys::fs::current_path(Path))
      return std::string();
    Path += llvm::sys::path::get_separator();
    return Path.str().str();
  }();
  if (!Start.empty())
    Absolute.consume_front(Start);
  return Absolute.str();
}

Symbol SummaryNames::file(FileID File) {
  auto [It, New] = Files.try_emplace(File);
  if (!New)
    return It->second;
  llvm::SmallString<128> Path;
  if (OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File)) {
    Path = Entry->getName();
    SM.getFileManager().makeAbsolutePath(Path);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  }
  return It->second = intern(placeBelow(Path));
}

bool SummaryNames::isTest(SourceLocation Loc) {
  FileID File = SM.getFileID(SM.getFileLoc(Loc));
  auto [It, New] = TestFiles.try_emplace(File);
  if (!New)
    return It->second;
  std::string Path = Into.text(file(File)).lower();
  StringRef Stem = llvm::sys::path::stem(Path);
  StringRef Folder =
      llvm::sys::path::filename(llvm::sys::path::parent_path(Path));
  auto IsWord = [](StringRef Word) {
    return Word == "test" || Word == "tests" || Word == "unittest" ||
           Word == "unittests" || Word == "testing";
  };
  llvm::SmallVector<StringRef, 8> Words;
  Stem.split(Words, '_');
  llvm::SmallVector<StringRef, 8> Parts;
  for (StringRef Word : Words)
    Word.split(Parts, '-');
  // "DeclTest": the word may also be written together with a name.
  StringRef Name = llvm::sys::path::stem(Into.text(file(File)));
  return It->second = IsWord(Folder) || llvm::any_of(Parts, IsWord) ||
                      Name.ends_with("Test") || Name.ends_with("Tests");
}

Site SummaryNames::site(SourceLocation Loc) {
  if (Loc.isInvalid())
    return {};
  auto [File, Offset] = SM.getDecomposedLoc(SM.getFileLoc(Loc));
  return {file(File), SM.getLineNumber(File, Offset),
          SM.getColumnNumber(File, Offset)};
}

std::string SummaryNames::unique(const NamedDecl *D, bool Internal) {
  llvm::SmallString<128> Key;
  if (index::generateUSRForDecl(D, Key))
    Key = userName(*D);
  if (!Internal)
    return Key.str().str();
  FileID File = SM.getFileID(SM.getFileLoc(D->getLocation()));
  return (Into.text(file(File)) + ":" + Key).str();
}

static bool isInternal(const NamedDecl *D) {
  Linkage L = D->getFormalLinkage();
  return L == Linkage::Internal || L == Linkage::None;
}

/// Which of the lambdas of its function, class or namespace it is.
unsigned SummaryNames::lambdaNumber(const CXXRecordDecl *Lambda) {
  auto It = LambdaNumbers.find(Lambda);
  if (It != LambdaNumbers.end())
    return It->second;
  unsigned Number = 0;
  for (const Decl *D : Lambda->getDeclContext()->decls())
    if (const auto *R = dyn_cast<CXXRecordDecl>(D); R && R->isLambda())
      LambdaNumbers.try_emplace(R, Number++);
  return LambdaNumbers.try_emplace(Lambda, Number).first->second;
}

std::string SummaryNames::keyOf(const FunctionDecl *F) {
  const CXXRecordDecl *Lambda = lambdaOf(F);
  if (!Lambda)
    // Several programs may be linted together, each with its own.
    return unique(F, isInternal(F) || F->isMain());
  const DeclContext *Around = Lambda->getDeclContext();
  if (const FunctionDecl *Outer = functionAround(Lambda))
    return (Into.text(function(Outer)) + "@lambda" +
            llvm::Twine(lambdaNumber(Lambda)))
        .str();
  if (const auto *Class = dyn_cast<RecordDecl>(Around))
    return (Into.text(record(Class)) + "@lambda" +
            llvm::Twine(lambdaNumber(Lambda)))
        .str();
  // In an initialiser at namespace scope: the place is all that it has.
  Site At = site(Lambda->getLocation());
  return (Into.text(At.File) + "@lambda" + llvm::Twine(At.Line) + "." +
          llvm::Twine(At.Column))
      .str();
}

std::string SummaryNames::keyOf(const RecordDecl *R) {
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R);
      Class && Class->isLambda())
    return keyOf(Class->getLambdaCallOperator());
  // In C two files may have a type of one name each.
  bool OwnType = !Context.getLangOpts().CPlusPlus &&
                 SM.isInMainFile(SM.getFileLoc(R->getLocation()));
  bool Internal = Context.getLangOpts().CPlusPlus && isInternal(R);
  return unique(R, OwnType || Internal);
}

std::string SummaryNames::keyOf(const ValueDecl *V) {
  if (const auto *Field = dyn_cast<FieldDecl>(V)) {
    llvm::SmallString<128> Key;
    if (index::generateUSRForDecl(Field, Key))
      Key = Field->getName();
    std::string Parent = keyOf(patternOf(Field->getParent()));
    // The part that makes the class unique, if there is one.
    size_t File = Parent.find(":c:");
    return File == std::string::npos
               ? Key.str().str()
               : Parent.substr(0, File + 1) + Key.str().str();
  }
  const auto *Variable = dyn_cast<VarDecl>(V);
  const FunctionDecl *Owner = Variable ? functionAround(Variable) : nullptr;
  if (!Owner ||
      (!Variable->isLocalVarDeclOrParm() && !Variable->isStaticLocal()) ||
      Variable->hasExternalStorage())
    return unique(V, isInternal(V));
  std::string Key =
      (Into.text(function(Owner)) + "@" + Variable->getName()).str();
  if (isa<ParmVarDecl>(Variable))
    return Key;
  // A name may be used again in another block.
  unsigned Number = 1;
  for (const Decl *D : Owner->decls()) {
    if (D == Variable)
      break;
    const auto *Other = dyn_cast<VarDecl>(D);
    Number += Other && !isa<ParmVarDecl>(Other) &&
              Other->getDeclName() == Variable->getDeclName();
  }
  return Key + "#" + std::to_string(Number);
}

Symbol SummaryNames::function(const FunctionDecl *F) {
  F = patternOf(F);
  auto It = Keys.find(F);
  if (It != Keys.end())
    return It->second;
  Symbol Key = intern(keyOf(F));
  Keys[F] = Key;
  return Key;
}

Symbol SummaryNames::readable(const FunctionDecl *F) {
  std::string Prefix;
  while (lambdaOf(F)) {
    Prefix += "lambda in ";
    const FunctionDecl *Outer = functionAround(lambdaOf(F));
    const auto *Class = dyn_cast<CXXRecordDecl>(lambdaOf(F)->getDeclContext());
    if (!Outer && Class)
      return intern(Prefix + "'" + userName(*Class) + "'");
    if (!Outer)
      return intern("lambda");
    F = Outer;
  }
  if (Prefix.empty())
    return intern(userName(*patternOf(F)));
  return intern(Prefix + "'" + userName(*patternOf(F)) + "'");
}

Symbol SummaryNames::slot(const ValueDecl *V) {
  const auto *P = dyn_cast<ParmVarDecl>(V);
  const FunctionDecl *F = P ? functionAround(P) : nullptr;
  if (!F)
    return intern(keyOf(patternOf(V)));
  return intern(
      (Into.text(function(F)) + "#" + llvm::Twine(P->getFunctionScopeIndex()))
          .str());
}

Symbol SummaryNames::entity(const ValueDecl *V) {
  V = patternOf(V);
  auto It = Keys.find(V);
  if (It != Keys.end())
    return It->second;
  Symbol Key = intern(keyOf(V));
  Keys[V] = Key;
  describe(V, Key);
  return Key;
}

Symbol SummaryNames::record(const RecordDecl *R) {
  R = patternOf(R);
  auto It = Keys.find(R);
  if (It != Keys.end())
    return It->second;
  Symbol Key = intern(keyOf(R));
  Keys[R] = Key;
  if (const RecordDecl *Definition = R->getDefinition())
    describe(Definition, Key);
  return Key;
}
