// Code that looks the same and is right, or tells nothing of guarded data.
// RUN: %race_check %s race-guarded-escape %t --min-confidence=low -- -std=c++20 -isystem %mock
#include "atomic.h"
#include "containers.h"
#include "memory.h"
#include "mutex.h"
#include "thread.h"

void consume(...);
struct Entry {
  int value, uses;
};
struct Session {
  std::atomic<int> sent;
};

// What leaves is a copy, or an owner of its own.
class Copies_ok {
  mutable std::mutex m;
  std::vector<int> items;
  std::map<int, Entry> entries;
  std::map<int, Session *> sessions;
  std::map<int, std::shared_ptr<Session>> owned;
  std::shared_ptr<const std::vector<int>> snapshot;
  std::shared_ptr<Entry> newest;
  std::string title;
  Entry *head = nullptr;
  int hits = 0;

public:
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i);
    entries[i].value = i;
    sessions[i] = nullptr;
    owned[i] = std::make_shared<Session>();
    snapshot = std::make_shared<const std::vector<int>>(items);
    newest = std::make_shared<Entry>();
    title = "changed";
    head = nullptr;
    ++hits;
  }
  void reset() {
    std::lock_guard l(m);
    items.clear();
    entries.clear();
    sessions.clear();
    owned.clear();
    snapshot.reset();
    newest.reset();
    title.clear();
    head = nullptr;
    hits = 0;
  }
  int value() const {
    std::lock_guard l(m);
    return hits;
  }
  const int constValue() const {
    std::lock_guard l(m);
    return hits;
  }
  std::vector<int> all() const {
    std::lock_guard l(m);
    return items;
  }
  std::vector<int> taken() {
    std::lock_guard l(m);
    return std::move(items);
  }
  std::vector<int> swapped() {
    std::vector<int> out;
    std::lock_guard l(m);
    out.swap(items);
    return out;
  }
  std::string name() const {
    std::lock_guard l(m);
    return title;
  }
  Entry entry(int k) {
    std::lock_guard l(m);
    auto it = entries.find(k);
    if (it == entries.end())
      return Entry{};
    return it->second;
  }
  std::optional<Entry> maybe(int k) {
    std::lock_guard l(m);
    auto it = entries.find(k);
    if (it == entries.end())
      return {};
    return it->second;
  }
  int element(int i) {
    std::lock_guard l(m);
    int &e = items[i];
    e += 1;
    return e;
  }
  unsigned long size() const {
    std::lock_guard l(m);
    return items.size();
  }
  bool has(int k) {
    std::lock_guard l(m);
    return entries.find(k) != entries.end();
  }
  // A pointer that is itself the value: what it points to is not what the lock
  // guards.
  Session *session(int k) {
    std::lock_guard l(m);
    auto it = sessions.find(k);
    return it == sessions.end() ? nullptr : it->second;
  }
  Entry *first() {
    std::lock_guard l(m);
    return head;
  }
  Entry *unlinked() {
    std::lock_guard l(m);
    Entry *e = head;
    head = nullptr;
    return e;
  }
  std::shared_ptr<Session> owner(int k) {
    std::lock_guard l(m);
    auto it = owned.find(k);
    if (it == owned.end())
      return {};
    return it->second;
  }
  std::shared_ptr<const std::vector<int>> current() const {
    std::lock_guard l(m);
    return snapshot;
  }
  std::weak_ptr<Entry> watched() {
    std::lock_guard l(m);
    return newest;
  }
  // The object itself is no part of what is guarded.
  Copies_ok &set(int h) {
    std::lock_guard l(m);
    hits = h;
    return *this;
  }
  int &parameter(int &p) {
    std::lock_guard l(m);
    p = hits;
    return p;
  }
  const char *literal() const {
    std::lock_guard l(m);
    return hits ? "some" : "none";
  }
  static const Entry &none() {
    static const Entry empty{};
    return empty;
  }
  // References that end with the section.
  int sum() {
    std::lock_guard l(m);
    int s = 0;
    for (int &i : items)
      s += i;
    const auto &first = items.front();
    return s + first;
  }
  // Handed to what runs at once, under the lock.
  template <class F> void with(F f) {
    std::lock_guard l(m);
    f(items);
  }
  void printed() {
    std::lock_guard l(m);
    consume(&items, title.c_str(), items.begin());
  }
  template <class F> auto read(F f) {
    std::lock_guard l(m);
    return f(items);
  }
};
int user(Copies_ok &c) {
  c.with([](std::vector<int> &v) { v.push_back(1); });
  consume(c.session(1)->sent.load(), c.first()->uses, c.owner(1)->sent.load());
  return c.read([](const std::vector<int> &v) { return v.size(); });
}

// Not guarded, or never changed once it is shared.
class Settings_ok {
  mutable std::mutex m;
  const std::string name;
  std::string path;
  std::vector<int> sizes;
  std::vector<int> items;
  std::atomic<int> hits;
  std::condition_variable changed;
  int limit = 3;
  int unguarded;

public:
  explicit Settings_ok(int n) : name("settings"), path("/etc") {
    sizes.push_back(n);
    limit = n;
  }
  void add(int i) {
    std::lock_guard l(m);
    items.push_back(i + sizes[0] + limit + path.size() + name.size());
  }
  void clear() {
    std::lock_guard l(m);
    if (path.empty() || name.empty() || sizes.empty() || limit == 0)
      return;
    items.clear();
  }
  const std::string &constant() const { return name; }
  std::string_view constantUnderLock() const {
    std::lock_guard l(m);
    return name;
  }
  const std::string &setInConstructor() const { return path; }
  const std::vector<int> &filledInConstructor() const {
    std::lock_guard l(m);
    return sizes;
  }
  const int *pointer() const { return &limit; }
  std::mutex &mutex() const { return m; }
  std::atomic<int> &counter() { return hits; }
  std::condition_variable &condition() { return changed; }
  int &plain() { return unguarded; }
  void count() { unguarded++; }
};
int user(Settings_ok &s) {
  consume(s.plain(), s.counter().load(), *s.pointer());
  return s.constant().size() + s.setInConstructor().size();
}

// No lock in the class at all.
class Plain_ok {
  std::vector<int> items;

public:
  void add(int i) { items.push_back(i); }
  std::vector<int> &all() { return items; }
};

// Objects that lock for themselves, or are atomic inside.
class Channel_ok {
  std::mutex m;
  std::deque<int> queue;

public:
  void put(int i) {
    std::lock_guard l(m);
    queue.push_back(i);
  }
  int take() {
    std::lock_guard l(m);
    int i = queue.front();
    queue.pop_front();
    return i;
  }
};
class Channels_ok {
  std::mutex m;
  Channel_ok main;
  std::map<int, std::unique_ptr<Channel_ok>> channels;
  std::map<int, std::unique_ptr<std::atomic<int>>> counters;
  std::map<int, Session> sessions;

public:
  Channel_ok &standard() { return main; }
  Channel_ok &channel(int k) {
    std::lock_guard l(m);
    auto &c = channels[k];
    if (!c)
      c = std::make_unique<Channel_ok>();
    return *c;
  }
  std::atomic<int> *counter(int k) {
    std::lock_guard l(m);
    return counters[k].get();
  }
  // A map keeps its elements where they are, and this one only has atomics.
  Session &session(int k) {
    std::lock_guard l(m);
    return sessions[k];
  }
  void add(int k) {
    std::lock_guard l(m);
    main.put(1);
    channels[k] = std::make_unique<Channel_ok>();
    counters[k] = std::make_unique<std::atomic<int>>();
    sessions[k].sent = 0;
  }
};
void user(Channels_ok &c) {
  c.standard().put(1);
  c.channel(1).put(2);
  c.session(1).sent.fetch_add(*c.counter(1));
}

// Made once under the lock, never replaced: what is returned stays.
class Singleton_ok {
  static std::mutex m;
  static std::unique_ptr<Singleton_ok> instance;
  int value;

public:
  static Singleton_ok *get() {
    std::lock_guard l(m);
    if (!instance)
      instance = std::make_unique<Singleton_ok>();
    return instance.get();
  }
  static Singleton_ok &reference() {
    std::lock_guard l(m);
    if (!instance)
      instance = std::make_unique<Singleton_ok>();
    return *instance;
  }
  int get(int) const { return value; }
};
int user() { return Singleton_ok::get()->get(1) + Singleton_ok::reference().get(2); }
