// What the parts of the closed list share: naming effects and exits, and what a callee or a chain of calls settles.
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {

using heart::Analysis;
using heart::Delta;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::StepKind;
using steps::Op;
using steps::Step;

void AddUndischarged(const FunctionAnalysis& function, int line, std::string message, heart::Result& result) {
  for (const Gap& gap : result.gaps) {
    if (gap.kind == "undischarged" && gap.function == function.name && gap.message == message) return;
  }
  result.gaps.push_back({.kind = "undischarged", .function = function.name, .where = {function.any().file, line}, .matters = true,
                         .message = std::move(message)});
}

void ReportConcurrent(const std::string& rule, const FunctionAnalysis& function, int line, std::string message, std::string remedy,
                      std::vector<std::string> steps, heart::Result& result) {
  for (const Finding& finding : result.findings) {
    if (finding.rule == rule && finding.function == function.name) return;
  }
  Finding finding = heart::NewFinding(rule, function, line, std::move(message));
  finding.channels = {Channel::kConcurrent};
  finding.remedy = std::move(remedy);
  finding.witness = Witness{.steps = std::move(steps)};
  result.findings.push_back(std::move(finding));
}

std::string NameOf(const Effect& effect) {
  if (effect.term != nullptr && effect.term->op == Op::kCall) return effect.term->text;
  return effect.object == nullptr ? "a step" : steps::ToString(effect.object);
}

// What others wait for or trip over when it does not happen.
bool OthersDependOn(const Effect& effect) {
  return effect.kind == EffectKind::kWake || effect.kind == EffectKind::kUnpublish || effect.kind == EffectKind::kCancel;
}

// The value below casts; of a choice that constants settle, what is chosen.
ExprRef Settled(ExprRef value) {
  value = heart::Bare(value);
  if (value->op != Op::kSelect) return value;
  const ExprRef test = heart::Bare(value->kids[0]);
  const bool is_order = test->op == Op::kBinary && test->text == "<" && test->kids[0]->op == Op::kConst && test->kids[1]->op == Op::kConst;
  return is_order ? Settled(value->kids[test->kids[0]->value < test->kids[1]->value ? 1 : 2]) : value;
}

bool Fails(ExprRef value, const FunctionAnalysis& function) {
  if (value == nullptr) return false;
  value = Settled(value);
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

std::string ExitOf(ExprRef value, const FunctionAnalysis& function) {
  if (value == nullptr) return "void";
  value = Settled(value);
  if (value->op == Op::kPure && value->text.starts_with("ERR_PTR")) return "errptr";
  if (value->op != Op::kConst) return "value";
  if (value->value == 0) return function.any().result.is_pointer ? "null" : "0";
  if (value->value < 0) return function.any().result.is_pointer ? "errptr" : "error";
  return "positive";
}

std::string ExitUnder(const heart::PathCondition& condition, ExprRef value, const FunctionAnalysis& function) {
  const std::string exit = ExitOf(value, function);
  if (exit != "value") return exit;
  const bool is_pointer = function.any().result.is_pointer;
  for (const heart::Literal& literal : condition) {
    const ExprRef expr = literal.expr;
    const bool is_sign = expr->op == Op::kBinary && expr->text == "<" && expr->kids[0] == value && expr->kids[1]->op == Op::kConst &&
                         expr->kids[1]->value == 0;
    const bool is_error = expr->op == Op::kPure && expr->text.starts_with("IS_ERR") && !expr->kids.empty() && expr->kids[0] == value;
    if (is_sign && literal.holds) return "error";
    if (is_error && literal.holds) return "errptr";
    if (expr == value && !literal.holds) return is_pointer ? "null" : "0";
    if (expr == value && !is_pointer) return function.any().result.is_signed ? "error" : "positive";
  }
  return exit;
}

bool ShowsEveryUser(const std::string& datum, const Analysis& analysis) {
  const std::set<std::string>& known = analysis.model->after.private_data;
  return known.contains(datum) || known.contains(datum.substr(0, datum.rfind('.')));
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

bool IsReturnHandling(const FunctionAnalysis& function, const heart::Result& result) {
  return std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
    return finding.rule == "return-mismatch" && finding.function == function.name;
  });
}

// Memory that the caller handed over, in a function whose callers are all judged together with it.
bool IsChainMatter(const FunctionAnalysis& function, ExprRef object, const heart::Result& result) {
  const bool in_chain = std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
    return finding.peer == function.name && finding.channels == std::vector<Channel>{Channel::kStack};
  });
  return in_chain && (object == nullptr || heart::DatumOf(object).empty());
}

namespace {

// An unchanged visible function that calls through the ops-table field.
std::string CallerThrough(const std::string& field, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return "a caller through " + field;
  for (const std::string& name : around.users(field)) {
    const steps::Function* body = around.body(name);
    for (const Step& step : body == nullptr ? std::vector<Step>{} : body->steps) {
      const ExprRef call = heart::CallOf(step);
      if (call != nullptr && call->text.empty() && call->kids[0]->op == Op::kField && call->kids[0]->text == field) return name;
    }
  }
  return "";
}

}  // namespace

std::string OtherWayIn(const FunctionAnalysis& function, const Analysis& analysis, const std::function<bool(const FunctionAnalysis&)>& covered) {
  const heart::FixModel& model = *analysis.model;
  if (model.before.address_taken.contains(function.name) || model.after.address_taken.contains(function.name)) return "whoever has its address";
  for (const steps::UnitContext* unit : {&model.before, &model.after}) {
    for (const auto& [field, functions] : unit->implementers) {
      const std::string caller = functions.contains(function.name) ? CallerThrough(field, analysis) : "";
      if (!caller.empty()) return caller;
    }
  }
  const std::vector<std::string> unchanged = model.surroundings.callers ? model.surroundings.callers(function.name) : std::vector<std::string>{};
  if (!unchanged.empty()) return unchanged.front();
  for (const heart::CallEdge& edge : analysis.calls) {
    if (edge.callee == &function && edge.caller != &function && !covered(*edge.caller)) return edge.caller->name;
  }
  const bool all_shown = function.any().is_static || (model.surroundings.shows_callers && model.surroundings.shows_callers(function.name));
  return all_shown ? "" : "a caller that is not shown";
}

// Functions that compute an answer and do nothing else: others may rely on the same answer twice.
bool OnlyAnswers(const FunctionAnalysis& function, const Analysis& analysis) {
  return std::all_of(function.before->steps.begin(), function.before->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, *analysis.model->table);
    return effect.kind == EffectKind::kNone || effect.kind == EffectKind::kHarmless;
  });
}

bool OnlyStopsAtZero(const Delta& delta) {
  if (delta.kind != heart::DeltaKind::kChanged || delta.before.term == nullptr || delta.after.term == nullptr) return false;
  auto amount = [](const Effect& effect) -> ExprRef {
    if (effect.term->op != Op::kBinary || effect.term->text != "-") return nullptr;
    return heart::Bare(effect.term->kids[1]);
  };
  const ExprRef old_amount = amount(delta.before), new_amount = amount(delta.after);
  if (old_amount == nullptr || new_amount == nullptr || delta.after.object == nullptr) return false;
  const bool is_least = new_amount->op == Op::kPure && (new_amount->text == "min" || new_amount->text.starts_with("min_t<")) && new_amount->kids.size() == 2;
  if (!is_least) return false;
  const ExprRef a = heart::Bare(new_amount->kids[0]), b = heart::Bare(new_amount->kids[1]);
  const std::string datum = heart::DatumOf(delta.after.object);
  const bool takes_count = (a->op == Op::kField && a->text == datum) || (b->op == Op::kField && b->text == datum);
  return takes_count && (a == old_amount || b == old_amount);
}

}  // namespace lpcheck::rules
