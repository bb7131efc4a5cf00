// What one way through a function holds and knows at a step: the abstract state of obligations.h.
#ifndef LPCHECK_MODEL_HEART_WAY_STATE_H_
#define LPCHECK_MODEL_HEART_WAY_STATE_H_

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/heart/obligations.h"
#include "model/steps/expr.h"

namespace lpcheck::heart {

/// What is known of a local variable or of a result.
enum class Fact { kConst, kNegative, kNonZero, kErrPtr, kNotErr };

struct Known {
  Fact fact;
  std::int64_t value = 0;
  auto operator<=>(const Known&) const = default;
};

struct WayState {
  using ExprRef = steps::ExprRef;
  std::map<Resource, int> net;
  std::map<ExprRef, Known> known;                       ///< locals and kResult terms
  std::map<ExprRef, std::pair<Resource, std::string>> pending;  ///< holder of a fallible acquire -> (resource, how it fails)
  std::map<ExprRef, std::string> owner;                 ///< place -> name of the resource object stored there
  std::set<std::string> escaped;                        ///< objects that others may have got hold of
  std::set<std::string> lent;                           ///< objects that were handed to a function of which nothing is known
  std::map<ExprRef, bool> decided;                      ///< recurring branch conditions
  std::map<ExprRef, ExprRef> tests;                     ///< local -> the test whose outcome it holds
  auto operator<=>(const WayState&) const = default;

  /// More than two of one thing are counted as two.
  void Add(const Resource& resource, int amount);
  /// `place` is assigned: nothing that mentions it is known any longer.
  void Forget(ExprRef place);
  /// Others may write again: what was decided by shared data may be decided otherwise from here on.
  void ForgetShared();
  /// Drops what is known of terms that no later step asks about, so that states which differ only in it become one.
  void Prune(const std::set<ExprRef>& later);
};

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_WAY_STATE_H_
