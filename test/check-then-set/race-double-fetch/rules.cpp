// RUN: %race_check %s race-double-fetch %t --config-file=%S/Inputs/project.yaml -- -std=c++20
namespace base {
enum Mode { kShared, kOwn };
unsigned *Map(Mode);
} // namespace base
char told(char (&table)[8]) {
  unsigned *at = base::Map(base::kShared);
  if (*at < 8)
    return table[*at];
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '*at' is fetched once more
  return 0;
}
char own(char (&table)[8]) {
  unsigned *at = base::Map(base::kOwn);
  if (*at < 8)
    return table[*at];
  return 0;
}
