#include "session.h"
#include "stats.h"

#include <cstdio>
#include <thread>

int main() {
  Sessions All;
  auto Connect = [&All] {
    int Id = All.open("guest");
    All.rename(Id, "somebody");
    stats_sent(42);
    All.close(Id);
  };
  std::thread First(Connect), Second(Connect);
  First.join();
  Second.join();
  std::printf("%lu bytes, at most %d at once\n", stats_total(), All.peak());
}
