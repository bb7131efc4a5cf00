// New ways out, asked what of others they leave undone: state that is handed back, hardware that is switched off or waits
// for an answer. Part of the closed list of undischarged.cc; what is released or unlinked is judged there by other parts.
//
//   way(d) ⇔ d leaves because a pointer is bad that the old version goes on to use, or because an operation failed
//          ∨ d skips no store of zero in a datum that old code makes non-zero elsewhere and tests (a flag taken, a state left)
//            ∧ d skips no call that switches off what old code switches on by the same call with another constant
//            ∧ not all that it skips of writes to a device are zeroes
//            ∧ the function is no interrupt handler, or d skips nothing that may answer the device
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::Bare;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

bool IsZero(ExprRef expr) { return expr != nullptr && Bare(expr)->op == Op::kConst && Bare(expr)->value == 0; }

// The way is taken for what a call of this invocation returned, not for the state of an object.
bool TestsOutcome(const Delta& delta) {
  for (std::size_t i = delta.old_literals; i < delta.condition.size(); ++i) {
    bool found = false;
    steps::ForEach(delta.condition[i].expr, [&](ExprRef part) { found |= part->op == Op::kResult; });
    if (found) return true;
  }
  return false;
}

ExprRef StoredBy(const Effect& effect) {
  if (effect.kind != EffectKind::kWrite || effect.term == nullptr) return nullptr;
  if (effect.term->op != Op::kCall) return effect.term;
  if (effect.entry == nullptr || effect.entry->value < 0) return nullptr;
  const auto index = static_cast<std::size_t>(effect.entry->value);
  return index < effect.term->kids.size() ? effect.term->kids[index] : nullptr;
}

bool Clears(const Effect& effect) {
  if (effect.entry != nullptr && effect.entry->kind == api::Kind::kClearBit) return true;
  return IsZero(StoredBy(effect));
}

bool Sets(const Effect& effect) {
  if (effect.entry != nullptr && effect.entry->kind == api::Kind::kSetBit) return true;
  const ExprRef value = StoredBy(effect);
  return value != nullptr && Bare(value)->op == Op::kConst && Bare(value)->value != 0;
}

template <typename Visit>
void ForEachOldBody(const FunctionAnalysis& but, const std::vector<std::string>& unchanged, const Analysis& analysis, const Visit& visit) {
  for (const auto& function : analysis.functions) {
    if (function.get() != &but && function->before != nullptr) visit(*function->before);
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  for (const std::string& name : unchanged) {
    const steps::Function* body = around.body ? around.body(name) : nullptr;
    if (body != nullptr) visit(*body);
  }
}

bool TestsDatum(const Step& step, const std::string& datum) {
  if (step.kind != StepKind::kBranch && step.kind != StepKind::kSwitch && step.kind != StepKind::kReturn && step.kind != StepKind::kCall) return false;
  if (step.value == nullptr || (step.kind == StepKind::kCall && step.value->type.bits == 0)) return false;
  bool found = false;
  steps::ForEach(step.value, [&](ExprRef part) { found |= (part->op == Op::kField || part->op == Op::kGlobal) && part->text == datum; });
  return found;
}

// Old code elsewhere sets the datum and old code tests it: clearing it is how it is handed back.
bool IsHandedBack(const FunctionAnalysis& function, const std::string& datum, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  const std::vector<std::string> users = around.users ? around.users(datum) : std::vector<std::string>{};
  bool set = false, tested = false;
  ForEachOldBody(function, users, analysis, [&](const steps::Function& body) {
    bool sets = false, tests = false;
    for (const Step& step : body.steps) {
      const Effect effect = heart::EffectOf(step, *analysis.model->table);
      sets |= effect.object != nullptr && heart::DatumOf(effect.object) == datum && Sets(effect);
      tests |= TestsDatum(step, datum);
    }
    set |= sets;
    tested |= tests && sets;  // taken only if it is free
  });
  return set && tested;
}

// What is asked of a device is a number, with no sign: who switches answers nothing, or an error.
bool ReadsANumber(const FunctionAnalysis& function, ExprRef call) {
  if (call->type.bits <= 1 || call->type.is_signed || call->type.is_pointer) return false;
  return std::any_of(function.before->steps.begin(), function.before->steps.end(), [&](const Step& step) {
    bool read = false;
    if (step.value != nullptr) steps::ForEach(step.value, [&](ExprRef part) { read |= part->op == Op::kResult && part->kids[0] == call; });
    return read;
  });
}

// g(x, 0) where old code calls g(x, 1).
bool SwitchesOff(const FunctionAnalysis& function, const Effect& effect, const Analysis& analysis) {
  if (effect.term == nullptr || effect.term->op != Op::kCall || effect.term->text.empty()) return false;
  if (effect.kind != EffectKind::kCall && effect.kind != EffectKind::kCopyOut) return false;
  const std::vector<ExprRef>& mine = effect.term->kids;
  if (std::none_of(mine.begin(), mine.end(), IsZero) || ReadsANumber(function, effect.term)) return false;
  const auto is_made = [&](ExprRef arg) {
    while (arg->op == Op::kCast || arg->op == Op::kAddrOf) arg = arg->kids[0];
    return heart::IsMadeHere(arg, function, *analysis.model->table);
  };
  if (std::any_of(mine.begin(), mine.end(), is_made)) return false;  // nobody has switched it on
  const heart::Surroundings& around = analysis.model->surroundings;
  const std::vector<std::string> callers = around.callers ? around.callers(effect.term->text) : std::vector<std::string>{};
  bool found = false;
  ForEachOldBody(function, callers, analysis, [&](const steps::Function& body) {
    for (const Step& step : body.steps) {
      const ExprRef call = heart::CallOf(step);
      if (call == nullptr || call->text != effect.term->text || call->kids.size() != mine.size()) continue;
      bool opposite = false, same = true;
      for (std::size_t i = 0; i < mine.size(); ++i) {
        const ExprRef theirs = Bare(call->kids[i]);
        if (IsZero(mine[i]) && theirs->op == Op::kConst && theirs->value != 0) {
          opposite = true;
          continue;
        }
        const std::string a = heart::DatumOf(Bare(mine[i])), b = heart::DatumOf(theirs);
        // g(dev, REGISTER, value): another register is another switch.
        const bool is_number = Bare(mine[i])->op == Op::kConst || theirs->op == Op::kConst;
        same &= is_number ? theirs->op == Bare(mine[i])->op && theirs->value == Bare(mine[i])->value : a == b;
      }
      found |= opposite && same;
    }
  });
  return found;
}

// A number is written to a device, and nothing more: no memory, nothing that user space reads.
ExprRef WrittenToDevice(const Effect& effect) {
  if (effect.kind != EffectKind::kCopyOut || effect.entry == nullptr || effect.entry->guess || !effect.entry->cls.empty()) return nullptr;
  if (effect.entry->value < 0 || effect.entry->size >= 0) return nullptr;
  const auto index = static_cast<std::size_t>(effect.entry->value);
  return index < effect.term->kids.size() && !effect.term->kids[index]->type.is_pointer ? effect.term->kids[index] : nullptr;
}

// All that is left out for a device is zeroes: whoever wrote something else, seen or not, counts on them.
const Effect* OnlySwitchesOff(const Delta& delta) {
  const Effect* off = nullptr;
  for (const Effect& effect : delta.skipped) {
    const ExprRef value = WrittenToDevice(effect);
    if (value == nullptr) continue;
    if (!IsZero(value)) return nullptr;
    off = &effect;
  }
  return off;
}

// The kernel's type for what a handler tells the interrupt core.
bool IsInterruptHandler(const FunctionAnalysis& function) { return function.any().result.name.find("irqreturn") != std::string::npos; }

bool MayAnswerDevice(const Effect& effect) {
  return effect.kind == EffectKind::kCopyOut || effect.kind == EffectKind::kIndirect ||
         (effect.kind == EffectKind::kCall && (effect.entry == nullptr || effect.entry->guess));
}

}  // namespace

void CheckWay(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value || !delta.leaves_early || delta.would_fault) return;
  if (const Effect* off = TestsOutcome(delta) ? nullptr : OnlySwitchesOff(delta); off != nullptr) {
    return AddUndischarged(function, delta.line, "a new way out skips " + steps::ToString(off->term) + ", by which a device is switched off", result);
  }
  const bool answered = std::any_of(delta.extra.begin(), delta.extra.end(), MayAnswerDevice);
  for (const Effect& effect : delta.skipped) {
    if (IsInterruptHandler(function) && !answered && MayAnswerDevice(effect)) {
      return AddUndischarged(function, delta.line, "an interrupt handler newly leaves without " + NameOf(effect) + ", which may be the answer that the device waits for", result);
    }
    if (TestsOutcome(delta)) continue;
    const std::string datum = effect.object == nullptr ? "" : heart::DatumOf(effect.object);
    const bool again = std::any_of(delta.extra.begin(), delta.extra.end(), [&](const Effect& other) {
      return other.kind == effect.kind && other.object != nullptr && heart::DatumOf(other.object) == datum && Clears(other);
    });
    const bool is_own = datum.empty() || again || heart::IsMadeHere(effect.object, function, *analysis.model->table) ||
                        analysis.model->stack_only_records.contains(datum.substr(0, datum.rfind('.')));
    if (!is_own && Clears(effect) && IsHandedBack(function, datum, analysis)) {
      return AddUndischarged(function, delta.line, "a new way out leaves " + datum + " set, which other code tests before it goes on", result);
    }
    if (SwitchesOff(function, effect, analysis)) {
      return AddUndischarged(function, delta.line, "a new way out skips " + steps::ToString(effect.term) + ", which switches off what other code switches on", result);
    }
  }
}

}  // namespace lpcheck::rules
