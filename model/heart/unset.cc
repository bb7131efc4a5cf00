#include "model/heart/unset.h"

#include <algorithm>

#include "model/heart/effect.h"
#include "model/heart/reach.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;

bool Mentions(const Step& step, ExprRef local) {
  return (step.place != nullptr && steps::Contains(step.place, local)) || (step.value != nullptr && steps::Contains(step.value, local));
}

bool IsLent(const steps::Function& body, ExprRef local, const api::Table& table) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const ExprRef call = CallOf(step);
    if (call == nullptr) return false;
    const api::Entry* entry = table.Find(call->text);
    if (entry != nullptr && !entry->guess) return false;
    return std::any_of(call->kids.begin(), call->kids.end(), [&](ExprRef arg) { return Bare(arg)->op == Op::kAddrOf && steps::Contains(arg, local); });
  });
}

}  // namespace

bool IsUnset(const steps::Function& before, const steps::Function& after, ExprRef local, int step, const std::vector<int>& way,
             const api::Table& table) {
  if (local->op != Op::kLocal) return false;
  const bool given = std::any_of(before.params.begin(), before.params.end(), [&](const steps::Param& p) { return p.name == local->text; });
  if (given || IsLent(before, local, table) || IsLent(after, local, table)) return false;
  const std::set<int> earlier = ReachableFrom(before, 0, step);
  const auto touches = [&](int index) { return Mentions(before.steps[index], local); };
  return std::none_of(earlier.begin(), earlier.end(), touches) && std::none_of(way.begin(), way.end(), touches);
}

}  // namespace lpcheck::heart
