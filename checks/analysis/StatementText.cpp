//===- StatementText.cpp - what a statement's text does -------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/StatementText.h"

#include "rules/RuleSet.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace racetidy;
using llvm::StringRef;

namespace {

/// The words and signs of a statement. Names are in lower case and without
/// quotes; a text in single quotes, a number or a parameter is "?".
class Tokens {
public:
  explicit Tokens(StringRef Text);

  size_t size() const { return All.size(); }
  StringRef operator[](size_t I) const {
    return I < All.size() ? StringRef(All[I]) : StringRef();
  }
  bool isName(size_t I) const {
    StringRef T = (*this)[I];
    return !T.empty() && (llvm::isAlpha(T[0]) || T[0] == '_');
  }
  /// The first \p Word at or after \p From, or the end.
  size_t find(StringRef Word, size_t From = 0) const {
    while (From < All.size() && All[From] != Word)
      ++From;
    return From;
  }
  bool has(StringRef Word) const { return find(Word) < All.size(); }

private:
  std::vector<std::string> All;
};

} // namespace

Tokens::Tokens(StringRef Text) {
  // Generated statements can be long; what they do stands in front.
  constexpr size_t MaxTokens = 400;
  while (!Text.empty() && All.size() < MaxTokens) {
    char C = Text.front();
    if (llvm::isSpace(C)) {
      Text = Text.drop_front();
    } else if (Text.starts_with("--")) {
      Text = Text.drop_until([](char D) { return D == '\n'; });
    } else if (Text.starts_with("/*")) {
      Text = Text.drop_front(std::min(Text.find("*/", 2), Text.size() - 2) + 2);
    } else if (llvm::isAlpha(C) || C == '_') {
      StringRef Name =
          Text.take_while([](char D) { return llvm::isAlnum(D) || D == '_'; });
      All.push_back(Name.lower());
      Text = Text.drop_front(Name.size());
    } else if (C == '"' || C == '`' || C == '[') {
      size_t End = Text.find(C == '[' ? ']' : C, 1);
      All.push_back(Text.slice(1, End).lower());
      Text = End == StringRef::npos ? StringRef() : Text.drop_front(End + 1);
    } else if (C == '\'') {
      size_t End = Text.find('\'', 1);
      All.push_back("?");
      Text = End == StringRef::npos ? StringRef() : Text.drop_front(End + 1);
    } else if (llvm::isDigit(C) || C == '?' || C == '$' || C == ':' ||
               C == '@' || C == '%') {
      // A number; '?', '?1', '$1', ':name', '@name'; '%d' of a format.
      if (Text.starts_with("::")) {
        Text = Text.drop_front(2);
        continue;
      }
      All.push_back("?");
      Text = Text.drop_front().drop_while(
          [](char D) { return llvm::isAlnum(D) || D == '_' || D == '.'; });
    } else {
      All.push_back(std::string(1, C));
      Text = Text.drop_front();
    }
  }
}

/// The table at \p I, without its schema.
static std::string tableAt(const Tokens &T, size_t I) {
  if (!T.isName(I))
    return "";
  while (T[I + 1] == "." && T.isName(I + 2))
    I += 2;
  return T[I].str();
}

static bool isWord(StringRef T) {
  static const char *const Words[] = {
      "and",   "or",    "not",  "in",    "is",      "null",   "like",
      "limit", "order", "by",   "group", "between", "exists", "asc",
      "desc",  "as",    "from", "where", "distinct"};
  return llvm::is_contained(Words, T);
}

/// The columns that are named from \p From on, up to \p To.
static std::set<std::string> columns(const Tokens &T, size_t From, size_t To) {
  std::set<std::string> Columns;
  for (size_t I = From; I < To && I < T.size(); ++I) {
    if (T[I] == "*")
      Columns.insert("*");
    // 'users.credits': the last name counts; 'count(': a function.
    else if (T.isName(I) && T[I + 1] != "." && T[I + 1] != "(" && !isWord(T[I]))
      Columns.insert(T[I].str());
  }
  return Columns;
}

static std::optional<StatementText> update(const Tokens &T) {
  StatementText S;
  S.Effect = ResourceEffect::Write;
  size_t At = 1;
  if (T[At] == "or" || T[At] == "only")
    At += T[At] == "or" ? 2 : 1;
  S.Subject = tableAt(T, At);
  size_t Set = T.find("set", At), Where = T.find("where", Set);
  if (S.Subject.empty() || Set == T.size())
    return std::nullopt;
  // 'n = ?, m = m + ?': a part that names its own column, or asks the store,
  // is done there in one step.
  unsigned Depth = 0;
  std::string Column;
  bool Value = false, Own = false, FromCode = false;
  for (size_t I = Set + 1; I <= Where; ++I) {
    if (I == Where || (T[I] == "," && Depth == 0)) {
      if (!Column.empty() && FromCode && !Own)
        S.Columns.insert(Column);
      Column.clear();
      Value = Own = FromCode = false;
      continue;
    }
    if (T[I] == "(")
      ++Depth;
    else if (T[I] == ")" && Depth)
      --Depth;
    else if (T[I] == "=" && !Value)
      Value = true;
    else if (!Value && T.isName(I))
      Column = T[I].str();
    else if (Value) {
      Own |= T[I] == Column || T[I] == "select";
      FromCode |= T[I] == "?";
    }
  }
  S.Where = columns(T, Where + 1, T.size());
  if (S.Columns.empty())
    S.Effect = ResourceEffect::Update;
  return S;
}

static std::optional<StatementText> insert(const Tokens &T) {
  StatementText S;
  S.Inserts = true;
  S.Effect = ResourceEffect::Write;
  size_t Into = T.find("into");
  S.Subject = tableAt(T, Into + 1);
  if (S.Subject.empty())
    return std::nullopt;
  bool Replaces = T[0] == "replace" || T[2] == "replace";
  // 'INSERT … SELECT … WHERE NOT EXISTS' and its like leave the decision to the
  // store.
  if (T.has("select") || T.has("conflict") || T.has("duplicate") ||
      T[2] == "ignore" || T[1] == "ignore") {
    S.Effect = ResourceEffect::Update;
    return S;
  }
  size_t Values = T.find("values", Into);
  S.Columns = columns(T, T.find("(", Into), Values);
  if (S.Columns.empty() || Replaces)
    S.Columns.insert("*");
  S.Inserts = !Replaces;
  return S;
}

std::optional<StatementText> racetidy::readSql(StringRef Text) {
  Tokens T(Text);
  StatementText S;
  StringRef First = T[0];
  if (First == "select") {
    size_t From = T.find("from"), Where = T.find("where");
    S.Subject = tableAt(T, From + 1);
    if (S.Subject.empty())
      return std::nullopt;
    S.Columns = columns(T, 1, From);
    // 'count(*)' and 'exists' tell of rows.
    if (S.Columns.empty())
      S.Columns.insert("*");
    S.Where = columns(T, Where + 1, T.size());
    size_t For = T.find("for", Where < T.size() ? Where : From);
    if (T[For + 1] == "update" || T[For + 1] == "share" || T[For + 1] == "no" ||
        T[For + 1] == "key")
      S.Effect = ResourceEffect::LockingRead;
    return S;
  }
  if (First == "update")
    return update(T);
  if (First == "insert" || First == "replace")
    return insert(T);
  if (First == "begin" || First == "savepoint" ||
      (First == "start" && T[1] == "transaction") || First == "lock")
    S.Effect = ResourceEffect::Begin;
  else if (First == "commit" || First == "end" || First == "rollback" ||
           First == "release" || First == "unlock")
    // 'ROLLBACK TO x' leaves the transaction open.
    S.Effect = First == "rollback" && T.has("to") ? ResourceEffect::Begin
                                                  : ResourceEffect::End;
  else
    return std::nullopt;
  return S;
}

std::optional<StatementText> racetidy::readCommand(StringRef Text,
                                                   const ResourceRule &Rule) {
  llvm::SmallVector<StringRef, 4> Words;
  llvm::SplitString(Text, Words);
  if (Words.empty())
    return std::nullopt;
  std::string First = Words[0].upper();
  // The whole with the command in capitals, as the patterns have it.
  std::string Whole = First + Text.ltrim().drop_front(First.size()).str();
  std::optional<StatementText> Found;
  for (const auto &[Pattern, Effect] : Rule.Commands)
    if (StringRef(Pattern).contains(' ') ? matchesGlob(Pattern, Whole)
                                         : Pattern == First) {
      Found.emplace();
      Found->Effect = Effect;
    }
  if (Found && Words.size() > 1)
    Found->Subject = Words[1].str();
  if (Found)
    Found->Columns.insert("*");
  return Found;
}

/// Names that rows are told apart by; a condition on one says which row.
static bool isRowName(StringRef Column) {
  return Column == "id" || Column == "rowid" || Column == "key" ||
         Column == "name" || Column.ends_with("_id") ||
         Column.ends_with("id") || Column.ends_with("key") ||
         Column.ends_with("name");
}

bool racetidy::mayOverwrite(const StatementText &Read,
                            const StatementText &Write) {
  if (Write.Inserts)
    return true;
  bool Same = Read.Columns.count("*") || Write.Columns.count("*") ||
              llvm::any_of(Write.Columns, [&](const std::string &C) {
                return Read.Columns.count(C) || Read.Where.count(C);
              });
  // '… WHERE version = ?': written only where nothing changed.
  bool Conditional = llvm::any_of(Write.Where, [&](const std::string &C) {
    if (Write.Columns.count(C))
      return true;
    return !isRowName(C) && !Read.Where.count(C) &&
           (Read.Columns.count(C) || Read.Columns.count("*"));
  });
  return Same && !Conditional;
}
