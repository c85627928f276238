//===- SummaryFile.cpp - summaries on disk --------------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The format, all numbers but those of fixed size in LEB128:
///
///   "racetidy", version (4 bytes), xxh3 of all that follows (8 bytes)
///   how many strings, their lengths, their bytes
///   for each kind of summary: how many; for each of them
///     key, size and content (8 bytes) of its weight, what is joined (a byte),
///     the length of its fields, its fields
///
/// The functions of a header come in hundreds of files: key and weight tell
/// that one is there already, and its fields are passed over.
///
//===----------------------------------------------------------------------===//
#include "checks/composition/SummaryFile.h"

#include "checks/model/SummaryFields.h"

#include "llvm/Support/EndianStream.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/xxhash.h"

using namespace racetidy;
namespace endian = llvm::support::endian;

static constexpr llvm::StringLiteral Magic = "racetidy";

namespace {

struct Writer : SummaryWalker<Writer> {
  llvm::raw_ostream &Out;
  explicit Writer(llvm::raw_ostream &Out) : Out(Out) {}

  void symbol(Symbol S) { number(S); }
  template <typename T> void number(T N) {
    if constexpr (std::signed_integral<T>)
      llvm::encodeSLEB128(N, Out);
    else
      llvm::encodeULEB128(N, Out);
  }
  void joined(bool) {}
};

/// Reads what Writer wrote. The bytes may be anything: the first that can't be
/// right makes it Bad, and all that follows reads as nothing.
struct Reader {
  llvm::StringRef Left;
  bool Bad = false;

  explicit Reader(llvm::StringRef Bytes) : Left(Bytes) {}

  uint64_t number() {
    if (Left.empty())
      return fail();
    if (uint8_t First = Left.front(); First < 0x80) {
      Left = Left.drop_front();
      return First;
    }
    return decode(llvm::decodeULEB128);
  }
  /// How many things follow, each of at least a byte: that many never take more
  /// memory than a file of that size may.
  size_t count() {
    uint64_t N = number();
    return N <= Left.size() ? N : fail();
  }
  llvm::StringRef take(uint64_t Size) {
    if (Size > Left.size())
      return fail(), "";
    llvm::StringRef Taken = Left.take_front(Size);
    Left = Left.drop_front(Size);
    return Taken;
  }
  uint64_t fixed() {
    llvm::StringRef Bytes = take(sizeof(uint64_t));
    return Bytes.empty() ? 0 : endian::read64le(Bytes.data());
  }
  int fail() {
    Bad = true;
    Left = "";
    return 0;
  }

protected:
  template <typename T>
  T decode(T (*Decode)(const uint8_t *, unsigned *, const uint8_t *,
                       const char **)) {
    unsigned Length = 0;
    const char *Problem = nullptr;
    T N = Decode(Left.bytes_begin(), &Length, Left.bytes_end(), &Problem);
    if (Problem)
      return fail();
    Left = Left.drop_front(Length);
    return N;
  }
};

/// Reads the fields of one summary.
template <typename SymbolAt> struct FieldReader : Reader {
  SymbolAt Translate;
  /// Bits that stand for a lock: those that follow the function's table.
  LockBits Known = CallersLock | UnnamedLock;

  FieldReader(llvm::StringRef Bytes, SymbolAt Translate)
      : Reader(Bytes), Translate(Translate) {}

  void symbol(Symbol &S) {
    std::optional<Symbol> Found = Translate(Reader::number());
    S = Found ? *Found : Symbol(fail());
  }
  template <typename T> void number(T &N) {
    if constexpr (std::signed_integral<T>) {
      int64_t Read = decode(llvm::decodeSLEB128);
      N = T(Read) == Read ? Read : fail();
    } else {
      uint64_t Read = Reader::number();
      N = T(Read) == Read ? T(Read) : T(fail());
    }
  }
  template <typename T> void choice(T &Enumeration, T Last) {
    uint64_t Read = Reader::number();
    Enumeration = T(Read <= uint64_t(Last) ? Read : fail());
  }
  void locks(LockBits &Bits) {
    Bits = Reader::number();
    if (Bits & ~Known)
      Bits = fail();
  }
  void joined(bool &) {}
  template <typename T> void list(std::vector<T> &All) {
    size_t Count = count();
    All.reserve(std::min<size_t>(Count, 64));
    while (Count-- && !Bad)
      fields(*this, All.emplace_back());
    if constexpr (std::same_as<T, SummaryLock>)
      Known |=
          llvm::maskTrailingOnes<LockBits>(std::min<size_t>(All.size(), 62));
  }
  template <typename T> void maybe(std::optional<T> &Optional) {
    bool Has = false;
    number(Has);
    if (Has)
      fields(*this, Optional.emplace());
  }
};

} // namespace

void racetidy::writeSummaries(const SummarySet &Set, llvm::raw_ostream &Out) {
  llvm::SmallVector<char, 0> Body;
  llvm::raw_svector_ostream BodyStream(Body);
  Writer W(BodyStream);
  W.number(Set.symbols() - 1);
  for (Symbol S = 1; S < Set.symbols(); ++S)
    W.number(Set.text(S).size());
  for (Symbol S = 1; S < Set.symbols(); ++S)
    BodyStream << Set.text(S);

  llvm::SmallVector<char, 0> Fields;
  Set.forEachTable([&]<typename Summary>(const SummaryTable<Summary> &Table) {
    W.number(Table.all().size());
    for (const auto &[Each, Weight] : llvm::zip(Table.all(), Table.weights())) {
      Fields.clear();
      llvm::raw_svector_ostream FieldStream(Fields);
      Writer Inner(FieldStream);
      fields(Inner, Each);
      W.number(Each.Key), W.number(Weight.Size);
      endian::write(BodyStream, Weight.Content, llvm::endianness::little);
      bool Joined = false;
      if constexpr (std::same_as<Summary, FunctionSummary>)
        Joined = Each.AddressTaken;
      W.number(Joined), W.number(Fields.size());
      BodyStream << FieldStream.str();
    }
  });

  Out << Magic;
  endian::write(Out, SummaryFormat, llvm::endianness::little);
  endian::write(Out, llvm::xxh3_64bits(BodyStream.str()),
                llvm::endianness::little);
  Out << BodyStream.str();
}

static llvm::Error problem(const llvm::Twine &Text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Text);
}

llvm::Error racetidy::readSummaries(llvm::MemoryBufferRef File,
                                    SummarySet &Into) {
  Reader R(File.getBuffer());
  if (R.take(Magic.size()) != Magic)
    return problem("is no summary file; make one with 'racetidy scan'");
  auto Damaged = [] { return problem("is damaged or cut short; scan again"); };
  llvm::StringRef Version = R.take(sizeof(SummaryFormat));
  if (R.Bad)
    return Damaged();
  if (uint32_t Its = endian::read32le(Version.data()); Its != SummaryFormat)
    return problem(llvm::formatv("has format version {0}, and this racetidy "
                                 "knows version {1}; scan again with it",
                                 Its, SummaryFormat));
  uint64_t Sum = R.fixed();
  if (R.Bad || Sum != llvm::xxh3_64bits(R.Left))
    return Damaged();

  // Only strings that are needed become strings of the set.
  std::vector<llvm::StringRef> Texts(R.count() + 1);
  std::vector<uint32_t> Lengths(Texts.size());
  for (size_t I = 1; I < Texts.size(); ++I)
    Lengths[I] = R.count();
  for (size_t I = 1; I < Texts.size(); ++I)
    Texts[I] = R.take(Lengths[I]);
  constexpr Symbol NotYet = ~Symbol(0);
  std::vector<Symbol> Symbols(Texts.size(), NotYet);
  auto Translate = [&](uint64_t Theirs) -> std::optional<Symbol> {
    if (Theirs >= Texts.size())
      return std::nullopt;
    if (Symbols[Theirs] == NotYet)
      Symbols[Theirs] = Into.intern(Texts[Theirs]);
    return Symbols[Theirs];
  };

  Into.forEachTable([&]<typename Summary>(SummaryTable<Summary> &Table) {
    for (size_t Count = R.count(); Count && !R.Bad; --Count) {
      std::optional<Symbol> Key = Translate(R.number());
      SummaryWeight Weight;
      Weight.Size = R.number();
      Weight.Content = R.fixed();
      bool Joined = R.number();
      llvm::StringRef Fields = R.take(R.number());
      if (R.Bad || !Key)
        return void(R.fail());
      if (!Table.holds(*Key, Weight)) {
        Summary S;
        FieldReader Each(Fields, Translate);
        fields(Each, S);
        if (Each.Bad || !Each.Left.empty() || S.Key != *Key)
          return void(R.fail());
        Into.addTo(Table, std::move(S), Weight);
      }
      if constexpr (std::same_as<Summary, FunctionSummary>)
        if (Joined)
          Into.takeAddress(*Key);
    }
  });
  return R.Bad || !R.Left.empty() ? Damaged() : llvm::Error::success();
}
