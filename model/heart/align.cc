#include "model/heart/align.h"

#include <algorithm>
#include <cstdint>

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Step;
using steps::StepKind;

// A matched call or branch says more about being at the same place than a matched constant return.
int Weight(const Step& step) {
  switch (step.kind) {
    case StepKind::kCall:
    case StepKind::kBranch:
    case StepKind::kSwitch: return 3;
    case StepKind::kAssign: return step.value->op == steps::Op::kConst ? 1 : 2;
    case StepKind::kReturn: return 1;
    case StepKind::kAsm:
    case StepKind::kGap: return 2;
  }
  return 1;
}

struct Window {
  int first = 0;       // steps equal from the front
  int before_end = 0;  // one past the last old step that may differ
  int after_end = 0;
};

Window Trim(const std::vector<Step>& before, const std::vector<Step>& after) {
  Window window{0, static_cast<int>(before.size()), static_cast<int>(after.size())};
  while (window.first < window.before_end && window.first < window.after_end &&
         SameStep(before[window.first], after[window.first])) {
    ++window.first;
  }
  while (window.before_end > window.first && window.after_end > window.first &&
         SameStep(before[window.before_end - 1], after[window.after_end - 1])) {
    --window.before_end;
    --window.after_end;
  }
  return window;
}

void Match(Alignment& out, int old_step, int new_step) {
  out.to_new[old_step] = new_step;
  out.to_old[new_step] = old_step;
}

void AlignWindow(const std::vector<Step>& before, const std::vector<Step>& after, const Window& window, Alignment& out) {
  const int rows = window.before_end - window.first;
  const int cols = window.after_end - window.first;
  std::vector<std::int32_t> best(static_cast<std::size_t>(rows + 1) * (cols + 1), 0);
  auto at = [&](int i, int j) -> std::int32_t& { return best[static_cast<std::size_t>(i) * (cols + 1) + j]; };
  for (int i = rows - 1; i >= 0; --i) {
    for (int j = cols - 1; j >= 0; --j) {
      const Step& a = before[window.first + i];
      at(i, j) = std::max(at(i + 1, j), at(i, j + 1));
      if (SameStep(a, after[window.first + j])) at(i, j) = std::max(at(i, j), at(i + 1, j + 1) + Weight(a));
    }
  }
  for (int i = 0, j = 0; i < rows && j < cols;) {
    const Step& a = before[window.first + i];
    if (SameStep(a, after[window.first + j]) && at(i, j) == at(i + 1, j + 1) + Weight(a)) {
      Match(out, window.first + i++, window.first + j++);
    } else if (at(i, j) == at(i + 1, j)) {
      ++i;
    } else {
      ++j;
    }
  }
}

}  // namespace

bool SameStep(const Step& a, const Step& b) {
  return a.kind == b.kind && a.place == b.place && a.value == b.value && a.how == b.how && a.cases == b.cases;
}

std::optional<Alignment> Align(const steps::Function& before, const steps::Function& after) {
  Alignment out{std::vector<int>(before.steps.size(), -1), std::vector<int>(after.steps.size(), -1)};
  const Window window = Trim(before.steps, after.steps);
  const std::int64_t cells = static_cast<std::int64_t>(window.before_end - window.first) * (window.after_end - window.first);
  if (cells > (1 << 24)) return std::nullopt;
  for (int i = 0; i < window.first; ++i) Match(out, i, i);
  for (int i = window.before_end, j = window.after_end; i < static_cast<int>(before.steps.size()); ++i, ++j) Match(out, i, j);
  AlignWindow(before.steps, after.steps, window, out);
  return out;
}

ExprRef Substitute(steps::Arena& arena, ExprRef expr, const std::map<ExprRef, ExprRef>& map) {
  if (expr == nullptr || map.empty()) return expr;
  auto found = map.find(expr);
  if (found != map.end()) return found->second;
  if (expr->kids.empty()) return expr;
  std::vector<ExprRef> kids;
  bool changed = false;
  for (ExprRef kid : expr->kids) {
    kids.push_back(Substitute(arena, kid, map));
    changed |= kids.back() != kid;
  }
  if (!changed) return expr;
  if (expr->op == steps::Op::kDeref && kids[0]->op == steps::Op::kAddrOf) return kids[0]->kids[0];
  if (expr->op == steps::Op::kAddrOf && kids[0]->op == steps::Op::kDeref) return kids[0]->kids[0];
  return arena.Make(expr->op, expr->text, std::move(kids), expr->type, expr->value);
}

void RenameLocals(const steps::Function& before, steps::Function& after, steps::Arena& arena) {
  std::map<std::string, std::vector<std::string>> old_only, new_only;  // type -> names
  for (const auto& [name, type] : before.locals) {
    if (!after.locals.contains(name)) old_only[type].push_back(name);
  }
  for (const auto& [name, type] : after.locals) {
    if (!before.locals.contains(name)) new_only[type].push_back(name);
  }
  std::map<std::string, std::string> names;
  for (const auto& [type, added] : new_only) {
    auto gone = old_only.find(type);
    if (gone != old_only.end() && gone->second.size() == 1 && added.size() == 1) names[added[0]] = gone->second[0];
  }
  if (names.empty()) return;
  std::map<ExprRef, ExprRef> map;
  auto collect = [&](ExprRef root) {
    if (root == nullptr) return;
    steps::ForEach(root, [&](ExprRef expr) {
      auto renamed = expr->op == steps::Op::kLocal ? names.find(expr->text) : names.end();
      if (renamed != names.end()) map[expr] = arena.Make(steps::Op::kLocal, renamed->second, {}, expr->type);
    });
  };
  for (const Step& step : after.steps) {
    collect(step.place);
    collect(step.value);
  }
  for (Step& step : after.steps) {
    step.place = Substitute(arena, step.place, map);
    step.value = Substitute(arena, step.value, map);
  }
  for (const auto& [from, to] : names) {
    after.locals[to] = after.locals[from];
    after.locals.erase(from);
  }
  for (steps::Param& param : after.params) {
    auto renamed = names.find(param.name);
    if (renamed != names.end()) param.name = renamed->second;
  }
}

}  // namespace lpcheck::heart
