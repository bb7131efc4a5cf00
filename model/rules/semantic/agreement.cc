// agreement: unchanged code, or data that lives on, relies on a function giving the same answer twice.
//
//   violated ⇔ ∃ f changed: f's result differs ∧ f is stored in an ops-table field for hashing, comparing or matching
//            ∨ ∃ f changed: f's result differs ∧ a caller reaches a shared array through it
//            ∨ ∃ f, g changed: both reach a shared array through an index that differs (a bucket, a slot)
//
// Entries placed by the old answer are looked for by the new one: persistent, no switching discipline helps.
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::FunctionAnalysis;

bool IsPlacementField(const std::string& field) {
  const std::string name = field.substr(field.rfind('.') + 1);
  for (const char* part : {"hash", "cmp", "compare", "less", "match"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  return false;
}

std::string PlacementFieldOf(const FunctionAnalysis& function, const heart::FixModel& model) {
  for (const steps::UnitContext* unit : {&model.before, &model.after}) {
    for (const auto& [field, functions] : unit->implementers) {
      if (functions.contains(function.name) && IsPlacementField(field)) return field;
    }
  }
  return "";
}

// Does `body` use the result of `callee` as an index into memory?
bool IndexesBy(const steps::Function* body, const std::string& callee) {
  if (body == nullptr) return false;
  std::set<steps::ExprRef> results;
  for (const steps::Step& step : body->steps) {
    if (step.kind != steps::StepKind::kAssign || !steps::IsLocalStorage(step.place)) continue;
    steps::ForEach(step.value, [&](steps::ExprRef part) {
      if (part->op == steps::Op::kResult && part->kids[0]->text == callee) results.insert(step.place);
    });
  }
  auto is_result = [&](steps::ExprRef part) {
    return results.contains(part) || (part->op == steps::Op::kResult && part->kids[0]->text == callee);
  };
  bool found = false;
  for (const steps::Step& step : body->steps) {
    for (steps::ExprRef root : {step.place, step.value}) {
      if (root == nullptr) continue;
      steps::ForEach(root, [&](steps::ExprRef part) {
        if (part->op != steps::Op::kIndex || steps::IsLocalStorage(part)) return;
        steps::ForEach(part->kids[1], [&](steps::ExprRef index) { found |= is_result(index); });
      });
    }
  }
  return found;
}

bool PlacesByResult(const FunctionAnalysis& function, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  for (const auto& caller : analysis.functions) {
    if (IndexesBy(caller->after, function.name)) return true;
  }
  if (!around.callers || !around.body) return false;
  for (const std::string& caller : around.callers(function.name)) {
    if (IndexesBy(around.body(caller), function.name)) return true;
  }
  return false;
}

void Report(const FunctionAnalysis& function, int line, std::string message, heart::Result& result) {
  Finding finding = heart::NewFinding("agreement", function, line, std::move(message));
  finding.channels = {Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
  finding.remedy = "look under both answers, or rebuild the structure in a callback";
  finding.witness = Witness{.steps = {"old " + function.name + " places an entry", "the patch becomes visible",
                                      "new " + function.name + " looks elsewhere: the entry is lost, or another is taken for it"}};
  result.findings.push_back(std::move(finding));
}

}  // namespace

void Agreement(const Analysis& analysis, heart::Result& result) {
  std::vector<std::pair<const FunctionAnalysis*, const Delta*>> moved;
  for (const auto& function : analysis.functions) {
    const Delta* index = nullptr;
    for (const Delta& delta : function->diff.deltas) {
      if (delta.moves_index && index == nullptr) index = &delta;
      std::string field = delta.kind == DeltaKind::kResult ? PlacementFieldOf(*function, *analysis.model) : "";
      if (field.empty() && delta.kind == DeltaKind::kResult && PlacesByResult(*function, analysis)) field = "an index";
      if (field.empty()) continue;
      Report(*function, delta.line, "the answer of " + function->name + ", used as " + field + ", changes", result);
      break;
    }
    if (index != nullptr) moved.push_back({function.get(), index});
  }
  if (moved.size() < 2) return;
  for (const auto& [function, delta] : moved) {
    Report(*function, delta->line, "reaches a shared array through an index that differs, as other changed functions do", result);
  }
}

}  // namespace lpcheck::rules
