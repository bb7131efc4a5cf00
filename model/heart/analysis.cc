#include "model/heart/analysis.h"

#include <algorithm>
#include <utility>

#include "model/heart/diff.h"
#include "model/heart/splice.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

// Data that two terms read, where the terms differ.
void AddReads(FunctionAnalysis& function, ExprRef expr, const Delta& delta, bool guards) {
  if (expr == nullptr) return;
  ForEachDatum(expr, [&](const std::string& datum) {
    function.reads.emplace(datum, Touch{.delta = &delta, .guards = guards, .line = delta.line});
  });
}

bool StoresData(EffectKind kind) {
  return kind == EffectKind::kWrite || kind == EffectKind::kCounter || kind == EffectKind::kPublish ||
         kind == EffectKind::kUnpublish;
}

void AddWrite(FunctionAnalysis& function, const Effect& effect, ExprRef old_value, const Delta& delta) {
  if (!StoresData(effect.kind) || effect.object == nullptr || steps::IsLocalStorage(effect.object)) return;
  const std::string datum = DatumOf(effect.object);
  if (datum.empty()) return;
  const bool is_store = effect.kind == EffectKind::kWrite || effect.kind == EffectKind::kCounter;
  function.writes.emplace(datum, Touch{.delta = &delta, .old_value = old_value,
                                       .new_value = is_store ? effect.term : nullptr, .line = effect.line});
}

void CollectTouches(FunctionAnalysis& function) {
  for (const Delta& delta : function.diff.deltas) {
    switch (delta.kind) {
      case DeltaKind::kAdded: AddWrite(function, delta.after, nullptr, delta); break;
      case DeltaKind::kRemoved: AddWrite(function, delta.before, delta.before.term, delta); break;
      case DeltaKind::kChanged:
        AddWrite(function, delta.after, delta.before.term, delta);
        break;
      case DeltaKind::kRedirect:
        if (!delta.by_value) {
          for (const Effect& effect : delta.extra) AddWrite(function, effect, nullptr, delta);
        }
        break;
      case DeltaKind::kResult: break;
    }
    if (delta.by_value) continue;
    const bool guards = delta.kind == DeltaKind::kRedirect && delta.leaves_early;
    if (delta.kind != DeltaKind::kRemoved) AddReads(function, delta.after.term, delta, false);
    if (delta.kind != DeltaKind::kAdded) AddReads(function, delta.before.term, delta, false);
    AddReads(function, delta.old_value, delta, false);
    AddReads(function, delta.new_value, delta, false);
    for (const Literal& literal : delta.condition) AddReads(function, literal.expr, delta, guards);
  }
}

class Builder {
 public:
  explicit Builder(const FixModel& model) : model_(model) {
    out_.model = &model;
    out_.prover = std::make_unique<Prover>(model.solver_limit, model.on_query);
  }

  Analysis Run() {
    for (const FunctionPair& pair : model_.changed) Add(pair);
    FindCalls();
    return std::move(out_);
  }

 private:
  // Bodies of static helpers that only one version has; a helper that is itself reachable by address stays a function.
  BodyOf HelpersOf(bool of_after) const {
    return [this, of_after](const std::string& name) -> const steps::Function* {
      for (const FunctionPair& pair : model_.changed) {
        if (pair.name != name) continue;
        const std::optional<steps::Function>& body = of_after ? pair.after : pair.before;
        const bool only_here = of_after ? !pair.before.has_value() : !pair.after.has_value();
        return only_here && body.has_value() ? &*body : nullptr;
      }
      return nullptr;
    };
  }

  steps::Function* Own(const steps::Function& body) {
    out_.bodies.push_back(std::make_unique<steps::Function>(body));
    return out_.bodies.back().get();
  }

  void Add(const FunctionPair& pair) {
    auto function = std::make_unique<FunctionAnalysis>();
    function->name = pair.name;
    steps::Function* before = pair.before ? Own(*pair.before) : nullptr;
    steps::Function* after = pair.after ? Own(*pair.after) : nullptr;
    if (before != nullptr) SpliceCalls(*before, HelpersOf(false), *model_.arena);
    if (after != nullptr) SpliceCalls(*after, HelpersOf(true), *model_.arena);
    if (before != nullptr && after != nullptr) {
      RenameLocals(*before, *after, *model_.arena);
      function->diff = Diff(*before, *after, *model_.table, *model_.arena, *out_.prover);
    }
    function->before = before;
    function->after = after;
    if (before != nullptr && (after == nullptr || function->differs())) {
      function->owes_before = ObligationsOf(*before, *model_.table, *model_.arena);
    }
    if (after != nullptr && (before == nullptr || function->differs())) {
      function->owes_after = ObligationsOf(*after, *model_.table, *model_.arena);
    }
    CollectTouches(*function);
    out_.functions.push_back(std::move(function));
  }

  void FindCalls() {
    for (const auto& caller : out_.functions) {
      for (const steps::Function* body : {caller->before, caller->after}) {
        if (body == nullptr) continue;
        for (const Step& step : body->steps) {
          const ExprRef call = CallOf(step);
          if (call != nullptr) AddCalls(*caller, call);
        }
      }
    }
  }

  void AddCalls(const FunctionAnalysis& caller, ExprRef call) {
    for (const std::string& name : TargetsOf(call, model_)) {
      const FunctionAnalysis* callee = out_.Find(name);
      if (callee == nullptr || callee->before == nullptr || callee->after == nullptr) continue;
      const bool known = std::any_of(out_.calls.begin(), out_.calls.end(), [&](const CallEdge& edge) {
        return edge.caller == &caller && edge.callee == callee;
      });
      if (!known) out_.calls.push_back({&caller, callee, call->text.empty() ? steps::ToString(call->kids[0]) : ""});
    }
  }

  const FixModel& model_;
  Analysis out_;
};

}  // namespace

std::set<std::string> TargetsOf(ExprRef call, const FixModel& model) {
  if (!call->text.empty()) return {call->text};
  std::set<std::string> out;
  const ExprRef pointer = call->kids.empty() ? nullptr : call->kids[0];
  if (pointer == nullptr || pointer->op != Op::kField) return out;
  for (const steps::UnitContext* unit : {&model.before, &model.after}) {
    auto found = unit->implementers.find(pointer->text);
    if (found != unit->implementers.end()) out.insert(found->second.begin(), found->second.end());
  }
  return out;
}

const FunctionAnalysis* Analysis::Find(const std::string& name) const {
  for (const auto& function : functions) {
    if (function->name == name) return function.get();
  }
  return nullptr;
}

bool Analysis::CallsDirectly(const FunctionAnalysis& caller, const FunctionAnalysis& callee) const {
  return std::any_of(calls.begin(), calls.end(),
                     [&](const CallEdge& edge) { return edge.caller == &caller && edge.callee == &callee; });
}

const FunctionAnalysis* Analysis::CommonCaller(const FunctionAnalysis& a, const FunctionAnalysis& b) const {
  for (const auto& function : functions) {
    if (function->before == nullptr || function->after == nullptr) continue;
    if (CallsDirectly(*function, a) && CallsDirectly(*function, b)) return function.get();
  }
  return nullptr;
}

Analysis Analyse(const FixModel& model) { return Builder(model).Run(); }

Finding NewFinding(std::string rule, const FunctionAnalysis& function, int line, std::string message) {
  return {.rule = std::move(rule),
          .severity = Severity::kMismatch,
          .channels = {},
          .direction = Direction::kBoth,
          .function = function.name,
          .peer = "",
          .where = {function.any().file, line},
          .message = std::move(message),
          .witness = std::nullopt,
          .remedy = ""};
}

Witness WitnessOf(const Delta& delta, Prover& prover) {
  Witness out;
  out.values = prover.Example(delta.condition);
  out.old_path = delta.old_path;
  out.new_path = delta.new_path;
  return out;
}

}  // namespace lpcheck::heart
