// A singleton as a template, as projects have it in a header.
#pragma once
template <class T> class Singleton {
  static inline T *instance_ = nullptr;

public:
  static T &get() {
    if (!instance_)
      instance_ = new T;
    return *instance_;
  }
};
