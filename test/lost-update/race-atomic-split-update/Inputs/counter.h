#pragma once
#include "atomic.h"
struct InHeader { std::atomic<int> n;
                  void inc_bad() { n = n + 1; } };
