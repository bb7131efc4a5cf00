// Which steps of the two versions are the same step: a longest common subsequence in source order, on hash-consed terms.
// The alignment is only a proposal: diff.h checks it along the edges, so a poor one costs precision, never soundness.
#ifndef LPCHECK_MODEL_HEART_ALIGN_H_
#define LPCHECK_MODEL_HEART_ALIGN_H_

#include <map>
#include <optional>
#include <vector>

#include "model/steps/function.h"

namespace lpcheck::heart {

struct Alignment {
  std::vector<int> to_new;  ///< old step -> new step, -1 if it has none
  std::vector<int> to_old;
};

bool SameStep(const steps::Step& a, const steps::Step& b);

/// nullopt if the parts that differ are too large to be compared (more than 2^24 pairs).
std::optional<Alignment> Align(const steps::Function& before, const steps::Function& after);

/// Gives locals that only the new version has the names of locals that only the old one has, where types leave one choice.
/// Renaming local variables one to one preserves meaning.
void RenameLocals(const steps::Function& before, steps::Function& after, steps::Arena& arena);

/// `expr` with each key of `map` replaced by its value, outermost first.
steps::ExprRef Substitute(steps::Arena& arena, steps::ExprRef expr, const std::map<steps::ExprRef, steps::ExprRef>& map);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_ALIGN_H_
