// order-of-phases: one phase of an operation is done by another function than before, so a mix of versions does it twice or
// never.
//
//   violated ⇔ ∃ f ≠ g changed and one of
//     moved    a call of a: f makes it no longer (not only because it now fails first) ∧ g makes it anew ∧ a has effects
//     reset    a datum D: f newly clears D ∧ g newly stores another value in D ∧ unchanged code reads D
//     weaker   a phase of class c: f starts it by a call that no longer waits for it ∧ g newly starts it by one that does
//
// Where every run of one is within a run of the other, or both within one caller: stack. Else an object that one version has taken through the first phase meets the other version
// in the second: concurrent, persistent, and rollback.
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;

// Every call of `callee` that can be is in `caller`: then an object that passes one passes the other in the same frame.
bool OnlyFrom(const FunctionAnalysis& caller, const FunctionAnalysis& callee, const Analysis& analysis) {
  const heart::FixModel& model = *analysis.model;
  if (!callee.any().is_static || model.after.address_taken.contains(callee.name) || model.before.address_taken.contains(callee.name)) return false;
  if (model.surroundings.callers && !model.surroundings.callers(callee.name).empty()) return false;
  return analysis.CallsDirectly(caller, callee) && std::none_of(analysis.calls.begin(), analysis.calls.end(), [&](const heart::CallEdge& edge) {
    return edge.callee == &callee && edge.caller != &caller;
  });
}

bool InOneFrame(const FunctionAnalysis& f, const FunctionAnalysis& g, const Analysis& analysis) {
  if (OnlyFrom(f, g, analysis) || OnlyFrom(g, f, analysis)) return true;
  const FunctionAnalysis* common = analysis.CommonCaller(f, g);
  return common != nullptr && OnlyFrom(*common, f, analysis) && OnlyFrom(*common, g, analysis);
}

void Report(const FunctionAnalysis& loser, const FunctionAnalysis& gainer, int line, std::string message, const std::string& what,
            bool chain, heart::Result& result) {
  for (const Finding& known : result.findings) {
    if (known.rule == "order-of-phases" && known.function == loser.name && known.message == message) return;
  }
  Finding finding = heart::NewFinding("order-of-phases", loser, line, std::move(message));
  finding.peer = gainer.name;
  finding.channels = chain ? std::vector<Channel>{Channel::kStack}
                           : std::vector<Channel>{Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
  finding.remedy = chain ? "let the transition finish; do not force"
                         : "let each version bear what the other has done or left undone, or convert existing objects in a callback";
  finding.witness = Witness{.steps = {"new " + loser.name + " runs on an object and leaves " + what + " to " + gainer.name,
                                      "old " + gainer.name + ", in a task that has not switched, runs on the same object",
                                      what + " is done by neither; with the versions exchanged, by both"}};
  result.findings.push_back(std::move(finding));
}

// Calls that change something and that no balance rule follows: others may see whether and when they were made.
bool IsPhase(const Effect& effect, const Analysis& analysis) {
  if (effect.term == nullptr || effect.term->op != Op::kCall || effect.term->text.empty()) return false;
  const bool known = effect.entry != nullptr && !effect.entry->guess;
  switch (effect.kind) {
    case EffectKind::kRelease:  // by its name only; what the table knows is judged by Balance
    case EffectKind::kCall:
      if (effect.term->type.bits != 0 || effect.term->type.is_pointer) return false;  // asked for its answer
      return !known && analysis.Find(effect.term->text) == nullptr && !IsEffectFree(effect.term->text, analysis, 0);
    case EffectKind::kUnpublish:
    case EffectKind::kCancel: return effect.object == nullptr || !steps::IsLocalStorage(effect.object);
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kWrite:
    case EffectKind::kCounter:
    case EffectKind::kPublish:
    case EffectKind::kCopyOut:
    case EffectKind::kWait:
    case EffectKind::kWake:
    case EffectKind::kDefer:
    case EffectKind::kBarrier:
    case EffectKind::kIndirect:
    case EffectKind::kAsm:
    case EffectKind::kGap: return false;
  }
  return false;
}

bool Calls(const steps::Function* body, const std::string& name) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const ExprRef call = heart::CallOf(step);
    return call != nullptr && call->text == name;
  });
}

// The condition holds only where a pointer is NULL or an error pointer.
bool TestsPointer(const Delta& delta) {
  return std::any_of(delta.condition.begin(), delta.condition.end(), [](const heart::Literal& literal) {
    const bool is_error = literal.holds && literal.expr->op == steps::Op::kPure && literal.expr->text.starts_with("IS_ERR");
    return is_error || (!literal.holds && literal.expr->type.is_pointer);
  });
}

// The call itself under a narrower condition: nothing but what belongs to it is skipped. A way out that fails skips
// everything behind it, which is a guard.
bool SkipsOnPurpose(const FunctionAnalysis& function, const Delta& delta) {
  if (delta.by_value || TestsPointer(delta) || Fails(delta.new_value, function)) return false;
  return delta.new_value == nullptr && delta.skipped.size() <= 2;
}

std::map<std::string, int> LostBy(const FunctionAnalysis& function, const Analysis& analysis) {
  std::map<std::string, int> out;
  auto add = [&](const Effect& effect, int line) {
    if (IsPhase(effect, analysis)) out.try_emplace(effect.term->text, line);
  };
  for (const Delta& delta : function.closed.deltas) {
    if (delta.kind == DeltaKind::kRemoved && !Calls(function.closed.after, delta.before.term == nullptr ? "" : delta.before.term->text)) {
      add(delta.before, delta.line);
    }
    if (delta.kind != DeltaKind::kRedirect || !SkipsOnPurpose(function, delta)) continue;
    for (const Effect& effect : delta.skipped) add(effect, delta.line);
  }
  return out;
}

bool Gains(const FunctionAnalysis& function, const std::string& name) {
  if (heart::CountCalls(function.closed.after, name) <= heart::CountCalls(function.closed.before, name)) return false;
  auto is = [&](const Effect& effect) { return effect.term != nullptr && effect.term->op == Op::kCall && effect.term->text == name; };
  return std::any_of(function.closed.deltas.begin(), function.closed.deltas.end(), [&](const Delta& delta) {
    if (delta.kind == DeltaKind::kAdded) return is(delta.after);
    return delta.kind == DeltaKind::kRedirect && std::any_of(delta.extra_new.begin(), delta.extra_new.end(), is);
  });
}

void CheckMoved(const FunctionAnalysis& loser, const std::vector<const FunctionAnalysis*>& both, const Analysis& analysis,
                heart::Result& result) {
  for (const auto& [name, line] : LostBy(loser, analysis)) {
    for (const FunctionAnalysis* gainer : both) {
      if (gainer == &loser || !Gains(*gainer, name)) continue;
      Report(loser, *gainer, line, "leaves " + name + " to " + gainer->name + ", which did not call it before", name,
             InOneFrame(loser, *gainer, analysis), result);
    }
  }
}

ExprRef StoredBy(const Effect& effect) {
  if (effect.kind != EffectKind::kWrite || effect.term == nullptr) return nullptr;
  if (effect.term->op != Op::kCall) return effect.term;
  if (effect.entry == nullptr || effect.entry->value < 0) return nullptr;
  const auto index = static_cast<std::size_t>(effect.entry->value);
  return index < effect.term->kids.size() ? effect.term->kids[index] : nullptr;
}

bool IsNeutral(ExprRef value) {
  while (value->op == Op::kCast) value = value->kids[0];
  return value->op == Op::kConst && value->value == 0;
}

bool Stores(const steps::Function& body, const std::string& datum, const api::Table& table) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == EffectKind::kWrite && effect.object != nullptr && heart::DatumOf(effect.object) == datum;
  });
}

/// Data that `function` stores and its old version did not, by name, with the line and whether the value is neutral.
struct Store {
  int line;
  bool neutral;
};
std::multimap<std::string, Store> NewStores(const FunctionAnalysis& function, const Analysis& analysis) {
  std::multimap<std::string, Store> out;
  const api::Table& table = *analysis.model->table;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.after.object == nullptr) continue;
    const ExprRef value = StoredBy(delta.after);
    const std::string datum = heart::DatumOf(delta.after.object);
    if (value == nullptr || datum.empty() || heart::IsMadeHere(delta.after.object, function, table)) continue;
    if (!Stores(*function.before, datum, table)) out.emplace(datum, Store{delta.line, IsNeutral(value)});
  }
  return out;
}

bool UnchangedReads(const std::string& datum, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return true;
  for (const std::string& name : around.users(datum)) {
    const steps::Function* body = around.body(name);
    if (body == nullptr) continue;
    for (const Step& step : body->steps) {
      bool read = false;
      if (step.value != nullptr) heart::ForEachDatum(step.value, [&](const std::string& part) { read |= part == datum; });
      if (read) return true;
    }
  }
  return false;
}

void CheckReset(const FunctionAnalysis& loser, const std::vector<const FunctionAnalysis*>& both, const Analysis& analysis,
                heart::Result& result) {
  for (const auto& [datum, store] : NewStores(loser, analysis)) {
    if (!store.neutral) continue;
    for (const FunctionAnalysis* gainer : both) {
      if (gainer == &loser) continue;
      const std::multimap<std::string, Store> sets = NewStores(*gainer, analysis);
      const auto [first, last] = sets.equal_range(datum);
      const bool sets_it = std::any_of(first, last, [](const auto& entry) { return !entry.second.neutral; });
      if (!sets_it || !UnchangedReads(datum, analysis)) continue;
      Report(loser, *gainer, store.line, "clears " + datum + ", which only the new " + gainer->name + " sets again", "setting " + datum,
             InOneFrame(loser, *gainer, analysis), result);
    }
  }
}

// Of one class, yet it returns before the phase is reached: the old call slept until it was.
bool IsWeaker(const Effect& before, const Effect& after) {
  if (before.kind != EffectKind::kAcquire || after.kind != EffectKind::kAcquire || before.cls != after.cls) return false;
  if (before.entry == nullptr || after.entry == nullptr || before.entry->guess || after.entry->guess) return false;
  return before.entry->kind != api::Kind::kAlloc && before.entry->sleeps && !after.entry->sleeps;
}

// The phase lasts for a call: who is on the stack together is all that counts.
bool CallEachOther(const FunctionAnalysis& f, const FunctionAnalysis& g, const Analysis& analysis) {
  return analysis.CallsDirectly(f, g) || analysis.CallsDirectly(g, f) || analysis.CommonCaller(f, g) != nullptr;
}

void CheckWeaker(const FunctionAnalysis& loser, const std::vector<const FunctionAnalysis*>& both, const Analysis& analysis,
                 heart::Result& result) {
  for (const Delta& gone : loser.diff.deltas) {
    if (gone.kind != DeltaKind::kRemoved) continue;
    for (const Delta& came : loser.diff.deltas) {
      if (came.kind != DeltaKind::kAdded || !IsWeaker(gone.before, came.after)) continue;
      bool found = false;
      for (const FunctionAnalysis* gainer : both) {
        if (gainer == &loser) continue;
        const bool waits = std::any_of(gainer->diff.deltas.begin(), gainer->diff.deltas.end(), [&](const Delta& delta) {
          auto is = [&](const Effect& effect) { return IsWeaker(effect, came.after); };
          return (delta.kind == DeltaKind::kAdded && is(delta.after)) ||
                 std::any_of(delta.extra_new.begin(), delta.extra_new.end(), is);
        });
        if (!waits) continue;
        found = true;
        Report(loser, *gainer, came.line, "no longer waits for " + gone.before.cls + " (" + NameOf(gone.before) + "); " + gainer->name + " does",
               "waiting for " + gone.before.cls, CallEachOther(loser, *gainer, analysis), result);
      }
      if (!found) AddUndischarged(loser, came.line, NameOf(came.after) + " does not wait as " + NameOf(gone.before) + " did", result);
    }
  }
}

}  // namespace

void OrderOfPhases(const Analysis& analysis, heart::Result& result) {
  std::vector<const FunctionAnalysis*> both;
  for (const auto& function : analysis.functions) {
    if (function->before != nullptr && function->after != nullptr) both.push_back(function.get());
  }
  for (const FunctionAnalysis* function : both) {
    CheckMoved(*function, both, analysis, result);
    CheckReset(*function, both, analysis, result);
    CheckWeaker(*function, both, analysis, result);
  }
}

}  // namespace lpcheck::rules
