// The closed list of local refinements. Every delta that no rule has turned into a finding must be one of them, else it is a
// gap `undischarged`: a difference is never waved through because nobody looked at it.
//
//   discharged(d) ⇔ d is one of
//     guard      a new way out that skips nothing others wait for: no wake-up, removal or cancellation unless it fails
//     addition   a write, wake-up, barrier, removal, cancellation, copy or message more; a call that owes nothing more
//     value      another value computed, unless it is a constant, flag or unit that unchanged code tells apart
//     balance    locks, references and memory: judged by their net effect (Balance, LockProtection)
//     moved      the same action later (publication, release, wake-up) or earlier (removal, cancellation) in one invocation
//     result     another value of the same exit class
#include <algorithm>
#include <optional>

#include "model/rules/semantic/semantic.h"

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

void AddGap(const FunctionAnalysis& function, int line, std::string message, heart::Result& result) {
  for (const Gap& gap : result.gaps) {
    if (gap.kind == "undischarged" && gap.function == function.name && gap.message == message) return;
  }
  result.gaps.push_back({.kind = "undischarged", .function = function.name, .where = {function.any().file, line}, .matters = true,
                         .message = std::move(message)});
}

std::string NameOf(const Effect& effect) {
  if (effect.term != nullptr && effect.term->op == Op::kCall) return effect.term->text;
  return effect.object == nullptr ? "a step" : steps::ToString(effect.object);
}

// What others wait for or trip over when it does not happen.
bool OthersDependOn(const Effect& effect) {
  return effect.kind == EffectKind::kWake || effect.kind == EffectKind::kUnpublish || effect.kind == EffectKind::kCancel;
}

bool TestsPointer(const Delta& delta) {
  return std::any_of(delta.condition.begin(), delta.condition.end(), [](const heart::Literal& literal) {
    const bool is_error = literal.holds && literal.expr->op == Op::kPure && literal.expr->text.starts_with("IS_ERR");
    return is_error || (!literal.holds && literal.expr->type.is_pointer);
  });
}

bool Fails(ExprRef value, const FunctionAnalysis& function) {
  if (value == nullptr) return false;
  if (value->op == Op::kPure && value->text.starts_with("ERR_PTR")) return true;
  return value->op == Op::kConst && (value->value < 0 || (function.any().result.is_pointer && value->value == 0));
}

// Does some way out of the new version report a failure?
bool CanFail(const FunctionAnalysis& function) {
  return std::any_of(function.owes_after.outcomes.begin(), function.owes_after.outcomes.end(), [](const auto& entry) {
    return entry.first.exit == "error" || entry.first.exit == "null" || entry.first.exit == "errptr" || entry.first.exit == "value";
  });
}

std::set<std::string> Exits(const heart::Obligations& owes) {
  std::set<std::string> out;
  for (const auto& [outcome, line] : owes.outcomes) out.insert(outcome.exit);
  return out;
}

// Functions that compute an answer and do nothing else: others may rely on the same answer twice.
bool OnlyAnswers(const FunctionAnalysis& function, const Analysis& analysis) {
  return std::all_of(function.before->steps.begin(), function.before->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, *analysis.model->table);
    return effect.kind == EffectKind::kNone || effect.kind == EffectKind::kHarmless;
  });
}

std::string ExitOf(ExprRef value, const FunctionAnalysis& function) {
  if (value == nullptr) return "void";
  if (value->op == Op::kPure && value->text.starts_with("ERR_PTR")) return "errptr";
  if (value->op != Op::kConst) return "value";
  if (value->value == 0) return function.any().result.is_pointer ? "null" : "0";
  return value->value < 0 ? "error" : "positive";
}

bool Shrinks(const Effect& effect) {
  if (effect.kind != EffectKind::kCounter || effect.object == nullptr || heart::DatumOf(effect.object).empty()) return false;
  if (effect.entry != nullptr) return effect.entry->kind == api::Kind::kSub;
  return effect.term != nullptr && effect.term->op == Op::kBinary && effect.term->text == "-";
}

// Does the skipped step take back, itself or through a visible helper, what another function charged?
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
    return (negates && counts) || TakesBack(inner, analysis, depth + 1);
  });
}

// A caller that looks for this very error answers it in its own way: it tries again, or creates.
bool CallersLookFor(ExprRef value, const FunctionAnalysis& function, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (value == nullptr || value->op != Op::kConst || value->value >= 0 || !around.callers || !around.body) return false;
  for (const std::string& name : around.callers(function.name)) {
    const steps::Function* body = around.body(name);
    if (body == nullptr) continue;
    for (const Step& step : body->steps) {
      if (step.kind == StepKind::kBranch && step.value->op == Op::kBinary && step.value->text == "==" && step.value->kids[1] == value) return true;
    }
  }
  return false;
}

void CheckGuard(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (CallersLookFor(delta.new_value, function, analysis)) {
    return AddGap(function, delta.line, "a caller looks for " + steps::ToString(delta.new_value) + " and answers it in its own way", result);
  }
  if (TestsPointer(delta)) return;
  for (const Effect& effect : delta.skipped) {
    const std::string datum = effect.object == nullptr ? "" : heart::DatumOf(effect.object);
    if (analysis.model->stack_only_records.contains(datum.substr(0, datum.rfind('.')))) continue;
    if (effect.kind == EffectKind::kCounter && heart::IsMadeHere(effect.object, function, *analysis.model->table)) continue;
    if (TakesBack(effect, analysis, 0)) {
      return AddGap(function, delta.line, "a new way out skips " + NameOf(effect) + ", which takes back what was counted", result);
    }
  }
  const std::set<std::string> old_exits = Exits(function.owes_before);
  const std::string exit = ExitOf(delta.new_value, function);
  const bool could_fail = exit == "value" && old_exits.contains("error");
  if (delta.new_value != nullptr && !could_fail && !old_exits.contains(exit) && !old_exits.contains("value")) {
    AddGap(function, delta.line, "a new way out returns " + steps::ToString(delta.new_value) + ", a kind of result it never had", result);
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

// The check tested the outcome of an operation, and the new version makes and tests that operation at another place.
bool IsAskedElsewhere(const FunctionAnalysis& function, const Delta& removed) {
  for (std::size_t i = 0; i < function.after->steps.size(); ++i) {
    const Step& step = function.after->steps[i];
    if (step.kind != StepKind::kBranch || function.diff.alignment.to_old[i] >= 0) continue;
    for (std::size_t j = 0; j < removed.old_literals; ++j) {
      if (removed.condition[j].expr == step.value) return true;  // the same test, made later or earlier
    }
  }
  const std::set<std::string> tested = CalleesTested(removed, 0, removed.old_literals);
  return !tested.empty() && std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [&](const Delta& delta) {
    if (delta.kind != DeltaKind::kRedirect || !delta.leaves_early) return false;
    const std::set<std::string> now = CalleesTested(delta, delta.old_literals, delta.condition.size());
    return std::any_of(now.begin(), now.end(), [&](const std::string& name) { return tested.contains(name); });
  });
}

// The callee's answer changed with it: judged as a return-mismatch of the chain.
bool IsReturnHandling(const FunctionAnalysis& function, const heart::Result& result) {
  return std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
    return finding.rule == "return-mismatch" && finding.function == function.name;
  });
}

void CheckRedirect(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value) return;
  if (delta.leaves_early) CheckGuard(function, delta, analysis, result);
  if (delta.leaves_early) {
    if (TestsPointer(delta) || Fails(delta.new_value, function) || CanFail(function)) return;
    for (const Effect& effect : delta.skipped) {
      if (OthersDependOn(effect)) return AddGap(function, delta.line, "a new way out skips " + NameOf(effect), result);
    }
    return;
  }
  // The old version left early where the new one goes on: values that were turned away are let through.
  if (delta.left_early && !Fails(delta.new_value, function) && !IsAskedElsewhere(function, delta) && !IsReturnHandling(function, result)) {
    return AddGap(function, delta.line, "a check is removed or weakened: what the old version refused is let through", result);
  }
  if (delta.extra.empty()) return;
  const bool skips = std::any_of(delta.skipped.begin(), delta.skipped.end(), OthersDependOn);
  if (skips && !TestsPointer(delta)) AddGap(function, delta.line, "another branch is taken that skips what others depend on", result);
}

// The same action elsewhere in the same function: where does it stand relative to unchanged steps?
const Delta* Counterpart(const FunctionAnalysis& function, const Delta& removed) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.after.kind != removed.before.kind) continue;
    const bool same_call = delta.after.term != nullptr && removed.before.term != nullptr &&
                           delta.after.term->text == removed.before.term->text && delta.after.cls == removed.before.cls;
    if (same_call) return &delta;
  }
  return nullptr;
}

// A callee that neither changes nor owes anything can be called more or less often.
bool IsEffectFree(const std::string& name, const Analysis& analysis, int depth) {
  const FunctionAnalysis* changed = analysis.Find(name);
  const heart::Surroundings& around = analysis.model->surroundings;
  const steps::Function* body = changed != nullptr ? changed->before : around.body ? around.body(name) : nullptr;
  if (body == nullptr || depth > 3) return false;
  return std::all_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, *analysis.model->table);
    if (effect.kind == EffectKind::kNone || effect.kind == EffectKind::kHarmless) return true;
    return effect.kind == EffectKind::kCall && IsEffectFree(effect.term->text, analysis, depth + 1);
  });
}

// Memory that the caller handed over, in a function whose callers are all judged together with it.
bool IsChainMatter(const FunctionAnalysis& function, ExprRef object, const heart::Result& result) {
  const bool in_chain = std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
    return finding.peer == function.name && finding.channels == std::vector<Channel>{Channel::kStack};
  });
  return in_chain && (object == nullptr || heart::DatumOf(object).empty());
}

int NewLineOfOldStep(const FunctionAnalysis& function, int old_line) {
  int best = 0;
  for (std::size_t i = 0; i < function.before->steps.size(); ++i) {
    const int partner = function.diff.alignment.to_new.empty() ? -1 : function.diff.alignment.to_new[i];
    if (partner >= 0 && function.before->steps[i].line <= old_line) best = std::max(best, function.after->steps[partner].line);
  }
  return best;
}

bool MovedTheSafeWay(const FunctionAnalysis& function, const Delta& removed, const Delta& added) {
  const bool later = added.after.line > NewLineOfOldStep(function, removed.before.line);
  switch (removed.before.kind) {
    case EffectKind::kPublish:
    case EffectKind::kWake:
    case EffectKind::kDefer: return later;
    case EffectKind::kUnpublish:
    case EffectKind::kCancel: return !later;
    case EffectKind::kWrite:
    case EffectKind::kCounter:
    case EffectKind::kCall:
    case EffectKind::kIndirect:
    case EffectKind::kCopyOut:
    case EffectKind::kWait: return true;
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kBarrier:
    case EffectKind::kAsm:
    case EffectKind::kGap: return false;
  }
  return false;
}

bool WritesElsewhere(const FunctionAnalysis& function, const Effect& gone) {
  if (gone.object == nullptr) return false;
  const std::string datum = heart::DatumOf(gone.object);
  return std::any_of(function.after->steps.begin(), function.after->steps.end(), [&](const Step& step) {
    if (step.kind == StepKind::kAssign) return !datum.empty() && heart::DatumOf(step.place) == datum;
    return false;
  });
}

bool ZeroesAllocation(const FunctionAnalysis& function) {
  return std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [](const Delta& delta) {
    return delta.after.entry != nullptr && delta.after.entry->kind == api::Kind::kAlloc && delta.after.entry->zeroed;
  });
}

bool MakesVisible(EffectKind kind) {
  return kind == EffectKind::kPublish || kind == EffectKind::kWake || kind == EffectKind::kDefer || kind == EffectKind::kUnlock ||
         kind == EffectKind::kRelease;
}

bool ShutsOut(EffectKind kind) { return kind == EffectKind::kUnpublish || kind == EffectKind::kCancel || kind == EffectKind::kLock; }

// The unchanged action that a moved one has crossed the unsafe way: what made it visible now comes first, or what shut others
// out now comes later.
std::optional<Effect> CrossedUnsafely(const FunctionAnalysis& function, const Effect& gone, const Effect& added, const api::Table& table) {
  for (std::size_t i = 0; i < function.diff.alignment.to_new.size(); ++i) {
    const int partner = function.diff.alignment.to_new[i];
    if (partner < 0) continue;
    const Effect effect = heart::EffectOf(function.before->steps[i], table);
    const int new_line = function.after->steps[partner].line;
    const bool later = gone.line <= effect.line && added.line >= new_line && gone.line != added.line;
    const bool earlier = gone.line >= effect.line && added.line <= new_line && gone.line != added.line;
    if ((later && MakesVisible(effect.kind)) || (earlier && ShutsOut(effect.kind))) return effect;
  }
  return std::nullopt;
}

const Delta* SameWriteElsewhere(const FunctionAnalysis& function, const Effect& gone) {
  if (gone.object == nullptr) return nullptr;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.after.object == nullptr || delta.after.kind != gone.kind) continue;
    if (delta.after.object == gone.object || heart::DatumOf(delta.after.object) == heart::DatumOf(gone.object)) return &delta;
  }
  return nullptr;
}

void CheckRemoved(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& gone = delta.before;
  const bool is_write = gone.kind == EffectKind::kWrite || gone.kind == EffectKind::kCounter;
  const Delta* elsewhere = is_write ? SameWriteElsewhere(function, gone) : Counterpart(function, delta);
  if (elsewhere != nullptr && (is_write || gone.kind == EffectKind::kCall)) {
    const std::optional<Effect> crossed = CrossedUnsafely(function, gone, elsewhere->after, *analysis.model->table);
    if (crossed) return AddGap(function, elsewhere->line, NameOf(gone) + " moves across " + NameOf(*crossed), result);
  }
  const Delta* moved = Counterpart(function, delta);
  switch (gone.kind) {
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kCopyOut:
    case EffectKind::kAsm:
    case EffectKind::kGap:
    case EffectKind::kIndirect: return;  // judged by Balance, LockProtection and NotUnderstood
    case EffectKind::kWrite:
    case EffectKind::kCounter:
      if (heart::IsMadeHere(gone.object, function, *analysis.model->table) && ZeroesAllocation(function)) return;
      if (WritesElsewhere(function, gone) || moved != nullptr || IsChainMatter(function, gone.object, result)) return;
      return AddGap(function, delta.line, NameOf(gone) + " is not written any more", result);
    case EffectKind::kPublish:
    case EffectKind::kUnpublish:
    case EffectKind::kWait:
    case EffectKind::kWake:
    case EffectKind::kDefer:
    case EffectKind::kCancel:
    case EffectKind::kBarrier:
    case EffectKind::kCall:
      if (moved != nullptr && MovedTheSafeWay(function, delta, *moved)) return;
      if (gone.kind == EffectKind::kCall && gone.entry != nullptr && !gone.entry->guess) return;
      if (gone.kind == EffectKind::kCall && IsEffectFree(gone.term->text, analysis, 0)) return;
      return AddGap(function, delta.line, NameOf(gone) + (moved != nullptr ? " happens at another time" : " does not happen any more"), result);
  }
}

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

bool StoresConstant(const steps::Function* body, const std::string& datum, ExprRef constant) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    return step.kind == StepKind::kAssign && step.value == constant && heart::DatumOf(step.place) == datum;
  });
}

// Unchanged visible code reads the datum, and no old code stores the new constant in it.
bool ReadersTellApart(const std::string& datum, ExprRef constant, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  bool read = false;
  for (const auto& function : analysis.functions) {
    if (constant != nullptr && StoresConstant(function->before, datum, constant)) return false;
    if (function->before == nullptr) continue;
    for (const Step& step : function->before->steps) {
      if (step.kind == StepKind::kAssign && heart::DatumOf(step.place) == datum) continue;
      if (step.value != nullptr) heart::ForEachDatum(step.value, [&](const std::string& part) { read |= part == datum; });
    }
  }
  if (!around.users || !around.body) return true;
  for (const std::string& name : around.users(datum)) {
    const steps::Function* body = around.body(name);
    if (body == nullptr) continue;
    if (constant != nullptr && StoresConstant(body, datum, constant)) return false;
    for (const Step& step : body->steps) {
      if (step.value != nullptr) heart::ForEachDatum(step.value, [&](const std::string& part) { read |= part == datum; });
    }
  }
  return read;
}

void CheckStoredValue(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef before = delta.before.term;
  const ExprRef after = delta.after.term;
  if (delta.by_value || before == nullptr || after == nullptr || delta.after.object == nullptr) return;
  const std::string datum = heart::DatumOf(delta.after.object);
  if (before->op == Op::kCall || after->op == Op::kCall) return;
  const bool is_constant = IsToken(before) && IsToken(after);
  if (datum.empty()) {
    if (is_constant && !IsChainMatter(function, delta.after.object, result)) {
      AddGap(function, delta.line, NameOf(delta.after) + " receives " + steps::ToString(after) + " instead of " + steps::ToString(before), result);
    }
    return;
  }
  if (delta.after.kind == EffectKind::kCounter && before != after) {
    if (ReadersTellApart(datum, nullptr, analysis)) AddGap(function, delta.line, datum + " grows or shrinks by another amount", result);
    return;
  }
  if (!is_constant && !ChangesUnit(before, after) && !ChangesFlags(before, after)) return;
  if (!ReadersTellApart(datum, after->op == Op::kConst ? after : nullptr, analysis)) return;
  AddGap(function, delta.line, datum + " is stored as " + steps::ToString(after) + " instead of " + steps::ToString(before) +
                                   ", and unchanged code reads it", result);
}

ExprRef SizeOf(const Effect& effect) {
  if (effect.entry == nullptr || effect.entry->size < 0 || effect.term == nullptr) return nullptr;
  const auto index = static_cast<std::size_t>(effect.entry->size);
  return index < effect.term->kids.size() ? effect.term->kids[index] : nullptr;
}

// A larger allocation serves every old user; a smaller one must be asked for by name.
void CheckAllocation(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef before = SizeOf(delta.before);
  const ExprRef after = SizeOf(delta.after);
  if (delta.by_value || before == nullptr || after == nullptr || before == after) return;
  if (delta.after.entry->kind != api::Kind::kAlloc) return;
  const ExprRef smaller = analysis.model->arena->Make(Op::kBinary, "<", {after, before}, {.bits = 32, .is_signed = true});
  if (analysis.prover->Satisfiable({{smaller, true}}) == heart::Truth::kNo) return;
  AddGap(function, delta.line, "allocates " + steps::ToString(after) + " bytes instead of " + steps::ToString(before), result);
}

bool IsPredicate(ExprRef value) {
  if (value == nullptr) return false;
  if (value->op == Op::kUnary && value->text == "!") return true;
  return value->op == Op::kBinary && (value->text == "==" || value->text == "<" || value->text == "&&" || value->text == "||");
}

void CheckResult(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (IsChainMatter(function, nullptr, result)) return;
  if (OnlyAnswers(function, analysis) && ExitOf(delta.new_value, function) == "value" && function.before->result.bits > 0) {
    return AddGap(function, delta.line, "another answer of a function that only answers: who relies on the same one twice is not known", result);
  }
  if (delta.by_value) return;
  const std::string before = ExitOf(delta.old_value, function);
  const std::string after = ExitOf(delta.new_value, function);
  const std::set<std::string> old_exits = Exits(function.owes_before);
  if (!old_exits.contains(after) && !old_exits.contains("value") && delta.new_value != nullptr) {
    return AddGap(function, delta.line, "returns " + steps::ToString(delta.new_value) + ", a kind of result it never had", result);
  }
  if (before != after && before != "value" && after != "value") {
    return AddGap(function, delta.line, "returns " + steps::ToString(delta.new_value) + " where it returned " +
                                            steps::ToString(delta.old_value), result);
  }
  if (IsPredicate(delta.old_value) && IsPredicate(delta.new_value)) {
    AddGap(function, delta.line, "a yes-or-no answer is decided otherwise: " + steps::ToString(delta.new_value), result);
  }
}

// The same action on another object, another queue, another work item; bytes of a local record that leave otherwise.
void CheckChangedAction(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.after.entry != nullptr && delta.after.entry->fatal) {
    return AddGap(function, delta.line, NameOf(delta.after) + " checks a value that changed", result);
  }
  if (delta.by_value) {
    const bool leaves = delta.hands_out_local && (delta.after.kind == EffectKind::kCopyOut || delta.after.kind == EffectKind::kCall);
    const bool is_judged = delta.after.kind == EffectKind::kCall && analysis.Find(delta.after.term->text) != nullptr;
    if (leaves && !is_judged) AddGap(function, delta.line, "other bytes are handed to " + NameOf(delta.after), result);
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
    case EffectKind::kCancel: return AddGap(function, delta.line, NameOf(delta.after) + " acts on something else than before", result);
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

void Check(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  switch (delta.kind) {
    case DeltaKind::kAdded:  // obligations and unknown callees are judged by other rules
      if (delta.after.entry == nullptr || !delta.after.entry->fatal) return;
      return AddGap(function, delta.line, NameOf(delta.after) + " is new: what it asserts may not hold for what old code left", result);
    case DeltaKind::kRemoved: return CheckRemoved(function, delta, analysis, result);
    case DeltaKind::kChanged:
      CheckChangedAction(function, delta, analysis, result);
      CheckStoredValue(function, delta, analysis, result);
      return CheckAllocation(function, delta, analysis, result);
    case DeltaKind::kRedirect: return CheckRedirect(function, delta, analysis, result);
    case DeltaKind::kResult: return CheckResult(function, delta, analysis, result);
  }
}

}  // namespace

void Undischarged(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    if (function->before == nullptr || function->after == nullptr) continue;
    for (const Delta& delta : function->diff.deltas) Check(*function, delta, analysis, result);
  }
}

}  // namespace lpcheck::rules
