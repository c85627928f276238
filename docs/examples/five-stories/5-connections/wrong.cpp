// "The log says that we dialled twice, fetched twice, and two agents took one
// job."
#include "../store.h"

#include <memory>

struct Socket {
  int number = 0;
};

class Connections {
  std::shared_ptr<Socket> socket;
  Task<std::shared_ptr<Socket>> dial();

public:
  Task<std::shared_ptr<Socket>> get() {
    if (!socket)
      socket = co_await dial();
    co_return socket;
  }
};

class Fetcher {
  std::map<std::string, std::string> answers;
  Task<std::string> fetch(std::string url);

public:
  Task<std::string> get(std::string url) {
    auto known = answers.find(url);
    if (known != answers.end())
      co_return known->second;
    std::string answer = co_await fetch(url);
    answers[url] = answer;
    co_return answer;
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
    if (!co_await isAble(agent, job))
      co_return false;
    jobs[job].owner = agent;
    co_return true;
  }
};
