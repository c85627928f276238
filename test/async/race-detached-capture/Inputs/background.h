#pragma once
template <class T> inline void inBackground(T x) {
  T copy = x;
  std::thread([&](T) { ++copy; }, x).detach();
}
