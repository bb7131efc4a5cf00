// What callers make of an answer, and callees of a key. Part of the closed list of undischarged.cc.
//
//   answer(d) ⇔ the answer keeps its unit, its flags and its encoding ∧ is the same positive constant
//               ∧ no value that was an error is turned into a success, in the result or in the variable that is returned
//   place(d)  ⇔ which of two objects comes first is decided as before, where the function links one of them
//   key(d)    ⇔ the callee looks nothing up by the number that changes: nothing in its name says so, or its body is visible
#include <algorithm>

#include "model/heart/origin.h"
#include "model/heart/reach.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

bool IsReturned(ExprRef local, const steps::Function& body) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    if (step.kind != StepKind::kReturn || step.value == nullptr) return false;
    ExprRef value = step.value;
    while (value->op == Op::kCast) value = value->kids[0];
    return value == local;
  });
}

bool IsConst(ExprRef expr) { return expr->op == Op::kConst; }

ExprRef IsNegative(ExprRef value, const Analysis& analysis) {
  steps::Arena& arena = *analysis.model->arena;
  return arena.Make(Op::kBinary, "<", {value, arena.Const(0, value->type)}, {.bits = 32, .is_signed = true});
}

// The old answer was an error wherever this way is taken, and the new one says success.
bool SwallowsError(const Delta& delta, ExprRef before, ExprRef after, const Analysis& analysis) {
  if (!before->type.is_signed || before->type.is_pointer || IsConst(before)) return false;
  if (IsConst(after)) {
    return after->value >= 0 && analysis.prover->Implies(delta.condition, {IsNegative(before, analysis), true}) == heart::Truth::kYes;
  }
  if (!after->type.is_signed || !steps::Contains(after, before) || after == before) return false;
  heart::PathCondition mixed = delta.condition;
  mixed.push_back({IsNegative(before, analysis), true});
  mixed.push_back({IsNegative(after, analysis), false});
  return analysis.prover->Satisfiable(mixed) != heart::Truth::kNo;
}

bool IsPositive(ExprRef value) { return IsConst(value) && value->value > 0; }

void CheckAnswer(const FunctionAnalysis& function, const Delta& delta, ExprRef before, ExprRef after, const Analysis& analysis, heart::Result& result) {
  if (before == nullptr || after == nullptr || before == after || function.any().result.is_pointer || function.any().result.bits == 0) return;
  if (SwallowsError(delta, before, after, analysis)) {
    return AddUndischarged(function, delta.line, "an error of " + steps::ToString(before) + " becomes the success " + steps::ToString(after), result);
  }
  if (OnlyAnswers(function, analysis)) return;  // judged as a whole: any other answer of it is asked for
  if (IsPositive(before) && IsPositive(after) && before->value != after->value) {
    return AddUndischarged(function, delta.line, "answers " + steps::ToString(after) + " instead of " + steps::ToString(before) + ", which callers may tell apart", result);
  }
  const ExprRef old_value = heart::Expand(*function.before, before, *analysis.model->arena);
  const ExprRef new_value = heart::Expand(*function.after, after, *analysis.model->arena);
  if (IsConst(old_value) || IsConst(new_value) || !ChangesScale(old_value, new_value)) return;
  AddUndischarged(function, delta.line, "answers in another unit or encoding: " + steps::ToString(new_value) + " instead of " + steps::ToString(old_value), result);
}

// Names of callees that put something where its key says, or look for it there.
bool PlacesByKey(const std::string& name) {
  static const std::set<std::string, std::less<>> kWords = {"find",   "lookup", "search", "insert", "add",  "remove", "erase",
                                                            "delete", "del",    "hash",   "lookup2", "replace"};
  std::size_t from = 0;
  while (from <= name.size()) {
    const std::size_t to = std::min(name.find('_', from), name.size());
    if (kWords.contains(name.substr(from, to - from))) return true;
    from = to + 1;
  }
  return false;
}

// A comparison of one member of two objects: which of them goes first.
bool ComparesObjects(ExprRef expr) {
  if (expr->op != Op::kBinary || expr->text != "<") return false;
  std::map<std::string, std::set<ExprRef>> members;
  steps::ForEach(expr, [&](ExprRef part) {
    if (part->op == Op::kField) members[part->text].insert(part);
  });
  return std::any_of(members.begin(), members.end(), [](const auto& member) { return member.second.size() > 1; });
}

// Where an object is linked depends on which of two comes first, and that is decided otherwise.
void CheckPlace(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value || delta.new_end < 0) return;
  const auto old_end = delta.condition.begin() + static_cast<std::ptrdiff_t>(delta.old_literals);
  const auto compares = [](const heart::Literal& literal) { return ComparesObjects(literal.expr); };
  const bool differs = std::any_of(delta.condition.begin(), old_end, compares) && std::any_of(old_end, delta.condition.end(), compares);
  if (!differs) return;
  for (int index : heart::ReachableFrom(*function.after, delta.new_end, -1)) {
    const heart::Effect effect = heart::EffectOf(function.after->steps[index], *analysis.model->table);
    if (effect.kind != EffectKind::kPublish) continue;
    return AddUndischarged(function, delta.line, "the order by which " + NameOf(effect) + " finds its place changes, among objects placed by the old one", result);
  }
}

bool IsKey(ExprRef arg) { return arg->type.bits > 0 && !arg->type.is_pointer && arg->op != Op::kAddrOf; }

// Does the call hand over, as a number, what one of these locals holds?
ExprRef KeyFrom(ExprRef call, ExprRef local) {
  for (ExprRef arg : call->kids) {
    if (IsKey(arg) && steps::Contains(arg, local)) return arg;
  }
  return nullptr;
}

bool IsHiddenPlacement(ExprRef call, const Analysis& analysis) {
  if (call == nullptr || call->text.empty() || call->kids.size() < 2 || !PlacesByKey(call->text)) return false;
  if (std::none_of(call->kids.begin(), call->kids.end(), [](ExprRef arg) { return arg->type.is_pointer || arg->op == Op::kAddrOf; })) return false;
  if (analysis.Find(call->text) != nullptr) return false;
  return !IsEffectFree(call->text, analysis, 0) || !analysis.model->surroundings.body(call->text);
}

void CheckKeyInLocal(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  for (std::size_t i = 0; i < function.after->steps.size(); ++i) {
    const ExprRef call = heart::CallOf(function.after->steps[i]);
    if (function.diff.alignment.to_old[i] < 0 || !IsHiddenPlacement(call, analysis)) continue;
    if (KeyFrom(call, delta.local) == nullptr) continue;
    return AddUndischarged(function, function.after->steps[i].line, call->text + " is asked by another key (" + steps::ToString(delta.local) + " is now " +
                           steps::ToString(delta.after.term) + "): what was put under the old one may not be found", result);
  }
}

void CheckKey(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef before = delta.before.term, after = delta.after.term;
  if (before == nullptr || after == nullptr || after->op != Op::kCall || before->op != Op::kCall || before->text != after->text) return;
  if (before->kids.size() != after->kids.size() || !IsHiddenPlacement(after, analysis)) return;
  for (std::size_t i = 0; i < after->kids.size(); ++i) {
    if (before->kids[i] == after->kids[i] || !IsKey(after->kids[i])) continue;
    return AddUndischarged(function, delta.line, after->text + " is asked by another key: " + steps::ToString(after->kids[i]) + " instead of " +
                           steps::ToString(before->kids[i]), result);
  }
}

}  // namespace

void CheckAnswerAndKey(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.kind == DeltaKind::kRedirect) return CheckPlace(function, delta, analysis, result);
  if (delta.by_value || IsReturnHandling(function, result)) return;
  if (delta.kind == DeltaKind::kResult) {
    if (!IsChainMatter(function, nullptr, result)) CheckAnswer(function, delta, delta.old_value, delta.new_value, analysis, result);
    return;
  }
  if (delta.kind != DeltaKind::kChanged) return;
  if (delta.local == nullptr) return CheckKey(function, delta, analysis, result);
  if (IsReturned(delta.local, *function.after) && !IsChainMatter(function, nullptr, result)) {
    CheckAnswer(function, delta, delta.before.term, delta.after.term, analysis, result);
  }
  CheckKeyInLocal(function, delta, analysis, result);
}

}  // namespace lpcheck::rules
