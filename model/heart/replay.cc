#include "model/heart/replay.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/heart/machine.h"
#include "model/heart/reach.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

int StartOf(const Route& route) { return route.steps.empty() ? route.end : route.steps.front(); }

// The step of each version after which the two part; -1 is the entry. {-2, -2} if the routes start nowhere together.
std::pair<int, int> PartingOf(const FunctionDiff& diff, const Delta& delta) {
  const int old_start = StartOf(delta.old_route);
  const int new_start = StartOf(delta.new_route);
  auto matches = [](const Route& route, int start, int step) { return !route.taken || start == step; };
  if (matches(delta.old_route, old_start, 0) && matches(delta.new_route, new_start, 0)) return {-1, -1};
  for (std::size_t i = 0; i < diff.alignment.to_new.size(); ++i) {
    const int partner = diff.alignment.to_new[i];
    if (partner < 0) continue;
    const std::vector<int>& a = diff.before->steps[i].succ;
    const std::vector<int>& b = diff.after->steps[partner].succ;
    for (std::size_t way = 0; way < std::min(a.size(), b.size()); ++way) {
      if (matches(delta.old_route, old_start, a[way]) && matches(delta.new_route, new_start, b[way])) return {static_cast<int>(i), partner};
    }
  }
  return {-2, -2};
}

struct Run {
  std::string why_not;
  std::vector<Event> events;
  std::map<std::string, std::uint64_t> locals;
  Number result;
  bool has_result = false;
};

std::string At(const steps::Function& function, int step) {
  return "line " + std::to_string(function.steps[step].line) + ": " + steps::ToString(function.steps[step]);
}

// Where the step goes to with the machine's values; -1 if that leaves the function.
bool GoesTo(const Machine& machine, const steps::Function& function, const Route& route, std::size_t at) {
  const Step& step = function.steps[route.steps[at]];
  if (step.kind == StepKind::kReturn) return at + 1 == route.steps.size() && route.end < 0;
  const int next = machine.Next(step);
  if (at + 1 < route.steps.size()) return next == route.steps[at + 1];
  if (route.end >= 0) return next == route.end;
  // A loop that closes, or an end without a return.
  return next < 0 || std::find(route.steps.begin(), route.steps.end(), next) != route.steps.end();
}

Run RunRoute(const steps::Function& function, const Route& route, Machine machine) {
  Run out;
  if (!route.taken) return out;
  const int size = static_cast<int>(function.steps.size());
  const int start = StartOf(route);
  if (start >= size || std::any_of(route.steps.begin(), route.steps.end(), [&](int step) { return step < 0 || step >= size; })) {
    out.why_not = function.name + " has no such step";
    return out;
  }
  if (start >= 0 && !ReachableFrom(function, 0, -1).contains(start)) out.why_not = "nothing leads to " + At(function, start);
  for (std::size_t i = 0; i < route.steps.size() && out.why_not.empty(); ++i) {
    const Step& step = function.steps[route.steps[i]];
    machine.Execute(step);
    if (!GoesTo(machine, function, route, i)) out.why_not = "with these values another way is taken at " + At(function, route.steps[i]);
    if (step.kind != StepKind::kReturn || step.value == nullptr) continue;
    out.result = machine.Eval(step.value);
    out.has_result = true;
  }
  out.events = machine.events();
  out.locals = machine.Locals();
  return out;
}

// Events of `a` that `b` does not have as often. A line is not part of what happens.
std::vector<Event> Surplus(const std::vector<Event>& a, const std::vector<Event>& b) {
  auto same = [](const Event& x, const Event& y) { return x.action == y.action && x.operands == y.operands; };
  std::vector<Event> rest = b;
  std::vector<Event> out;
  for (const Event& event : a) {
    auto found = std::find_if(rest.begin(), rest.end(), [&](const Event& other) { return same(event, other); });
    if (found == rest.end()) out.push_back(event);
    else rest.erase(found);
  }
  return out;
}

bool HasKind(const std::vector<Event>& events, EffectKind kind) {
  return std::any_of(events.begin(), events.end(), [&](const Event& event) { return event.kind == kind; });
}

bool EndTogether(const FunctionDiff& diff, const Delta& delta) {
  const int a = delta.old_route.end;
  const int b = delta.new_route.end;
  if (a < 0 || b < 0) return a < 0 && b < 0;
  return diff.alignment.to_new[a] == b;
}

// Empty if the difference shows.
std::string Missing(const FunctionDiff& diff, const Delta& delta, const Run& before, const Run& after) {
  switch (delta.kind) {
    case DeltaKind::kAdded:
      return HasKind(Surplus(after.events, before.events), delta.after.kind) ? "" : "the old version does the same";
    case DeltaKind::kRemoved:
      return HasKind(Surplus(before.events, after.events), delta.before.kind) ? "" : "the new version does it too";
    case DeltaKind::kChanged:
      if (delta.after.kind == EffectKind::kNone) return before.locals != after.locals ? "" : "no local differs afterwards";
      return HasKind(Surplus(after.events, before.events), delta.after.kind) ? "" : "both do the same, with the same operands";
    case DeltaKind::kRedirect: return EndTogether(diff, delta) ? "both versions end at the same step" : "";
    case DeltaKind::kResult:
      return before.has_result != after.has_result || before.result.bits != after.result.bits ? "" : "both return the same";
  }
  return "a difference of no known kind";
}

std::vector<int> LinesOf(const steps::Function& function, const Route& route, int parting) {
  std::vector<int> out;
  if (parting >= 0) out.push_back(function.steps[parting].line);
  for (int step : route.steps) out.push_back(function.steps[step].line);
  if (route.end >= 0) out.push_back(function.steps[route.end].line);
  return out;
}

bool IsSeen(const FunctionDiff& diff, const Delta& delta, const Delta& source) {
  const std::set<int> reached = ReachableFrom(*diff.after, source.new_route.end, -1);
  return std::any_of(reached.begin(), reached.end(), [&](int step) { return diff.after->steps[step].line == delta.line; });
}

}  // namespace

std::vector<std::pair<ExprRef, ExprRef>> Distinguishing(const Delta& delta, steps::Arena& arena) {
  if (delta.kind == DeltaKind::kResult && delta.old_value != nullptr && delta.new_value != nullptr) return {{delta.old_value, delta.new_value}};
  if (delta.kind != DeltaKind::kChanged || delta.before.term == nullptr || delta.after.term == nullptr) return {};
  const ExprRef a = delta.before.term;
  const ExprRef b = delta.after.term;
  std::vector<std::pair<ExprRef, ExprRef>> out;
  if (a->op == Op::kCall && b->op == Op::kCall) {
    for (std::size_t i = 0; i < std::min(a->kids.size(), b->kids.size()); ++i) {
      if (a->kids[i] != b->kids[i]) out.push_back({a->kids[i], b->kids[i]});
    }
    return out;
  }
  if (a != b) out.push_back({a, b});
  if (delta.before.object != nullptr && delta.after.object != nullptr && delta.before.object != delta.after.object) {
    auto address = [&](ExprRef place) {
      return place->op == Op::kDeref ? place->kids[0] : arena.Make(Op::kAddrOf, "", {place}, {.bits = 64, .is_pointer = true});
    };
    out.push_back({address(delta.before.object), address(delta.after.object)});
  }
  return out;
}

const Delta* SourceOf(const FunctionDiff& diff, const Delta& delta) {
  if (!delta.by_value) return &delta;
  for (const Delta& source : diff.deltas) {
    if (!source.by_value && source.new_route.end >= 0 && IsSeen(diff, delta, source)) return &source;
  }
  return nullptr;
}

Replay ReplayDelta(const FunctionDiff& diff, const Delta& delta, const Valuation& values, const api::Table& table) {
  Replay out;
  const Delta* source = SourceOf(diff, delta);
  if (source == nullptr) {
    out.why_not = "no difference that the value comes from leads here";
    return out;
  }
  const auto [old_parting, new_parting] = PartingOf(diff, *source);
  const Machine machine(values, table);
  const Run before = RunRoute(*diff.before, source->old_route, machine);
  const Run after = RunRoute(*diff.after, source->new_route, machine);
  if (old_parting == -2) out.why_not = "the two routes do not part at one point";
  else if (!machine.consistent()) out.why_not = "one thing has two values";
  else if (!before.why_not.empty()) out.why_not = "old: " + before.why_not;
  else if (!after.why_not.empty()) out.why_not = "new: " + after.why_not;
  else out.why_not = Missing(diff, *source, before, after);
  out.holds = out.why_not.empty();
  if (!out.holds) return out;
  out.old_lines = LinesOf(*diff.before, source->old_route, old_parting);
  out.new_lines = LinesOf(*diff.after, source->new_route, new_parting);
  if (source != &delta) out.new_lines.push_back(delta.line);
  return out;
}

}  // namespace lpcheck::heart
