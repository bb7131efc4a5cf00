// Ways out: a new guard, a check removed, another branch taken. Part of the closed list of undischarged.cc.
//
//   guard(d) ⇔ d leaves early ∧ no caller answers its error in its own way
//              ∧ (it tests a pointer that the old version goes on to dereference
//                 ∨ it skips nothing that takes back a count ∧ its exit class is one the function had
//                   ∧ (it fails ∨ it skips no wake-up, removal or cancellation, nor a visible helper that makes one))
//   more(d)  ⇔ d reaches steps that the old version skipped ∧ it skips nothing that others depend on
//              ∧ (another test stands in for the one that went ∨ the test read no data
//                 ∨ none of the steps cancels, unlinks, waits for or queues an object that may not be set up yet)
#include <algorithm>
#include <optional>

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

bool Shrinks(const Effect& effect) {
  if (effect.kind != EffectKind::kCounter || effect.object == nullptr || heart::DatumOf(effect.object).empty()) return false;
  if (effect.entry != nullptr) return effect.entry->kind == api::Kind::kSub;
  return effect.term != nullptr && effect.term->op == Op::kBinary && effect.term->text == "-";
}

// The way ends in a failure, or in something that may be one.
bool FailsOnThisWay(const FunctionAnalysis& function, const Delta& delta) {
  if (delta.new_report != nullptr && delta.new_report->op == Op::kConst) return Fails(delta.new_report, function);
  if (delta.new_value != nullptr && delta.new_value->op == Op::kConst) return Fails(delta.new_value, function);
  return CanFail(function);
}

// Something that callers take for done when they hear of success: made reachable, queued, or answered by address.
bool IsPromised(const Effect& effect, const FunctionAnalysis& function) {
  if (effect.kind == EffectKind::kPublish || effect.kind == EffectKind::kDefer) return true;
  if (effect.kind != EffectKind::kWrite || effect.object == nullptr || effect.object->op != Op::kDeref) return false;
  const ExprRef pointer = effect.object->kids[0];
  return std::any_of(function.any().params.begin(), function.any().params.end(), [&](const steps::Param& param) {
    return pointer->op == Op::kLocal && pointer->text == param.name;
  });
}

void CheckGuard(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (CallersLookFor(delta.new_value, function, analysis)) {
    return AddUndischarged(function, delta.line, "a caller looks for " + steps::ToString(delta.new_value) + " and answers it in its own way", result);
  }
  if (delta.would_fault) return;
  const ExprRef failure = delta.new_value != nullptr ? delta.new_value : delta.new_report;
  if (failure != nullptr && Fails(failure, function)) {
    const std::string missed = MissedByCallers(function, failure, analysis);
    if (!missed.empty()) return AddUndischarged(function, delta.line, missed + ": objects made before may need it", result);
  }
  for (const Effect& effect : delta.skipped) {
    const std::string datum = effect.object == nullptr ? "" : heart::DatumOf(effect.object);
    if (analysis.model->stack_only_records.contains(datum.substr(0, datum.rfind('.')))) continue;
    if (effect.kind == EffectKind::kCounter && heart::IsMadeHere(effect.object, function, *analysis.model->table)) continue;
    if (TakesBack(effect, analysis, 0)) {
      return AddUndischarged(function, delta.line, "a new way out skips " + NameOf(effect) + ", which takes back what was counted", result);
    }
  }
  const ExprRef report = delta.new_value != nullptr ? delta.new_value : delta.new_report;
  if (report != nullptr && report->op == Op::kConst && !Fails(report, function) && CanFail(function)) {
    for (const Effect& effect : delta.skipped) {
      if (!IsPromised(effect, function)) continue;
      return AddUndischarged(function, delta.line, "a new way out reports success without " + NameOf(effect), result);
    }
  }
  const std::set<std::string> old_exits = Exits(function.owes_before);
  const std::string exit = ExitUnder(delta.condition, delta.new_value, function);
  const bool could_fail = exit == "value" && old_exits.contains("error");
  if (failure != nullptr && Fails(failure, function) && ShowsEveryCaller(function, analysis)) return;
  if (delta.new_value != nullptr && !could_fail && !old_exits.contains(exit) && !old_exits.contains("value")) {
    AddUndischarged(function, delta.line, "a new way out returns " + steps::ToString(delta.new_value) + ", a kind of result it never had", result);
  }
}

std::set<std::string> CalleesTested(const Delta& delta, std::size_t first, std::size_t last) {
  std::set<std::string> out;
  for (std::size_t i = first; i < last; ++i) {
    steps::ForEach(delta.condition[i].expr, [&](ExprRef part) {
      if (part->op == Op::kResult && !part->kids[0]->text.empty()) out.insert(part->kids[0]->text);
    });
  }
  return out;
}

// The new version makes the very test that the old one left by, and fails by it too.
bool FailsByTheSameTest(const FunctionAnalysis& function, const Delta& removed, const Delta& delta) {
  if (delta.kind != DeltaKind::kResult || ExitUnder(delta.condition, delta.new_value, function) != "error") return false;
  return std::any_of(delta.condition.begin() + delta.old_literals, delta.condition.end(), [&](const heart::Literal& literal) {
    const auto old_end = removed.condition.begin() + removed.old_literals;
    return std::find(removed.condition.begin(), old_end, literal) != old_end;
  });
}

// Tests that one version makes where the other does not; those of the old path of `removed` alone, if it is given.
std::set<ExprRef> UnpairedTests(const steps::Function& body, const std::vector<int>& partner, const Delta* removed) {
  std::set<ExprRef> out;
  for (std::size_t i = 0; i < body.steps.size() && i < partner.size(); ++i) {
    const Step& step = body.steps[i];
    if (step.kind != StepKind::kBranch || partner[i] >= 0) continue;
    const std::vector<int>* path = removed == nullptr ? nullptr : &removed->old_path;
    if (path == nullptr || std::find(path->begin(), path->end(), step.line) != path->end()) out.insert(step.value);
  }
  if (removed == nullptr) return out;
  for (std::size_t j = 0; j < removed->old_literals; ++j) out.insert(removed->condition[j].expr);
  return out;
}

// What acts on an object that must have been set up before.
bool NeedsReadyObject(const Effect& effect) {
  return effect.kind == EffectKind::kCancel || effect.kind == EffectKind::kUnpublish || effect.kind == EffectKind::kWait ||
         effect.kind == EffectKind::kDefer;
}

// The old version acted only where a datum said so; the new one acts always.
void CheckDroppedGuard(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.condition.empty() || delta.condition.size() != delta.old_literals) return;
  bool tests_data = false;
  for (const heart::Literal& literal : delta.condition) {
    heart::ForEachDatum(literal.expr, [&](const std::string&) { tests_data = true; });
  }
  if (!tests_data) return;
  for (const Effect& effect : delta.extra) {
    const bool shared = effect.object != nullptr && !steps::IsLocalStorage(effect.object) &&
                        !heart::IsMadeHere(effect.object, function, *analysis.model->table);
    if (!NeedsReadyObject(effect) || !shared) continue;
    return AddUndischarged(function, delta.line, NameOf(effect) + " now runs always; whether what it acts on is ready then is not known", result);
  }
}

// The check tested the outcome of an operation, and the new version makes and tests that operation at another place.
bool IsAskedElsewhere(const FunctionAnalysis& function, const Delta& removed) {
  const std::set<ExprRef> gone = UnpairedTests(*function.before, function.diff.alignment.to_new, &removed);
  const std::set<ExprRef> made = UnpairedTests(*function.after, function.diff.alignment.to_old, nullptr);
  if (std::any_of(gone.begin(), gone.end(), [&](ExprRef test) { return made.contains(test); })) return true;
  const std::set<std::string> tested = CalleesTested(removed, 0, removed.old_literals);
  return !tested.empty() && std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [&](const Delta& delta) {
    if (FailsByTheSameTest(function, removed, delta)) return true;
    if (delta.kind != DeltaKind::kRedirect || !delta.leaves_early) return false;
    const std::set<std::string> now = CalleesTested(delta, delta.old_literals, delta.condition.size());
    return std::any_of(now.begin(), now.end(), [&](const std::string& name) { return tested.contains(name); });
  });
}

bool UnlinksForGood(const Effect& effect, const steps::Function& body, const api::Table& table) {
  if (effect.kind != EffectKind::kUnpublish) return false;
  const std::string datum = effect.object == nullptr ? "" : heart::DatumOf(effect.object);
  return std::none_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const Effect other = heart::EffectOf(step, table);
    return other.kind == EffectKind::kPublish && other.object != nullptr && heart::DatumOf(other.object) == datum;
  });
}

bool WakesOrStops(const Effect& effect) {
  return effect.kind == EffectKind::kWake || effect.kind == EffectKind::kCancel;
}

// The step calls a visible helper in which, on some way, others are woken, a thing is unlinked that it has not linked, or work
// is taken back: that step of the helper.
std::optional<Effect> OwedInside(const Effect& effect, const Analysis& analysis, int depth) {
  if (effect.kind != EffectKind::kCall || effect.term == nullptr || effect.entry != nullptr || depth > 2) return std::nullopt;
  const FunctionAnalysis* changed = analysis.Find(effect.term->text);
  const heart::Surroundings& around = analysis.model->surroundings;
  const steps::Function* body = changed != nullptr ? changed->before : around.body ? around.body(effect.term->text) : nullptr;
  if (body == nullptr) return std::nullopt;
  for (const Step& step : body->steps) {
    const Effect inner = heart::EffectOf(step, *analysis.model->table);
    if (WakesOrStops(inner) || UnlinksForGood(inner, *body, *analysis.model->table)) return inner;
    if (std::optional<Effect> found = OwedInside(inner, analysis, depth + 1)) return found;
  }
  return std::nullopt;
}

// The new way does not come by the helper, nor by another that does the like.
std::optional<Effect> OwedInside(const Effect& effect, const Delta& delta, const Analysis& analysis) {
  const std::optional<Effect> owed = OwedInside(effect, analysis, 0);
  if (!owed) return std::nullopt;
  const bool again = std::any_of(delta.extra.begin(), delta.extra.end(), [&](const Effect& other) {
    if (other.kind == owed->kind) return true;
    const std::optional<Effect> inside = OwedInside(other, analysis, 0);
    return inside && inside->kind == owed->kind;
  });
  return again ? std::nullopt : owed;
}

// Even a way that fails must not leave in place what the operation was called to take away, or somebody waiting for it.
void CheckFailureSkips(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  for (const Effect& effect : delta.skipped) {
    const std::optional<Effect> inside = OwedInside(effect, delta, analysis);
    const Effect& done = inside ? *inside : effect;
    const bool is_owed = done.kind == EffectKind::kUnpublish || (done.kind == EffectKind::kWake && done.cls == "completion");
    if (!is_owed) continue;
    return AddUndischarged(function, delta.line, "a new way out fails without " + NameOf(effect) + ", which others may rely on", result);
  }
}

// The local holds nothing but what changed functions of the fix answered: how these are called and what they return is
// judged by itself.
bool IsAnswerOfChanged(const FunctionAnalysis& function, ExprRef local, const Analysis& analysis) {
  if (local->op != Op::kLocal) return false;
  bool any = false;
  for (const Step& step : function.after->steps) {
    if (step.kind != StepKind::kAssign || step.place != local || step.value->op == Op::kConst) continue;
    const ExprRef call = heart::CallResult(step.value);
    if (call == nullptr || call->text.empty() || analysis.Find(call->text) == nullptr) return false;
    any = true;
  }
  return any;
}

// The test is whether there is something to give back at all: `if (!IS_ERR(skb)) kfree_skb(skb)`.
bool TestsItsObject(const Delta& delta, const Effect& effect) {
  if (effect.kind != EffectKind::kRelease || effect.object == nullptr) return false;
  return std::any_of(delta.condition.begin(), delta.condition.end(), [&](const heart::Literal& literal) {
    ExprRef tested = literal.expr;
    const bool is_error = tested->op == Op::kPure && tested->text.starts_with("IS_ERR") && !tested->kids.empty();
    if (is_error || (tested->op == Op::kUnary && tested->text == "!")) tested = tested->kids[0];
    return tested == effect.object;
  });
}

// A value that is computed otherwise decides whether something is given back or somebody is told. What a function is about
// to return decides about much, and is judged as its result.
void CheckDecidedByValue(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  std::set<ExprRef> returned;
  for (const Step& step : function.after->steps) {
    if (step.kind == StepKind::kReturn && step.value != nullptr) returned.insert(step.value);
  }
  for (const heart::Literal& literal : delta.condition) {
    bool is_result = false;
    steps::ForEach(literal.expr, [&](ExprRef part) {
      is_result |= returned.contains(part) || part->op == Op::kResult || IsAnswerOfChanged(function, part, analysis);
    });
    if (is_result) return;
  }
  for (const Effect& effect : delta.skipped) {
    const bool owed = OthersDependOn(effect) || effect.kind == EffectKind::kRelease;
    if (!owed || heart::IsMadeHere(effect.object, function, *analysis.model->table) || TestsItsObject(delta, effect)) continue;
    const bool is_own = std::any_of(function.owes_after.taken_here.begin(), function.owes_after.taken_here.end(),
                                    [&](const heart::Resource& taken) { return !taken.is_lock && taken.cls == effect.cls; });
    if (is_own) continue;
    return AddUndischarged(function, delta.line, "a value that is computed otherwise decides about " + NameOf(effect), result);
  }
}

// A static function that only answers, in one call chain with the changed callers that are all it has: the consistency model
// keeps question and answer in one version, and nothing else sees the answer.
bool IsAnswerInChain(const FunctionAnalysis& function, const Analysis& analysis, const heart::Result& result) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!function.any().is_static || analysis.model->before.address_taken.contains(function.name)) return false;
  if (analysis.model->after.address_taken.contains(function.name)) return false;
  if (!around.callers || !around.callers(function.name).empty() || !OnlyAnswers(function, analysis)) return false;
  return IsChainMatter(function, nullptr, result);
}

}  // namespace

// `buf += n; left -= n`: a place in a buffer and what remains behind it are no account that somebody settles.
bool IsCursor(const steps::Function& body, const Effect& shrinks, const api::Table& table) {
  const std::string datum = heart::DatumOf(shrinks.object);
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const Effect other = heart::EffectOf(step, table);
    if (other.kind != EffectKind::kCounter || other.object == nullptr || !other.object->type.is_pointer) return false;
    const std::string moved = heart::DatumOf(other.object);
    return other.term->kids.size() == 2 && shrinks.term->kids.size() == 2 && other.term->kids[1] == shrinks.term->kids[1] &&
           moved.substr(0, moved.rfind('.')) == datum.substr(0, datum.rfind('.'));
  });
}

bool TakesBack(const Effect& effect, const Analysis& analysis, int depth) {
  if (Shrinks(effect)) return true;
  if (effect.kind != EffectKind::kCall || effect.term == nullptr || depth > 2) return false;
  const FunctionAnalysis* changed = analysis.Find(effect.term->text);
  const heart::Surroundings& around = analysis.model->surroundings;
  const steps::Function* body = changed != nullptr ? changed->before : around.body ? around.body(effect.term->text) : nullptr;
  if (body == nullptr) return false;
  // add(-n) takes back as sub(n) does.
  const bool negates = std::any_of(effect.term->kids.begin(), effect.term->kids.end(), [](ExprRef arg) {
    return arg->op == Op::kUnary && arg->text == "-";
  });
  return std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const Effect inner = heart::EffectOf(step, *analysis.model->table);
    const bool counts = inner.kind == EffectKind::kCounter && inner.object != nullptr && !heart::DatumOf(inner.object).empty();
    if (counts && inner.entry == nullptr && IsCursor(*body, inner, *analysis.model->table)) return false;
    return (negates && counts) || TakesBack(inner, analysis, depth + 1);
  });
}

void CheckRedirect(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value) return CheckDecidedByValue(function, delta, analysis, result);
  if (delta.inverts && !(delta.skipped.empty() && delta.extra.empty() && delta.new_value == nullptr)) {
    AddUndischarged(function, delta.line, "a test is turned round: whatever it says, the new version does what the old one did not", result);
  }
  if (delta.leaves_early) CheckGuard(function, delta, analysis, result);
  if (delta.leaves_early) {
    if (delta.would_fault) return;
    if (FailsOnThisWay(function, delta)) return CheckFailureSkips(function, delta, analysis, result);
    for (const Effect& effect : delta.skipped) {
      if (OthersDependOn(effect)) return AddUndischarged(function, delta.line, "a new way out skips " + NameOf(effect), result);
      const std::optional<Effect> inside = OwedInside(effect, delta, analysis);
      if (inside) return AddUndischarged(function, delta.line, "a new way out skips " + NameOf(*inside) + " in " + NameOf(effect), result);
    }
    return;
  }
  // The old version left early where the new one goes on: values that were turned away are let through.
  const bool is_judged = IsReturnHandling(function, result) || IsAnswerInChain(function, analysis, result);
  if (delta.left_early && !Fails(delta.new_value, function) && !IsAskedElsewhere(function, delta) && !is_judged) {
    return AddUndischarged(function, delta.line, "a check is removed or weakened: what the old version refused is let through", result);
  }
  if (delta.extra.empty()) return;
  CheckDroppedGuard(function, delta, analysis, result);
  const bool skips = std::any_of(delta.skipped.begin(), delta.skipped.end(), OthersDependOn);
  if (skips && !delta.would_fault) AddUndischarged(function, delta.line, "another branch is taken that skips what others depend on", result);
}

}  // namespace lpcheck::rules
