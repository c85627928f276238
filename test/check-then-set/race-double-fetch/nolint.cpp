// RUN: %race_check %s race-double-fetch %t -- -std=c++20 -I%S/Inputs
#include "mapping.h"
char at(volatile unsigned *count, char (&table)[8], char (&other)[8]) {
  if (*count < 8)
    return table[*count]; // NOLINT(race-double-fetch)
  if (*count < 8)
    return other[*count];
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning:
  return 0;
}
