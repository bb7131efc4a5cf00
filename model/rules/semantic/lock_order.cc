// lock-order: old and new code together can wait for each other in a circle.
//
//   violated ⇔ ∃ locks a ≠ b: (a before b) ∈ Order(old) ∧ (b before a) ∈ Order(new)
//              ∧ neither version alone has both
//
// Orders are those inside the changed functions. Two tasks in different versions deadlock: concurrent.
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {

void LockOrder(const heart::Analysis& analysis, heart::Result& result) {
  std::set<heart::LockEdge> before, after;
  for (const auto& function : analysis.functions) {
    before.insert(function->owes_before.order.begin(), function->owes_before.order.end());
    after.insert(function->owes_after.order.begin(), function->owes_after.order.end());
  }
  for (const auto& function : analysis.functions) {
    if (function->after == nullptr) continue;
    for (const heart::LockEdge& edge : function->owes_after.order) {
      const heart::LockEdge reverse{edge.taken, edge.held};
      if (edge.held == edge.taken || before.contains(edge) || !before.contains(reverse) || after.contains(reverse)) continue;
      Finding finding = heart::NewFinding("lock-order", *function, function->after->line,
                                          "takes " + edge.taken + " inside " + edge.held +
                                              "; the old version takes them the other way round");
      finding.channels = {Channel::kConcurrent};
      finding.remedy = "use trylock and back off in the new code, or put an outer lock around both orders first";
      finding.witness = Witness{.steps = {"1. task A, old version, holds " + edge.taken + " and waits for " + edge.held,
                                          "2. task B, new version, holds " + edge.held + " and waits for " + edge.taken,
                                          "3. neither goes on"}};
      result.findings.push_back(std::move(finding));
    }
  }
}

}  // namespace lpcheck::rules
