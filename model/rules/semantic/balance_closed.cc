// Leaks closed: net effects that fall because the new version gives back what this invocation took. Part of balance.cc.
#include <algorithm>

#include "model/rules/semantic/balance.h"

namespace lpcheck::rules {
namespace {

using heart::Delta;
using heart::DeltaKind;
using heart::FunctionAnalysis;
using heart::Resource;
using steps::ExprRef;

// A release that the old version did not make, on some way. To undo what the call was made for (a registration, a start) closes
// no leak.
bool GivesBackMore(const Move& move) {
  auto gives = [&](const heart::Effect& effect) {
    const bool undoes = effect.entry != nullptr && (effect.entry->kind == api::Kind::kUnregister || effect.entry->kind == api::Kind::kStop);
    return effect.kind == heart::EffectKind::kRelease && effect.cls == move.resource.cls && !undoes;
  };
  const std::vector<Delta>& deltas = move.function->diff.deltas;
  return std::any_of(deltas.begin(), deltas.end(), [&](const Delta& delta) {
    if (delta.by_value) return false;
    return (delta.kind == DeltaKind::kAdded && gives(delta.after)) ||
           (delta.kind == DeltaKind::kRedirect && std::any_of(delta.extra.begin(), delta.extra.end(), gives));
  });
}

}  // namespace

bool TakesNoLonger(const Move& move) {
  if (move.resource.is_lock || move.resource.is_memory || move.old_net <= move.new_net) return false;
  const std::set<Resource>& taken = move.function->owes_after.taken_here;
  return std::none_of(taken.begin(), taken.end(), [&](const Resource& resource) { return resource.cls == move.resource.cls; });
}

std::string Group(const std::string& exit) {
  return exit == "error" || exit == "null" || exit == "errptr" || exit == "positive" ? "failure" : exit;
}

bool IsClosedLeak(const Move& move) {
  if (TakesNoLonger(move)) return false;
  if (move.resource.is_lock) return move.old_net > 0 && move.new_net == 0 && Group(move.exit) == "failure";
  const bool falls = move.old_net > move.new_net && move.new_net >= 0;
  if (!falls || !move.function->owes_before.taken_here.contains(move.resource)) return false;
  const bool stays_here = move.old_net > 0 && !move.resource.is_guess && !move.function->owes_before.shared.contains(move.resource);
  return Group(move.exit) == "failure" || move.resource.is_memory || (stays_here && GivesBackMore(move));
}

// The new way that skips the release was taken because a pointer that the release needs is NULL.
bool SkipsOnlyNull(const Move& move) {
  if (move.old_net >= 0) return false;
  for (const Delta& delta : move.function->diff.deltas) {
    if (delta.kind != DeltaKind::kRedirect) continue;
    for (const heart::Literal& literal : delta.condition) {
      const bool is_error = literal.holds && literal.expr->op == steps::Op::kPure && literal.expr->text.starts_with("IS_ERR");
      const bool is_null = !literal.holds && literal.expr->type.is_pointer;
      const ExprRef pointer = is_error && !literal.expr->kids.empty() ? literal.expr->kids[0] : literal.expr;
      if ((is_null || is_error) && move.resource.object.find(steps::ToString(pointer)) != std::string::npos) return true;
    }
  }
  return false;
}

// `o = lookup(id); if (bad) return -EINVAL; ...; put(o); return 0`: the function looks the object up itself and gives it back on
// another way out already; the new version does so on this one too.
bool IsOwnLookup(const Move& move) {
  if (move.resource.is_lock || move.new_net >= 0) return false;
  const FunctionAnalysis& f = *move.function;
  const bool elsewhere = std::any_of(f.owes_before.outcomes.begin(), f.owes_before.outcomes.end(), [&](const auto& entry) {
    const auto net = entry.first.net.find(move.resource);
    return net != entry.first.net.end() && net->second == move.new_net && Group(entry.first.exit) != Group(move.exit);
  });
  if (!elsewhere || Group(move.exit) != "failure") return false;
  bool looked_up = false;
  for (const steps::Function* body : {f.before, f.after}) {
    for (const steps::Step& step : body->steps) {
      if (step.kind != steps::StepKind::kAssign || step.place->op != steps::Op::kLocal || !step.place->type.is_pointer) continue;
      const std::string& name = step.place->text;
      const bool holds = move.resource.object == name || move.resource.object.starts_with(name + "->") || move.resource.object.starts_with(name + ".");
      if (!holds) continue;
      const ExprRef value = heart::CallResult(step.value);
      if (value == nullptr) return false;
      looked_up = true;
    }
    if (std::any_of(body->params.begin(), body->params.end(), [&](const steps::Param& p) {
          return move.resource.object == p.name || move.resource.object.starts_with(p.name + "->") || move.resource.object.starts_with(p.name + ".");
        })) {
      return false;
    }
  }
  return looked_up;
}

}  // namespace lpcheck::rules
