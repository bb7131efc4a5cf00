// shadow-incomplete: new code takes for granted that an object has its shadow variable, or frees the object and leaves it.
//
//   violated ⇔ ∃ way of a changed function. it follows what klp_shadow_get answered, and no test on that way told it from NULL
//            ∨ ∃ function f visible after the fix, way of f. f frees an object of a type that new code attaches a shadow
//              to, the object may have one there, and klp_shadow_free was not called for it before
//   gap      ⇔ the answer leaves the function untested, others may free objects of that type, or it is attached in two forms
//
// Objects made before the switch have no shadow, and a shadow that outlives its object is found by the next object at the
// same address: both travel in data (persistent). The functions are those of include/linux/livepatch.h.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "model/heart/effect.h"
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Bare;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr std::size_t kMostStates = 20'000;  ///< of one walk; a function that has more is not walked to the end

enum class Call { kNone, kGet, kAttach, kFree };

Call CallIn(ExprRef call) {
  if (call == nullptr || call->op != Op::kCall || call->kids.size() < 2) return Call::kNone;
  if (call->text == "klp_shadow_get") return Call::kGet;
  if (call->text == "klp_shadow_free") return Call::kFree;
  return call->text == "klp_shadow_alloc" || call->text == "klp_shadow_get_or_alloc" ? Call::kAttach : Call::kNone;
}

std::optional<std::int64_t> IdOf(ExprRef call) {
  const ExprRef id = Bare(call->kids[1]);
  return id->op == Op::kConst ? std::optional(id->value) : std::nullopt;
}

/// The answer of one call, and the locals that hold it.
struct Held {
  ExprRef call = nullptr;
  std::set<std::string> locals;
  bool Is(ExprRef expr) const {
    const ExprRef bare = Bare(expr);
    if (bare->op == Op::kLocal) return locals.contains(bare->text);
    return bare->op == Op::kResult && bare->kids[0] == call;
  }
  bool IsIn(ExprRef expr) const {
    if (Is(expr)) return true;
    return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return IsIn(kid); });
  }
  /// After the step, which may copy the answer into a local or write over one.
  void Follow(const Step& step) {
    if (step.kind != StepKind::kAssign || step.place->op != Op::kLocal) return;
    if (step.value != nullptr && Is(step.value)) {
      locals.insert(step.place->text);
    } else {
      locals.erase(step.place->text);
    }
  }
};

/// The successor of a branch on which the answer is NULL; nullopt when the branch does not ask that.
std::optional<std::size_t> NullSide(ExprRef value, const Held& held) {
  value = Bare(value);
  if (held.Is(value)) return 1;
  if (value->op == Op::kUnary && value->text == "!") {
    const std::optional<std::size_t> inner = NullSide(value->kids[0], held);
    return inner ? std::optional(1 - *inner) : std::nullopt;
  }
  if (value->op != Op::kBinary || value->text != "==") return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i) {
    const ExprRef other = Bare(value->kids[1 - i]);
    if (held.Is(value->kids[i]) && other->op == Op::kConst && other->value == 0) return 0;
  }
  return std::nullopt;
}

bool Follows(ExprRef expr, const Held& held) {
  if (expr == nullptr) return false;
  if (expr->op == Op::kAddrOf) return false;  // only an address is computed
  if ((expr->op == Op::kDeref || expr->op == Op::kIndex) && held.Is(expr->kids[0])) return true;
  return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Follows(kid, held); });
}

/// The answer goes where its test is not seen: into memory, to a callee that may use it, to the caller.
bool Escapes(const Step& step, const Held& held, const api::Table& table) {
  if (step.value == nullptr) return false;
  const api::Entry* entry = step.kind == StepKind::kCall ? table.Find(step.value->text) : nullptr;
  if (entry != nullptr && entry->kind == api::Kind::kLog) return false;
  if (step.kind == StepKind::kReturn) return held.IsIn(step.value);
  if (step.kind == StepKind::kAssign) return step.place->op != Op::kLocal && held.IsIn(step.value);
  return step.kind == StepKind::kCall && step.value != held.call && held.IsIn(step.value);
}

/// `changed` has the difference that the witness shows; `function`, where the harm is done, may be unchanged.
void Mismatch(const steps::Function& changed, const steps::Function& function, int line, std::string message, std::string remedy,
              heart::Result& result) {
  Finding finding;
  finding.rule = "shadow-incomplete";
  finding.severity = Severity::kMismatch;
  finding.channels = {Channel::kPersistent};
  finding.function = changed.name;
  if (function.name != changed.name) finding.peer = function.name;
  finding.where = {function.file, line};
  finding.message = std::move(message);
  finding.remedy = std::move(remedy);
  result.findings.push_back(std::move(finding));
}

void NotKnown(std::string kind, const steps::Function& function, int line, std::string message, heart::Result& result) {
  result.gaps.push_back({.kind = std::move(kind), .function = function.name, .where = {function.file, line}, .matters = true, .message = std::move(message)});
}

/// Ways from one klp_shadow_get on, as long as its answer may be NULL.
class NullWays {
 public:
  NullWays(const steps::Function& function, const api::Table& table, heart::Result& result)
      : function_(function), table_(table), result_(result) {}

  void From(int get) {
    Held held{heart::CallOf(function_.steps[get]), {}};
    Enter(function_.steps[get].succ, held);
    while (!open_.empty() && seen_.size() < kMostStates && !done_) {
      const auto [at, now] = open_.back();
      open_.pop_back();
      Visit(function_.steps[at], {held.call, now});
    }
    if (seen_.size() >= kMostStates) NotKnown("shadow-null-unproved", function_, function_.steps[get].line, "too many ways from klp_shadow_get on", result_);
  }

 private:
  void Visit(const Step& step, Held held) {
    if (Follows(step.place, held) || Follows(step.value, held)) {
      done_ = true;
      Mismatch(function_, function_, step.line, "the shadow variable is used as if every object had one: klp_shadow_get answers NULL for objects made by the old code",
               "treat NULL as the old behaviour, or use klp_shadow_get_or_alloc and handle its failure", result_);
      return;
    }
    if (Escapes(step, held, table_)) {
      done_ = true;
      NotKnown("shadow-null-unproved", function_, step.line, "what klp_shadow_get answered is handed on before it is told from NULL", result_);
      return;
    }
    if (step.value != nullptr && step.value == held.call) return;  // asked again: a walk of its own
    held.Follow(step);
    const std::optional<std::size_t> null = step.kind == StepKind::kBranch ? NullSide(step.value, held) : std::nullopt;
    if (null) return Enter({step.succ[*null]}, held);
    Enter(step.succ, held);
  }

  void Enter(const std::vector<int>& next, const Held& held) {
    for (int at : next) {
      if (at >= 0 && seen_.emplace(at, held.locals).second) open_.emplace_back(at, held.locals);
    }
  }

  const steps::Function& function_;
  const api::Table& table_;
  heart::Result& result_;
  std::set<std::pair<int, std::set<std::string>>> seen_;
  std::vector<std::pair<int, std::set<std::string>>> open_;
  bool done_ = false;
};

/// A shadow variable that new code attaches: to objects of this type, under this id.
struct Shadow {
  std::string type;  ///< "struct foo *"
  std::int64_t id = 0;
  auto operator<=>(const Shadow&) const = default;
};

/// Ways from the entry to one step that frees `object`.
class FreeWays {
 public:
  FreeWays(const steps::Function& function, const Shadow& shadow, ExprRef object, const api::Table& table)
      : function_(function), shadow_(shadow), object_(object), table_(table) {}

  enum class Answer { kClean, kLeft, kUnknown };

  Answer To(int free) {
    Enter({0}, {true, Held{}});
    Answer worst = Answer::kClean;
    while (!open_.empty()) {
      if (seen_.size() >= kMostStates) return Answer::kUnknown;
      const auto [at, state] = open_.back();
      open_.pop_back();
      if (at == free && state.may_have) worst = std::max(worst, state.handed_on ? Answer::kUnknown : Answer::kLeft, Lighter);
      if (at != free) Visit(function_.steps[at], state);
    }
    return worst;
  }

 private:
  using Key = std::tuple<bool, ExprRef, std::set<std::string>, bool, bool>;
  struct State {
    bool may_have = true;
    Held asked;              ///< the last call that tells whether there is one
    bool handed_on = false;  ///< a callee that is not known here had the object
    bool before = true;      ///< may_have before an attach whose answer is still open
    Key AsKey() const { return {may_have, asked.call, asked.locals, handed_on, before}; }
  };

  static bool Lighter(Answer a, Answer b) { return Weight(a) < Weight(b); }
  static int Weight(Answer answer) { return answer == Answer::kLeft ? 2 : answer == Answer::kUnknown ? 1 : 0; }

  bool IsObject(ExprRef expr) const { return Bare(expr) == object_; }

  void Visit(const Step& step, State state) {
    const ExprRef call = heart::CallOf(step);
    const Call what = CallIn(call);
    const bool ours = what != Call::kNone && IsObject(call->kids[0]);
    if (ours && IdOf(call) == shadow_.id) {
      if (what != Call::kFree) state.before = state.may_have;
      state.may_have = what == Call::kAttach || (what == Call::kGet && state.may_have);
      state.asked = what == Call::kFree ? Held{} : Held{call, {}};
    } else if (call != nullptr && what == Call::kNone && table_.Find(call->text) == nullptr) {
      state.handed_on = state.handed_on || std::any_of(call->kids.begin(), call->kids.end(), [&](ExprRef kid) { return IsObject(kid); });
    }
    if (step.kind == StepKind::kAssign && step.place == object_) state = {IsOld(step.value), Held{}};
    state.asked.Follow(step);
    Leave(step, state);
  }

  /// Not memory that this invocation has just allocated.
  bool IsOld(ExprRef value) const {
    const ExprRef call = value == nullptr ? nullptr : heart::CallResult(value);
    const api::Entry* entry = call == nullptr ? nullptr : table_.Find(call->text);
    return entry == nullptr || entry->guess || entry->kind != api::Kind::kAlloc;
  }

  void Leave(const Step& step, const State& state) {
    const bool asks = step.kind == StepKind::kBranch && state.asked.call != nullptr;
    const std::optional<std::size_t> null = asks ? NullSide(step.value, state.asked) : std::nullopt;
    for (std::size_t i = 0; i < step.succ.size(); ++i) {
      State next = state;
      // klp_shadow_get found none; or none could be attached, and what was there before an attach stays.
      if (null && *null == i) next.may_have = CallIn(state.asked.call) == Call::kAttach && state.before;
      Enter({step.succ[i]}, next);
    }
  }

  void Enter(const std::vector<int>& next, const State& state) {
    for (int at : next) {
      if (at >= 0 && seen_.emplace(at, state.AsKey()).second) open_.emplace_back(at, state);
    }
  }

  const steps::Function& function_;
  const Shadow& shadow_;
  ExprRef object_;
  const api::Table& table_;
  std::set<std::pair<int, Key>> seen_;
  std::vector<std::pair<int, State>> open_;
};

bool FreesMemory(const heart::Effect& effect) {
  return effect.kind == heart::EffectKind::kRelease && effect.object != nullptr && effect.entry != nullptr && effect.entry->kind == api::Kind::kFree;
}

/// How many steps of the function free objects of the shadow's type.
std::size_t CheckFrees(const steps::Function& changed, const steps::Function& function, const Shadow& shadow, const api::Table& table,
                       heart::Result& result) {
  std::size_t frees = 0;
  for (std::size_t i = 0; i < function.steps.size(); ++i) {
    const heart::Effect effect = heart::EffectOf(function.steps[i], table);
    if (!FreesMemory(effect) || Bare(effect.object)->type.name != shadow.type || CallIn(effect.term) != Call::kNone) continue;
    ++frees;
    const std::string what = "of shadow variable " + std::to_string(shadow.id) + " of " + shadow.type;
    switch (FreeWays(function, shadow, Bare(effect.object), table).To(static_cast<int>(i))) {
      case FreeWays::Answer::kClean:
        break;
      case FreeWays::Answer::kLeft:
        Mismatch(changed, function, function.steps[i].line, function.name + " frees the object on a way without klp_shadow_free " + what + ": the next object at this address finds it",
                 "call klp_shadow_free before the object is freed, on every way, and replace this function", result);
        break;
      case FreeWays::Answer::kUnknown:
        NotKnown("shadow-free-unproved", function, function.steps[i].line, "whether klp_shadow_free " + what + " was called before is not known: a callee had the object", result);
    }
  }
  return frees;
}

/// Unchanged functions that call an allocator's counterpart.
std::set<std::string> OtherFreeing(const heart::FixModel& model) {
  std::set<std::string> names;
  if (!model.surroundings.users) return names;
  for (const api::Entry& entry : model.table->entries()) {
    if (entry.kind != api::Kind::kFree || entry.guess || entry.name.find('*') != std::string::npos) continue;
    for (std::string& name : model.surroundings.users(entry.name)) names.insert(std::move(name));
  }
  return names;
}

/// The size and the constructor of two klp_shadow_alloc or klp_shadow_get_or_alloc are the same.
bool SameData(const steps::Expr& a, const steps::Expr& b) {
  return a.kids.size() > 4 && b.kids.size() > 4 && Bare(a.kids[2]) == Bare(b.kids[2]) && Bare(a.kids[4]) == Bare(b.kids[4]);
}

void CheckShadow(const Shadow& shadow, const steps::Function& attaching, const heart::FixModel& model, heart::Result& result) {
  std::size_t frees = 0;
  for (const heart::FunctionPair& pair : model.changed) {
    if (pair.after) frees += CheckFrees(*pair.after, *pair.after, shadow, *model.table, result);
  }
  for (const std::string& name : OtherFreeing(model)) {
    const steps::Function* body = model.surroundings.body ? model.surroundings.body(name) : nullptr;
    if (body != nullptr) frees += CheckFrees(attaching, *body, shadow, *model.table, result);
  }
  const std::string record = shadow.type.substr(0, shadow.type.find(" *"));
  if (frees == 0 || !model.after.private_data.contains(record)) {
    NotKnown("shadow-free-unseen", attaching, attaching.line,
             record + " has a shadow variable now, and " + (frees == 0 ? "nothing visible frees one" : "other files may free one, too"), result);
  }
}

}  // namespace

void ShadowIncomplete(const heart::Analysis& analysis, heart::Result& result) {
  std::set<Shadow> seen;
  std::map<std::int64_t, ExprRef> attached;
  for (const heart::FunctionPair& pair : analysis.model->changed) {
    if (!pair.after) continue;
    for (std::size_t i = 0; i < pair.after->steps.size(); ++i) {
      const ExprRef call = heart::CallOf(pair.after->steps[i]);
      const Call what = CallIn(call);
      if (what == Call::kGet) NullWays(*pair.after, *analysis.model->table, result).From(static_cast<int>(i));
      if (what != Call::kAttach || !IdOf(call)) continue;  // an id that is no constant is a gap of the module's rule
      const ExprRef first = attached.try_emplace(*IdOf(call), call).first->second;
      if (!SameData(*first, *call)) {
        NotKnown("shadow-attached-otherwise", *pair.after, pair.after->steps[i].line,
                 "shadow variable " + std::to_string(*IdOf(call)) + " is attached elsewhere with another size or constructor", result);
      }
      const Shadow shadow{Bare(call->kids[0])->type.name, *IdOf(call)};
      if (seen.insert(shadow).second) CheckShadow(shadow, *pair.after, *analysis.model, result);
    }
  }
}

}  // namespace lpcheck::rules
