#include "model/klp/upgrade.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lpcheck::klp {
namespace {

using absl::StrCat;

bool Has(const StackPatch& patch, const PatchedFunction& wanted) {
  return std::any_of(patch.functions.begin(), patch.functions.end(),
                     [&](const PatchedFunction& function) { return function.Is(wanted); });
}

void CompareFunctions(const StackPatch& from, const StackPatch& to, Upgrade& upgrade) {
  for (const PatchedFunction& function : from.functions) {
    (Has(to, function) ? upgrade.kept : upgrade.reverts).push_back(function.name);
  }
  for (const PatchedFunction& function : to.functions) {
    if (!Has(from, function)) upgrade.added.push_back(function.name);
  }
  for (auto* names : {&upgrade.reverts, &upgrade.kept, &upgrade.added})
    std::sort(names->begin(), names->end());
}

void CompareStates(const Era& era, const StackPatch& from, const StackPatch& to, Upgrade& upgrade) {
  const std::string_view answer = era.states ? "the kernel answers EINVAL" : "this kernel does not notice";
  for (const DeclaredState& old_state : from.states) {
    const auto known = std::find_if(to.states.begin(), to.states.end(),
                                    [&](const DeclaredState& state) { return state.id == old_state.id; });
    const std::string subject = StrCat("state ", old_state.id);
    if (known == to.states.end()) {
      upgrade.notes.push_back({Verdict::kRefused, subject,
                               StrCat("orphaned: ", to.name, " does not declare it; ", std::string(answer)),
                               "declare the state in the new patch and handle or revert it"});
    } else if (known->version < old_state.version) {
      upgrade.notes.push_back(
          {Verdict::kRefused, subject,
           StrCat("downgrade from version ", old_state.version, " to ", known->version, "; ",
                  std::string(answer)),
           "do not go back to an older patch; build a newer one that reverts the change"});
    }
  }
}

void CompareShadows(const StackPatch& from, const StackPatch& to, Upgrade& upgrade) {
  for (const ShadowUse& shadow : from.shadows) {
    const auto known = std::find_if(to.shadows.begin(), to.shadows.end(),
                                    [&](const ShadowUse& other) { return other.id == shadow.id; });
    const std::string subject = StrCat("shadow ", shadow.id);
    if (known == to.shadows.end()) {
      upgrade.notes.push_back(
          {Verdict::kRefused, subject,
           "orphaned: the variables stay attached, no callback of the old patch is called",
           "handle the id, or call klp_shadow_free_all() in post_patch of the new patch"});
    } else if (known->meaning != shadow.meaning) {
      upgrade.notes.push_back({Verdict::kRefused, subject,
                               StrCat("means '", shadow.meaning, "' before and '", known->meaning, "' after"),
                               "use a new id for the new meaning"});
    }
  }
}

bool HaveOneState(const StackPatch& from, const StackPatch& to) {
  return std::any_of(from.states.begin(), from.states.end(), [&](const DeclaredState& state) {
    return std::any_of(to.states.begin(), to.states.end(),
                       [&](const DeclaredState& other) { return other.id == state.id; });
  });
}

// What the new patch's callbacks set anew is set; what they add again is added twice, unless a state tells them.
void CompareCallbacks(const StackPatch& from, const StackPatch& to, Upgrade& upgrade) {
  for (const CallbackTouch& what : from.callbacks) {
    const std::string subject = what.name == "*" ? "callbacks" : what.name;
    const bool known = std::any_of(to.callbacks.begin(), to.callbacks.end(),
                                   [&](const CallbackTouch& other) { return other.name == what.name; });
    const bool adds = what.effect == CallbackEffect::kAdds;
    if (known && (!adds || HaveOneState(from, to))) continue;
    if (known) {
      upgrade.notes.push_back({Verdict::kUndecided, subject,
                               "the callbacks of both add to it, and no common klp_state says what was added already",
                               "declare a klp_state in both, and ask klp_get_prev_state() before adding"});
      continue;
    }
    const bool may = what.effect == CallbackEffect::kMaySet;
    upgrade.notes.push_back({may ? Verdict::kUndecided : Verdict::kRefused, subject,
                             StrCat("a replaced patch's callbacks are never called: what they ",
                                    may ? "may have set up" : "set up", " stays"),
                             "take it over in the new patch's callbacks, with a klp_state"});
  }
}

bool Understands(const std::string& formats, const std::string& format) {
  const std::vector<std::string> known = absl::StrSplit(formats, ' ', absl::SkipEmpty());
  return std::find(known.begin(), known.end(), format) != known.end();
}

void CompareData(const StackPatch& from, const StackPatch& to, Upgrade& upgrade) {
  for (const DatumUse& old_use : from.data) {
    if (old_use.writes.empty() || old_use.derived) continue;  // a reverted function is judged by its change
    const auto use = std::find_if(to.data.begin(), to.data.end(),
                                  [&](const DatumUse& other) { return other.name == old_use.name; });
    if (use != to.data.end() && (use->reads.empty() || Understands(use->reads, old_use.writes))) continue;
    const std::string who = use == to.data.end() ? "code that no patch changes any more" : to.name;
    upgrade.notes.push_back(
        {Verdict::kRefused, old_use.name,
         StrCat("stays in format '", old_use.writes, "', which ", who, " does not understand"),
         "keep the readers in the new patch, or convert the data in a callback"});
  }
}

void JudgeReverts(const StackPatch& from, Upgrade& upgrade) {
  for (const std::string& name : upgrade.reverts) {
    const auto function = std::find_if(from.functions.begin(), from.functions.end(),
                                       [&](const PatchedFunction& other) { return other.name == name; });
    switch (function->change) {
      case Change::kNone:
      case Change::kLocal:
        upgrade.notes.push_back({Verdict::kConsistency, name, "reverts to the original: its fix is gone",
                                 "keep it if that is not meant"});
        break;
      case Change::kContract:
      case Change::kData:
      case Change::kUndeliverable:
      case Change::kUnknown:
        upgrade.notes.push_back({Verdict::kUndecided, name,
                                 "reverts to the original, which meets data and callers of the old patch",
                                 "check the reverse step as a fix of its own, or keep the function"});
        break;
    }
  }
}

}  // namespace

absl::StatusOr<Upgrade> DecideUpgrade(const Era& era, const StackPatch& from, const StackPatch& to) {
  if (era.replace == ReplaceForm::kNone) {
    return absl::InvalidArgumentError(StrCat("era ", era.name, " has no atomic replace"));
  }
  if (!to.replace) {
    return absl::InvalidArgumentError(StrCat(
        to.name, " does not replace older patches; use `lpcheck stack` for patches that stay side by side"));
  }
  Upgrade upgrade{.from = from.name, .to = to.name};
  CompareFunctions(from, to, upgrade);
  CompareStates(era, from, to, upgrade);
  CompareShadows(from, to, upgrade);
  CompareCallbacks(from, to, upgrade);
  CompareData(from, to, upgrade);
  JudgeReverts(from, upgrade);
  if (from.forced) {
    upgrade.notes.push_back({Verdict::kRefused, from.name,
                             "was forced: older versions may still be on stacks", "drain them first"});
  }
  if (to.verdict >= Verdict::kUndecided) {
    upgrade.notes.push_back({to.verdict, to.name, StrCat("is ", std::string(Name(to.verdict)), " by itself, whatever it replaces"),
                             "see its own report"});
  }
  // An atomic replace is always a transition: no part of it can be immediate.
  upgrade.verdict = std::max(to.verdict, Verdict::kConsistency);
  for (const UpgradeNote& note : upgrade.notes) upgrade.verdict = std::max(upgrade.verdict, note.weight);
  return upgrade;
}

}  // namespace lpcheck::klp
