#include "model/heart/analysis.h"

#include <algorithm>
#include <utility>

#include "model/heart/diff.h"
#include "model/heart/open_helpers.h"
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

// Arguments that both versions pass alike are not read otherwise.
void AddTermReads(FunctionAnalysis& function, const Delta& delta) {
  const ExprRef before = delta.kind == DeltaKind::kAdded ? nullptr : delta.before.term;
  const ExprRef after = delta.kind == DeltaKind::kRemoved ? nullptr : delta.after.term;
  const bool same_call = before != nullptr && after != nullptr && before->op == Op::kCall && after->op == Op::kCall &&
                         !before->text.empty() && before->text == after->text && before->kids.size() == after->kids.size();
  if (!same_call) {
    AddReads(function, after, delta, false);
    AddReads(function, before, delta, false);
    return;
  }
  for (std::size_t i = 0; i < before->kids.size(); ++i) {
    if (before->kids[i] == after->kids[i]) continue;
    AddReads(function, after->kids[i], delta, false);
    AddReads(function, before->kids[i], delta, false);
  }
}

// Both versions make this test with the same outcome: it says where the difference lies, and is none.
bool IsTestedByBoth(const Delta& delta, std::size_t index) {
  const auto old_end = delta.condition.begin() + static_cast<std::ptrdiff_t>(delta.old_literals);
  const Literal& literal = delta.condition[index];
  return index < delta.old_literals ? std::find(old_end, delta.condition.end(), literal) != delta.condition.end()
                                    : std::find(delta.condition.begin(), old_end, literal) != old_end;
}

bool StoresData(EffectKind kind) {
  return kind == EffectKind::kWrite || kind == EffectKind::kCounter || kind == EffectKind::kPublish ||
         kind == EffectKind::kUnpublish;
}

void AddWrite(FunctionAnalysis& function, const Effect& effect, ExprRef old_value, const Delta& delta) {
  if (!StoresData(effect.kind) || effect.object == nullptr || steps::IsLocalStorage(effect.object)) return;
  std::string datum = DatumOf(effect.object);
  if (datum.empty()) return;
  // memset(p->buf, ...) writes what the field points to, not the field.
  if (effect.entry != nullptr && effect.object->type.is_pointer) datum = "*" + datum;
  const bool is_store = effect.kind == EffectKind::kWrite || effect.kind == EffectKind::kCounter;
  function.writes.emplace(datum, Touch{.delta = &delta, .old_value = old_value,
                                       .new_value = is_store ? effect.term : nullptr, .line = effect.line});
}

// The pointer that a value is computed from: through casts, fields, and the first argument of helpers.
ExprRef Origin(ExprRef value) {
  for (int depth = 0; depth < 16; ++depth) {
    const ExprRef root = steps::RootOf(value);
    const bool is_computed = root->op == Op::kPure || root->op == Op::kBinary || root->op == Op::kCall || root->op == Op::kResult;
    if (!is_computed || root->kids.empty()) return root;
    value = root->kids[0];
  }
  return value;
}

// Locals that only ever point into memory this invocation allocated.
void CollectMadeHere(const steps::Function* body, const Obligations& owes, std::set<std::string>& made) {
  if (body == nullptr) return;
  for (const Resource& resource : owes.taken_here) {
    if (resource.is_memory) made.insert(resource.object);
  }
  std::map<std::string, bool> derived;
  for (int round = 0; round < 4; ++round) {
    derived.clear();
    for (const Step& step : body->steps) {
      if (step.kind != StepKind::kAssign || step.place->op != Op::kLocal || !step.place->type.is_pointer) continue;
      const ExprRef origin = Origin(step.value);
      const bool is_made = (origin->op == Op::kLocal && made.contains(origin->text)) || step.value->op == Op::kConst;
      auto [known, is_new] = derived.try_emplace(step.place->text, is_made);
      if (!is_new) known->second &= is_made;
    }
    for (const auto& [name, is_made] : derived) {
      if (is_made) made.insert(name);
    }
  }
}

// The object of a call that links, unlinks, waits for or queues it: the call rests on what the object holds.
void AddUse(FunctionAnalysis& function, const Effect& effect, const Delta& delta) {
  const bool uses = effect.kind == EffectKind::kPublish || effect.kind == EffectKind::kUnpublish || effect.kind == EffectKind::kWait ||
                    effect.kind == EffectKind::kWake || effect.kind == EffectKind::kCancel || effect.kind == EffectKind::kDefer;
  if (!uses || effect.object == nullptr || steps::IsLocalStorage(effect.object)) return;
  const std::string datum = DatumOf(effect.object);
  if (!datum.empty()) function.reads.emplace(datum, Touch{.delta = &delta, .line = effect.line});
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
          for (const Effect& effect : delta.extra_new) AddWrite(function, effect, nullptr, delta);
        }
        break;
      case DeltaKind::kResult: break;
    }
    if (delta.by_value) continue;
    const bool guards = delta.kind == DeltaKind::kRedirect && delta.leaves_early;
    if (delta.kind == DeltaKind::kAdded || delta.kind == DeltaKind::kChanged) AddUse(function, delta.after, delta);
    for (const Effect& effect : delta.extra_new) AddUse(function, effect, delta);
    AddTermReads(function, delta);
    AddReads(function, delta.old_value, delta, false);
    AddReads(function, delta.new_value, delta, false);
    for (std::size_t i = 0; i < delta.condition.size(); ++i) {
      if (!IsTestedByBoth(delta, i)) AddReads(function, delta.condition[i].expr, delta, guards);
    }
  }
}

constexpr std::size_t kMaxDissolvedSteps = 60;

class Builder {
 public:
  explicit Builder(const FixModel& model) : model_(model) {
    out_.model = &model;
    out_.prover = std::make_unique<Prover>(model.solver_limit, model.on_query);
  }

  Analysis Run() {
    for (const FunctionPair& pair : model_.changed) {
      if (IsDissolved(pair)) dissolved_.emplace(pair.name, Dissolved{WithOwnNames(*pair.before, *model_.arena), WithOwnNames(*pair.after, *model_.arena)});
    }
    for (const FunctionPair& pair : model_.changed) Add(pair);
    FindCalls();
    return std::move(out_);
  }

 private:
  // A small static function whose prototype changes: nobody calls one version of it but callers of that version, so that both
  // are compared as one body. That a mix may bring them together all the same is said by prototype-mismatch.
  bool IsDissolved(const FunctionPair& pair) const {
    if (!pair.prototype_changed || !pair.before || !pair.after || !pair.before->is_static || !pair.after->is_static) return false;
    if (std::max(pair.before->steps.size(), pair.after->steps.size()) > kMaxDissolvedSteps) return false;
    if (model_.before.address_taken.contains(pair.name) || model_.after.address_taken.contains(pair.name)) return false;
    for (const steps::UnitContext* unit : {&model_.before, &model_.after}) {
      for (const auto& [field, functions] : unit->implementers) {
        if (functions.contains(pair.name)) return false;
      }
    }
    const bool recursive = CountCalls(&*pair.before, pair.name) > 0 || CountCalls(&*pair.after, pair.name) > 0;
    return !recursive && model_.surroundings.callers && model_.surroundings.callers(pair.name).empty() && IsCalledByPairs(pair.name);
  }

  bool IsCalledByPairs(const std::string& name) const {
    return std::any_of(model_.changed.begin(), model_.changed.end(), [&](const FunctionPair& caller) {
      return caller.before && caller.after && CountCalls(&*caller.before, name) > 0 && CountCalls(&*caller.after, name) > 0;
    });
  }

  // Bodies of static helpers that only one version has; a helper that is itself reachable by address stays a function.
  BodyOf HelpersOf(bool of_after) const {
    return [this, of_after](const std::string& name) -> const steps::Function* {
      if (const auto found = dissolved_.find(name); found != dissolved_.end()) return of_after ? &found->second.after : &found->second.before;
      for (const FunctionPair& pair : model_.changed) {
        if (pair.name != name) continue;
        const std::optional<steps::Function>& body = of_after ? pair.after : pair.before;
        const bool only_here = of_after ? !pair.before.has_value() : !pair.after.has_value();
        return only_here && body.has_value() ? &*body : nullptr;
      }
      return nullptr;
    };
  }

  static std::set<std::string> Callees(const steps::Function& body) {
    std::set<std::string> out;
    for (const Step& step : body.steps) {
      if (CallOf(step) != nullptr && !step.value->text.empty()) out.insert(step.value->text);
    }
    return out;
  }

  // `f` became a wrapper of a new helper `g`, and a caller of `f` now calls `g`: the caller is compared with the body that
  // `f` had. `mine` is the version that calls `f`, `other` the one that calls `g`.
  bool OpenSources(steps::Function& mine, const steps::Function& other, bool other_is_after) {
    const BodyOf helper = HelpersOf(other_is_after);
    const std::set<std::string> my_callees = Callees(mine);
    std::set<std::string> other_callees = Callees(other);
    for (bool grew = true; grew;) {
      const std::size_t before = other_callees.size();
      for (const std::string& name : std::set<std::string>(other_callees)) {
        if (const steps::Function* body = helper(name)) other_callees.merge(Callees(*body));
      }
      grew = other_callees.size() != before;
    }
    std::map<std::string, const steps::Function*> sources;
    for (const FunctionPair& pair : model_.changed) {
      if (!pair.before || !pair.after || pair.name == mine.name) continue;
      if (!my_callees.contains(pair.name) || other_callees.contains(pair.name)) continue;
      for (const std::string& callee : Callees(other_is_after ? *pair.after : *pair.before)) {
        if (helper(callee) != nullptr && other_callees.contains(callee)) sources[pair.name] = other_is_after ? &*pair.before : &*pair.after;
      }
    }
    if (sources.empty()) return false;
    SpliceCalls(mine, [&](const std::string& name) {
      auto found = sources.find(name);
      return found == sources.end() ? nullptr : found->second;
    }, *model_.arena);
    return true;
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
    for (int round = 0; before != nullptr && after != nullptr && round < 4; ++round) {
      const bool opened_old = OpenSources(*before, *after, true);
      const bool opened_new = OpenSources(*after, *before, false);
      if (!opened_old && !opened_new) break;
    }
    if (before != nullptr) SpliceCalls(*before, HelpersOf(false), *model_.arena);
    if (after != nullptr) SpliceCalls(*after, HelpersOf(true), *model_.arena);
    if (dissolved_.contains(pair.name)) before = nullptr;  // compared inside its callers
    if (before != nullptr && after != nullptr) {
      RenameLocals(*before, *after, *model_.arena);
      function->diff = Diff(*before, *after, *model_.table, *model_.arena, *out_.prover);
      function->closed = function->diff;
      function->closed.before = Own(*before);
      function->closed.after = Own(*after);
      HelperOpener opener(model_);
      for (int round = 0; round < 4 && opener.Open(function->diff, *before, *after); ++round) {
        function->diff = Diff(*before, *after, *model_.table, *model_.arena, *out_.prover);
      }
    }
    function->before = before;
    function->after = after;
    if (before != nullptr && (after == nullptr || function->differs())) {
      function->owes_before = ObligationsOf(*before, *model_.table, *model_.arena);
    }
    if (after != nullptr && (before == nullptr || function->differs())) {
      function->owes_after = ObligationsOf(*after, *model_.table, *model_.arena);
    }
    CollectMadeHere(before, function->owes_before, function->made_here);
    CollectMadeHere(after, function->owes_after, function->made_here);
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

  struct Dissolved {
    steps::Function before, after;
  };

  const FixModel& model_;
  std::map<std::string, Dissolved> dissolved_;
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

bool IsMadeHere(ExprRef object, const FunctionAnalysis& function, const api::Table& table) {
  if (object == nullptr) return false;
  ExprRef root = steps::RootOf(object);
  while (root->op == Op::kPure && root->text == "after") root = steps::RootOf(root->kids[0]);
  if (root->op == Op::kResult) {
    const api::Entry* entry = table.Find(root->kids[0]->text);
    return entry != nullptr && entry->kind == api::Kind::kAlloc;
  }
  return root->op == Op::kLocal && function.made_here.contains(root->text);
}

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
