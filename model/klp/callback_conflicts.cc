#include "model/klp/callback_conflicts.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace lpcheck::klp {
namespace {

using absl::StrCat;

constexpr const char* kAnything = "*";

bool IsAnything(const std::string& name) { return name == kAnything; }

std::string Subject(const std::string& name) { return IsAnything(name) ? "what is not known" : name; }

Conflict Between(const StackPatch& older, const StackPatch& newer, const std::string& name) {
  Conflict conflict{.kind = ConflictKind::kCallback, .patch = newer.name, .other = older.name, .subject = Subject(name)};
  conflict.remedy = "give it a klp_state and let the newer patch take it over (klp_get_prev_state())";
  return conflict;
}

std::vector<std::string> RunOf(const StackPatch& older, const StackPatch& newer, const std::string& name, bool takes_over) {
  std::vector<std::string> run = {StrCat("enable ", older.name, ": its callback saves ", name, " and sets it"),
                                  StrCat("enable ", newer.name, ": its callback saves what ", older.name, " set")};
  if (takes_over) {
    run.push_back(StrCat("the callbacks of ", older.name, " are never called: what it saved is lost"));
    run.push_back(StrCat("disable ", newer.name, ": ", name, " is as ", older.name, " left it, with no patch enabled"));
  } else {
    run.push_back(StrCat("disable ", older.name, ": its callback puts ", name, " back, although ", newer.name,
                         " still needs it"));
  }
  return run;
}

// The newer patch knows what the older one changed, as klp_get_prev_state() hands it on.
bool TakesOverState(const StackPatch& older, const StackPatch& newer) {
  return std::any_of(older.states.begin(), older.states.end(), [&](const DeclaredState& theirs) {
    return std::any_of(newer.states.begin(), newer.states.end(), [&](const DeclaredState& mine) {
      return mine.id == theirs.id && mine.version >= theirs.version;
    });
  });
}

void BothCallbacks(const StackPatch& older, const StackPatch& newer, bool takes_over, std::vector<Conflict>& out) {
  for (const CallbackTouch& mine : newer.callbacks) {
    const auto theirs = std::find_if(older.callbacks.begin(), older.callbacks.end(), [&](const CallbackTouch& other) {
      return other.name == mine.name || IsAnything(other.name) || IsAnything(mine.name);
    });
    if (theirs == older.callbacks.end()) continue;
    if (mine.effect == CallbackEffect::kAdds && theirs->effect == CallbackEffect::kAdds) continue;
    const bool is_unknown = IsAnything(mine.name) || IsAnything(theirs->name);
    Conflict conflict = Between(older, newer, is_unknown ? kAnything : mine.name);
    if (!is_unknown && mine.effect == CallbackEffect::kSets && theirs->effect == CallbackEffect::kSets) {
      conflict.because = takes_over ? "both set it, and the callbacks of a replaced patch are never called"
                                    : "both set it, and the first to go puts it back for the other";
      conflict.trace = RunOf(older, newer, mine.name, takes_over);
    } else {
      conflict.weight = Verdict::kUndecided;
      conflict.because = is_unknown ? "a callback stores or calls where it cannot be followed, and the other has callbacks"
                                    : "the callbacks of both may set it";
    }
    out.push_back(std::move(conflict));
    if (is_unknown) return;
  }
}

// What the callbacks of `acting` leave, and code of `using_it` that differs in what it does with it.
void CallbackAndCode(const StackPatch& acting, const StackPatch& using_it, const StackPatch& older,
                     const StackPatch& newer, std::vector<Conflict>& out) {
  for (const CallbackTouch& touch : acting.callbacks) {
    if (touch.effect == CallbackEffect::kAdds) continue;
    const bool is_told = std::any_of(out.begin(), out.end(), [&](const Conflict& conflict) {
      return conflict.subject == Subject(touch.name);
    });
    if (is_told) continue;
    const auto use = std::find_if(using_it.data.begin(), using_it.data.end(), [&](const DatumUse& datum) {
      return datum.name == touch.name || IsAnything(touch.name);
    });
    if (use == using_it.data.end()) continue;
    Conflict conflict = Between(older, newer, touch.name);
    conflict.weight = Verdict::kUndecided;
    conflict.because = IsAnything(touch.name)
                           ? StrCat("a callback of ", acting.name, " stores or calls where it cannot be followed, and ",
                                    using_it.name, " changes what is done with data")
                           : StrCat("a callback of ", acting.name, " sets it, ", using_it.name,
                                    " changes what is done with it, and nobody looked at both at once");
    conflict.remedy = "look at both, and put them into one cumulative patch";
    out.push_back(std::move(conflict));
  }
}

}  // namespace

std::vector<Conflict> CallbackConflicts(const StackPatch& older, const StackPatch& newer, bool takes_over) {
  std::vector<Conflict> out;
  if (!takes_over || !TakesOverState(older, newer)) BothCallbacks(older, newer, takes_over, out);
  CallbackAndCode(older, newer, older, newer, out);
  if (!takes_over) CallbackAndCode(newer, older, older, newer, out);
  return out;
}

}  // namespace lpcheck::klp
