//===- Witness.h - words for what a composition found ------------*- C++
//-*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_COMPOSITION_WITNESS_H
#define RACETIDY_CHECKS_COMPOSITION_WITNESS_H

#include "checks/composition/Composition.h"

namespace racetidy {

/// Says what a composition knows in the words of messages and notes.
class Witness {
public:
  explicit Witness(const Composition &All)
      : All(All), Set(All.summaries()), Where(All.locations()) {}

  /// The name of a field, variable or lock, in quotes.
  std::string entity(Symbol Key) const;
  /// The same without its class.
  std::string member(Symbol Key) const;
  /// The location as the code of the access names it, in quotes.
  std::string location(const Instance &I) const;
  std::string function(FunctionId F) const;
  /// "the main thread", "the thread started in 'Poller::start'", "a caller"
  std::string origin(OriginId O) const;
  Site site(const Instance &I) const { return Where.access(I).At; }
  /// "reads 'hits'", "updates 'hits'", "writes 'hits'"
  std::string does(const Instance &I) const;
  /// The locks held at \p I: " under 'mu_'", or " with no lock".
  std::string under(const Instance &I) const;

  /// Adds how the origin of \p I comes there: where it was started, and the
  /// calls on the way, the last \p Calls of them.
  void approach(const Instance &I, const std::string &Who,
                std::vector<LinkedStep> &Steps, unsigned Calls = 2) const;

  /// The qualified names of a function, or of the one that a lambda stands in,
  /// and of a field or variable.
  std::vector<std::string> entities(FunctionId F, Symbol Key) const;
  /// A finding at \p I that stays the same while names do.
  LinkedFinding begin(const Instance &I, llvm::StringRef What) const;

private:
  const Composition &All;
  const SummarySet &Set;
  const Locations &Where;
};

} // namespace racetidy

#endif // RACETIDY_CHECKS_COMPOSITION_WITNESS_H
