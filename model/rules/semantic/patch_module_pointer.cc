// patch-module-pointer: the address of a function of the patch is stored where it outlives the call.
//
//   holds for delta d ⇔ d stores, registers or queues a function that the fix changes or adds
//
// No mismatch while the patch stays: the condition is that its module is never unloaded.
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

std::string StoredFunction(const heart::Effect& effect, const heart::Analysis& analysis) {
  std::string found;
  if (effect.term == nullptr) return found;
  const bool keeps = effect.kind == heart::EffectKind::kWrite || effect.kind == heart::EffectKind::kDefer ||
                     effect.kind == heart::EffectKind::kAcquire || effect.kind == heart::EffectKind::kPublish ||
                     effect.kind == heart::EffectKind::kCall;
  if (!keeps) return found;
  steps::ForEach(effect.term, [&](steps::ExprRef part) {
    if (part->op == steps::Op::kFunction && analysis.Find(part->text) != nullptr) found = part->text;
  });
  return found;
}

}  // namespace

void PatchModulePointer(const heart::Analysis& analysis, heart::Result& result) {
  std::set<std::string> seen;
  for (const auto& function : analysis.functions) {
    for (const heart::Delta& delta : function->diff.deltas) {
      if (delta.by_value) continue;
      const std::string stored = StoredFunction(delta.after, analysis);
      if (stored.empty() || !seen.insert(stored).second) continue;
      result.conditions.push_back({ConditionKind::kPinModule, "", "the address of " + stored + " is stored by " + function->name});
    }
  }
}

}  // namespace lpcheck::rules
