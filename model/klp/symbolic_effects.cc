// What code does to data, as terms: the counterpart of effects.cc.
#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

constexpr std::uint64_t kMaxCount = 3;

Term IsOneOf(SymRun& run, Term datum, const std::set<int>& values) {
  std::vector<Term> any;
  for (int value : values) {
    any.push_back(run.t.Eq(datum, run.t.Value(static_cast<std::uint64_t>(value), kDataBits)));
  }
  return run.t.Or(any);
}

void TakeTerms(SymRun& run, int index, int lock, Term when) {
  Term& held = run.s.tasks[index].held[lock];
  run.Break(Property::kS6, run.t.And(when, held));
  run.t.Set(held, when, run.t.True());
  run.t.Set(run.s.data[lock], when, run.t.Value(static_cast<std::uint64_t>(index) + 1, kDataBits));
}

void ReleaseTerms(SymRun& run, int index, int lock, Term when) {
  Term& held = run.s.tasks[index].held[lock];
  run.Break(Property::kS6, run.t.And(when, run.t.Not(held)));
  run.t.Set(held, when, run.t.False());
  run.t.Set(run.s.data[lock], when, run.t.Value(0, kDataBits));
}

void EffectTerms(SymRun& run, int task, const Effect& effect, Term when) {
  Term& datum = run.s.data[effect.datum];
  const Term zero = run.t.Value(0, kDataBits);
  switch (effect.kind) {
    case EffectKind::kWhen:
      return;
    case EffectKind::kReads:
      run.Break(Property::kS5, run.t.And(when, run.t.Not(IsOneOf(run, datum, effect.values))));
      return;
    case EffectKind::kWrites:
      run.t.Set(datum, when, run.t.Value(static_cast<std::uint64_t>(*effect.values.begin()), kDataBits));
      return;
    case EffectKind::kTakes:
      TakeTerms(run, task, effect.datum, when);
      return;
    case EffectKind::kDrops:
      ReleaseTerms(run, task, effect.datum, when);
      return;
    case EffectKind::kGets:
      run.t.Set(datum, run.t.And(when, run.t.Less(datum, kMaxCount)), run.t.Plus(datum, 1));
      return;
    case EffectKind::kPuts:
      run.Break(Property::kS7, run.t.And(when, run.t.Eq(datum, zero)));
      run.t.Set(datum, run.t.And(when, run.t.Ne(datum, zero)), run.t.Plus(datum, -1));
      return;
    case EffectKind::kStores:
      run.t.Set(datum, when, run.t.Value(static_cast<std::uint64_t>(effect.version) + 1, kDataBits));
      return;
  }
}

bool OfFunc(const Effect& effect, int func) {
  return effect.callback == CallbackSite::kNone && effect.func == func;
}

}  // namespace

Term BlockedTerm(SymRun& run, int task, int func, Term version) {
  std::vector<Term> any;
  for (const Effect& effect : run.world.effects) {
    if (!OfFunc(effect, func)) continue;
    const Term here = run.t.Eq(version, run.VersionValue(effect.version));
    const Term datum = run.s.data[effect.datum];
    const Term mine = run.t.Value(static_cast<std::uint64_t>(task) + 1, kDataBits);
    if (effect.kind == EffectKind::kWhen) {
      any.push_back(run.t.And(here, run.t.Not(IsOneOf(run, datum, effect.values))));
    } else if (effect.kind == EffectKind::kTakes) {
      const Term free = run.t.Or(run.t.Eq(datum, run.t.Value(0, kDataBits)), run.t.Eq(datum, mine));
      any.push_back(run.t.And(here, run.t.Not(free)));
    } else if (effect.kind == EffectKind::kGets) {
      any.push_back(run.t.And(here, run.t.Eq(datum, run.t.Value(kMaxCount, kDataBits))));
    }
  }
  return run.t.Or(any);
}

void RunEffectTerms(SymRun& run, int task, int func, Term version) {
  for (const Effect& effect : run.world.effects) {
    if (!OfFunc(effect, func)) continue;
    EffectTerms(run, task, effect, run.t.Eq(version, run.VersionValue(effect.version)));
  }
}

void RunCallbackTerms(SymRun& run, int patch, CallbackSite site, Term when) {
  for (const Effect& effect : run.world.effects) {
    if (effect.callback != site || effect.version != VersionOf(patch)) continue;
    EffectTerms(run, 0, effect, when);
  }
}

void LoseOwnedDataTerms(SymRun& run, int patch, Term when) {
  for (std::size_t i = 0; i < run.world.data.size(); ++i) {
    if (run.world.data[i].owner == patch) run.t.Set(run.s.data[i], when, run.t.Value(0, kDataBits));
  }
}

}  // namespace lpcheck::klp
