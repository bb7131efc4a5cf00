#include "model/heart/judge.h"

#include "model/heart/analysis.h"
#include "model/heart/touches.h"
#include "model/heart/trace.h"
#include "model/heart/witness.h"
#include "model/rules/semantic/semantic.h"

namespace lpcheck::heart {
namespace {

Change ChangeOf(const FunctionAnalysis& function, const Result& result) {
  if (function.before == nullptr || function.after == nullptr) return Change::kLocal;
  if (!function.differs()) return Change::kNone;
  Change out = Change::kLocal;
  for (const Finding& finding : result.findings) {
    if (finding.function != function.name && finding.peer != function.name) continue;
    const bool is_data = finding.rule == "field-meaning" || finding.rule == "counter-balance" || finding.rule == "agreement" ||
                         finding.rule == "extent";
    out = is_data ? Change::kData : out == Change::kData ? out : Change::kContract;
  }
  for (const Gap& gap : result.gaps) {
    if (gap.function == function.name && gap.matters && out == Change::kLocal) out = Change::kUnknown;
  }
  return out;
}

}  // namespace

Result JudgeFix(const FixModel& model) {
  Result result;
  const Analysis analysis = Analyse(model);
  for (rules::Rule rule : rules::kSemanticRules) rule(analysis, result);
  CompleteWitnesses(analysis, result);
  if (model.wants_trace) result.trace = TraceOf(analysis);
  if (analysis.prover->gave_up()) {
    result.gaps.push_back({.kind = "solver-gave-up", .function = "", .where = {}, .matters = false,
                           .message = "a query needed more solver resources than --solver-limit allows"});
  }
  for (const auto& function : analysis.functions) result.changes[function->name] = ChangeOf(*function, result);
  result.touches = TouchesOf(analysis);
  return result;
}

}  // namespace lpcheck::heart
