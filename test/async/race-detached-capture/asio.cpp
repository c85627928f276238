// RUN: %race_check %s race-detached-capture %t -- -std=c++20 -I%mock
#include "memory.h"

namespace boost::asio {
struct io_context {
  void run();
};
struct thread_pool {
  void join();
};
template <class E, class F> void post(E &, F &&) {}
} // namespace boost::asio
namespace asio = boost::asio;

struct Job { int id; };
void use(Job &);

struct Server {
  asio::io_context &io;
  asio::thread_pool pool;

  void wrong() {
    Job j{1};
    asio::post(io, [&] { use(j); });
    // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: the task refers to the local 'j', and nobody waits for it; when 'wrong' returns, it uses memory that is something else
  }
  void right() {
    Job j{1};
    asio::post(io, [j]() mutable { use(j); });
  }
  void member() {
    asio::post(io, [this] { ++served; });
  }
  // Runs it here.
  void runs() {
    Job j{1};
    asio::post(io, [&] { use(j); });
    io.run();
  }
  void owned() {
    Job j{1};
    asio::thread_pool own;
    asio::post(own, [&] { use(j); });
    own.join();
  }
  int served = 0;
};
