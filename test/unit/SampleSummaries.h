#ifndef RACETIDY_TEST_UNIT_SAMPLESUMMARIES_H
#define RACETIDY_TEST_UNIT_SAMPLESUMMARIES_H

#include "checks/model/SummarySet.h"

namespace racetidy {

inline Site site(SummarySet &Set, llvm::StringRef File, uint32_t Line) {
  return {Set.intern(File), Line, 3};
}

/// A function in which every field differs from what it is by default.
inline FunctionSummary fullFunction(SummarySet &Set, llvm::StringRef Key) {
  auto S = [&](llvm::StringRef Text) { return Set.intern(Text); };
  SummaryPath Path{SummaryRoot::Parameter,
                   2,
                   S("c:@S@Cache"),
                   {{SummaryStep::Field, S("c:@S@Cache@FI@hits_")},
                    {SummaryStep::Deref, 0},
                    {SummaryStep::Element, 0}}};
  SummaryPath Local{SummaryRoot::Local, 0, S("c:a.cc@t"), {}};
  Lockset Locks{1, 3 | CallersLock, 2, 2 | UnnamedLock};
  EventState Events{1, uint64_t(1) << 63, 2};
  SummaryArgument Argument{Path, true, true};

  FunctionSummary F;
  F.Key = S(Key);
  F.Name = S("Cache::insert");
  F.Class = S("c:@S@Cache");
  F.At = site(Set, "src/cache.cc", 10);
  F.Constructor = F.Destructor = F.Main = F.Virtual = F.Lambda = true;
  F.Coroutine = F.AddressTaken = F.StartUp = F.SetUp = F.Test = F.Exempt = true;
  F.Visible = false;
  F.Parameters = 300;
  F.Overrides = {S("c:@S@Base@F@insert#"), S("c:@S@Other@F@insert#")};
  F.Locks = {{Path, {S("c:@F@lockAll#")}, S("mu_"), true},
             {Local, {}, S("local")}};
  F.Entry = Locks;
  F.Acquired = 1, F.AcquiredShared = 2, F.Released = 3;
  F.Interrupted = UnnamedLock;
  F.ReturnsOwned = true;
  F.Exit = Events;
  F.Accesses = {{Path,
                 AccessKind::Insert,
                 Locks,
                 site(Set, "src/cache.h", 11),
                 S("hits_"),
                 S("3"),
                 Events,
                 true,
                 true,
                 site(Set, "src/cache.h", 9),
                 S("c:@asked"),
                 true,
                 true,
                 true,
                 true,
                 {S("c:@ready")},
                 {S("c:@done"), S("c:@ready")},
                 {S("c:@changed")},
                 site(Set, "src/cache.h", 8)}};
  F.Calls = {{S("c:@F@helper#"),
              true,
              true,
              true,
              true,
              Argument,
              {Argument, {Local, false, false}},
              Locks,
              site(Set, "src/cache.cc", 12),
              Events,
              63,
              true},
             {}};
  F.Spawns = {{SpawnKind::Region,
               S("c:@F@run#"),
               true,
               Argument,
               {Argument},
               Local,
               true,
               true,
               true,
               Locks,
               site(Set, "src/cache.cc", 13),
               Events,
               0,
               S("c:@S@Cache@FI@worker_"),
               S("std::thread"),
               true,
               Local}};
  F.Joins = {{Local, site(Set, "src/cache.cc", 14), true}};
  F.Escapes = {{Path, Locks, site(Set, "src/cache.cc", 15), S("hits_"),
                S("iterator"), true, Local}};
  F.Splits = {{site(Set, "src/cache.cc", 16),
               site(Set, "src/cache.cc", 18),
               site(Set, "src/cache.cc", 17),
               true,
               S("hits_"),
               S("mu_"),
               {S("c:@S@Mutex@F@Lock#")},
               S("'hits_' is read and written"),
               Confidence::Medium}};
  F.AtomicSplits = {{site(Set, "src/cache.cc", 20),
                     site(Set, "src/cache.cc", 21), S("c:@misses"),
                     S("misses")}};
  F.Imbalances = {{SummaryImbalance::GivenTwice, Path, S("mu_"),
                   site(Set, "src/cache.cc", 22),
                   site(Set, "src/cache.cc", 23)}};
  F.SignalUnsafe = {site(Set, "src/cache.cc", 24), S("malloc")};
  F.Waits = {{S("c:@changed"),
              {S("c:@ready"), S("c:@done")},
              site(Set, "src/cache.cc", 19)}};
  return F;
}

inline EntitySummary fullEntity(SummarySet &Set) {
  auto S = [&](llvm::StringRef Text) { return Set.intern(Text); };
  return {S("c:@S@Cache@FI@hits_"),
          S("Cache::hits_"),
          S("c:@S@Cache"),
          site(Set, "src/cache.h", 5),
          true,
          true,
          true,
          true,
          true,
          true,
          true,
          true,
          true,
          true,
          true,
          7,
          S("c:@S@Cache@FI@full_"),
          S("c:@S@Cache@FI@mu_"),
          S("c:@S@Cache@FI@other_")};
}

inline ClassSummary fullClass(SummarySet &Set) {
  auto S = [&](llvm::StringRef Text) { return Set.intern(Text); };
  return {S("c:@S@Cache"),
          S("Cache"),
          {S("c:@S@Cache@FI@mu_")},
          {S("c:@S@Base")},
          true};
}

inline UnitSummary fullUnit(SummarySet &Set, llvm::StringRef File) {
  return {Set.intern(File),
          3,
          {{Set.intern("id-1"), Confidence::High}},
          {{Set.intern("c:@hook"), Set.intern("c:@F@f"), true}}};
}

inline SummarySet fullSet() {
  SummarySet Set;
  Set.add(fullFunction(Set, "c:@S@Cache@F@insert#I#"));
  Set.add(fullEntity(Set));
  Set.add(fullClass(Set));
  Set.add(fullUnit(Set, "src/cache.cc"));
  Set.sort();
  return Set;
}

/// All that a sorted set holds; equal sets have equal symbols.
inline void expectEqual(const SummarySet &A, const SummarySet &B) {
  ASSERT_EQ(A.symbols(), B.symbols());
  for (Symbol S = 0; S < A.symbols(); ++S)
    EXPECT_EQ(A.text(S), B.text(S));
  EXPECT_TRUE(A.functions() == B.functions());
  EXPECT_TRUE(A.entities() == B.entities());
  EXPECT_TRUE(A.classes() == B.classes());
  EXPECT_TRUE(A.units() == B.units());
}

} // namespace racetidy

#endif // RACETIDY_TEST_UNIT_SAMPLESUMMARIES_H
