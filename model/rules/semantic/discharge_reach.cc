// What is reached when: objects behind their release, data behind or before their lock, the lock of another object. Part of
// the closed list of undischarged.cc.
//
//   in time(f) ⇔ nothing is reached through a pointer behind a release of what it points to, unless the old version did so too
//              ∧ no local is filled from shared data outside a section inside which the old version filled it alike
//              ∧ no lock of one object is taken where that of another was
#include <algorithm>

#include "model/heart/origin.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

// The pointer whose object a release lets go of: the place that was handed over, or the local that leads to a count inside.
ExprRef ReleasedBy(const Step& step, const api::Table& table) {
  const Effect effect = heart::EffectOf(step, table);
  const bool lets_go = effect.entry != nullptr && !effect.entry->guess && !effect.entry->deferred &&
                       (effect.entry->kind == api::Kind::kFree || effect.entry->kind == api::Kind::kPut);
  if (!lets_go || effect.object == nullptr) return nullptr;
  ExprRef root = heart::Bare(effect.object);
  if (root->type.is_pointer && steps::IsPlace(root)) return root;  // free(x->buf) lets go of the buffer, not of x
  while (root->op == Op::kField || root->op == Op::kCast) root = root->kids[0];
  if (root->op == Op::kDeref) root = root->kids[0];
  return root->op == Op::kLocal && root->type.is_pointer ? root : nullptr;
}

bool Follows(ExprRef expr, ExprRef pointer) {
  if (expr == nullptr) return false;
  if (expr->op == Op::kAddrOf) return false;
  if ((expr->op == Op::kDeref || expr->op == Op::kIndex) && expr->kids[0] == pointer) return true;
  return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Follows(kid, pointer); });
}

// The line of a step that follows the pointer behind its release; 0 if there is none.
int FollowedLater(const steps::Function& body, const api::Table& table) {
  for (const Step& release : body.steps) {
    const ExprRef pointer = ReleasedBy(release, table);
    if (pointer == nullptr) continue;
    std::vector<int> work(release.succ);
    std::set<int> seen;
    while (!work.empty()) {
      const int index = work.back();
      work.pop_back();
      if (index < 0 || !seen.insert(index).second) continue;
      const Step& step = body.steps[index];
      const bool tests = step.kind == StepKind::kBranch && step.value->op == Op::kResult;
      if (!tests && (Follows(step.value, pointer) || Follows(step.place, pointer))) return step.line;
      if (step.kind == StepKind::kAssign && step.place == pointer) continue;
      work.insert(work.end(), step.succ.begin(), step.succ.end());
    }
  }
  return 0;
}

// Shared data: a member reached through a pointer, or a global.
bool ReadsShared(ExprRef value) {
  bool found = false;
  heart::ForEachDatum(value, [&](const std::string&) { found = true; });
  return found && value->op != Op::kResult;
}

void CheckFilledOutside(const FunctionAnalysis& function, heart::Result& result) {
  const auto& before = function.owes_before.held;
  const auto& after = function.owes_after.held;
  const heart::Alignment& alignment = function.diff.alignment;
  for (std::size_t i = 0; i < function.after->steps.size() && i < after.size(); ++i) {
    const Step& now = function.after->steps[i];
    if (alignment.to_old[i] >= 0 || now.kind != StepKind::kAssign || !steps::IsLocalStorage(now.place) || !ReadsShared(now.value)) continue;
    for (std::size_t j = 0; j < function.before->steps.size() && j < before.size(); ++j) {
      const Step& was = function.before->steps[j];
      if (alignment.to_new[j] >= 0 || was.kind != StepKind::kAssign || was.place != now.place || was.value != now.value) continue;
      for (const std::string& lock : before[j]) {
        if (after[i].contains(lock)) continue;
        return AddUndischarged(function, now.line, steps::ToString(now.value) + " is no longer read under " + lock, result);
      }
    }
  }
}

void CheckLockedObject(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef was = delta.before.object, is = delta.after.object;
  if (delta.kind != DeltaKind::kChanged || delta.by_value || delta.after.kind != EffectKind::kLock || was == nullptr || is == nullptr || was == is) return;
  steps::Arena& arena = *analysis.model->arena;
  if (heart::Expand(*function.before, was, arena) == heart::Expand(*function.after, is, arena)) return;
  AddUndischarged(function, delta.line, steps::ToString(is) + " is taken where " + steps::ToString(was) + " was", result);
}

}  // namespace

void CheckReach(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  if (!function.differs()) return;
  const api::Table& table = *analysis.model->table;
  const int line = FollowedLater(*function.after, table);
  if (line > 0 && FollowedLater(*function.before, table) == 0) {
    AddUndischarged(function, line, "what was let go of is reached again", result);
  }
  CheckFilledOutside(function, result);
  for (const Delta& delta : function.diff.deltas) CheckLockedObject(function, delta, analysis, result);
}

}  // namespace lpcheck::rules
