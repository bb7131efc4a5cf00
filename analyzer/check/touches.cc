#include "analyzer/check/touches.h"

#include <algorithm>
#include <map>
#include <set>

namespace lpcheck::check {
namespace {

constexpr const char* kOriginal = "original";

// Once each, with the strongest effect of any source.
std::vector<CallbackTouch> CallbacksOf(const KlpModule& module) {
  std::map<std::string, CallbackEffect> effects;
  for (const CallbackTouch& touch : module.callback_effects) {
    auto [known, is_new] = effects.emplace(touch.name, touch.effect);
    if (!is_new) known->second = std::max(known->second, touch.effect);
  }
  std::vector<CallbackTouch> touches;
  for (const auto& [name, effect] : effects) touches.push_back({name, effect});
  return touches;
}

// What callbacks look at rests on the data as others leave them.
void AddReads(const KlpModule& module, std::vector<DatumTouch>& data) {
  for (const std::string& name : module.callback_reads) {
    const auto known = std::find_if(data.begin(), data.end(), [&](const DatumTouch& touch) { return touch.name == name; });
    if (known == data.end()) {
      data.push_back({.name = name, .reads = {kOriginal}, .writes = ""});
    } else if (known->reads.empty()) {
      known->reads = {kOriginal};
    }
  }
  std::sort(data.begin(), data.end(), [](const DatumTouch& a, const DatumTouch& b) { return a.name < b.name; });
}

// One id has one meaning: its constructor, wherever one is named.
std::vector<ShadowTouch> ShadowsOf(const KlpModule& module) {
  std::map<std::string, std::string> meanings;
  for (const KlpShadowUse& use : module.shadow_uses) {
    if (!use.id) continue;
    std::string& meaning = meanings[std::to_string(*use.id)];
    const bool constructs = use.call == ShadowCall::kAlloc || use.call == ShadowCall::kGetOrAlloc;
    if (constructs && meaning.empty()) meaning = use.constructor;
  }
  std::vector<ShadowTouch> shadows;
  for (const auto& [id, meaning] : meanings) shadows.push_back({id, meaning});
  return shadows;
}

}  // namespace

void FinishTouches(const Fix& fix, Report& report) {
  if (!report.touches) report.touches.emplace();
  Touches& touches = *report.touches;
  std::set<std::string> replaced;
  for (const FixFunction& function : report.functions) replaced.insert(function.name);
  std::erase_if(touches.direct_calls, [&](const auto& call) {
    return !replaced.contains(call.first) || !replaced.contains(call.second);
  });
  if (!fix.module) return;
  report.replace = fix.module->replace;
  for (const KlpState& state : fix.module->states) {
    touches.states.push_back({std::to_string(state.id), static_cast<int>(std::min<std::uint64_t>(state.version, 0x7fffffff))});
  }
  touches.shadows = ShadowsOf(*fix.module);
  touches.callbacks = CallbacksOf(*fix.module);
  AddReads(*fix.module, touches.data);
}

}  // namespace lpcheck::check
