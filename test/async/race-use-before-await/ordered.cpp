// A lock, an atomic, a latch, a barrier, a promise, a condition: what orders the
// work and who started it without a join.
// RUN: %race_check %s race-use-before-await %t --min-confidence=low -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "mutex.h"
#include "thread.h"

void consume(...);
void atomic_ok() {
  std::atomic<int> done{0};
  std::thread t([&] { done = 1; });
  consume(done.load());
  done.store(2);
  t.join();
}
void progress_ok(int n) {
  std::atomic<int> done{0};
  std::vector<int> out(n);
  auto f = std::async([&] {
    for (int i = 0; i < n; ++i)
      done.fetch_add(1);
  });
  while (done < n)
    consume(done.load());
  f.get();
}
void lock_ok() {
  std::mutex m;
  int total = 0;
  std::thread t([&] {
    std::lock_guard l(m);
    total = 1;
  });
  {
    std::lock_guard l(m);
    consume(total);
  }
  t.join();
}
class Member_ok {
  std::mutex m;
  int total = 0;
  void run() {
    std::unique_lock l(m);
    total++;
  }

public:
  void start() {
    std::thread t(&Member_ok::run, this);
    m.lock();
    total = 2;
    m.unlock();
    t.join();
  }
};
void latch_ok() {
  std::latch done{1};
  int total = 0;
  std::jthread t([&] {
    total = 1;
    done.count_down();
  });
  done.wait();
  consume(total);
}
void latchOfMany_ok(int n) {
  std::latch done{n};
  std::vector<int> out(n);
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&, i] {
      out[i] = i;
      done.count_down();
    });
  done.wait();
  consume(out[0]);
}
void barrier_ok() {
  std::barrier<> b{2};
  int total = 0;
  std::jthread t([&] {
    total = 1;
    b.arrive_and_wait();
  });
  b.arrive_and_wait();
  consume(total);
}
void promise_ok() {
  std::promise<void> done;
  auto isDone = done.get_future();
  int total = 0;
  std::jthread t([&] {
    total = 1;
    done.set_value();
  });
  isDone.wait();
  consume(total);
}
void promisedValue_ok() {
  std::promise<int> p;
  auto f = p.get_future();
  std::vector<int> out;
  std::jthread t([&out, p = std::move(p)]() mutable {
    out.push_back(1);
    p.set_value(1);
  });
  if (f.get() == 1)
    consume(out.size());
}
void condition_ok() {
  std::mutex m;
  std::condition_variable changed;
  bool ready = false;
  int total = 0;
  std::jthread t([&] {
    total = 1;
    std::lock_guard l(m);
    ready = true;
    changed.notify_one();
  });
  std::unique_lock l(m);
  changed.wait(l, [&] { return ready; });
  consume(total);
}
void semaphore_ok() {
  std::counting_semaphore<1> done;
  int total = 0;
  std::jthread t([&] {
    total = 1;
    done.release();
  });
  done.acquire();
  consume(total);
}
void flag_ok() {
  std::atomic<bool> ready{false};
  int total = 0;
  std::jthread t([&] {
    total = 1;
    ready.store(true, std::memory_order_release);
  });
  while (!ready.load(std::memory_order_acquire))
    std::this_thread::yield();
  consume(total);
}
void flagTested_ok() {
  std::atomic<bool> ready{false};
  int total = 0;
  std::jthread t([&] {
    total = 1;
    ready = true;
  });
  if (ready)
    consume(total);
}
// The work waits until the starter has finished.
void gate_ok() {
  std::promise<void> go;
  auto mayGo = go.get_future();
  int total = 0;
  std::jthread t([&] {
    mayGo.wait();
    total = 1;
  });
  total = 2;
  go.set_value();
}
void gateByLatch_ok() {
  std::latch go{1};
  std::vector<int> in;
  std::jthread t([&] {
    go.wait();
    consume(in.size());
  });
  in.push_back(1);
  go.count_down();
}
void gateByFlag_ok() {
  std::atomic<bool> go{false};
  int total = 0;
  std::jthread t([&] {
    while (!go.load(std::memory_order_acquire))
      std::this_thread::yield();
    total = 1;
  });
  total = 2;
  go.store(true, std::memory_order_release);
}
