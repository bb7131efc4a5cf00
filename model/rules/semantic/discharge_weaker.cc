// Operations that stand where a stronger one stood. To a comparison of what is owed the two are one. Part of the closed list
// of undischarged.cc.
//
//   as strong(f) ⇔ no acquisition that could be refused becomes one that cannot (the object may be dead already)
//                ∧ no lock that was waited for becomes one that is only tried
//                ∧ no atomic step of a counter becomes a read and a store
//                ∧ no bit that is set or cleared atomically, or as an unlock, is not so any more
//                ∧ no lock, list, timer or completion is set up anew, but where its object comes into being
//                ∧ no memory that others free comes from another allocator
//                ∧ no release after a grace period becomes one at once
//                ∧ no lock that kept the interrupt state becomes one that opens interrupts behind it, unless f may sleep
//                ∧ no section is left and entered again on the way from one unchanged step of it to another
//                ∧ no wait is for a datum that nobody is seen to change and wake for
//                ∧ no fixed number of bytes written grows beyond the member, nor does a local that leaves get fewer cleared
#include <algorithm>
#include <cstdlib>

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

bool IsKnown(const Effect& effect) { return effect.entry != nullptr && !effect.entry->guess; }

// Steps of one version that the other does not make, as effects.
std::vector<Effect> OwnEffects(const steps::Function& body, const std::vector<int>& partner, const api::Table& table) {
  std::vector<Effect> out;
  for (std::size_t i = 0; i < body.steps.size() && i < partner.size(); ++i) {
    if (partner[i] >= 0) continue;
    Effect effect = heart::EffectOf(body.steps[i], table);
    effect.step = static_cast<int>(i);
    if (IsKnown(effect) || effect.kind == EffectKind::kWrite) out.push_back(std::move(effect));
  }
  return out;
}

bool OnSameObject(const Effect& a, const Effect& b) {
  if (a.object == b.object) return true;
  return a.object != nullptr && b.object != nullptr && !heart::DatumOf(a.object).empty() && heart::DatumOf(a.object) == heart::DatumOf(b.object);
}

// __set_bit: the kernel's mark of what is not atomic.
bool IsPlainName(const std::string& name) { return name.starts_with("__"); }

constexpr const char* kLosesSteps = "loses what others add between its read and its store";
constexpr const char* kLosesBits = "loses what others set between its read and its store";

const char* WeakerHow(const Effect& before, const Effect& after) {
  if (!IsKnown(before)) return nullptr;
  const api::Kind was = before.entry->kind;
  // A constant sets the count anew; what is read and stored again is meant as a step.
  const bool is_step = after.kind == EffectKind::kWrite && after.term != nullptr && after.term->op != Op::kCall && after.object != nullptr &&
                       steps::Contains(after.term, after.object);
  const bool was_atomic = before.kind == EffectKind::kCounter && (was == api::Kind::kAdd || was == api::Kind::kSub);
  if (was_atomic && is_step) return kLosesSteps;
  const bool was_bit = (was == api::Kind::kSetBit || was == api::Kind::kClearBit) && !IsPlainName(before.term->text);
  if (was_bit && after.kind == EffectKind::kWrite && (is_step || (IsKnown(after) && IsPlainName(after.term->text)))) {
    return kLosesBits;
  }
  if (!IsKnown(after)) return nullptr;
  const bool let_go = before.term->op == Op::kCall && before.term->text.find("unlock") != std::string::npos;
  if (was_bit && let_go && after.entry->kind == was && after.term->text.find("unlock") == std::string::npos) return "orders nothing before it";
  const api::Kind is = after.entry->kind;
  if (was == api::Kind::kTryGet && is == api::Kind::kGet) return "does not ask whether the object is still alive";
  if (was == api::Kind::kLock && is == api::Kind::kTryLock) return "does not wait for the lock";
  const bool release = after.kind == EffectKind::kRelease && before.kind == EffectKind::kRelease;
  return release && before.entry->deferred && !after.entry->deferred ? "does not wait for readers" : nullptr;
}

// Others touch the datum too: a step of theirs falls between the read and the store.
bool LosesUpdates(const FunctionAnalysis& function, const Effect& after, const char* how, const Analysis& analysis) {
  if ((how != kLosesSteps && how != kLosesBits) || heart::IsMadeHere(after.object, function, *analysis.model->table)) return false;
  const bool is_step = after.term != nullptr && after.term->op != Op::kCall && steps::Contains(after.term, after.object);
  const std::string datum = heart::DatumOf(after.object);
  const heart::Surroundings& around = analysis.model->surroundings;
  return is_step && !datum.empty() && (!ShowsEveryUser(datum, analysis) || (around.users && !around.users(datum).empty()));
}

void CheckReplaced(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const api::Table& table = *analysis.model->table;
  const std::vector<Effect> gone = OwnEffects(*function.before, function.diff.alignment.to_new, table);
  const std::vector<Effect> came = OwnEffects(*function.after, function.diff.alignment.to_old, table);
  for (const Effect& after : came) {
    for (const Effect& before : gone) {
      if (!OnSameObject(before, after)) continue;
      const char* how = WeakerHow(before, after);
      const bool allocate = IsKnown(before) && IsKnown(after) && before.entry->kind == api::Kind::kAlloc && after.entry->kind == api::Kind::kAlloc;
      if (allocate && before.cls != after.cls && !function.owes_after.hands_over_memory.empty()) {
        AddUndischarged(function, after.line, NameOf(after) + " stands for " + NameOf(before) + ", and its memory is freed in another way", result);
      }
      if (how == nullptr) continue;
      const std::string message = NameOf(after) + " stands for " + NameOf(before) + " and " + how;
      if (LosesUpdates(function, after, how, analysis)) {
        ReportConcurrent("lock-protection", function, after.line, message, "keep the atomic operation",
                         {"task A, new " + function.name + ", reads", "task B changes the same datum", "task A stores, and what B did is lost"}, result);
      } else {
        AddUndischarged(function, after.line, message, result);
      }
    }
  }
}

bool EverSleeps(const steps::Function& body, const api::Table& table) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return IsKnown(effect) && effect.kind != EffectKind::kUnlock && (effect.entry->sleeps || effect.entry->kind == api::Kind::kSleep);
  });
}

void CheckInterruptState(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  for (const auto& [lock, modes] : function.owes_before.lock_modes) {
    const auto now = function.owes_after.lock_modes.find(lock);
    if (now == function.owes_after.lock_modes.end() || !modes.contains("save") || now->second.contains("save") || !now->second.contains("off")) continue;
    if (EverSleeps(*function.before, *analysis.model->table)) continue;
    AddUndischarged(function, function.after->line, "interrupts are on behind the section of " + lock + ", whatever they were before it", result);
  }
}

// The unchanged steps that are reached from a new step through new steps only.
std::set<int> FirstUnchanged(const FunctionAnalysis& function, int from) {
  std::set<int> out, seen;
  std::vector<int> work(function.after->steps[from].succ);
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (index < 0 || !seen.insert(index).second) continue;
    if (function.diff.alignment.to_old[index] >= 0) {
      out.insert(index);
    } else {
      work.insert(work.end(), function.after->steps[index].succ.begin(), function.after->steps[index].succ.end());
    }
  }
  return out;
}

void CheckSplit(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const auto& before = function.owes_before.held;
  const auto& after = function.owes_after.held;
  for (std::size_t i = 0; i < function.after->steps.size() && i < after.size(); ++i) {
    if (function.diff.alignment.to_old[i] >= 0) continue;
    if (heart::EffectOf(function.after->steps[i], *analysis.model->table).kind != EffectKind::kUnlock) continue;
    for (int next : FirstUnchanged(function, static_cast<int>(i))) {
      const int twin = function.diff.alignment.to_old[next];
      for (const std::string& lock : after[i]) {
        const bool still = std::any_of(function.after->steps[i].succ.begin(), function.after->steps[i].succ.end(),
                                       [&](int succ) { return succ >= 0 && after[succ].contains(lock); });
        if (still || !after[next].contains(lock) || twin >= static_cast<int>(before.size()) || !before[twin].contains(lock)) continue;
        return AddUndischarged(function, function.after->steps[i].line, "the section of " + lock + " is left and entered again in the middle", result);
      }
    }
  }
}

std::set<std::string> DataIn(ExprRef call) {
  std::set<std::string> out;
  for (std::size_t i = 1; i < call->kids.size(); ++i) {
    heart::ForEachDatum(call->kids[i], [&](const std::string& datum) { out.insert(datum); });
  }
  return out;
}

// Some old code stores in the datum and wakes somebody.
bool IsWokenFor(const std::string& datum, const Analysis& analysis) {
  auto does = [&](const steps::Function* body) {
    bool stores = false, wakes = false;
    for (const Step& step : body == nullptr ? std::vector<Step>{} : body->steps) {
      const Effect effect = heart::EffectOf(step, *analysis.model->table);
      const bool writes = effect.kind == EffectKind::kWrite || effect.kind == EffectKind::kCounter;
      stores |= writes && effect.object != nullptr && heart::DatumOf(effect.object) == datum;
      wakes |= effect.kind == EffectKind::kWake;
    }
    return stores && wakes;
  };
  for (const auto& function : analysis.functions) {
    if (does(function->before)) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return false;
  const std::vector<std::string> users = around.users(datum);
  return std::any_of(users.begin(), users.end(), [&](const std::string& name) { return does(around.body(name)); });
}

bool SetsUp(const Effect& effect) { return IsKnown(effect) && effect.entry->kind == api::Kind::kInit; }

// The function is where the object comes into being: the old version sets up another part of it, or takes this very part off.
bool IsWhereSetUp(const FunctionAnalysis& function, ExprRef object, const api::Table& table) {
  const ExprRef root = steps::RootOf(object);
  return std::any_of(function.before->steps.begin(), function.before->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    if (effect.object == nullptr) return false;
    if (effect.kind == EffectKind::kUnpublish) return heart::DatumOf(effect.object) == heart::DatumOf(object);
    return SetsUp(effect) && steps::RootOf(effect.object) == root;
  });
}

// What was set up before is alive: waiters, entries and holders are forgotten.
void CheckSetUpAnew(const FunctionAnalysis& function, const Effect& effect, int line, const Analysis& analysis, heart::Result& result) {
  if (!SetsUp(effect) || effect.object == nullptr || effect.entry->mode == "again" || steps::IsLocalStorage(effect.object)) return;
  const api::Table& table = *analysis.model->table;
  if (heart::IsMadeHere(effect.object, function, table) || IsWhereSetUp(function, effect.object, table)) return;
  AddUndischarged(function, line, NameOf(effect) + " is set up anew, and others may have come to it already", result);
}

void CheckWait(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const std::set<std::string> before = DataIn(delta.before.term);
  for (const std::string& datum : DataIn(delta.after.term)) {
    if (before.contains(datum) || IsWokenFor(datum, analysis)) continue;
    return AddUndischarged(function, delta.line, "waits for " + datum + ", and nothing shows who wakes it for that", result);
  }
}

// Bytes of an array member, by its spelled type; 0 if it is no array of bytes.
long BytesOf(ExprRef object) {
  const std::string& type = object->type.name;
  const std::size_t open = type.find('[');
  return open == std::string::npos || type.find("char") == std::string::npos ? 0 : std::strtol(type.c_str() + open + 1, nullptr, 10);
}

bool LeavesByAddress(const steps::Function& body, ExprRef local, const api::Table& table) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const ExprRef call = heart::CallOf(step);
    if (call == nullptr) return false;
    const EffectKind kind = heart::EffectOf(step, table).kind;
    if (kind != EffectKind::kCopyOut && kind != EffectKind::kCall) return false;
    return std::any_of(call->kids.begin(), call->kids.end(), [&](ExprRef arg) {
      while (arg->op == Op::kCast) arg = arg->kids[0];
      return arg->op == Op::kAddrOf && steps::RootOf(arg->kids[0]) == local;
    });
  });
}

void CheckBytes(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef before = heart::ExtentOf(delta.before).size, after = heart::ExtentOf(delta.after).size;
  const ExprRef object = delta.after.object;
  if (before == nullptr || after == nullptr || before->op != Op::kConst || after->op != Op::kConst || object == nullptr) return;
  if (delta.before.object != object || before->value == after->value) return;
  if (steps::IsLocalStorage(object)) {
    if (after->value < before->value && LeavesByAddress(*function.after, steps::RootOf(object), *analysis.model->table)) {
      AddUndischarged(function, delta.line, "fewer bytes of " + steps::ToString(object) + " are written before it leaves", result);
    }
    return;
  }
  if (after->value < before->value || (BytesOf(object) > 0 && after->value <= BytesOf(object))) return;
  AddUndischarged(function, delta.line, "more bytes than before are written to " + steps::ToString(object), result);
}

}  // namespace

void CheckWeaker(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  if (!function.differs()) return;
  CheckReplaced(function, analysis, result);
  CheckInterruptState(function, analysis, result);
  CheckSplit(function, analysis, result);
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind == DeltaKind::kAdded && !delta.by_value) CheckSetUpAnew(function, delta.after, delta.line, analysis, result);
    for (const Effect& effect : delta.by_value ? std::vector<Effect>{} : delta.extra_new) CheckSetUpAnew(function, effect, effect.line, analysis, result);
    const bool same_call = delta.kind == DeltaKind::kChanged && !delta.by_value && delta.before.term != nullptr && delta.after.term != nullptr &&
                           delta.before.term->op == Op::kCall && delta.after.term->op == Op::kCall && delta.before.term->text == delta.after.term->text;
    if (!same_call) continue;
    if (delta.after.kind == EffectKind::kWait) CheckWait(function, delta, analysis, result);
    if (delta.after.kind == EffectKind::kWrite) CheckBytes(function, delta, analysis, result);
  }
}

}  // namespace lpcheck::rules
