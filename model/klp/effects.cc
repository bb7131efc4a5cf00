#include "model/klp/effects.h"

namespace lpcheck::klp {
namespace {

constexpr std::uint8_t kMaxCount = 3;

bool Concerns(const Effect& effect, int func, Version version) {
  return effect.callback == CallbackSite::kNone && effect.func == func && effect.version == version;
}

void Take(Run& run, int index, int lock) {
  Task& task = run.state.tasks[index];
  const std::uint8_t bit = static_cast<std::uint8_t>(1u << lock);
  if ((task.held & bit) != 0) run.Break(Property::kS6);
  task.held |= bit;
  run.state.data[lock] = static_cast<std::uint8_t>(index + 1);
}

void Release(Run& run, int index, int lock) {
  Task& task = run.state.tasks[index];
  const std::uint8_t bit = static_cast<std::uint8_t>(1u << lock);
  if ((task.held & bit) == 0) run.Break(Property::kS6);
  task.held &= static_cast<std::uint8_t>(~bit);
  run.state.data[lock] = 0;
}

void RunEffect(Run& run, int task, const Effect& effect) {
  std::uint8_t& datum = run.state.data[effect.datum];
  switch (effect.kind) {
    case EffectKind::kWhen:
      return;
    case EffectKind::kReads:
      if (!effect.values.contains(datum)) run.Break(Property::kS5);
      return;
    case EffectKind::kWrites:
      datum = static_cast<std::uint8_t>(*effect.values.begin());
      return;
    case EffectKind::kTakes:
      Take(run, task, effect.datum);
      return;
    case EffectKind::kDrops:
      Release(run, task, effect.datum);
      return;
    case EffectKind::kGets:
      if (datum < kMaxCount) ++datum;
      return;
    case EffectKind::kPuts:
      if (datum == 0) run.Break(Property::kS7);
      if (datum > 0) --datum;
      return;
    case EffectKind::kStores:
      datum = static_cast<std::uint8_t>(effect.version + 1);
      return;
  }
}

}  // namespace

Refusal Blocked(const Run& run, int task, int func, Version version) {
  for (const Effect& effect : run.world.effects) {
    if (!Concerns(effect, func, version)) continue;
    const std::uint8_t datum = run.state.data[effect.datum];
    if (effect.kind == EffectKind::kWhen && !effect.values.contains(datum)) return "its `when` does not hold";
    if (effect.kind == EffectKind::kTakes && datum != 0 && datum != task + 1)
      return "the lock is held by another task";
    if (effect.kind == EffectKind::kGets && datum == kMaxCount)
      return "the reference count is at the world's bound";
  }
  return kDone;
}

void RunEffects(Run& run, int task, int func, Version version) {
  for (const Effect& effect : run.world.effects) {
    if (Concerns(effect, func, version)) RunEffect(run, task, effect);
  }
}

void RunCallbacks(Run& run, int patch, CallbackSite site) {
  for (const Effect& effect : run.world.effects) {
    if (effect.callback == site && effect.version == VersionOf(patch)) RunEffect(run, 0, effect);
  }
}

void LoseOwnedData(Run& run, int patch) {
  for (std::size_t i = 0; i < run.world.data.size(); ++i) {
    if (run.world.data[i].owner == patch) run.state.data[i] = 0;
  }
}

}  // namespace lpcheck::klp
