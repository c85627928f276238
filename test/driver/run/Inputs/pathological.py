"""pathological.py SHAPE: writes C or C++ that no person would, one shape a
file. The shapes are large in one way each, so that a test says which way hurts.
"""
import sys

CPP = """\
#include "atomic.h"
#include "mutex.h"
struct S {
  std::atomic<int> a, b; int n, m; bool ready; std::mutex lock;
  void f(int k);
};
void call(int);
"""
C = """\
_Atomic(int) a, b; int n, m;
typedef union { int opaque; } pthread_mutex_t;
int pthread_mutex_lock(pthread_mutex_t *);
int pthread_mutex_unlock(pthread_mutex_t *);
pthread_mutex_t lock, locks[5000];
void call(int);
"""


def long_function(count):
    """Plain members, locks and atomics, in turns, with branches."""
    shapes = ["n = n + {i};", "a = a + {i};", "{{ std::lock_guard<std::mutex> "
              "g(lock); m = m + n; }}", "if (!ready) {{ b.store(b.load() + "
              "{i}); ready = true; }}", "lock.lock(); n += m; lock.unlock();",
              "a.store({i}); call(n);", "int v{i} = a.load(); if (v{i} > n) n = "
              "v{i};", "for (int j = 0; j < n; ++j) m += j;"]
    lines = [shapes[i % len(shapes)].format(i=i) for i in range(count)]
    return CPP + "void S::f(int k) {\n" + "\n".join(lines) + "\n}"


def long_function_c(count):
    shapes = ["n = n + {i};", "a = a + {i};", "pthread_mutex_lock(&lock); m = m "
              "+ n; pthread_mutex_unlock(&lock);", "if (a < {i}) a = {i};",
              "for (int j = 0; j < n; ++j) m += j;", "call(n);"]
    lines = [shapes[i % len(shapes)].format(i=i) for i in range(count)]
    return C + "void f(int k) {\n" + "\n".join(lines) + "\n}"


def lambdas(depth):
    return (CPP + "void S::f(int k) {\n" + "[&] { a = a + 1; n = n + k;\n" *
            depth + "}();\n" * depth + "}")


def locks(count):
    names = "std::mutex " + ", ".join(f"m{i}" for i in range(count)) + ";\n"
    taken = "\n".join(f"m{i}.lock(); a = a + {i};" for i in range(count))
    given = "\n".join(f"m{i}.unlock(); n += {i};" for i in range(count))
    return CPP + names + f"void S::f(int k) {{\n{taken}\n{given}\n}}"


def locks_c(count):
    taken = "\n".join(f"pthread_mutex_lock(&locks[{i}]); a = a + {i};"
                      for i in range(count))
    given = "\n".join(f"pthread_mutex_unlock(&locks[{i}]); n += {i};"
                      for i in range(count))
    return C + f"void f(int k) {{\n{taken}\n{given}\n}}"


def cases(count):
    return "switch (k) {\n" + "\n".join(
        f"case {i}: call({i}); a = a + {i}; break;"
        for i in range(count)) + "\n}"


def gotos(count):
    """Forward and backward, so that nearly every label is in a loop."""
    return "\n".join(f"l{i}: n = n + 1; if (k == {i}) goto l{i * 7 % count}; "
                     f"a = a + {i};" for i in range(count))


def method(body):
    return CPP + f"void S::f(int k) {{\n{body}\n}}"


def function(body):
    return C + f"void f(int k) {{\n{body}\n}}"


def pointers(count):
    """A question, an answer and a new object, again and again."""
    lines = "\n".join(
        f"if (!w.expired()) w.lock()->n = {i}; if (p.use_count() == 1) "
        f"p->n = {i}; bool g{i} = w.expired(); if (!g{i}) w.lock()->n = k; "
        "if (k) w = p;" for i in range(count))
    return ('#include "memory.h"\nstruct J { int n; }; std::weak_ptr<J> w; '
            f"std::shared_ptr<J> p;\nvoid f(int k) {{\n{lines}\n}}")


SHAPES = {
    "long.cpp": lambda: long_function(20000),
    "long.c": lambda: long_function_c(20000),
    "lambdas.cpp": lambda: lambdas(500),
    "locks.cpp": lambda: locks(5000),
    "locks.c": lambda: locks_c(5000),
    "switch.cpp": lambda: method(cases(10000)),
    "switch.c": lambda: function(cases(10000)),
    "gotos.cpp": lambda: method(gotos(2000)),
    "gotos.c": lambda: function(gotos(2000)),
    "pointers.cpp": lambda: pointers(2000),
}

if __name__ == "__main__":
    print(SHAPES[sys.argv[1]]())
