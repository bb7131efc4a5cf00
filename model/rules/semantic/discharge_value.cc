// Values: stored, allocated, returned or handed over otherwise. Part of the closed list of undischarged.cc.
//
//   value(d) ⇔ the value is not a constant, flag or unit that unchanged code tells apart
//              ∧ an allocation does not shrink ∧ a result keeps its exit class
#include <algorithm>
#include <optional>

#include "model/heart/origin.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

bool HasOperator(ExprRef expr, const char* wanted) {
  bool found = false;
  steps::ForEach(expr, [&](ExprRef part) { found |= part->op == Op::kBinary && part->text == wanted; });
  return found;
}

std::set<std::int64_t> Factors(ExprRef expr, const char* wanted) {
  std::set<std::int64_t> out;
  steps::ForEach(expr, [&](ExprRef part) {
    if (part->op == Op::kBinary && part->text == wanted && part->kids[1]->op == Op::kConst) out.insert(part->kids[1]->value);
  });
  return out;
}

// What is told apart by comparing: numbers, addresses of objects and functions, error pointers.
bool IsToken(ExprRef expr) {
  if (expr->op == Op::kConst || expr->op == Op::kFunction || expr->op == Op::kString) return true;
  if (expr->op == Op::kAddrOf) return steps::RootOf(expr->kids[0])->op == Op::kGlobal;
  return expr->op == Op::kPure && expr->text.starts_with("ERR_PTR");
}

}  // namespace

// A factor or shift that only one of the terms has: the same quantity in another unit.
bool ChangesUnit(ExprRef before, ExprRef after) {
  for (const char* op : {"*", "/", "<<", ">>"}) {
    if (HasOperator(before, op) != HasOperator(after, op)) return true;
    if (Factors(before, op) != Factors(after, op)) return true;
  }
  return false;
}

bool ChangesFlags(ExprRef before, ExprRef after) {
  if (before->op != Op::kBinary || after->op != Op::kBinary || before->text != after->text) return false;
  if (before->text != "|" && before->text != "&" && before->text != "^") return false;
  return before->kids[1] != after->kids[1] && before->kids[1]->op == Op::kConst && after->kids[1]->op == Op::kConst;
}

namespace {

bool StoresConstant(const steps::Function* body, const std::string& datum, ExprRef constant) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    return step.kind == StepKind::kAssign && step.value == constant && heart::DatumOf(step.place) == datum;
  });
}

}  // namespace

namespace {

// By name, or by address as atomic_read() does.
bool Reads(ExprRef value, const std::string& datum) {
  bool found = false;
  heart::ForEachDatum(value, [&](const std::string& part) { found |= part == datum; });
  steps::ForEach(value, [&](ExprRef part) {
    if (part->op != Op::kPure) return;
    found |= std::any_of(part->kids.begin(), part->kids.end(), [&](ExprRef kid) { return kid->op == Op::kAddrOf && heart::DatumOf(kid->kids[0]) == datum; });
  });
  return found;
}

}  // namespace

// Unchanged visible code reads the datum, and no old code stores the new constant in it.
bool ReadersTellApart(const std::string& datum, ExprRef constant, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  bool read = false;
  for (const auto& function : analysis.functions) {
    if (constant != nullptr && StoresConstant(function->before, datum, constant)) return false;
    if (function->before == nullptr) continue;
    for (const Step& step : function->before->steps) {
      if (step.kind == StepKind::kAssign && heart::DatumOf(step.place) == datum) continue;
      read |= step.value != nullptr && Reads(step.value, datum);
    }
  }
  if (!around.users || !around.body) return true;
  for (const std::string& name : around.users(datum)) {
    const steps::Function* body = around.body(name);
    if (body == nullptr) continue;
    if (constant != nullptr && StoresConstant(body, datum, constant)) return false;
    for (const Step& step : body->steps) {
      read |= step.value != nullptr && Reads(step.value, datum);
    }
  }
  return read || !ShowsEveryUser(datum, analysis);
}

namespace {

bool MayBeLess(ExprRef after, ExprRef before, const Analysis& analysis) {
  if (after == before || after == nullptr || before == nullptr) return after != before;
  const ExprRef less = analysis.model->arena->Make(Op::kBinary, "<", {after, before}, {.bits = 32, .is_signed = true});
  return analysis.prover->Satisfiable({{less, true}}) != heart::Truth::kNo;
}

std::string ToString(const heart::Extent& extent) {
  return extent.count == nullptr ? steps::ToString(extent.size) : steps::ToString(extent.count) + " times " + steps::ToString(extent.size);
}

bool IsFixed(ExprRef length) { return length == nullptr || length->op == Op::kConst; }

bool IsPredicate(ExprRef value) {
  if (value == nullptr) return false;
  if (value->op == Op::kUnary && value->text == "!") return true;
  return value->op == Op::kBinary && (value->text == "==" || value->text == "<" || value->text == "&&" || value->text == "||");
}

// The constant index by which a shared array is reached.
std::optional<std::int64_t> SlotOf(ExprRef place) {
  while (place->op == Op::kField || place->op == Op::kCast) place = place->kids[0];
  if (place->op != Op::kIndex || place->kids[1]->op != Op::kConst) return std::nullopt;
  return place->kids[1]->value;
}

}  // namespace

namespace {

// What a call stores: the value that memset() fills in, that atomic_set() sets, the text that strscpy() copies.
ExprRef StoredByCall(const Effect& effect) {
  if (effect.kind != EffectKind::kWrite || effect.entry == nullptr || effect.entry->guess || effect.term == nullptr || effect.term->op != Op::kCall) return nullptr;
  const auto index = static_cast<std::size_t>(effect.entry->value);
  return effect.entry->value >= 0 && index < effect.term->kids.size() ? effect.term->kids[index] : nullptr;
}

void CheckStoredByCall(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef before = StoredByCall(delta.before), after = StoredByCall(delta.after);
  if (before == nullptr || after == nullptr || before == after || !IsToken(before) || !IsToken(after)) return;
  if (delta.before.object != delta.after.object || delta.before.term->text != delta.after.term->text) return;
  const std::string datum = heart::DatumOf(delta.after.object);
  // It is read by address, as it is stored: whoever mentions it may be a reader.
  const heart::Surroundings& around = analysis.model->surroundings;
  const bool is_mentioned = !ShowsEveryUser(datum, analysis) || !around.users || !around.users(datum).empty();
  if (datum.empty() || !is_mentioned) return;
  AddUndischarged(function, delta.line, datum + " is set to " + steps::ToString(after) + " instead of " + steps::ToString(before) + " by " + NameOf(delta.after) +
                                   ", and others read it", result);
}

}  // namespace

void CheckStoredValue(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef before = delta.before.term;
  const ExprRef after = delta.after.term;
  if (delta.by_value || before == nullptr || after == nullptr || delta.after.object == nullptr) return;
  const std::string datum = heart::DatumOf(delta.after.object);
  if (before->op == Op::kCall || after->op == Op::kCall) return CheckStoredByCall(function, delta, analysis, result);
  const std::optional<std::int64_t> old_slot = delta.before.object == nullptr ? std::nullopt : SlotOf(delta.before.object);
  const std::optional<std::int64_t> new_slot = SlotOf(delta.after.object);
  if (old_slot && new_slot && old_slot != new_slot && !heart::IsMadeHere(delta.after.object, function, *analysis.model->table)) {
    return AddUndischarged(function, delta.line, NameOf(delta.after) + " is stored instead of " + NameOf(delta.before), result);
  }
  const bool is_constant = IsToken(before) && IsToken(after);
  if (datum.empty()) {
    if (is_constant && !IsChainMatter(function, delta.after.object, result)) {
      AddUndischarged(function, delta.line, NameOf(delta.after) + " receives " + steps::ToString(after) + " instead of " + steps::ToString(before), result);
    }
    return;
  }
  if (delta.after.kind == EffectKind::kCounter && before != after) {
    if (OnlyStopsAtZero(delta)) return;
    if (ReadersTellApart(datum, nullptr, analysis)) AddUndischarged(function, delta.line, datum + " grows or shrinks by another amount", result);
    return;
  }
  if (!is_constant && !ChangesUnit(before, after) && !ChangesFlags(before, after)) return;
  if (!ReadersTellApart(datum, after->op == Op::kConst ? after : nullptr, analysis)) return;
  AddUndischarged(function, delta.line, datum + " is stored as " + steps::ToString(after) + " instead of " + steps::ToString(before) +
                                   ", and unchanged code reads it", result);
}

// What is allocated; of a callee of which nothing else is known too.
heart::Extent AllocatedBy(Effect effect, const api::Table& table) {
  if (effect.entry == nullptr && effect.term != nullptr && effect.term->op == Op::kCall) effect.entry = table.FindSize(effect.term->text);
  else if (effect.entry == nullptr || effect.entry->kind != api::Kind::kAlloc) return {};
  return heart::ExtentOf(effect);
}

// A larger allocation serves every old user; a smaller one must be asked for by name.
void CheckAllocation(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const api::Table& table = *analysis.model->table;
  const heart::Extent before = AllocatedBy(delta.before, table);
  const heart::Extent after = AllocatedBy(delta.after, table);
  if (after.size == nullptr) return;
  if (delta.by_value) {
    // Memory that is freed again here has no other users.
    if ((IsFixed(after.size) && IsFixed(after.count)) || function.owes_after.hands_over_memory.empty()) return;
    return AddUndischarged(function, delta.line, "allocates as many bytes as a value says that is computed otherwise", result);
  }
  if (before.size == nullptr || before == after) return;
  auto old_value = [&](ExprRef size) { return size == nullptr ? size : heart::Expand(*function.before, size, *analysis.model->arena); };
  auto new_value = [&](ExprRef size) { return size == nullptr ? size : heart::Expand(*function.after, size, *analysis.model->arena); };
  const bool may_shrink = MayBeLess(new_value(after.size), old_value(before.size), analysis) ||
                          MayBeLess(new_value(after.count), old_value(before.count), analysis);
  if (!may_shrink) return;
  AddUndischarged(function, delta.line, "allocates " + ToString(after) + " bytes instead of " + ToString(before), result);
}

// An error found at the end: the caller takes it for a failure, so nothing of what was done may have reached others yet.
bool IsLateGuard(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis) {
  if (CallersLookFor(delta.new_value, function, analysis) || !function.owes_after.hands_over_memory.empty()) return false;
  const ExprRef failed = delta.new_value->op == Op::kResult ? delta.new_value->kids[0] : nullptr;
  const api::Entry* callee = failed == nullptr ? nullptr : analysis.model->table->Find(failed->text);
  const bool passes_on = callee != nullptr && callee->fails == "errno";  // else "not zero" may be a count or a yes
  if (!passes_on && !Fails(delta.new_value, function)) return false;
  return std::none_of(function.after->steps.begin(), function.after->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, *analysis.model->table);
    if (effect.term != nullptr && failed != nullptr && effect.term->text == failed->text) return false;  // it failed: it did nothing
    return effect.kind == EffectKind::kPublish || effect.kind == EffectKind::kDefer || effect.kind == EffectKind::kUnpublish ||
           effect.kind == EffectKind::kIndirect || (effect.entry != nullptr && effect.entry->kind == api::Kind::kRegister);
  });
}

// Success becomes what a callee answered: an error where it failed. Every caller is seen, none changes, and none misses
// anything then.
bool PassesFailureOn(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis) {
  const steps::Type& type = function.any().result;
  const std::set<std::string> old_exits = Exits(function.owes_before);
  const bool callers_change = std::any_of(analysis.calls.begin(), analysis.calls.end(),
                                          [&](const heart::CallEdge& edge) { return edge.callee == &function && edge.caller->differs(); });
  if (callers_change || type.is_pointer || !type.is_signed || type.bits == 0 || !ShowsEveryCaller(function, analysis)) return false;
  if (!old_exits.contains("0") || !old_exits.contains("error") || ExitOf(delta.old_value, function) != "0") return false;
  constexpr std::int64_t kAnyError = -22;
  const ExprRef error = analysis.model->arena->Const(kAnyError, type);
  return !CallersLookFor(error, function, analysis) && MissedByCallers(function, error, analysis).empty();
}

void CheckResult(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (IsChainMatter(function, nullptr, result)) return;
  if (OnlyAnswers(function, analysis) && ExitOf(delta.new_value, function) == "value" && function.before->result.bits > 0) {
    return AddUndischarged(function, delta.line, "another answer of a function that only answers: who relies on the same one twice is not known", result);
  }
  if (delta.by_value) return;
  const bool newly_fails = Fails(delta.new_value, function) && !Fails(delta.old_value, function);
  if (const std::string missed = newly_fails ? MissedByCallers(function, delta.new_value, analysis) : ""; !missed.empty()) {
    return AddUndischarged(function, delta.line, missed + ": objects made before may need it", result);
  }
  const std::string before = ExitUnder(delta.condition, delta.old_value, function);
  const std::string after = ExitUnder(delta.condition, delta.new_value, function);
  const std::set<std::string> old_exits = Exits(function.owes_before);
  const bool is_pointer = function.any().result.is_pointer && after == "value" && old_exits.contains("pointer");
  const bool is_new = !old_exits.contains(after) && !old_exits.contains("value") && !is_pointer && delta.new_value != nullptr;
  if (is_new && after == "value" && PassesFailureOn(function, delta, analysis)) return;
  if (is_new && !(newly_fails && ShowsEveryCaller(function, analysis))) {
    return AddUndischarged(function, delta.line, "returns " + steps::ToString(delta.new_value) + ", a kind of result it never had", result);
  }
  const bool is_known = old_exits.contains(after) || ShowsEveryCaller(function, analysis);
  if (before == "0" && after == "error" && is_known && IsLateGuard(function, delta, analysis)) return;
  if (before != after && before != "value" && after != "value") {
    return AddUndischarged(function, delta.line, "returns " + steps::ToString(delta.new_value) + " where it returned " +
                                            steps::ToString(delta.old_value), result);
  }
  if (IsPredicate(delta.old_value) && IsPredicate(delta.new_value)) {
    AddUndischarged(function, delta.line, "a yes-or-no answer is decided otherwise: " + steps::ToString(delta.new_value), result);
  }
}

// The same action on another object, another queue, another work item; bytes of a local record that leave otherwise.
void CheckChangedAction(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.after.entry != nullptr && delta.after.entry->fatal) {
    return AddUndischarged(function, delta.line, NameOf(delta.after) + " checks a value that changed", result);
  }
  if (delta.by_value) {
    const bool leaves = delta.hands_out_local && (delta.after.kind == EffectKind::kCopyOut || delta.after.kind == EffectKind::kCall);
    const bool is_judged = delta.after.kind == EffectKind::kCall && analysis.Find(delta.after.term->text) != nullptr;
    if (leaves && !is_judged) AddUndischarged(function, delta.line, "other bytes are handed to " + NameOf(delta.after), result);
    return;
  }
  const bool links = delta.after.kind == EffectKind::kPublish || delta.after.kind == EffectKind::kUnpublish;
  if (!links && delta.after.object == delta.before.object && delta.after.object != nullptr) return;
  switch (delta.after.kind) {
    case EffectKind::kPublish:
    case EffectKind::kUnpublish:
    case EffectKind::kWait:
    case EffectKind::kWake:
    case EffectKind::kDefer:
    case EffectKind::kCancel: return AddUndischarged(function, delta.line, NameOf(delta.after) + " acts on something else than before", result);
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kWrite:
    case EffectKind::kCounter:
    case EffectKind::kCopyOut:
    case EffectKind::kBarrier:
    case EffectKind::kCall:
    case EffectKind::kIndirect:
    case EffectKind::kAsm:
    case EffectKind::kGap: return;
  }
}

}  // namespace lpcheck::rules
