#include "model/heart/facts.h"

#include <algorithm>
#include <set>
#include <vector>

#include "model/heart/reach.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

std::set<ExprRef> AddressTaken(const steps::Function& function) {
  std::set<ExprRef> out;
  for (const Step& step : function.steps) {
    for (ExprRef term : {step.value, step.place}) {
      if (term == nullptr) continue;
      steps::ForEach(term, [&](ExprRef part) {
        if (part->op == Op::kAddrOf) out.insert(steps::RootOf(part->kids[0]));
      });
    }
  }
  return out;
}

// The locals of an expression of nothing else; empty if it has other parts.
std::set<ExprRef> LocalsOf(ExprRef expr, const std::set<ExprRef>& shared) {
  std::set<ExprRef> out;
  bool plain = true;
  steps::ForEach(expr, [&](ExprRef part) {
    if (part->op == Op::kLocal) out.insert(part);
    plain &= part->op == Op::kLocal ? part->type.bits > 0 && !shared.contains(part)
                                    : part->op == Op::kConst || part->op == Op::kUnary || part->op == Op::kBinary || part->op == Op::kCast;
  });
  return plain ? out : std::set<ExprRef>{};
}

// Is `step` reachable without the edge from `branch` to its way `way`?
bool ReachesWithout(const steps::Function& function, int step, int branch, std::size_t way) {
  std::set<int> seen;
  std::vector<int> work{0};
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (index < 0 || !seen.insert(index).second) continue;
    if (index == step) return true;
    const std::vector<int>& succ = function.steps[index].succ;
    for (std::size_t i = 0; i < succ.size(); ++i) {
      if (index != branch || i != way) work.push_back(succ[i]);
    }
  }
  return false;
}

bool StoresOn(const steps::Function& function, int from, int to, const std::set<ExprRef>& locals) {
  const std::set<int> between = ReachableFrom(function, from, to);
  return std::any_of(between.begin(), between.end(), [&](int index) {
    const Step& step = function.steps[index];
    return step.kind == StepKind::kAssign && locals.contains(steps::RootOf(step.place));
  });
}

}  // namespace

PathCondition FactsAt(const steps::Function& function, int step) {
  PathCondition facts;
  if (step <= 0) return facts;
  const std::set<ExprRef> shared = AddressTaken(function);
  for (std::size_t i = 0; i < function.steps.size(); ++i) {
    const Step& branch = function.steps[i];
    const int index = static_cast<int>(i);
    if (branch.kind != StepKind::kBranch || branch.succ.size() != 2 || branch.succ[0] == branch.succ[1]) continue;
    const std::set<ExprRef> locals = LocalsOf(branch.value, shared);
    if (locals.empty()) continue;
    for (std::size_t way = 0; way < 2; ++way) {
      const bool settled = !ReachesWithout(function, step, index, way) && !StoresOn(function, branch.succ[way], step, locals);
      if (settled && branch.succ[way] >= 0) facts.push_back({branch.value, way == 0});
    }
  }
  return facts;
}

}  // namespace lpcheck::heart
