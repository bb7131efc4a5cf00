// not-patchable-notrace: see rules.h for the formula.
#include <algorithm>
#include <array>
#include <string_view>

#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

/// Sections that objtool gives no mcount entry, or that ftrace refuses (scripts/recordmcount.c, noinstr
/// rules).
constexpr std::array<std::string_view, 3> kUntraced = {".noinstr.text", ".entry.text", ".head.text"};

std::string ReasonOf(const FunctionChange& change, const UnitFacts& unit) {
  const FunctionFact& function = *change.before;
  if (std::find(kUntraced.begin(), kUntraced.end(), function.section) != kUntraced.end())
    return "is in section " + function.section;
  if (function.no_instrument) return "is notrace";
  if (!unit.traced) return "is in a file that the build compiles without the tracer";
  return "";
}

}  // namespace

Outcome NotPatchableNotrace(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange* change : Redirected(unit)) {
      if (IsInitText(*change->before)) continue;
      const std::string reason = ReasonOf(*change, unit.facts->before);
      if (reason.empty()) continue;
      outcome.findings.push_back(Undeliverable(
          "not-patchable-notrace", *change->before,
          change->name + " " + reason + ": there is no call at its entry that ftrace could redirect",
          "patch its traced callers and give them their own corrected copy of it"));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
