// What is under way is kept where the next one looks, before anything is
// awaited; a claim is made first and taken back where it was none.
#include "../store.h"

#include <memory>

struct Socket {
  int number = 0;
};

class Connections {
  std::optional<Pending<std::shared_ptr<Socket>>> socket;
  Task<std::shared_ptr<Socket>> dial();

public:
  Task<std::shared_ptr<Socket>> get() {
    if (!socket)
      socket = start(dial());
    co_return co_await *socket;
  }
};

class Fetcher {
  std::map<std::string, Pending<std::string>> answers;
  Task<std::string> fetch(std::string url);

public:
  Task<std::string> get(std::string url) {
    auto known = answers.find(url);
    if (known == answers.end())
      known = answers.emplace(url, start(fetch(url))).first;
    Pending<std::string> answer = known->second;
    co_return co_await answer;
  }
};

struct Job {
  std::string owner;
};

class Agents {
  std::map<int, Job> jobs;
  Task<bool> isAble(std::string agent, int job);

public:
  Task<bool> claim(std::string agent, int job) {
    if (!jobs[job].owner.empty())
      co_return false;
    jobs[job].owner = agent;
    if (co_await isAble(agent, job))
      co_return true;
    jobs[job].owner.clear();
    co_return false;
  }
};
