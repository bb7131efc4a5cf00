#include "model/heart/obligations.h"

#include <algorithm>
#include <cstdint>

#include "model/heart/effect.h"
#include "model/heart/later_uses.h"
#include "model/heart/narrow.h"
#include "model/heart/way_state.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr std::size_t kMaxStates = 64;

std::string LockName(const Resource& resource) {
  if (!resource.datum.empty()) return resource.datum;
  return resource.object.empty() ? resource.cls : resource.object;  // rtnl_lock(): the class is the lock
}

class Interpreter {
 public:
  Interpreter(const steps::Function& function, const api::Table& table, steps::Arena& arena)
      : function_(function), table_(table), arena_(arena), in_(function.steps.size()), later_(LaterUses(function)), narrower_(table, recurring_) {
    std::map<ExprRef, int> uses;
    for (const Step& step : function.steps) {
      if (step.kind == StepKind::kBranch && ++uses[step.value] == 2) recurring_.insert(step.value);
    }
  }

  Obligations Run() {
    Flow(0, WayState{});
    std::size_t budget = 40 * function_.steps.size() + 20000;
    while (!work_.empty() && budget-- > 0) {
      const auto [index, state] = work_.back();
      work_.pop_back();
      Transfer(index, state);
    }
    if (!work_.empty()) out_.complete = false;
    CollectHeld();
    return std::move(out_);
  }

 private:
  void Flow(int index, WayState state) {
    if (index < 0) return;
    state.Prune(later_[index]);
    std::set<WayState>& states = in_[index];
    if (states.size() >= kMaxStates) {
      out_.complete = false;
      state.decided.clear();
      state.known.clear();
      state.owner.clear();
      if (states.size() >= 2 * kMaxStates) return;
    }
    if (states.insert(state).second) work_.push_back({index, std::move(state)});
  }

  void Transfer(int index, WayState state) {
    const Step& step = function_.steps[index];
    switch (step.kind) {
      case StepKind::kAssign: Assign(step, state); break;
      case StepKind::kCall: Call(index, step, state); break;
      case StepKind::kBranch: return Branch(step, state);
      case StepKind::kSwitch:
        for (int next : step.succ) Flow(next, state);
        return;
      case StepKind::kReturn: return Return(step, state);
      case StepKind::kAsm:
      case StepKind::kGap: break;
    }
    for (int next : step.succ) Flow(next, state);
  }

  void Assign(const Step& step, WayState& state) {
    const ExprRef value = Bare(step.value);
    const auto pending = state.pending.find(value);
    const auto known = state.known.find(value);
    std::optional<std::pair<Resource, std::string>> moved;
    if (pending != state.pending.end()) moved = pending->second;
    std::optional<Known> fact;
    if (known != state.known.end()) fact = known->second;
    if (value->op == Op::kConst) fact = Known{Fact::kConst, value->value};
    if (value->op == Op::kPure && value->text.starts_with("ERR_PTR")) fact = Known{Fact::kErrPtr};
    std::string owned;
    if (auto owner = state.owner.find(value); owner != state.owner.end()) owned = owner->second;
    if (value->op == Op::kLocal && owned.empty()) owned = value->text;
    state.Forget(step.place);
    if (step.place->op == Op::kLocal) {
      if (fact) state.known[step.place] = *fact;
      if (narrower_.IsTest(value)) state.tests[step.place] = value;
      if (moved) {
        if (value->op == Op::kLocal) state.pending[step.place] = *moved;  // q = p: one more name, the first one stays
        else Rename(state, value, step.place, *moved);
        const std::string& name = state.pending[step.place].first.object;
        owned = name == steps::ToString(step.place) ? "" : name;
      }
      if (value->op != Op::kLocal && owned.empty()) return;
    }
    if (step.place->op != Op::kLocal && moved) {  // p->buf = kmalloc(): the place holds it, and is asked whether it failed
      if (value->op == Op::kLocal) state.pending[step.place] = *moved;
      else Rename(state, value, step.place, *moved);
      if (owned.empty()) owned = state.pending[step.place].first.object;
    }
    if (!owned.empty() && step.place != value) {
      state.owner[step.place] = owned;
      if (!steps::IsLocalStorage(step.place)) state.escaped.insert(owned);
    }
  }

  // `v = kmalloc(...)`: the resource is named after the variable from now on.
  void Rename(WayState& state, ExprRef from, ExprRef to, std::pair<Resource, std::string> moved) {
    if (moved.first.object == steps::ToString(from)) {
      auto held = state.net.find(moved.first);
      if (held != state.net.end()) {
        const int amount = held->second;
        state.net.erase(held);
        moved.first.object = steps::ToString(to);
        state.escaped.erase(moved.first.object);
        state.lent.erase(moved.first.object);
        state.net[moved.first] = amount;
        out_.taken_here.insert(moved.first);
      }
    }
    state.pending.erase(from);
    state.pending[to] = std::move(moved);
  }

  Resource ResourceOf(const Effect& effect, const WayState& state) const {
    Resource resource{.cls = effect.cls, .is_lock = effect.kind == EffectKind::kLock || effect.kind == EffectKind::kUnlock};
    // Both sides of a pair must name the same resource, so this hangs on the class, not on the call.
    resource.is_atomic = resource.is_lock && (effect.cls.find("spin") != std::string::npos || effect.cls.find("rcu") == 0 ||
                                              effect.cls.find("rwlock") != std::string::npos || effect.cls.find("irq") != std::string::npos ||
                                              effect.cls.find("preempt") != std::string::npos || effect.cls.find("bh") == 0);
    resource.is_guess = effect.entry != nullptr && effect.entry->guess;
    resource.is_memory = effect.entry != nullptr &&
                         (effect.entry->kind == api::Kind::kAlloc || effect.entry->kind == api::Kind::kFree);
    if (effect.object != nullptr) {
      auto owner = state.owner.find(effect.object);
      resource.object = owner != state.owner.end() ? owner->second : steps::ToString(effect.object);
      resource.datum = DatumOf(effect.object);
    }
    return resource;
  }

  void Call(int index, const Step& step, WayState& state) {
    const ExprRef result = arena_.Make(Op::kResult, "", {step.value}, step.value->type);
    state.Forget(result);
    const Effect effect = EffectOf(step, table_);
    switch (effect.kind) {
      case EffectKind::kLock:
      case EffectKind::kAcquire: return Acquire(effect, result, state);
      case EffectKind::kUnlock:
      case EffectKind::kRelease: return Release(index, effect, state);
      case EffectKind::kPublish:
      case EffectKind::kDefer:
        for (ExprRef arg : step.value->kids) {
          const ExprRef root = steps::RootOf(Bare(arg));
          if (root->op == Op::kLocal) state.escaped.insert(root->text);
        }
        return;
      case EffectKind::kCall:
      case EffectKind::kIndirect: return HandOver(step.value, state);
      case EffectKind::kNone:
      case EffectKind::kHarmless:
      case EffectKind::kWrite:
      case EffectKind::kCounter:
      case EffectKind::kCopyOut:
      case EffectKind::kWait:
      case EffectKind::kWake:
      case EffectKind::kCancel:
      case EffectKind::kBarrier:
      case EffectKind::kAsm:
      case EffectKind::kGap: return;
      case EffectKind::kUnpublish:
        for (ExprRef arg : step.value->kids) state.escaped.erase(steps::ToString(steps::RootOf(Bare(arg))));
        return;
    }
  }

  // A second holder waits, were it the same task: no read side, nothing that only counts (RCU, preemption, interrupts).
  static bool Excludes(const api::Entry& entry) {
    return entry.kind == api::Kind::kLock && entry.mode != "read" && !entry.guess &&
           (entry.cls.find("spinlock") != std::string::npos || entry.cls.find("mutex") != std::string::npos || entry.cls == "rwsem" ||
            entry.cls == "rwlock" || entry.cls == "rtnl");
  }

  void Acquire(const Effect& effect, ExprRef result, WayState& state) {
    Resource resource = ResourceOf(effect, state);
    if (effect.object == nullptr && effect.entry->obj == api::kResult) resource.object = steps::ToString(result);
    if (resource.is_lock) {
      for (const auto& [held, net] : state.net) {
        if (!held.is_lock || net <= 0 || effect.entry->kind == api::Kind::kTryLock) continue;  // who only tries does not wait
        out_.order.insert({LockName(held), LockName(resource)});
        out_.object_order.insert({held.object, resource.object});
      }
      if (Excludes(*effect.entry) && state.net.contains(resource) && state.net.at(resource) > 0) {
        out_.taken_twice.try_emplace(LockName(resource), effect.line);
      }
      const std::string mode = effect.entry->mode.empty() ? "" : "/" + effect.entry->mode;
      out_.lock_modes[LockName(resource)].insert(effect.entry->irq + mode);
    }
    out_.taken_here.insert(resource);
    state.Add(resource, 1);
    std::string fails = effect.entry->fails;
    if (effect.entry->kind == api::Kind::kTryLock || effect.entry->kind == api::Kind::kTryGet) {
      if (fails.empty()) fails = "false";
    }
    if (fails.empty() && effect.entry->kind == api::Kind::kAlloc) fails = "null";
    if (!fails.empty()) state.pending[result] = {resource, fails};
    else if (effect.entry->obj == api::kResult || (resource.is_lock && result->type.is_pointer)) {
      state.pending[result] = {resource, "never"};  // ptl = pte_lockptr_lock(...): the result names what was taken
    }
  }

  void Release(int index, const Effect& effect, WayState& state) {
    Resource resource = ResourceOf(effect, state);
    if (resource.is_lock) state.ForgetShared();
    const bool is_own = std::any_of(state.net.begin(), state.net.end(), [&](const auto& held) {
      return held.second > 0 && held.first.object == resource.object && held.first.cls == resource.cls && !state.escaped.contains(resource.object);
    });
    out_.gives_back_own.try_emplace(index, true).first->second &= is_own;
    // Freeing what is known to be NULL or an error pointer does nothing where the API says so.
    auto known = effect.object == nullptr ? state.known.end() : state.known.find(effect.object);
    if (known != state.known.end() && effect.entry->null_ok) {
      const bool nothing = (known->second.fact == Fact::kConst && known->second.value == 0) || known->second.fact == Fact::kErrPtr;
      if (nothing) return;
    }
    if (auto taken = effect.object == nullptr ? state.pending.end() : state.pending.find(effect.object);
        resource.is_lock && taken != state.pending.end() && taken->second.first.is_lock) {
      state.Add(Resource(taken->second.first), -1);
      return;
    }
    // The same object may have been acquired under another spelling or as memory of another class.
    for (const auto& [held, net] : state.net) {
      if (net > 0 && held.object == resource.object && (held.cls == resource.cls || (held.is_memory && resource.is_memory))) {
        Resource found = held;
        state.Add(found, -1);
        // Freed after others could have got hold of it: right only if it was taken back first, which old code shows.
        if (found.is_memory && state.escaped.contains(found.object)) {
          found.cls += " (already handed over)";
          state.Add(found, -1);
        }
        return;
      }
    }
    state.Add(resource, -1);
  }

  void HandOver(ExprRef call, WayState& state) {
    for (ExprRef arg : call->kids) {
      const ExprRef bare = Bare(arg);
      if (bare->op == Op::kLocal) state.lent.insert(bare->text);
      if (bare->op == Op::kAddrOf) state.Forget(bare->kids[0]);
    }
  }

  void Branch(const Step& step, const WayState& state) {
    for (std::size_t way = 0; way < step.succ.size(); ++way) {
      WayState next = state;
      if (narrower_.Assume(next, step.value, way == 0)) Flow(step.succ[way], std::move(next));
    }
  }

  std::string ExitClass(const Step& step, const WayState& state) const {
    if (step.value == nullptr) return "void";
    const ExprRef value = Bare(step.value);
    if (value->op == Op::kConst) return ConstClass(value->value, function_.result.is_pointer);  // equal constants share one term
    if (value->op == Op::kPure && value->text.starts_with("ERR_PTR")) return "errptr";
    auto known = state.known.find(value);
    if (known != state.known.end()) {
      switch (known->second.fact) {
        case Fact::kConst: return ConstClass(known->second.value, function_.result.is_pointer);
        case Fact::kNegative: return "error";
        case Fact::kErrPtr: return "errptr";
        case Fact::kNotErr: return "pointer";
        case Fact::kNonZero: return function_.result.is_pointer ? "pointer" : "error";
      }
    }
    return function_.result.is_pointer ? "pointer" : "value";
  }

  static std::string ConstClass(std::int64_t value, bool is_pointer) {
    if (value == 0) return is_pointer ? "null" : "0";
    if (value < 0) return is_pointer ? "errptr" : "error";
    return "positive";
  }

  void Return(const Step& step, WayState state) {
    Outcome outcome{.exit = ExitClass(step, state), .net = {}};
    std::string returned = step.value == nullptr ? "" : steps::ToString(Bare(step.value));
    if (step.value != nullptr) {
      if (auto owner = state.owner.find(Bare(step.value)); owner != state.owner.end()) returned = owner->second;
    }
    // Whoever was given an object and reports success may keep it; who was given it before a failure gives it back, or leaks it.
    const bool fails = outcome.exit == "error" || outcome.exit == "null" || outcome.exit == "errptr";
    for (const auto& [resource, net] : state.net) {
      const bool is_lent = state.lent.contains(resource.object);
      const bool is_known = state.escaped.contains(resource.object) || (is_lent && !fails);
      const bool handed_over = net > 0 && !resource.is_lock && (resource.object == returned || (resource.is_memory && is_known));
      if (net > 0 && !resource.is_lock && (resource.object == returned || is_known || is_lent)) out_.shared.insert(resource);
      if (!handed_over) outcome.net[resource] = net;
      else if (resource.is_memory) out_.hands_over_memory.insert(resource);
    }
    out_.outcomes.try_emplace(std::move(outcome), step.line);
  }

  void CollectHeld() {
    out_.held.resize(function_.steps.size());
    out_.atomic.resize(function_.steps.size());
    out_.always_atomic.resize(function_.steps.size());
    for (std::size_t i = 0; i < in_.size(); ++i) {
      bool first = true;
      for (const WayState& state : in_[i]) {
        std::set<std::string> locks, atomic;
        for (const auto& [resource, net] : state.net) {
          if (resource.is_lock && net > 0) locks.insert(LockName(resource));
          if (resource.is_atomic && net > 0) atomic.insert(resource.object.empty() ? resource.cls : LockName(resource));
        }
        out_.atomic[i].insert(atomic.begin(), atomic.end());
        if (first) out_.always_atomic[i] = atomic;
        std::erase_if(out_.always_atomic[i], [&](const std::string& lock) { return !atomic.contains(lock); });
        if (first) {
          out_.held[i] = std::move(locks);
        } else {
          std::erase_if(out_.held[i], [&](const std::string& lock) { return !locks.contains(lock); });
        }
        first = false;
      }
    }
  }

  const steps::Function& function_;
  const api::Table& table_;
  steps::Arena& arena_;
  std::vector<std::set<WayState>> in_;
  std::vector<std::pair<int, WayState>> work_;
  std::set<ExprRef> recurring_;
  std::vector<std::set<ExprRef>> later_;
  Narrower narrower_;
  Obligations out_;
};

}  // namespace

Obligations ObligationsOf(const steps::Function& function, const api::Table& table, steps::Arena& arena) {
  return Interpreter(function, table, arena).Run();
}

std::string ToString(const Outcome& outcome) {
  std::string out = outcome.exit + ":";
  for (const auto& [resource, net] : outcome.net) {
    out += " " + std::string(net > 0 ? "+" : "") + std::to_string(net) + " " + resource.cls + "(" + resource.object + ")";
  }
  return outcome.net.empty() ? out + " nothing owed" : out;
}

}  // namespace lpcheck::heart
