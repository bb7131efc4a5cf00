// What is set up before others can come to it, and what they are given: teardown and registration in order, memory and locals
// that hold something, callbacks with their data, readers' sections. Part of the closed list of undischarged.cc.
//
//   in order(f) ⇔ nothing is freed or put before what shuts others out, nor stored behind what lets them in, that the old
//                 version did the other way round
//   filled(f)   ⇔ no memory that was zeroed is handed out unzeroed ∧ no local is read that the old version had set by then
//                 ∧ no number is read that a caller left behind a pointer, where the old version only filled it in
//   given(f)    ⇔ a callback is registered or queued with the same function and data as before
//   in section(f) ⇔ what RCU protects is read inside a section, as it was, or under a lock that f takes instead; a reader that
//                   retried still does
#include <algorithm>

#include "model/heart/reach.h"
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

bool IsKnown(const Effect& effect) { return effect.entry != nullptr && !effect.entry->guess; }

bool Is(const Effect& effect, std::initializer_list<api::Kind> kinds) {
  return IsKnown(effect) && std::find(kinds.begin(), kinds.end(), effect.entry->kind) != kinds.end();
}

bool ShutsOut(const Effect& effect) {
  return Is(effect, {api::Kind::kUnregister, api::Kind::kStop, api::Kind::kCancel}) && effect.entry->sleeps;
}

bool LetsIn(const Effect& effect) { return Is(effect, {api::Kind::kRegister}) && !effect.entry->cls.empty(); }

struct Found {
  int step;
  Effect effect;
};

template <typename Wanted>
std::vector<Found> Collect(const steps::Function& body, const api::Table& table, const Wanted& wanted) {
  std::vector<Found> out;
  for (std::size_t i = 0; i < body.steps.size(); ++i) {
    Effect effect = heart::EffectOf(body.steps[i], table);
    if (effect.term != nullptr && wanted(effect)) out.push_back({static_cast<int>(i), std::move(effect)});
  }
  return out;
}

bool Precedes(const steps::Function& body, int first, int second) {
  return heart::ReachableFrom(body, first, -1).contains(second) && !heart::ReachableFrom(body, second, -1).contains(first);
}

// The object that the one acts on, or that it is a part of, is given to the other.
bool IsHandedTo(const Effect& acts, const Effect& given) {
  if (acts.object == nullptr || given.term == nullptr || given.term->op != Op::kCall) return false;
  ExprRef root = acts.object;
  while (root->op == Op::kField || root->op == Op::kIndex || root->op == Op::kCast) root = root->kids[0];
  if (root->op == Op::kDeref) root = heart::Bare(root->kids[0]);
  return root->op == Op::kLocal && root->type.is_pointer && std::any_of(given.term->kids.begin(), given.term->kids.end(), [&](ExprRef arg) { return heart::Bare(arg) == root; });
}

// Pairs of one kind and the other that both versions make, and that change places.
template <typename First, typename Second>
void CheckInOrder(const FunctionAnalysis& function, const api::Table& table, const First& is_first, const Second& is_second, heart::Result& result) {
  const std::vector<Found> old_first = Collect(*function.before, table, is_first), new_first = Collect(*function.after, table, is_first);
  if (old_first.empty() || new_first.empty()) return;
  const std::vector<Found> old_second = Collect(*function.before, table, is_second), new_second = Collect(*function.after, table, is_second);
  auto same = [](const Found& a, const Found& b) { return a.effect.term == b.effect.term && a.effect.object == b.effect.object; };
  auto ordered = [&](const steps::Function& body, const std::vector<Found>& as, const std::vector<Found>& bs, const Found& a, const Found& b) {
    return std::any_of(as.begin(), as.end(), [&](const Found& x) {
      return same(x, a) && std::any_of(bs.begin(), bs.end(), [&](const Found& y) { return same(y, b) && Precedes(body, x.step, y.step); });
    });
  };
  for (const Found& a : new_first) {
    for (const Found& b : new_second) {
      if (!Precedes(*function.after, b.step, a.step) || !ordered(*function.before, old_first, old_second, a, b)) continue;
      if (ordered(*function.before, old_second, old_first, b, a)) continue;  // on another way it was so already
      const std::string message = NameOf(b.effect) + " happens before " + NameOf(a.effect) + ", which it came after";
      if (!IsHandedTo(a.effect, b.effect) && !IsHandedTo(b.effect, a.effect)) return AddUndischarged(function, b.effect.line, message, result);
      const bool frees = Is(b.effect, {api::Kind::kFree, api::Kind::kPut});
      return ReportConcurrent(frees ? "ownership" : "publication", function, b.effect.line, message, "keep the order as it is",
                              {"task A, new " + function.name + ", has done " + NameOf(b.effect) + " and not yet " + NameOf(a.effect),
                               "what is registered is called meanwhile", frees ? "it uses what was freed" : "it reads what is not yet set"}, result);
    }
  }
}

void CheckSetUp(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const api::Table& table = *analysis.model->table;
  const auto frees = [](const Effect& effect) { return Is(effect, {api::Kind::kFree, api::Kind::kPut}); };
  const auto stores = [&](const Effect& effect) { return effect.kind == EffectKind::kWrite && effect.object != nullptr && !steps::IsLocalStorage(effect.object); };
  CheckInOrder(function, table, ShutsOut, frees, result);
  CheckInOrder(function, table, stores, LetsIn, result);
}

bool IsZeroed(const Effect& effect) {
  if (effect.entry->zeroed) return true;
  const int flags = effect.entry->gfp;
  return flags >= 0 && flags < static_cast<int>(effect.term->kids.size()) && effect.term->kids[flags]->text.find("_ZERO") != std::string::npos;
}

// Does some step behind fill as many bytes as are allocated?
bool IsFilled(const steps::Function& body, ExprRef size, const api::Table& table) {
  return size != nullptr && std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == EffectKind::kWrite && effect.entry != nullptr && heart::ExtentOf(effect).size == size;
  });
}

void CheckZeroed(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const api::Table& table = *analysis.model->table;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.by_value || delta.before.entry == nullptr) continue;
    const Effect& before = delta.before;
    if (!Is(before, {api::Kind::kAlloc}) || before.term == nullptr || !IsZeroed(before)) continue;
    for (const Delta& other : function.diff.deltas) {
      const Effect& after = other.after;
      const bool is_pair = &other == &delta ? delta.kind == DeltaKind::kChanged : delta.kind == DeltaKind::kRemoved && other.kind == DeltaKind::kAdded;
      if (!is_pair || !Is(after, {api::Kind::kAlloc}) || after.term == nullptr || IsZeroed(after) || after.cls != before.cls) continue;
      if (heart::ExtentOf(after).size != heart::ExtentOf(before).size || IsFilled(*function.after, heart::ExtentOf(after).size, table)) continue;
      AddUndischarged(function, other.line, NameOf(after) + " leaves in memory what " + NameOf(before) + " zeroed", result);
    }
  }
}

// What a step does to a local: reads it, sets it as a whole, or neither.
enum class Use { kNone, kReads, kSets };

bool Reads(ExprRef expr, ExprRef local) {
  if (expr == local) return true;
  if (expr->op == Op::kAddrOf && steps::IsLocalStorage(expr->kids[0])) return false;
  return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Reads(kid, local); });
}

Use UseOf(const Step& step, ExprRef local, const api::Table& table) {
  bool given = false;
  if (step.value != nullptr) {
    steps::ForEach(step.value, [&](ExprRef part) { given |= part->op == Op::kAddrOf && steps::RootOf(part->kids[0]) == local; });
  }
  if (given) return heart::EffectOf(step, table).kind == EffectKind::kCopyOut ? Use::kReads : Use::kSets;
  if (step.value != nullptr && Reads(step.value, local)) return Use::kReads;
  return step.kind == StepKind::kAssign && step.place == local ? Use::kSets : Use::kNone;
}

// The line of a read that some way reaches with the local never set; 0 if there is none.
int ReadUnset(const steps::Function& body, ExprRef local, const api::Table& table) {
  std::vector<int> work{0};
  std::set<int> seen;
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (index < 0 || !seen.insert(index).second) continue;
    const Use use = UseOf(body.steps[index], local, table);
    if (use == Use::kReads) return body.steps[index].line;
    if (use == Use::kNone) work.insert(work.end(), body.steps[index].succ.begin(), body.steps[index].succ.end());
  }
  return 0;
}

void CheckUnset(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const api::Table& table = *analysis.model->table;
  std::set<ExprRef, steps::ById> locals;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.local != nullptr) locals.insert(steps::RootOf(delta.local));
  }
  for (ExprRef local : locals) {
    const bool is_param = std::any_of(function.after->params.begin(), function.after->params.end(), [&](const steps::Param& p) { return p.name == local->text; });
    if (is_param || local->op != Op::kLocal || !function.before->locals.contains(local->text)) continue;
    const int line = ReadUnset(*function.after, local, table);
    if (line == 0 || ReadUnset(*function.before, local, table) != 0) continue;
    AddUndischarged(function, line, local->text + " may be read before it is set; the old version had set it", result);
  }
}

bool HandsOver(const Step& step, ExprRef pointer) {
  const ExprRef call = heart::CallOf(step);
  return call != nullptr && std::any_of(call->kids.begin(), call->kids.end(), [&](ExprRef arg) { return heart::Bare(arg) == pointer; });
}

// The line of a read that some way reaches before the place is stored to; 0 if there is none. `doubts`: whoever is handed the
// pointer reads.
int ReadAsGiven(const steps::Function& body, ExprRef place, bool doubts) {
  std::vector<int> work{0};
  std::set<int> seen;
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (index < 0 || !seen.insert(index).second) continue;
    const Step& step = body.steps[index];
    if (step.value != nullptr && steps::Contains(step.value, place)) return step.line;
    if (HandsOver(step, place->kids[0])) {
      if (doubts) return step.line;
      continue;
    }
    if (step.kind == StepKind::kAssign && step.place == place) continue;
    work.insert(work.end(), step.succ.begin(), step.succ.end());
  }
  return 0;
}

// A number behind a pointer that was handed in: what only came out goes in as well now, and callers may have left anything there.
// Where every caller changes with it, the two meet on one stack, and that is judged as a mismatch of arguments.
void CheckFilledOnly(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  if (IsChainMatter(function, nullptr, result) && OtherWayIn(function, analysis, [](const FunctionAnalysis&) { return true; }).empty()) return;
  steps::Arena& arena = *analysis.model->arena;
  std::set<ExprRef, steps::ById> places;
  for (const Step& step : function.before->steps) {
    if (step.kind != StepKind::kAssign || step.place->op != Op::kDeref || step.place->type.bits == 0) continue;
    const ExprRef pointer = step.place->kids[0];
    const bool is_param = pointer->op == Op::kLocal && std::any_of(function.before->params.begin(), function.before->params.end(),
                                                                   [&](const steps::Param& p) { return p.name == pointer->text; });
    if (is_param) places.insert(arena.Make(Op::kDeref, step.place->text, {pointer}, step.place->type));
  }
  for (ExprRef place : places) {
    const int line = ReadAsGiven(*function.after, place, false);
    if (line == 0 || ReadAsGiven(*function.before, place, true) != 0) continue;
    AddUndischarged(function, line, steps::ToString(place) + " is read as the caller left it; the old version only filled it in", result);
  }
}

void CheckGiven(const FunctionAnalysis& function, const Delta& delta, heart::Result& result) {
  const std::vector<ExprRef>& before = delta.before.term->kids;
  const std::vector<ExprRef>& after = delta.after.term->kids;
  auto is_function = [](ExprRef arg) { return arg->op == Op::kFunction; };
  const bool queues = delta.after.kind == EffectKind::kDefer;
  if (delta.after.cls == "kmem_cache" && !before.empty() && !after.empty() && before[0] != after[0]) {
    return AddUndischarged(function, delta.line, NameOf(delta.after) + " is given another cache than before", result);
  }
  if (!queues && std::none_of(after.begin(), after.end(), is_function)) return;
  for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
    if (before[i] == after[i]) continue;
    const bool is_data = is_function(after[i]) || after[i]->type.is_pointer || after[i]->op == Op::kAddrOf;
    const bool waits = delta.after.cls == "ipi" && before[i]->op == Op::kConst && after[i]->op == Op::kConst;
    if (!is_data && !waits) continue;
    return AddUndischarged(function, delta.line, NameOf(delta.after) + " is given " + steps::ToString(after[i]) + " instead of " + steps::ToString(before[i]), result);
  }
}

bool IsRcuPointer(ExprRef value) {
  bool found = false;
  steps::ForEach(value, [&](ExprRef part) { found |= part->op == Op::kPure && part->text.starts_with("rcu_dereference"); });
  return found;
}

// Lines that follow a pointer of rcu_dereference with neither a section nor a lock.
std::vector<int> FollowedOutside(const steps::Function& body, const heart::Obligations& owes) {
  std::set<ExprRef> pointers;
  for (const Step& step : body.steps) {
    if (step.kind == StepKind::kAssign && step.place->op == Op::kLocal && IsRcuPointer(step.value)) pointers.insert(step.place);
  }
  std::vector<int> out;
  for (std::size_t i = 0; i < body.steps.size() && i < owes.atomic.size() && !pointers.empty(); ++i) {
    if (!owes.atomic[i].empty() || !owes.held[i].empty()) continue;
    bool follows = false;
    for (ExprRef root : {body.steps[i].value, body.steps[i].place}) {
      if (root != nullptr) steps::ForEach(root, [&](ExprRef part) { follows |= part->op == Op::kDeref && pointers.contains(part->kids[0]); });
    }
    if (follows) out.push_back(body.steps[i].line);
  }
  return out;
}

std::size_t Retries(const steps::Function& body) {
  return static_cast<std::size_t>(std::count_if(body.steps.begin(), body.steps.end(), [](const Step& step) {
    bool found = false;
    if (step.kind == StepKind::kBranch) {
      steps::ForEach(step.value, [&](ExprRef part) { found |= part->op == Op::kPure && part->text.starts_with("read_seq") && part->text.ends_with("retry"); });
    }
    return found;
  }));
}

bool TakesReadSection(const heart::Obligations& owes) {
  return std::any_of(owes.taken_here.begin(), owes.taken_here.end(), [](const heart::Resource& taken) { return taken.is_lock && taken.cls.starts_with("rcu"); });
}

// It reads what RCU protects, by a claim that somebody holds a lock.
bool ClaimsALock(const steps::Function& body) {
  return std::any_of(body.steps.begin(), body.steps.end(), [](const Step& step) {
    bool found = false;
    if (step.value != nullptr) steps::ForEach(step.value, [&](ExprRef part) { found |= part->op == Op::kPure && part->text == "rcu_dereference_protected"; });
    return found;
  });
}

void CheckSections(const FunctionAnalysis& function, heart::Result& result) {
  const std::vector<int> outside = FollowedOutside(*function.after, function.owes_after);
  if (!outside.empty() && FollowedOutside(*function.before, function.owes_before).empty()) {
    AddUndischarged(function, outside.front(), "what RCU protects is read outside the section", result);
  }
  const auto& modes = function.owes_before.lock_modes;
  const bool locks = std::any_of(function.owes_after.lock_modes.begin(), function.owes_after.lock_modes.end(),
                                 [&](const auto& lock) { return !modes.contains(lock.first); });
  if (!locks && ClaimsALock(*function.after) && !ClaimsALock(*function.before) && TakesReadSection(function.owes_before)) {
    AddUndischarged(function, function.after->line, "what was read in a section of RCU is read by a claim that the caller holds a lock", result);
  }
  if (Retries(*function.after) < Retries(*function.before) && !locks) {
    ReportConcurrent("lock-protection", function, function.after->line, "a reader that tried again when a writer came no longer does",
                     "keep the retry", {"task A, new " + function.name + ", has read a part", "task B writes", "task A goes on with parts that do not belong together"}, result);
  }
}

}  // namespace

void CheckGivenAndSetUp(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  if (!function.differs()) return;
  CheckSetUp(function, analysis, result);
  CheckZeroed(function, analysis, result);
  CheckUnset(function, analysis, result);
  CheckFilledOnly(function, analysis, result);
  CheckSections(function, result);
  for (const Delta& delta : function.diff.deltas) {
    const bool same_call = delta.kind == DeltaKind::kChanged && !delta.by_value && delta.before.term != nullptr && delta.after.term != nullptr &&
                           delta.before.term->op == Op::kCall && delta.after.term->op == Op::kCall && delta.before.term->text == delta.after.term->text;
    if (same_call && (delta.after.kind == EffectKind::kDefer || delta.after.kind == EffectKind::kAcquire || delta.after.kind == EffectKind::kRelease)) CheckGiven(function, delta, result);
  }
}

}  // namespace lpcheck::rules
