// lock-order: old and new code together can wait for each other in a circle.
//
//   violated ⇔ ∃ locks a ≠ b: (b before a) ∈ Order(new) \ (Order(old) ∪ Order(visible unchanged code))
//              ∧ (a before b) ∈ Order(old) ∪ Order(new) ∪ Order(visible unchanged code)
//            ∨ ∃ f changed, places p, q of locks of one kind: f takes q inside p now and took p inside q before
//
// Orders are those inside one function, of locks that are waited for. An order that unchanged code has adds no circle: whoever
// takes them the other way round could meet that code already. Two tasks deadlock: concurrent.
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {

namespace {

using heart::LockEdge;

// Does visible unchanged code that uses the lock take it in this order?
bool UnchangedCodeHas(const LockEdge& edge, const heart::Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return false;
  for (const std::string& name : around.users(edge.held)) {
    const steps::Function* body = around.body(name);
    if (body == nullptr) continue;
    const heart::Obligations owes = heart::ObligationsOf(*body, *analysis.model->table, *analysis.model->arena);
    if (owes.order.contains(edge)) return true;
  }
  return false;
}

void Report(const heart::FunctionAnalysis& function, const LockEdge& edge, const std::string& who, heart::Result& result) {
  Finding finding = heart::NewFinding("lock-order", function, function.after->line,
                                      "takes " + edge.taken + " inside " + edge.held + "; " + who + " the other way round");
  finding.channels = {Channel::kConcurrent};
  finding.remedy = "use trylock and back off in the new code, or put an outer lock around both orders first";
  finding.witness = Witness{.steps = {"task A holds " + edge.taken + " and waits for " + edge.held,
                                      "task B, new version, holds " + edge.held + " and waits for " + edge.taken,
                                      "neither goes on"}};
  result.findings.push_back(std::move(finding));
}

// Two locks of one kind, told apart by their places: the old version of the same function has them the other way round.
void CheckOwnOrder(const heart::FunctionAnalysis& function, const heart::Analysis& analysis, heart::Result& result) {
  if (function.before == nullptr) return;
  for (const LockEdge& edge : function.owes_after.object_order) {
    const LockEdge reverse{edge.taken, edge.held};
    const bool is_old = function.owes_before.object_order.contains(edge) || !function.owes_before.object_order.contains(reverse);
    if (edge.held == edge.taken || is_old) continue;
    if (function.owes_after.order.contains(edge) && UnchangedCodeHas(edge, analysis)) continue;  // global locks: named by themselves
    return Report(function, edge, "its old version takes them", result);
  }
}

}  // namespace

void LockOrder(const heart::Analysis& analysis, heart::Result& result) {
  std::set<LockEdge> before, after;
  for (const auto& function : analysis.functions) {
    before.insert(function->owes_before.order.begin(), function->owes_before.order.end());
    after.insert(function->owes_after.order.begin(), function->owes_after.order.end());
  }
  for (const auto& function : analysis.functions) {
    if (function->after == nullptr) continue;
    bool reported = false;
    for (const LockEdge& edge : function->owes_after.order) {
      const LockEdge reverse{edge.taken, edge.held};
      if (edge.held == edge.taken || before.contains(edge)) continue;
      if (!before.contains(reverse) && !after.contains(reverse) && !UnchangedCodeHas(reverse, analysis)) continue;
      if (UnchangedCodeHas(edge, analysis)) continue;
      Report(*function, edge, "other code takes them", result);
      reported = true;
    }
    if (!reported) CheckOwnOrder(*function, analysis, result);
  }
}

}  // namespace lpcheck::rules
