// counter-balance: sums, charges and hand-made reference counts whose deltas of all versions must agree per object.
//
//   violated ⇔ ∃ datum D, f changed: a delta of f adds to or subtracts from D
//              ∧ (some visible code moves D the other way)
//              ∧ ¬ (it takes the least of the old amount and D itself)
//              ∧ ¬ (the same delta undoes what this invocation of f did to D before)
//
// A counter that visible code only ever moves one way is a statistic: nobody has to agree with it.
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::Op;
using steps::Step;

// atomic_add(-1, &n) takes away.
bool IsNegative(steps::ExprRef amount) {
  while (amount->op == Op::kCast) amount = amount->kids[0];
  return (amount->op == Op::kConst && amount->value < 0) || (amount->op == Op::kUnary && amount->text == "-");
}

// +1 grows, -1 shrinks, 0 is no counter step.
int SignOf(const Effect& effect, const std::string& how) {
  if (effect.kind != EffectKind::kCounter) return 0;
  if (effect.entry != nullptr) {
    const int sign = effect.entry->kind == api::Kind::kSub ? -1 : 1;
    const int amount = effect.entry->value;
    const bool known = amount >= 0 && effect.term != nullptr && static_cast<std::size_t>(amount) < effect.term->kids.size();
    return known && IsNegative(effect.term->kids[static_cast<std::size_t>(amount)]) ? -sign : sign;
  }
  if (!how.empty()) return how == "-=" || how == "--" ? -1 : 1;
  return effect.term != nullptr && effect.term->op == Op::kBinary && effect.term->text == "-" ? -1 : 1;
}

bool Moves(const steps::Function* body, const std::string& datum, int sign, const api::Table& table) {
  if (body == nullptr) return false;
  return std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == EffectKind::kCounter && effect.object != nullptr && heart::DatumOf(effect.object) == datum &&
           SignOf(effect, step.how) == sign;
  });
}

bool AnyoneMoves(const std::string& datum, int sign, const Analysis& analysis) {
  const api::Table& table = *analysis.model->table;
  for (const auto& function : analysis.functions) {
    if (Moves(function->before, datum, sign, table) || Moves(function->after, datum, sign, table)) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return false;
  for (const std::string& name : around.users(datum)) {
    if (Moves(around.body(name), datum, sign, table)) return true;
  }
  return false;
}

void Check(const FunctionAnalysis& function, const Delta& delta, const Effect& effect, const Analysis& analysis,
           std::set<std::string>& seen, heart::Result& result) {
  if (effect.object == nullptr) return;
  const std::string datum = heart::DatumOf(effect.object);
  const int sign = SignOf(effect, "");
  if (datum.empty() || sign == 0 || seen.contains(datum)) return;
  if (heart::IsMadeHere(effect.object, function, *analysis.model->table) || OnlyStopsAtZero(delta)) return;
  if (analysis.model->stack_only_records.contains(datum.substr(0, datum.rfind('.')))) return;
  if (!AnyoneMoves(datum, -sign, analysis)) return;
  const api::Table& table = *analysis.model->table;
  const bool undoes_own = delta.kind != DeltaKind::kChanged && Moves(function.before, datum, -sign, table) &&
                          Moves(function.after, datum, -sign, table);
  if (undoes_own) return;
  seen.insert(datum);
  Finding finding = heart::NewFinding("counter-balance", function, effect.line,
                                      datum + " is moved by another amount here, and other code moves it back");
  finding.channels = {Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
  finding.remedy = "keep the amount per object, or tag objects with the version that charged them";
  finding.witness = heart::WitnessOf(delta, *analysis.prover);
  finding.witness->steps = {"an object is charged by one version", "the patch becomes visible",
                            "it is uncharged by the other amount: " + datum + " is wrong from then on"};
  result.findings.push_back(std::move(finding));
}

}  // namespace

void CounterBalance(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    std::set<std::string> seen;
    for (const Delta& delta : function->diff.deltas) {
      Check(*function, delta, delta.after, analysis, seen, result);
      Check(*function, delta, delta.before, analysis, seen, result);
      if (delta.kind != DeltaKind::kRedirect || delta.by_value) continue;
      for (const Effect& effect : delta.extra_new) Check(*function, delta, effect, analysis, seen, result);
    }
  }
}

}  // namespace lpcheck::rules
