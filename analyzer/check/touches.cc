#include "analyzer/check/touches.h"

#include <algorithm>
#include <map>
#include <set>

namespace lpcheck::check {
namespace {

// The name of a callback stands for what it sets up: nothing else of it is known.
std::vector<std::string> CallbacksOf(const KlpModule& module) {
  std::set<std::string> names;
  for (const KlpObject& object : module.objects) {
    const KlpCallbacks& all = object.callbacks;
    for (const std::string& name : {all.pre_patch, all.post_patch, all.pre_unpatch, all.post_unpatch}) {
      if (!name.empty()) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
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
}

}  // namespace lpcheck::check
