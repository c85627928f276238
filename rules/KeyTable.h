//===- KeyTable.h - what may stand in a rules file ---------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Every key of a rules file is described in one place: its name, what may
/// stand there, where it goes, and what it means. From that a file is read and
/// its mistakes are told, the JSON schema is made, and the reference in
/// docs/rules.md.
///
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_RULES_KEYTABLE_H
#define RACETIDY_RULES_KEYTABLE_H

#include "rules/RuleLoader.h"
#include "rules/YamlTree.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"

#include <functional>

namespace racetidy {

/// A file that is being read.
struct Reading {
  const Vocabulary &Known;
  /// What relative names in the file are relative to.
  std::string Folder;
  std::vector<RuleError> &Errors;
  std::string File;
  /// A key that is required, and of whose absence somebody else tells.
  llvm::StringRef Excused;
  /// Mistakes past those that anybody reads.
  unsigned More = 0;
  static constexpr size_t MaxErrors = 1000;

  void error(const YamlNode &At, std::string Message) {
    if (Errors.size() < MaxErrors)
      Errors.push_back({File, At.Line, At.Column, std::move(Message)});
    else
      ++More;
  }
  void missing(const YamlNode &At, llvm::StringRef Key) {
    error(At, "key '" + Key.str() + "' is missing here");
  }
};

class KeyList;

/// What may stand behind a key, told to people and to editors.
struct ValueInfo {
  /// "name", "`true` or `false`": a cell of the reference.
  std::string Words;
  /// Draft-07 JSON schema of the value, by the names that are known.
  std::function<llvm::json::Object(const Vocabulary &)> Schema;
  /// Of a mapping, or a list of mappings: the keys of these. The schema above
  /// is then not asked.
  const KeyList *Keys = nullptr;
  bool IsList = false;
  /// Of several files each adds to what the others say; else the last counts.
  bool Adds = false;
};

struct KeyInfo {
  std::string Name;
  ValueInfo Value;
  /// One or two sentences without a full stop at the end.
  std::string Meaning;
  bool Required = false;
};

/// The keys of one kind of mapping.
class KeyList {
public:
  /// \p What in error messages: "a lock".
  explicit KeyList(std::string What) : What(std::move(What)) {}

  llvm::ArrayRef<KeyInfo> keys() const { return Infos; }
  const std::string &what() const { return What; }
  /// A whole rules file that uses each of the keys.
  llvm::StringRef example() const { return Example; }

protected:
  std::string What;
  std::string Example;
  std::vector<KeyInfo> Infos;
};

/// How a value is read into an object of type \p T.
template <typename T> struct Value {
  ValueInfo Info;
  /// \p What is the key in quotes, for messages.
  std::function<void(Reading &, const YamlNode &, const std::string &What, T &)>
      Read;
};

/// The keys that a mapping has, among those that it may have.
using GivenKeys = llvm::StringSet<>;

/// Calls \p Each for the entries of \p Node that \p Keys knows, with the key's
/// number, and reports the others, and those that are there twice. False if
/// \p Node is no mapping.
bool readEntries(Reading &R, const YamlNode &Node, const KeyList &Keys,
                 GivenKeys &Given,
                 llvm::function_ref<void(unsigned, const YamlNode &)> Each);

/// The keys of a mapping that is read into an object of type \p T.
template <typename T> class Keys : public KeyList {
public:
  using KeyList::KeyList;

  Keys &key(std::string Name, Value<T> V, std::string Meaning,
            bool Required = false) {
    Infos.push_back(
        {std::move(Name), std::move(V.Info), std::move(Meaning), Required});
    Reads.push_back(std::move(V.Read));
    return *this;
  }
  Keys &required(std::string Name, Value<T> V, std::string Meaning) {
    return key(std::move(Name), std::move(V), std::move(Meaning), true);
  }
  Keys &example(std::string Yaml) {
    Example = std::move(Yaml);
    return *this;
  }
  /// What must hold of the whole, told after all keys are read.
  using Check =
      std::function<void(Reading &, const YamlNode &, const GivenKeys &, T &)>;
  Keys &check(Check C) {
    Last = std::move(C);
    return *this;
  }

  /// False if \p Node is no mapping.
  bool read(Reading &R, const YamlNode &Node, T &Into) const {
    GivenKeys Given;
    auto Each = [&](unsigned Number, const YamlNode &V) {
      Reads[Number](R, V, "'" + Infos[Number].Name + "'", Into);
    };
    if (!readEntries(R, Node, *this, Given, Each))
      return false;
    for (const KeyInfo &Info : Infos)
      if (Info.Required && !Given.contains(Info.Name) && Info.Name != R.Excused)
        R.missing(Node, Info.Name);
    if (Last)
      Last(R, Node, Given, Into);
    return true;
  }

private:
  std::vector<decltype(Value<T>::Read)> Reads;
  Check Last;
};

// --- Values ------------------------------------------------------------------

/// Reads values as what they should be. After an error the result is empty.
std::string readText(Reading &R, const YamlNode &Node, const std::string &What);
/// One text may stand without the brackets of a list.
std::vector<std::string> readTexts(Reading &R, const YamlNode &Node,
                                   const std::string &What);
unsigned readNumber(Reading &R, const YamlNode &Node, const std::string &What);
bool readFlag(Reading &R, const YamlNode &Node, const std::string &What);
/// The number of an argument, or what one of \p Words stands for.
std::optional<int> readArgument(Reading &R, const YamlNode &Node,
                                const std::string &What,
                                const std::map<std::string, int> &Words);
/// Calls \p Each for the elements of a list.
void readList(Reading &R, const YamlNode &Node, const std::string &What,
              llvm::function_ref<void(const YamlNode &)> Each);
/// The one of \p Words that stands there.
std::optional<unsigned> readChoice(Reading &R, const YamlNode &Node,
                                   const std::string &What,
                                   llvm::ArrayRef<std::string> Words);

/// A schema that no names change, as JSON.
ValueInfo fixedInfo(std::string Words, llvm::StringRef Schema);
ValueInfo textInfo(std::string Words = "text");
ValueInfo textsInfo();
ValueInfo numberInfo();
ValueInfo flagInfo();
ValueInfo choiceInfo(llvm::ArrayRef<std::string> Words);
ValueInfo argumentInfo(const std::map<std::string, int> &Words);
ValueInfo keysInfo(const KeyList &Keys, bool IsList);

/// A value of \p U that is the member \p Member of a \p T.
template <typename T, typename U> Value<T> in(U T::*Member, Value<U> V) {
  return {std::move(V.Info),
          [Member, Read = std::move(V.Read)](Reading &R, const YamlNode &N,
                                             const std::string &What, T &Into) {
            Read(R, N, What, Into.*Member);
          }};
}

template <typename T>
Value<T> text(std::string T::*Member, std::string Words = "name") {
  return {textInfo(std::move(Words)),
          [Member](Reading &R, const YamlNode &N, const std::string &What,
                   T &Into) { Into.*Member = readText(R, N, What); }};
}

/// They are added to those that are there.
template <typename T> Value<T> texts(std::vector<std::string> T::*Member) {
  return {textsInfo(), [Member](Reading &R, const YamlNode &N,
                                const std::string &What, T &Into) {
            for (std::string &Each : readTexts(R, N, What))
              (Into.*Member).push_back(std::move(Each));
          }};
}

template <typename T> Value<T> number(unsigned T::*Member) {
  return {numberInfo(),
          [Member](Reading &R, const YamlNode &N, const std::string &What,
                   T &Into) { Into.*Member = readNumber(R, N, What); }};
}

template <typename T> Value<T> flag(bool T::*Member) {
  return {flagInfo(),
          [Member](Reading &R, const YamlNode &N, const std::string &What,
                   T &Into) { Into.*Member = readFlag(R, N, What); }};
}

/// One of \p Words, which stand for the values beside them.
template <typename T, typename E>
Value<T> choice(E T::*Member, std::vector<std::pair<std::string, E>> Words) {
  std::vector<std::string> Names;
  for (const auto &[Name, Each] : Words)
    Names.push_back(Name);
  return {choiceInfo(Names),
          [Member, Names, Words](Reading &R, const YamlNode &N,
                                 const std::string &What, T &Into) {
            if (auto Which = readChoice(R, N, What, Names))
              Into.*Member = Words[*Which].second;
          }};
}

/// The number of an argument, or one of \p Words.
template <typename T>
Value<T> argument(int T::*Member, std::map<std::string, int> Words) {
  return {argumentInfo(Words),
          [Member, Words](Reading &R, const YamlNode &N,
                          const std::string &What, T &Into) {
            if (auto Number = readArgument(R, N, What, Words))
              Into.*Member = *Number;
          }};
}

/// A mapping of its own.
template <typename T, typename U>
Value<T> inner(U T::*Member, const Keys<U> &Inner) {
  return {keysInfo(Inner, /*IsList=*/false),
          [Member, &Inner](Reading &R, const YamlNode &N, const std::string &,
                           T &Into) { Inner.read(R, N, Into.*Member); }};
}

/// A list of mappings; \p Take puts each where it belongs.
template <typename T, typename U>
Value<T> each(const Keys<U> &Inner, std::function<void(T &, U)> Take) {
  return {keysInfo(Inner, /*IsList=*/true),
          [&Inner, Take](Reading &R, const YamlNode &N, const std::string &What,
                         T &Into) {
            readList(R, N, What, [&](const YamlNode &E) {
              U Made;
              if (Inner.read(R, E, Made))
                Take(Into, std::move(Made));
            });
          }};
}

template <typename T, typename U>
Value<T> each(std::vector<U> T::*Member, const Keys<U> &Inner) {
  return each<T, U>(Inner, [Member](T &Into, U Made) {
    (Into.*Member).push_back(std::move(Made));
  });
}

// --- The file ----------------------------------------------------------------

/// The keys of a rules file.
const Keys<LoadedRules> &documentKeys();

// LockKeys.cpp: what keeps others out.
const Keys<LockRule> &lockKeys();
const Keys<GuardRule> &guardKeys();
const Keys<ConditionRule> &conditionKeys();
Value<RuleSet> atomicsValue();

// OriginKeys.cpp: what runs at the same time, and until when.
const Keys<OriginRule> &originKeys();
const Keys<HandleRule> &handleKeys();
const Keys<OrderingRule> &orderingKeys();

// ResourceKeys.cpp: what is read and written by calls.
const Keys<ResourceRule> &resourceKeys();

// DataKeys.cpp: what is shared, and by whom.
const Keys<ContainerRule> &containerKeys();
const Keys<SuspensionRules> &suspensionKeys();
const Keys<PointerRule> &pointerKeys();
const Keys<PublicationRule> &publicationKeys();
const Keys<AwaitableRule> &awaitableKeys();
const Keys<SharedMemoryRule> &sharedMemoryKeys();
const Keys<AffinityRule> &affinityKeys();
const Keys<ExecutorRule> &executorKeys();
const Keys<NamingRules> &namingKeys();
const Keys<SingleWriterRule> &singleWriterKeys();

// OwnRuleKeys.cpp: what else is wrong.
const Keys<OwnRule> &ownRuleKeys();

// SettingKeys.cpp: what is asked, and what is shown.
void addSettingKeys(Keys<LoadedRules> &Document);

} // namespace racetidy

#endif // RACETIDY_RULES_KEYTABLE_H
