// A release that leaves one function for another which does not run in the same call chain. Part of balance.cc.
#include <algorithm>

#include "model/rules/semantic/balance.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using heart::Resource;
using steps::Step;
using steps::StepKind;

std::ptrdiff_t ReleasesIn(const steps::Function& body, const Resource& resource, const api::Table& table) {
  return std::count_if(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == EffectKind::kRelease && effect.cls == resource.cls && effect.object != nullptr &&
           heart::DatumOf(effect.object) == resource.datum;
  });
}

// What was let go of is told by the member: whoever comes later finds nothing there.
bool Clears(const steps::Function& body, const std::string& datum) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    return step.kind == StepKind::kAssign && heart::DatumOf(step.place) == datum;
  });
}

}  // namespace

const FunctionAnalysis* UsedToRelease(const Move& move, const Analysis& analysis) {
  const Resource& resource = move.resource;
  if (resource.is_lock || resource.datum.empty() || move.new_net >= move.old_net) return nullptr;
  const api::Table& table = *analysis.model->table;
  for (const auto& other : analysis.functions) {
    if (other.get() == move.function || other->before == nullptr || other->after == nullptr) continue;
    if (analysis.CallsDirectly(*other, *move.function) || analysis.CallsDirectly(*move.function, *other)) continue;
    if (analysis.CommonCaller(*other, *move.function) != nullptr || Clears(*other->before, resource.datum)) continue;
    if (ReleasesIn(*other->before, resource, table) > ReleasesIn(*other->after, resource, table)) return other.get();
  }
  return nullptr;
}

}  // namespace lpcheck::rules
