#include "model/heart/origin.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/heart/align.h"
#include "model/heart/effect.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

class Origins {
 public:
  explicit Origins(const steps::Function& function) : function_(function) {
    for (std::size_t i = 0; i < function.steps.size(); ++i) Collect(static_cast<int>(i));
  }

  /// The step that sets `local`, if there is exactly one and nobody else can; -1 otherwise.
  int SetBy(ExprRef local) const {
    auto found = set_.find(local);
    return found == set_.end() || found->second < 0 || shared_.contains(local) || IsParam(local) ? -1 : found->second;
  }

  bool Holds(int step) const {
    bool holds = true;
    const ExprRef value = function_.steps[step].value;
    steps::ForEach(value, [&](ExprRef part) {
      if (part->op == Op::kResult || part->op == Op::kOpaque) holds = false;
      if (part->op != Op::kLocal) return;
      const int set = SetBy(part);
      holds &= set >= 0 ? set < step : IsParam(part) && !set_.contains(part) && !shared_.contains(part);
    });
    ForEachDatum(value, [&](const std::string& datum) { holds &= !stored_.contains(datum); });
    return holds;
  }

 private:
  bool IsParam(ExprRef local) const {
    return std::any_of(function_.params.begin(), function_.params.end(), [&](const steps::Param& p) { return p.name == local->text; });
  }

  void Collect(int index) {
    const Step& step = function_.steps[index];
    if (step.kind == StepKind::kAssign) {
      const ExprRef root = steps::RootOf(step.place);
      if (root->op == Op::kLocal && steps::IsLocalStorage(step.place)) {
        auto [known, is_new] = set_.try_emplace(root, step.place == root && step.how.empty() ? index : -1);
        if (!is_new) known->second = -1;
      } else {
        stored_.insert(DatumOf(step.place));
      }
    }
    for (ExprRef term : {step.value, step.place}) {
      if (term == nullptr) continue;
      steps::ForEach(term, [&](ExprRef part) {
        if (part->op == Op::kAddrOf && steps::IsLocalStorage(part->kids[0])) shared_.insert(steps::RootOf(part->kids[0]));
      });
    }
  }

  const steps::Function& function_;
  std::map<ExprRef, int> set_;      // -1: more than once, or in part
  std::set<ExprRef> shared_;        // address taken
  std::set<std::string> stored_;
};

}  // namespace

ExprRef Expand(const steps::Function& function, ExprRef expr, steps::Arena& arena) {
  const Origins origins(function);
  for (int depth = 0; depth < 4; ++depth) {
    std::map<ExprRef, ExprRef> values;
    steps::ForEach(expr, [&](ExprRef part) {
      const int set = part->op == Op::kLocal ? origins.SetBy(part) : -1;
      if (set >= 0 && origins.Holds(set)) values[part] = function.steps[set].value;
    });
    const ExprRef next = values.empty() ? expr : Substitute(arena, expr, values);
    if (next == expr) return expr;
    expr = next;
  }
  return expr;
}

}  // namespace lpcheck::heart
