#include "checks/composition/SummaryFile.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

#include <gtest/gtest.h>

#include "SampleSummaries.h"

#include <random>

using namespace racetidy;

namespace {

constexpr size_t HeaderSize = 8 + 4 + 8;

std::string bytesOf(const SummarySet &Set) {
  std::string Bytes;
  llvm::raw_string_ostream Out(Bytes);
  writeSummaries(Set, Out);
  return Bytes;
}

/// What is wrong with \p Bytes, or "".
std::string read(llvm::StringRef Bytes, SummarySet &Into) {
  return llvm::toString(readSummaries({Bytes, "test"}, Into));
}
std::string read(llvm::StringRef Bytes) {
  SummarySet Into;
  return read(Bytes, Into);
}

/// Makes the sum right again after a change, so that the reader itself meets
/// what is wrong.
std::string withSum(std::string Bytes) {
  llvm::support::endian::write64le(
      Bytes.data() + 12,
      llvm::xxh3_64bits(llvm::StringRef(Bytes).drop_front(HeaderSize)));
  return Bytes;
}

TEST(SummaryFile, EverythingComesBack) {
  SummarySet Again;
  EXPECT_EQ(read(bytesOf(fullSet()), Again), "");
  Again.sort();
  expectEqual(Again, fullSet());
}

TEST(SummaryFile, AnEmptySetComesBack) {
  SummarySet Empty, Again;
  EXPECT_EQ(read(bytesOf(Empty), Again), "");
  EXPECT_EQ(Again.symbols(), 1u);
}

TEST(SummaryFile, WhatIsThereAlreadyStays) {
  SummarySet Set = fullSet();
  EXPECT_EQ(read(bytesOf(fullSet()), Set), "");
  Set.sort();
  expectEqual(Set, fullSet());
}

TEST(SummaryFile, BytesDoNotDependOnTheOrderOfAdding) {
  SummarySet A, B;
  A.add(fullFunction(A, "c:@F@f#"));
  A.add(fullEntity(A));
  A.add(fullFunction(A, "c:@F@g#"));
  A.add(fullUnit(A, "a.cc"));
  A.add(fullUnit(A, "b.cc"));
  B.add(fullUnit(B, "b.cc"));
  B.add(fullFunction(B, "c:@F@g#"));
  B.intern("nothing uses it");
  B.add(fullUnit(B, "a.cc"));
  B.add(fullFunction(B, "c:@F@f#"));
  B.add(fullEntity(B));
  A.sort(), B.sort();
  EXPECT_EQ(bytesOf(A), bytesOf(B));
}

TEST(SummaryFile, ReadingIsCommutative) {
  SummarySet A, B;
  FunctionSummary Less = fullFunction(A, "c:@F@f#");
  Less.Calls.clear();
  A.add(Less);
  FunctionSummary More = fullFunction(B, "c:@F@f#");
  More.AddressTaken = false;
  B.add(More);
  A.sort(), B.sort();
  SummarySet AB, BA;
  for (const SummarySet *Set : {&A, &B})
    EXPECT_EQ(read(bytesOf(*Set), AB), "");
  for (const SummarySet *Set : {&B, &A})
    EXPECT_EQ(read(bytesOf(*Set), BA), "");
  AB.sort(), BA.sort();
  expectEqual(AB, BA);
  EXPECT_EQ(AB.functions().front().Calls.size(), 2u);
  EXPECT_TRUE(AB.functions().front().AddressTaken);
}

// If this fails and SummaryFormat was not raised, it must be now: files of the
// two formats can't be told apart. Then put the new sum here.
TEST(SummaryFile, TheFormatIsTheOneOfItsVersion) {
  EXPECT_EQ(SummaryFormat, 12u);
  EXPECT_EQ(llvm::utohexstr(llvm::xxh3_64bits(bytesOf(fullSet()))),
            "1817339F1611DBC5");
}

TEST(SummaryFile, ACutFileIsAnErrorAtEveryByte) {
  std::string Bytes = bytesOf(fullSet());
  for (size_t Size = 0; Size < Bytes.size(); ++Size)
    EXPECT_NE(read(Bytes.substr(0, Size)), "") << Size;
  for (size_t Size = HeaderSize; Size < Bytes.size(); ++Size)
    EXPECT_EQ(read(withSum(Bytes.substr(0, Size))),
              "is damaged or cut short; scan again")
        << Size;
  EXPECT_NE(read(withSum(Bytes + '\0')), "");
}

TEST(SummaryFile, AChangedByteIsAnError) {
  std::string Bytes = bytesOf(fullSet());
  for (size_t I = 0; I < Bytes.size(); ++I) {
    std::string Changed = Bytes;
    Changed[I] ^= 0x40;
    EXPECT_NE(read(Changed), "") << I;
  }
}

// The sum is no shield against bytes that somebody made on purpose.
TEST(SummaryFile, NoBytesMakeItCrash) {
  std::string Bytes = bytesOf(fullSet());
  std::mt19937 Random(4);
  for (unsigned Round = 0; Round < 20000; ++Round) {
    std::string Changed = Bytes;
    for (unsigned Changes = 1 + Random() % 3; Changes; --Changes)
      Changed[HeaderSize + Random() % (Bytes.size() - HeaderSize)] =
          char(Random() % 4 ? Random() : 0xFF);
    SummarySet Into = Round % 2 ? fullSet() : SummarySet();
    (void)read(withSum(std::move(Changed)), Into);
    Into.sort();
  }
}

TEST(SummaryFile, AHugeCountIsAnErrorAndTakesNoMemory) {
  std::string Bytes = bytesOf(SummarySet()).substr(0, HeaderSize);
  EXPECT_EQ(read(withSum(Bytes + "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F")),
            "is damaged or cut short; scan again");
}

TEST(SummaryFile, AnotherFormatSaysWhichIsKnown) {
  std::string Bytes = bytesOf(fullSet());
  Bytes[8] = 99;
  EXPECT_EQ(read(Bytes), "has format version 99, and this racetidy knows "
                         "version 12; scan again with it");
}

TEST(SummaryFile, AForeignFileSaysWhatToDo) {
  for (llvm::StringRef Foreign : {"", "race", "int main() {}",
                                  "\x7f"
                                  "ELF"})
    EXPECT_EQ(read(Foreign),
              "is no summary file; make one with 'racetidy scan'");
}

} // namespace
