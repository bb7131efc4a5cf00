#include "model/heart/order.h"

#include <algorithm>

namespace lpcheck::heart {
namespace {

using steps::ExprRef;

// An action that others see, moved across another one. Later is safe for what makes things visible or lets them go, earlier
// for what shuts others out.
bool BelongsLater(EffectKind kind) {
  return kind == EffectKind::kPublish || kind == EffectKind::kWake || kind == EffectKind::kDefer ||
         kind == EffectKind::kRelease || kind == EffectKind::kUnlock;
}
bool BelongsEarlier(EffectKind kind) {
  return kind == EffectKind::kUnpublish || kind == EffectKind::kCancel || kind == EffectKind::kLock;
}

}  // namespace

bool Matters(const Effect& effect) {
  return effect.kind != EffectKind::kNone && effect.kind != EffectKind::kHarmless;
}

std::vector<int> OrderChanges(const Path& p, const Path& q) {
  std::vector<int> lines;
  for (std::size_t i = 0; i < p.effects.size(); ++i) {
    for (std::size_t j = i + 1; j < p.effects.size(); ++j) {
      const PathEffect& first = p.effects[i];
      const PathEffect& second = p.effects[j];
      auto at = [&](ExprRef term) {
        return std::find_if(q.effects.begin(), q.effects.end(), [&](const PathEffect& e) { return e.term == term; });
      };
      const auto a = at(first.term);
      const auto b = at(second.term);
      if (a == q.effects.end() || b == q.effects.end() || a <= b) continue;  // in new: second, then first
      if (!Matters(first.effect) || !Matters(second.effect)) continue;
      const bool sensitive = BelongsLater(first.effect.kind) || BelongsEarlier(first.effect.kind) ||
                             BelongsLater(second.effect.kind) || BelongsEarlier(second.effect.kind) ||
                             first.effect.kind == EffectKind::kBarrier || second.effect.kind == EffectKind::kBarrier;
      if (!sensitive) continue;
      const bool safe = !BelongsLater(second.effect.kind) && !BelongsEarlier(first.effect.kind) &&
                        (BelongsLater(first.effect.kind) || BelongsEarlier(second.effect.kind));
      if (!safe) lines.push_back(a->effect.line);
    }
  }
  return lines;
}

bool CountsAlike(const Path& p, const PathEffect& old, const Path& q, const PathEffect& added) {
  const Effect& a = old.effect;
  const Effect& b = added.effect;
  if (a.kind != EffectKind::kCounter || a.object != b.object || a.how != b.how || a.how.empty() || a.term == nullptr || b.term == nullptr) return false;
  const auto counts = [](const Effect& effect) {
    ExprRef value = effect.term->op == steps::Op::kBinary ? effect.term->kids[0] : effect.term;
    while (value->op == steps::Op::kPure && value->text == "after") value = value->kids[0];
    return effect.term->op == steps::Op::kBinary && value == effect.object;
  };
  if (!counts(a) || !counts(b) || a.term->text != b.term->text || a.term->kids[1] != b.term->kids[1]) return false;
  return std::none_of(p.effects.begin(), p.effects.end(), [&](const PathEffect& first) {
    const auto second = std::find_if(q.effects.begin(), q.effects.end(), [&](const PathEffect& effect) { return effect.term == first.term; });
    return second != q.effects.end() && Matters(first.effect) && (&first < &old) != (&*second < &added);
  });
}

}  // namespace lpcheck::heart
