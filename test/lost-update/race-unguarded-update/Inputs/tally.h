// A counter whose method stands in a header.
#pragma once
class Tally {
  long n_ = 0;

public:
  void add(int k) {
    n_ += k;
  }
};
template <class T> class Gauge {
  T level_{};

public:
  void raise() {
    level_ += T(1);
  }
};
