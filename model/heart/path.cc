#include "model/heart/path.h"

#include <algorithm>
#include <utility>

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

using ExprMap = std::map<ExprRef, ExprRef, steps::ById>;

constexpr std::size_t kMaxPaths = 100;

// The machine state along one path.
class State {
 public:
  State(steps::Arena& arena, const api::Table& table) : arena_(&arena), table_(&table) {}

  ExprRef Eval(ExprRef expr) const;
  void Execute(const Step& step, Path& path);

  ExprMap Locals() const {
    ExprMap out = locals_;
    out.insert(results_.begin(), results_.end());
    for (const auto& [place, value] : memory_) {
      if (steps::IsLocalStorage(place)) out[place] = value;
    }
    return out;
  }

 private:
  struct Clobber {
    std::string datum;  // "" may change anything
    ExprRef term;
  };

  ExprRef EvalPlace(ExprRef place) const;
  ExprRef Rebuild(ExprRef expr) const;
  ExprRef After(ExprRef value, const std::string& datum) const;
  void Assign(const Step& step, Path& path);
  void Call(const Step& step, Path& path);
  bool StoresArithmetic(const Effect& effect, ExprRef call);
  void Record(Effect effect, ExprRef term, const std::string& datum, Path& path);

  steps::Arena* arena_;
  const api::Table* table_;
  ExprMap locals_;
  ExprMap memory_;
  ExprMap results_;
  std::vector<Clobber> clobbers_;
};

// `value` as read after everything that may have changed `datum` since the start.
ExprRef State::After(ExprRef value, const std::string& datum) const {
  for (const Clobber& clobber : clobbers_) {
    if (!clobber.datum.empty() && !datum.empty() && clobber.datum != datum) continue;
    value = arena_->Make(Op::kPure, "after", {value, clobber.term}, value->type);
  }
  return value;
}

ExprRef State::Rebuild(ExprRef expr) const {
  if (expr->kids.empty()) return expr;
  std::vector<ExprRef> kids;
  for (ExprRef kid : expr->kids) kids.push_back(Eval(kid));
  if (kids == expr->kids) return expr;
  return arena_->Make(expr->op, expr->text, std::move(kids), expr->type, expr->value);
}

ExprRef State::EvalPlace(ExprRef place) const {
  switch (place->op) {
    case Op::kField: return arena_->Make(Op::kField, place->text, {EvalPlace(place->kids[0])}, place->type);
    case Op::kIndex: {
      const ExprRef array = place->kids[0]->type.is_pointer ? Eval(place->kids[0]) : EvalPlace(place->kids[0]);
      return arena_->Make(Op::kIndex, "", {array, Eval(place->kids[1])}, place->type);
    }
    case Op::kDeref: {
      const ExprRef pointer = Eval(place->kids[0]);
      return pointer->op == Op::kAddrOf ? pointer->kids[0] : arena_->Make(Op::kDeref, "", {pointer}, place->type);
    }
    case Op::kLocal:
    case Op::kGlobal: return place;
    case Op::kConst:
    case Op::kString:
    case Op::kFunction:
    case Op::kAddrOf:
    case Op::kUnary:
    case Op::kBinary:
    case Op::kCast:
    case Op::kSelect:
    case Op::kResult:
    case Op::kCall:
    case Op::kPure:
    case Op::kOpaque: return Eval(place);
  }
  return place;
}

ExprRef State::Eval(ExprRef expr) const {
  switch (expr->op) {
    case Op::kLocal: {
      auto known = locals_.find(expr);
      return known == locals_.end() ? expr : known->second;
    }
    case Op::kGlobal:
    case Op::kField:
    case Op::kIndex:
    case Op::kDeref: {
      const ExprRef place = EvalPlace(expr);
      auto known = memory_.find(place);
      if (known != memory_.end()) return known->second;
      return steps::IsLocalStorage(place) ? place : After(place, DatumOf(place));
    }
    case Op::kAddrOf: {
      const ExprRef place = EvalPlace(expr->kids[0]);
      return place->op == Op::kDeref ? place->kids[0] : arena_->Make(Op::kAddrOf, "", {place}, expr->type);
    }
    case Op::kResult: {
      auto known = results_.find(expr);
      return known == results_.end() ? expr : known->second;
    }
    case Op::kConst:
    case Op::kString:
    case Op::kFunction: return expr;
    case Op::kUnary:
    case Op::kBinary:
    case Op::kCast:
    case Op::kSelect:
    case Op::kCall:
    case Op::kPure:
    case Op::kOpaque: return Rebuild(expr);
  }
  return expr;
}

void State::Record(Effect effect, ExprRef term, const std::string& datum, Path& path) {
  const bool changes_nothing = effect.kind == EffectKind::kHarmless || effect.kind == EffectKind::kLock ||
                               effect.kind == EffectKind::kUnlock || effect.kind == EffectKind::kBarrier;
  if (!changes_nothing) clobbers_.push_back({datum, term});
  path.effects.push_back({std::move(effect), term});
}

void State::Assign(const Step& step, Path& path) {
  const ExprRef value = Eval(step.value);
  const ExprRef place = EvalPlace(step.place);
  if (steps::IsLocalStorage(place)) {
    (place->op == Op::kLocal ? locals_ : memory_)[place] = value;
    return;
  }
  const std::string datum = DatumOf(place);
  std::erase_if(memory_, [&](const auto& known) {
    return !steps::IsLocalStorage(known.first) && (datum.empty() || DatumOf(known.first) == datum || DatumOf(known.first).empty());
  });
  Effect effect = EffectOf(step, *table_);
  effect.object = place;
  effect.term = value;
  // Two writes are the same if they go to the same place, not if the places held the same.
  const ExprRef where = place->op == Op::kDeref ? place->kids[0] : arena_->Make(Op::kAddrOf, "", {place}, {.bits = 64, .is_pointer = true});
  Record(effect, arena_->Make(Op::kPure, "write " + step.how, {where, value}, {}), datum, path);
  memory_[place] = value;
}

// check_add_overflow(a, b, &d): a local d holds a + b, cut to its width, whether it overflowed or not. false: something else.
bool State::StoresArithmetic(const Effect& effect, ExprRef call) {
  const std::string mode = effect.entry == nullptr ? "" : effect.entry->mode;
  const char* op = mode == "sum" ? "+" : mode == "difference" ? "-" : mode == "product" ? "*" : nullptr;
  if (op == nullptr || call->kids.size() != 3) return false;
  const ExprRef out = Bare(call->kids[2]);
  if (out->op != Op::kAddrOf || !steps::IsLocalStorage(out->kids[0])) return false;
  const ExprRef place = out->kids[0];
  for (int i : {0, 1}) {
    if (call->kids[i]->type.is_pointer || call->kids[i]->type.bits != place->type.bits || place->type.bits == 0) return false;
  }
  (place->op == Op::kLocal ? locals_ : memory_)[place] = arena_->Make(Op::kBinary, op, {call->kids[0], call->kids[1]}, place->type);
  return true;
}

void State::Call(const Step& step, Path& path) {
  const ExprRef call = Rebuild(step.value);
  Effect effect = EffectOf(step, *table_);
  if (StoresArithmetic(effect, call)) {
    results_[arena_->Make(Op::kResult, "", {step.value}, step.value->type)] = arena_->Make(Op::kResult, "", {call}, step.value->type);
    return;
  }
  if (effect.object != nullptr) effect.object = EvalPlace(effect.object);
  effect.term = call;
  const ExprRef result = arena_->Make(Op::kResult, "", {step.value}, step.value->type);
  const ExprRef value = arena_->Make(Op::kResult, "", {call}, step.value->type);
  results_[result] = After(value, "");
  const bool harmless = effect.kind == EffectKind::kHarmless || effect.kind == EffectKind::kLock ||
                        effect.kind == EffectKind::kUnlock || effect.kind == EffectKind::kBarrier;
  if (!harmless) {
    std::erase_if(memory_, [](const auto& known) { return !steps::IsLocalStorage(known.first); });
    for (ExprRef arg : call->kids) {  // what is handed over by address may come back changed
      if (arg->op != Op::kAddrOf || !steps::IsLocalStorage(arg->kids[0])) continue;
      const bool zeroes = call->text == "memset" && call->kids.size() == 3 && call->kids[1]->op == Op::kConst && call->kids[1]->value == 0;
      const ExprRef out = zeroes ? arena_->Const(0, arg->kids[0]->type)
                                 : arena_->Make(Op::kPure, "out", {arg->kids[0], After(call, "")}, arg->kids[0]->type);
      (arg->kids[0]->op == Op::kLocal ? locals_ : memory_)[arg->kids[0]] = out;
    }
  }
  Record(std::move(effect), call, "", path);
}

void State::Execute(const Step& step, Path& path) {
  switch (step.kind) {
    case StepKind::kAssign: return Assign(step, path);
    case StepKind::kCall: return Call(step, path);
    case StepKind::kAsm:
    case StepKind::kGap: {
      const ExprRef term = step.value == nullptr ? arena_->Make(Op::kOpaque, "gap", {}, {}) : Rebuild(step.value);
      return Record(EffectOf(step, *table_), term, "", path);
    }
    case StepKind::kReturn:
    case StepKind::kBranch:
    case StepKind::kSwitch: return;
  }
}

class Walker {
 public:
  Walker(const steps::Function& function, const std::vector<int>& partner, const api::Table& table, steps::Arena& arena)
      : function_(function), partner_(partner), arena_(arena), table_(table) {}

  std::optional<std::vector<Path>> Run(int start) {
    Walk(start, State(arena_, table_), Path{}, {});
    if (paths_.size() > kMaxPaths) return std::nullopt;
    return std::move(paths_);
  }

 private:
  // `for (done = 0; !done; done = 1)`, which scoped sections are written with: come to again, the test has one way left.
  bool IsSettled(int index, const State& state, const Path& path) const {
    const Step& step = function_.steps[index];
    return step.kind == StepKind::kBranch && state.Eval(step.value)->op == Op::kConst &&
           std::count(path.steps.begin(), path.steps.end(), index) == 1;
  }

  void Finish(Path path, const State& state) {
    path.locals = state.Locals();
    paths_.push_back(std::move(path));
  }

  void Walk(int index, State state, Path path, std::set<int> taken) {
    while (paths_.size() <= kMaxPaths) {
      if (index < 0) return Finish(std::move(path), state);
      // Returns are compared by value, so they are run through even where they are aligned.
      if (partner_[index] >= 0 && function_.steps[index].kind != StepKind::kReturn) {
        path.end = index;
        return Finish(std::move(path), state);
      }
      const Step& step = function_.steps[index];
      if (!taken.insert(index).second && !IsSettled(index, state, path)) {
        path.loops = true;
        return Finish(std::move(path), state);
      }
      path.lines.push_back(step.line);
      path.steps.push_back(index);
      if (step.kind == StepKind::kReturn) {
        path.returns = true;
        path.result = step.value == nullptr ? nullptr : state.Eval(step.value);
        return Finish(std::move(path), state);
      }
      if (step.kind == StepKind::kBranch || step.kind == StepKind::kSwitch) return Fork(step, state, path, taken);
      const std::size_t known = path.effects.size();
      state.Execute(step, path);
      if (path.effects.size() > known) path.effects.back().effect.step = index;
      index = step.succ.empty() ? -1 : step.succ[0];
    }
  }

  void Fork(const Step& step, const State& state, const Path& path, const std::set<int>& taken) {
    const ExprRef value = state.Eval(step.value);
    for (std::size_t way = 0; way < step.succ.size(); ++way) {
      Path next = path;
      if (step.kind == StepKind::kBranch) {
        next.condition.push_back({value, way == 0});
      } else {
        AddCase(step, way, value, next.condition);
      }
      if (Contradicts(next.condition)) continue;
      Walk(step.succ[way], state, std::move(next), taken);
    }
  }

  void AddCase(const Step& step, std::size_t way, ExprRef value, PathCondition& condition) {
    auto make = [&](const char* op, ExprRef a, ExprRef b) {
      return arena_.Make(Op::kBinary, op, {a, b}, {.bits = 32, .is_signed = true});
    };
    auto is_in = [&](const std::pair<std::int64_t, std::int64_t>& range) {
      const ExprRef low = arena_.Const(range.first, value->type);
      if (range.first == range.second) return make("==", value, low);
      const ExprRef outside = make("||", make("<", value, low), make("<", arena_.Const(range.second, value->type), value));
      return arena_.Make(Op::kUnary, "!", {outside}, {.bits = 32, .is_signed = true});
    };
    if (way < step.cases.size()) return condition.push_back({is_in(step.cases[way]), true});
    for (const auto& range : step.cases) condition.push_back({is_in(range), false});
  }

  static bool Contradicts(const PathCondition& condition) {
    for (const Literal& literal : condition) {
      if (literal.expr->op == Op::kConst && (literal.expr->value != 0) != literal.holds) return true;
      const Literal opposite{literal.expr, !literal.holds};
      if (std::find(condition.begin(), condition.end(), opposite) != condition.end()) return true;
    }
    return false;
  }

  const steps::Function& function_;
  const std::vector<int>& partner_;
  steps::Arena& arena_;
  const api::Table& table_;
  std::vector<Path> paths_;
};

}  // namespace

std::optional<std::vector<Path>> PathsFrom(const steps::Function& function, int start, const std::vector<int>& partner,
                                           const api::Table& table, steps::Arena& arena) {
  return Walker(function, partner, table, arena).Run(start);
}

}  // namespace lpcheck::heart
