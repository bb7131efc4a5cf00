#include "model/heart/redirect.h"

#include <algorithm>

#include "model/heart/reach.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

// What a function is given it uses, unless it lets go of things and the table says that it takes NULL.
bool Dereferences(ExprRef expr, const std::set<ExprRef>& pointers, const api::Table& table) {
  if (expr == nullptr) return false;
  if (expr->op == Op::kCall && !expr->text.empty()) {
    const api::Entry* entry = table.Find(expr->text);
    const bool releases = entry != nullptr && (entry->kind == api::Kind::kFree || entry->kind == api::Kind::kPut || entry->null_ok);
    const bool given = std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return pointers.contains(kid); });
    if (given && !releases) return true;
  }
  // &p->field computes an address only; whoever is given it uses it.
  if (expr->op == Op::kDeref || expr->op == Op::kIndex) {
    ExprRef pointer = expr->kids[0];
    while (pointer->op == Op::kCast) pointer = pointer->kids[0];
    if (pointers.contains(pointer)) return true;
  }
  return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Dereferences(kid, pointers, table); });
}

}  // namespace

bool HasExit(const steps::Function& body, const std::set<int>& reach) {
  return std::any_of(reach.begin(), reach.end(), [&](int index) {
    const std::vector<int>& succ = body.steps[index].succ;
    return succ.empty() || std::any_of(succ.begin(), succ.end(), [](int next) { return next < 0; });
  });
}

bool WouldFault(const Path& p, const Path& q, const steps::Function& before, const std::set<int>& old_reach, const api::Table& table) {
  for (const Literal& literal : q.condition) {
    const bool is_error = literal.holds && literal.expr->op == Op::kPure && literal.expr->text.starts_with("IS_ERR") && !literal.expr->kids.empty();
    if (!is_error && (literal.holds || !literal.expr->type.is_pointer)) continue;
    const ExprRef pointer = is_error ? literal.expr->kids[0] : literal.expr;
    std::set<ExprRef> names{pointer};
    for (const auto& [key, value] : p.locals) {
      if (value == pointer) names.insert(key);
    }
    for (const PathEffect& effect : p.effects) {
      if (Dereferences(effect.term, names, table)) return true;
    }
    bool tested = false, used = false;
    for (int index : old_reach) {
      const Step& step = before.steps[index];
      tested |= step.kind == StepKind::kBranch && names.contains(step.value);
      used |= Dereferences(step.value, names, table) || Dereferences(step.place, names, table);
    }
    if (used && !tested) return true;
  }
  return false;
}

ExprRef ReportOf(const steps::Function& body, const Path& path) {
  if (path.end < 0) return nullptr;
  ExprRef variable = nullptr;
  for (int index : ReachableFrom(body, path.end, -1)) {
    const Step& step = body.steps[index];
    if (step.kind != StepKind::kReturn) continue;
    if (step.value == nullptr || step.value->op != Op::kLocal || (variable != nullptr && variable != step.value)) return nullptr;
    variable = step.value;
  }
  const auto known = path.locals.find(variable);
  return variable == nullptr || known == path.locals.end() ? nullptr : known->second;
}

}  // namespace lpcheck::heart
