// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s race-compare-exchange-misuse %t -- -std=c++20 -I%mock
#include "atomic.h"
#include "memory.h"
#include "mutex.h"
void log(int); void pause_(); int f(int); void use(int); void finish(); int min_(int,int);
struct Node { int v; Node *next; std::atomic<Node*> anext; Node(); Node(int, Node*); };
struct Tag { Node *p; unsigned c; };
enum class St { Idle, Busy, Closed };
struct C {
  std::atomic<int> n{0}, lock_{0}; std::atomic<bool> flag{false}; std::atomic<Node*> head{nullptr}, tail{nullptr};
  std::atomic<St> st; std::atomic<Tag> tagged; std::atomic<unsigned> bits{0}; std::mutex mu; int out; std::atomic<long> gen;
  bool c1_ok() { int e = n.load(); return n.compare_exchange_weak(e, e + 1); }
  bool c2_ok() { int e = 0; if (!n.compare_exchange_strong(e, 1)) return false; use(1); return true; }
  void c3_ok() { int e = n.load(); while (!n.compare_exchange_weak(e, e + 1)) {} }
  void c4_ok() { int e = n.load(); do {} while (!n.compare_exchange_weak(e, e * 2)); }
  void c5_ok() { int e = n.load(), d; do { d = f(e); } while (!n.compare_exchange_weak(e, d)); }
  void c6_ok() { for (;;) { int e = n.load(); if (n.compare_exchange_weak(e, e + 1)) break; pause_(); } }
  void c7_ok() { int e = n.load(); for (;;) { int d = e + 1; if (n.compare_exchange_weak(e, d)) return; } }
  void c8_ok() { St e = St::Busy; st.compare_exchange_strong(e, St::Idle); }
  void c9_ok() { bool e = false; flag.compare_exchange_strong(e, true); if (e) return; finish(); }
  Node *c10_ok() { Node *mine = new Node; Node *e = nullptr; head.compare_exchange_strong(e, mine); return e ? e : mine; }
  void c11_ok() { int e = n.load(); (void)n.compare_exchange_strong(e, e + 1); }
  void c12_ok() { int e = n.load(); static_cast<void>(n.compare_exchange_weak(e, e + 1)); }
  void c13_ok(int v) { int e = n.load(); while (e < v && !n.compare_exchange_weak(e, v)) {} }
  void push1_ok(Node *x) { x->next = head.load(); while (!head.compare_exchange_weak(x->next, x)) {} }
  void push2_ok(Node *x) { Node *o = head.load(); do { x->next = o; } while (!head.compare_exchange_weak(o, x)); }
  void push3_ok(int v) { Node *x = new Node{v, head.load()}; while (!head.compare_exchange_weak(x->next, x)) {} }
  void push4_ok(int v) { Node *o = head.load(); Node *x = new Node(v, o); while (!head.compare_exchange_weak(o, x)) x->next = o; }
  void push5_ok(int v) { Node *o = head.load(); for (;;) { Node *x = new Node(v, o); if (head.compare_exchange_weak(o, x)) return; delete x; } }
  void push6_ok(Node *x) { Node *o = head.load(); x->next = o; while (!head.compare_exchange_weak(o, x)) { x->next = o; } }
  Node *pop1_ok() { Node *h = head.load(); while (h && !head.compare_exchange_weak(h, h->next)) {} return h; }
  Node *pop2_ok() { Node *h = head.load(); Node *nx; do { if (!h) return nullptr; nx = h->next; } while (!head.compare_exchange_weak(h, nx)); return h; }
  void enq_ok(Node *x) { for (;;) { Node *t = tail.load(); Node *nx = t->anext.load(); if (nx) { tail.compare_exchange_strong(t, nx); continue; } if (t->anext.compare_exchange_strong(nx, x)) { tail.compare_exchange_strong(t, x); return; } } }
  void help_ok() { Node *t = tail.load(); Node *nx = t->next; if (nx) tail.compare_exchange_strong(t, nx); }
  void helpTag_ok() { Tag t = tagged.load(); Tag nx{t.p->next, t.c + 1}; tagged.compare_exchange_strong(t, nx); }
  void spinlock_ok() { int e = 0; while (!lock_.compare_exchange_weak(e, 1)) e = 0; lock_.store(0); }
  void spinlock2_ok() { int e; do { e = 0; } while (!lock_.compare_exchange_weak(e, 1)); lock_.store(0); }
  void ticket_ok() { int t = n.load(); int d = t + 1; int e; do { e = t; } while (!n.compare_exchange_weak(e, d)); }
  void setBits_ok(unsigned b) { unsigned e = bits.load(); while (!(e & b) && !bits.compare_exchange_weak(e, e | b)) {} }
  void constant_ok() { unsigned e = bits.load(); while (!bits.compare_exchange_weak(e, 7u)) {} }
  void install_ok(int v) { int e = n.load(); while (!n.compare_exchange_weak(e, v)) {} }
  void clampTo_ok(int lim) { int e = n.load(); int d; do { d = min_(e + 1, lim); } while (!n.compare_exchange_weak(e, d)); }
  void recompute_ok() { int e = n.load(); int d = e + 1; while (!n.compare_exchange_weak(e, d)) d = e + 1; }
  void recompute2_ok() { int e = n.load(); int d = e + 1; while (!n.compare_exchange_weak(e, d)) { d = e; ++d; } }
  void calc(int e, int *d); 
  void recompute3_ok() { int e = n.load(); int d = e + 1; while (!n.compare_exchange_weak(e, d)) calc(e, &d); }
  void recompute4_ok() { int e = n.load(); for (int d = e + 1; !n.compare_exchange_weak(e, d); d = e + 1) {} }
  bool tryOnce_ok() { int e = n.load(); int d = e + 1; return n.compare_exchange_strong(e, d); }
  bool tryTimes_ok() { int e = n.load(); int d = e + 1; for (int i = 0; i < 3; ++i) { int c = e; if (n.compare_exchange_strong(c, d)) return true; } return false; }
  void locked_ok() { std::lock_guard<std::mutex> l(mu); int e = n; n.compare_exchange_strong(e, e + 1); }
  void validated_ok() { int v = n.load(); int d = f(v); int e = n.load(); if (e != v) return; if (!n.compare_exchange_strong(e, d)) return; }
  void newest_ok() { int e = n.load(); if (!n.compare_exchange_strong(e, f(e))) f(1); }
  void other_ok(C &o) { int d = o.n.load() + 1; int e = n.load(); while (!n.compare_exchange_weak(e, d)) {} }
  void localOnly_ok() { std::atomic<int> x{0}; int e = 0; x.compare_exchange_weak(e, e + 1); }
  C() { int e = n; n.compare_exchange_weak(e, e + 1); }
  bool closeOnce_ok() { St e = St::Idle; while (!st.compare_exchange_weak(e, St::Closed)) { if (e == St::Closed) return false; } return true; }
  void loopIgnored_ok() { for (int i = 0; i < 3; ++i) { int e = n.load(); n.compare_exchange_weak(e, e + 1); } }
  void untilSet_ok() { int e = n.load(); do { n.compare_exchange_weak(e, e | 1); } while (!(e & 1)); }
  void inGen_ok() { long g = gen.load(); long d = g + 1; if (gen.compare_exchange_strong(g, d)) f(1); else f(2); }
  void viaRef_ok(int &e) { n.compare_exchange_strong(e, e + 1); }
  void viaMember_ok() { n.compare_exchange_strong(out, out + 1); }
  int returned_ok() { int e = n.load(); n.compare_exchange_strong(e, e + 1); return e; }
  bool comma_ok() { int e = 1; return n.compare_exchange_weak(e, 2), e == 1; }
  void ternary_ok() { int e = 1; n.compare_exchange_strong(e, 2) ? finish() : log(1); }
  void andUsed_ok() { int e = 1; f(1) && n.compare_exchange_strong(e, e+2) && f(2); }
  void advance_ok(int iv) { int e = n.load(); int d = e + iv; while (e < d && !n.compare_exchange_weak(e, d)) {} }
  void lambda_ok() { auto g = [&] { int e = n.load(); return n.compare_exchange_weak(e, e + 1); }; while (!g()) {} }
  void nested_ok() { int e = n.load(); int d; while (true) { d = e; if (f(d)) { d += 2; } if (n.compare_exchange_strong(e, d)) break; } }
  void strongHelper_ok(Node *a) { Node *e = a; head.compare_exchange_strong(e, a->next); }
  void clear_ok() { Node *e = head.load(); head.compare_exchange_strong(e, nullptr); }
  void reset_ok() { int e = n.load(); n.compare_exchange_strong(e, 0); }
  void swapIn_ok(Node *x) { Node *e = head.load(); head.compare_exchange_strong(e, x); }
  void xchgDesiredIsFlag_ok() { bool e = flag.load(); flag.compare_exchange_strong(e, true); }
};
template <class T> struct Tm { std::atomic<T> n; 
  void a_ok(T v) { T e = n.load(); while (!n.compare_exchange_weak(e, e + v)) {} }
  void b_ok(T v) { T e = n.load(); T d; do { d = e + v; } while (!n.compare_exchange_weak(e, d)); }
  template <class F> T upd(F fn) { T e = n.load(); T d = fn(e); while (!n.compare_exchange_weak(e, d)) d = fn(e); return d; }
  bool c_ok(T v) { T e = n.load(); return n.compare_exchange_weak(e, v); }
};
template struct Tm<int>;
