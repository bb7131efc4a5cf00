// The interrupt state of a section: saved once, and put back as it was. Part of the closed list of undischarged.cc.
//
//   restored(f) ⇔ no section is left in another way than it was entered (saved, switched off, bottom halves)
//                 ∧ no state is saved in a variable that still holds one ∧ none is put back from another variable
//                 unless the old version did so too
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Function;
using steps::Op;
using steps::Step;

bool IsSection(const Effect& effect, EffectKind kind) {
  return effect.kind == kind && effect.entry != nullptr && !effect.entry->guess && effect.term != nullptr;
}

// The local that holds the state; nullptr where the call has none (a scoped section keeps its own).
ExprRef StateOf(const Effect& effect) {
  if (effect.entry->irq != "save") return nullptr;
  for (ExprRef arg : effect.term->kids) {
    arg = heart::Bare(arg);
    if (arg->op == Op::kAddrOf) arg = arg->kids[0];
    if (arg->op == Op::kLocal && !arg->type.is_pointer && arg->type.bits == 64) return arg;
  }
  return nullptr;
}

std::string HowOf(const api::Entry& entry) {
  if (entry.irq == "save") return "the state saved";
  if (entry.irq == "off") return "interrupts switched";
  return entry.irq == "bh" ? "bottom halves switched" : "interrupts untouched";
}

// Faults as sentences without lines, so that those of two versions can be compared.
class Sections {
 public:
  Sections(const Function& body, const api::Table& table) {
    for (const Step& step : body.steps) effects_.push_back(heart::EffectOf(step, table));
    for (std::size_t i = 0; i < effects_.size(); ++i) {
      if (IsSection(effects_[i], EffectKind::kLock)) Follow(body, effects_[i], body.steps[i].succ);
    }
  }
  const std::map<std::string, int>& faults() const { return faults_; }

 private:
  // From the entry of a section to where it is left, on every way.
  void Follow(const Function& body, const Effect& entered, std::vector<int> work) {
    const ExprRef state = StateOf(entered);
    std::set<int> seen;
    while (!work.empty()) {
      const int index = work.back();
      work.pop_back();
      if (index < 0 || !seen.insert(index).second) continue;
      const Effect& effect = effects_[index];
      const bool is_same = effect.entry != nullptr && effect.cls == entered.cls && effect.object == entered.object;
      if (IsSection(effect, EffectKind::kUnlock) && is_same) {
        CheckLeft(entered, effect);
        continue;
      }
      if (state != nullptr && IsSection(effect, EffectKind::kUnlock) && StateOf(effect) == state) continue;
      if (IsSection(effect, EffectKind::kLock) && state != nullptr && StateOf(effect) == state) {
        if (!is_same) Add("the interrupt state in " + state->text + " is saved over before it is put back", effect.line);
        continue;
      }
      if (IsSection(effect, EffectKind::kLock) && is_same) continue;
      work.insert(work.end(), body.steps[index].succ.begin(), body.steps[index].succ.end());
    }
  }

  void CheckLeft(const Effect& entered, const Effect& left) {
    const std::string name = NameOf(entered) + " ... " + NameOf(left);
    if (entered.entry->irq != left.entry->irq) {
      return Add(name + ": entered with " + HowOf(*entered.entry) + ", left with " + HowOf(*left.entry), left.line);
    }
    const ExprRef saved = StateOf(entered), restored = StateOf(left);
    if (saved != nullptr && restored != nullptr && saved != restored) {
      Add(name + ": " + saved->text + " has the interrupt state, and " + restored->text + " is put back", left.line);
    }
  }

  void Add(std::string fault, int line) { faults_.try_emplace(std::move(fault), line); }

  std::vector<Effect> effects_;
  std::map<std::string, int> faults_;
};

}  // namespace

void CheckIrqState(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  if (!function.differs()) return;
  const Sections after(*function.after, *analysis.model->table);
  if (after.faults().empty()) return;
  const Sections before(*function.before, *analysis.model->table);
  for (const auto& [fault, line] : after.faults()) {
    if (!before.faults().contains(fault)) AddUndischarged(function, line, fault, result);
  }
}

}  // namespace lpcheck::rules
