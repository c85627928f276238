// A program with threads that ask for it.
#include "containers.h"
#include "thread.h"
struct Config;
Config *theConfig();
void serve(Config *);
int main() {
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i)
    pool.emplace_back([] { serve(theConfig()); });
  for (auto &t : pool)
    t.join();
}
