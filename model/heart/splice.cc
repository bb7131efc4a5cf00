#include "model/heart/splice.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "model/heart/align.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr std::size_t kMaxSteps = 4000;
constexpr int kMaxDepth = 4;

// Parameters that the helper assigns or whose address it takes need a variable of their own.
std::set<std::string> AssignedNames(const steps::Function& function) {
  std::set<std::string> out;
  auto addresses = [&](ExprRef root) {
    if (root == nullptr) return;
    steps::ForEach(root, [&](ExprRef part) {
      if (part->op == Op::kAddrOf && steps::IsLocalStorage(part->kids[0])) out.insert(steps::RootOf(part->kids[0])->text);
    });
  };
  for (const Step& step : function.steps) {
    if (step.kind == StepKind::kAssign && step.place->op == Op::kLocal) out.insert(step.place->text);
    addresses(step.value);
    addresses(step.place);
  }
  return out;
}

// A term whose value cannot change while the helper runs, as far as the helper's own steps go.
bool IsStable(ExprRef expr) {
  if (expr->op == Op::kConst || expr->op == Op::kLocal || expr->op == Op::kFunction || expr->op == Op::kString) return true;
  if (expr->op == Op::kCast) return IsStable(expr->kids[0]);
  if (expr->op != Op::kAddrOf) return false;
  ExprRef place = expr->kids[0];
  while (place->op == Op::kField) place = place->kids[0];
  return place->op == Op::kGlobal || IsStable(steps::RootOf(place));
}

// Is the term read when `expr` is evaluated? The arguments in the name of a result were evaluated at the call.
bool Reads(ExprRef expr, ExprRef part) {
  if (expr == nullptr || expr->op == Op::kResult) return false;
  if (expr == part) return true;
  return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Reads(kid, part); });
}

// All uses of the parameter come before, or in, the first step of the helper that could change memory: the term that was
// passed still has its value there. Only for bodies without loops.
bool IsReadFirst(const steps::Function& body, ExprRef param) {
  bool changed = false;
  for (std::size_t i = 0; i < body.steps.size(); ++i) {
    const Step& step = body.steps[i];
    for (int next : step.succ) {
      if (next >= 0 && next <= static_cast<int>(i)) return false;
    }
    if (changed && (Reads(step.value, param) || Reads(step.place, param))) return false;
    changed |= step.kind == StepKind::kCall || step.kind == StepKind::kAsm || step.kind == StepKind::kGap ||
               (step.kind == StepKind::kAssign && !steps::IsLocalStorage(step.place));
  }
  return true;
}

struct Call {
  int index;
  const steps::Function* body;
};

class Splicer {
 public:
  Splicer(steps::Function& function, steps::Arena& arena) : function_(function), arena_(arena) {}

  void Replace(const Call& call) {
    const Step site = function_.steps[call.index];
    std::vector<Step> before = Arguments(site, *call.body);
    const ExprRef result = arena_.Make(Op::kResult, "", {site.value}, site.value->type);
    const int next = site.succ.empty() ? -1 : site.succ[0];
    std::vector<Step> inner = Body(*call.body, result, site.line, next);
    Insert(call.index, next, std::move(before), std::move(inner));
    for (const auto& [name, type] : call.body->locals) function_.locals.try_emplace(name, type);
  }

 private:
  std::vector<Step> Arguments(const Step& site, const steps::Function& body) {
    const std::set<std::string> assigned = AssignedNames(body);
    std::vector<Step> out;
    for (std::size_t i = 0; i < body.params.size() && i < site.value->kids.size(); ++i) {
      const ExprRef param = arena_.Make(Op::kLocal, body.params[i].name, {}, body.params[i].type);
      const ExprRef arg = site.value->kids[i];
      if (!assigned.contains(param->text) && (IsStable(arg) || IsReadFirst(body, param))) {
        map_[param] = arg;
      } else if (param != arg) {
        out.push_back({.kind = StepKind::kAssign, .place = param, .value = arg, .line = site.line});
      }
    }
    return out;
  }

  // What the helper returns goes where the caller put the call's value: into its variable, or out of the caller.
  std::vector<Step> Body(const steps::Function& body, ExprRef result, int line, int next) {
    std::vector<Step> out = body.steps;
    const Step* user = next >= 0 ? &function_.steps[next] : nullptr;
    const bool is_returned = user != nullptr && user->kind == StepKind::kReturn && user->value == result;
    const bool is_stored = user != nullptr && user->kind == StepKind::kAssign && user->value == result &&
                           user->place->op == Op::kLocal && user->how.empty();
    const ExprRef temp = arena_.Make(Op::kLocal, "?" + steps::ToString(result), {}, result->type);
    for (Step& step : out) {
      step.place = Substitute(arena_, step.place, map_);
      step.value = Substitute(arena_, step.value, map_);
      if (step.kind != StepKind::kReturn) continue;
      if (step.value == nullptr) step.value = arena_.Const(0, result->type);
      if (step.line == 0) step.line = line;
      if (is_returned) continue;
      step.kind = StepKind::kAssign;
      step.place = is_stored ? user->place : temp;
      step.succ = {is_stored ? kAfterStoreMark : kReturnMark};
    }
    if (!is_stored && !is_returned) replaced_[result] = temp;
    after_store_ = is_stored && !user->succ.empty() ? user->succ[0] : -1;
    return out;
  }

  // The steps before + inner take the place of the call; indices behind it move.
  void Insert(int at, int next, std::vector<Step> before, std::vector<Step> inner) {
    const int shift = static_cast<int>(before.size() + inner.size()) - 1;
    auto moved = [&](int index) { return index > at ? index + shift : index; };
    for (Step& step : function_.steps) {
      for (int& succ : step.succ) succ = moved(succ);
    }
    const int first_inner = at + static_cast<int>(before.size());
    for (std::size_t i = 0; i < before.size(); ++i) before[i].succ = {at + static_cast<int>(i) + 1};
    for (Step& step : inner) {
      for (int& succ : step.succ) {
        if (succ == kReturnMark) succ = moved(next);
        else if (succ == kAfterStoreMark) succ = moved(after_store_);
        else if (succ >= 0) succ += first_inner;
      }
    }
    before.insert(before.end(), inner.begin(), inner.end());
    function_.steps.erase(function_.steps.begin() + at);
    function_.steps.insert(function_.steps.begin() + at, before.begin(), before.end());
    for (Step& step : function_.steps) {
      step.place = Substitute(arena_, step.place, replaced_);
      step.value = Substitute(arena_, step.value, replaced_);
    }
  }

  static constexpr int kReturnMark = -1000000;
  static constexpr int kAfterStoreMark = -1000001;
  int after_store_ = -1;
  steps::Function& function_;
  steps::Arena& arena_;
  std::map<ExprRef, ExprRef> map_;
  std::map<ExprRef, ExprRef> replaced_;
};

}  // namespace

steps::Function WithOwnNames(const steps::Function& body, steps::Arena& arena) {
  steps::Function out = body;
  std::map<ExprRef, ExprRef> names;
  auto collect = [&](ExprRef root) {
    if (root == nullptr) return;
    steps::ForEach(root, [&](ExprRef part) {
      if (part->op == Op::kLocal) names.try_emplace(part, arena.Make(Op::kLocal, body.name + "." + part->text, {}, part->type));
    });
  };
  for (const Step& step : body.steps) {
    collect(step.place);
    collect(step.value);
  }
  for (Step& step : out.steps) {
    step.place = Substitute(arena, step.place, names);
    step.value = Substitute(arena, step.value, names);
  }
  for (steps::Param& param : out.params) param.name = body.name + "." + param.name;
  out.locals.clear();
  for (const auto& [name, type] : body.locals) out.locals[body.name + "." + name] = type;
  return out;
}

void SpliceCalls(steps::Function& function, const BodyOf& body_of, steps::Arena& arena) {
  std::map<std::string, int> times;
  for (std::size_t i = 0; i < function.steps.size() && function.steps.size() < kMaxSteps;) {
    const Step& step = function.steps[i];
    const steps::Function* body =
        step.kind == StepKind::kCall && !step.value->text.empty() ? body_of(step.value->text) : nullptr;
    if (body == nullptr || body->name == function.name || ++times[body->name] > 4 * kMaxDepth) {
      ++i;
      continue;
    }
    Splicer(function, arena).Replace({static_cast<int>(i), body});
  }
}

}  // namespace lpcheck::heart
