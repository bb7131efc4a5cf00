#include "model/heart/taint.h"

#include <algorithm>
#include <map>

#include "model/heart/reach.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

struct Marks {
  std::set<ExprRef> strong;  // differs at a join of both versions
  std::set<ExprRef> weak;    // differs only on a new way out
  bool Add(const Marks& other) {
    const std::size_t before = strong.size() + weak.size();
    strong.insert(other.strong.begin(), other.strong.end());
    weak.insert(other.weak.begin(), other.weak.end());
    return strong.size() + weak.size() != before;
  }
};

class Follower {
 public:
  Follower(const steps::Function& function, const api::Table& table, steps::Arena& arena)
      : function_(function), table_(table), arena_(arena), in_(function.steps.size()) {}

  void Plant(const Seed& seed) {
    if (seed.at < 0) return;
    Marks marks;
    std::set<ExprRef>& changed = seed.on_exit_path ? marks.weak : marks.strong;
    changed = seed.changed;
    for (ExprRef mark : seed.changed) {
      if (!steps::IsPlace(mark) || !steps::IsLocalStorage(mark)) continue;
      changed.insert(steps::RootOf(mark));
      if (mark->op != Op::kLocal) changed.insert(BytesMark(steps::RootOf(mark)));
    }
    if (in_[seed.at].Add(marks)) work_.push_back(seed.at);
  }

  std::vector<Delta> Run() {
    while (!work_.empty()) {
      const int index = work_.back();
      work_.pop_back();
      const Marks out = Transfer(index);
      for (int next : function_.steps[index].succ) {
        if (next >= 0 && in_[next].Add(out)) work_.push_back(next);
      }
    }
    std::vector<Delta> deltas;
    for (std::size_t i = 0; i < function_.steps.size(); ++i) Report(static_cast<int>(i), deltas);
    return deltas;
  }

 private:
  ExprRef DatumMark(const std::string& datum) { return arena_.Make(Op::kOpaque, "datum:" + datum, {}, {}); }

  // Says that a member of the local record was stored otherwise, not only that some call was given its address.
  ExprRef BytesMark(ExprRef local) { return arena_.Make(Op::kOpaque, "bytes of " + local->text, {}, {}); }

  // Does evaluating `expr` read something in `marks`?
  bool Reads(ExprRef expr, const std::set<ExprRef>& marks) {
    if (expr == nullptr || marks.empty()) return false;
    if (marks.contains(expr)) return true;
    if (expr->op == Op::kField || expr->op == Op::kGlobal) {
      if (marks.contains(DatumMark(expr->text))) return true;
    }
    return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Reads(kid, marks); });
  }

  // As Reads, but what is loaded through a changed pointer or index is another element, whose bytes mean the same.
  bool ReadsDirectly(ExprRef expr, const std::set<ExprRef>& marks) {
    if (expr->op == Op::kDeref || ((expr->op == Op::kField || expr->op == Op::kIndex) && !steps::IsLocalStorage(expr))) {
      return marks.contains(expr) || (expr->op == Op::kField && marks.contains(DatumMark(expr->text)));
    }
    if (marks.contains(expr) || (expr->op == Op::kGlobal && marks.contains(DatumMark(expr->text)))) return true;
    return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return ReadsDirectly(kid, marks); });
  }

  // The address parts of an assigned place are read, the place itself is not.
  bool PlaceReads(ExprRef place, const std::set<ExprRef>& marks) {
    if (place->op == Op::kLocal || place->op == Op::kGlobal) return false;
    if (place->op == Op::kField) return PlaceReads(place->kids[0], marks);
    if (place->op == Op::kIndex) {
      const bool base = place->kids[0]->type.is_pointer ? Reads(place->kids[0], marks) : PlaceReads(place->kids[0], marks);
      return base || Reads(place->kids[1], marks);
    }
    return Reads(place, marks);
  }

  bool Uses(const Step& step, const std::set<ExprRef>& marks) {
    if (step.place != nullptr && PlaceReads(step.place, marks)) return true;
    return Reads(step.value, marks);
  }

  void Update(std::set<ExprRef>& marks, const Step& step, bool used) {
    if (step.kind == StepKind::kAssign) {
      if (steps::IsLocalStorage(step.place)) {
        if (used) {
          marks.insert(steps::RootOf(step.place));
          marks.insert(step.place);
          const bool other_bytes = PlaceReads(step.place, marks) || ReadsDirectly(step.value, marks);
          if (step.place->op != Op::kLocal && other_bytes) marks.insert(BytesMark(steps::RootOf(step.place)));
        } else if (step.place->op == Op::kLocal) {
          std::erase_if(marks, [&](ExprRef mark) { return steps::IsPlace(mark) && steps::RootOf(mark) == step.place; });
        }
      } else if (used && !DatumOf(step.place).empty()) {
        marks.insert(DatumMark(DatumOf(step.place)));
      }
    }
    if (step.kind == StepKind::kCall) {
      const ExprRef result = arena_.Make(Op::kResult, "", {step.value}, step.value->type);
      if (used) {
        marks.insert(result);
        for (ExprRef arg : step.value->kids) {
          if (arg->op == Op::kAddrOf && steps::IsLocalStorage(arg->kids[0])) marks.insert(arg->kids[0]);
        }
      } else {
        marks.erase(result);
      }
    }
  }

  Marks Transfer(int index) {
    const Step& step = function_.steps[index];
    Marks out = in_[index];
    Update(out.strong, step, Uses(step, in_[index].strong));
    Update(out.weak, step, Uses(step, in_[index].weak));
    if ((step.kind == StepKind::kBranch || step.kind == StepKind::kSwitch) && Uses(step, in_[index].strong)) {
      for (int decided : Decided(step)) {
        const Step& inner = function_.steps[decided];
        if (inner.kind == StepKind::kAssign && steps::IsLocalStorage(inner.place)) out.strong.insert(steps::RootOf(inner.place));
        if (inner.kind == StepKind::kCall) out.strong.insert(arena_.Make(Op::kResult, "", {inner.value}, inner.value->type));
      }
    }
    return out;
  }

  // Steps that one way of a branch reaches and another does not.
  std::set<int> Decided(const Step& step) {
    std::set<int> all, common;
    bool first = true;
    for (int next : step.succ) {
      if (next < 0) continue;
      const std::set<int> reach = ReachableFrom(function_, next, -1);
      all.insert(reach.begin(), reach.end());
      if (first) {
        common = reach;
      } else {
        std::erase_if(common, [&](int index) { return !reach.contains(index); });
      }
      first = false;
    }
    std::erase_if(all, [&](int index) { return common.contains(index); });
    return all;
  }

  // `table[i]` in memory, with a changed i.
  bool MovesIndex(ExprRef expr, const std::set<ExprRef>& marks) {
    if (expr == nullptr) return false;
    if (expr->op == Op::kIndex && !steps::IsLocalStorage(expr) && Reads(expr->kids[1], marks)) return true;
    return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return MovesIndex(kid, marks); });
  }

  static bool IsFatal(const Effect& effect) { return effect.entry != nullptr && effect.entry->fatal; }

  // A record of this invocation, changed before, whose address goes to a function.
  bool HandsOutLocal(const Step& step, const std::set<ExprRef>& marks) {
    if (step.kind != StepKind::kCall) return false;
    return std::any_of(step.value->kids.begin(), step.value->kids.end(), [&](ExprRef arg) {
      while (arg->op == Op::kCast) arg = arg->kids[0];
      if (arg->op != Op::kAddrOf || !steps::IsLocalStorage(arg->kids[0])) return false;
      // The address of a number or pointer is where an answer goes; a record is what is handed over.
      return steps::RootOf(arg->kids[0])->type.bits == 0 && arg->kids[0]->type.bits == 0 &&
             marks.contains(BytesMark(steps::RootOf(arg->kids[0])));
    });
  }

  void Report(int index, std::vector<Delta>& deltas) {
    const Step& step = function_.steps[index];
    const bool strong = Uses(step, in_[index].strong);
    if (!strong && !Uses(step, in_[index].weak)) return;
    Delta delta{.kind = DeltaKind::kChanged, .line = step.line, .by_value = true};
    delta.new_path = {step.line};
    delta.moves_index = MovesIndex(step.place, in_[index].strong) || MovesIndex(step.value, in_[index].strong);
    switch (step.kind) {
      case StepKind::kAssign:
      case StepKind::kCall:
      case StepKind::kAsm:
      case StepKind::kGap:
        delta.before = delta.after = EffectOf(step, table_);
        delta.after.step = index;
        delta.hands_out_local = strong && HandsOutLocal(step, in_[index].strong);
        if (delta.after.kind == EffectKind::kNone) return;
        if (delta.after.kind == EffectKind::kHarmless && !(strong && IsFatal(delta.after))) return;
        break;
      case StepKind::kBranch:
      case StepKind::kSwitch:
        if (!strong) return;
        delta.kind = DeltaKind::kRedirect;
        delta.condition = {{step.value, true}};
        for (int decided : Decided(step)) {
          Effect effect = EffectOf(function_.steps[decided], table_);
          if (effect.kind == EffectKind::kNone || effect.kind == EffectKind::kHarmless) continue;
          delta.skipped.push_back(effect);
          delta.extra.push_back(std::move(effect));
        }
        break;
      case StepKind::kReturn:
        delta.kind = DeltaKind::kResult;
        delta.old_value = delta.new_value = step.value;
        break;
    }
    deltas.push_back(std::move(delta));
  }

  const steps::Function& function_;
  const api::Table& table_;
  steps::Arena& arena_;
  std::vector<Marks> in_;
  std::vector<int> work_;
};

}  // namespace

std::vector<Delta> FollowTaint(const steps::Function& after, const std::vector<Seed>& seeds, const api::Table& table,
                               steps::Arena& arena) {
  Follower follower(after, table, arena);
  for (const Seed& seed : seeds) follower.Plant(seed);
  return follower.Run();
}

}  // namespace lpcheck::heart
