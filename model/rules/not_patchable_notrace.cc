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

std::string Untraced(const FunctionFact& function) {
  if (std::find(kUntraced.begin(), kUntraced.end(), function.section) != kUntraced.end())
    return "in section " + function.section;
  return function.no_instrument ? "notrace" : "";
}

std::string ReasonOf(const FunctionChange& change, const UnitFacts& unit) {
  if (std::string before = Untraced(*change.before); !before.empty()) return "is " + before;
  if (!unit.traced) return "is in a file that the build compiles without the tracer";
  return "";
}

/// The redirect itself is what the function must be kept from: the tracer at its entry.
Finding Forbidden(const FunctionChange& change, const std::string& reason) {
  return Undeliverable("not-patchable-notrace", *change.after,
                       change.name + " becomes " + reason +
                           ": a redirect starts with the tracer at its entry, which is what must not run there",
                       "leave this function out of the live patch");
}

}  // namespace

Outcome NotPatchableNotrace(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange* change : Redirected(unit)) {
      if (IsInitText(*change->before)) continue;
      const std::string reason = ReasonOf(*change, unit.facts->before);
      const std::string becomes = Untraced(*change->after);
      if (reason.empty() && !becomes.empty()) outcome.findings.push_back(Forbidden(*change, becomes));
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
