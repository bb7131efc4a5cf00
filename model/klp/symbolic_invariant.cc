#include "model/klp/symbolic_invariant.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

class Invariant {
 public:
  Invariant(Terms& terms, const World& world, const SymState& state) : run_(terms, world, state) {}

  Term All() {
    Operation();
    List();
    for (int patch = 0; patch < run_.PatchCount(); ++patch) Patch(patch);
    for (int func = 0; func < run_.FuncCount(); ++func) FuncStack(func);
    for (const SymTask& task : run_.s.tasks) Task(task);
    for (Term object : run_.s.objects) {
      parts_.push_back(t().Less(object, static_cast<std::uint64_t>(ObjectLife::kLive) + 1));
    }
    return t().And(parts_);
  }

 private:
  Terms& t() { return run_.t; }
  const SymState& s() const { return run_.s; }
  Term Iff(Term a, Term b) { return t().Eq(a, b); }
  Term Idle() { return t().Eq(s().transition, run_.None()); }
  Term Lives(int patch) { return t().Or(s().enabled[patch], run_.InTransition(patch)); }

  bool Has(int patch, int func) const { return FindFunc(run_.world.patches[patch], func) >= 0; }
  bool SameSet(int a, int b) const {
    return !run_.era().replace_sets || run_.world.patches[a].replace_set == run_.world.patches[b].replace_set;
  }

  Term OneOf(Term id) {
    std::vector<Term> any = {t().Eq(id, run_.None())};
    for (int patch = 0; patch < run_.PatchCount(); ++patch) any.push_back(t().Eq(id, run_.Patch(patch)));
    return t().Or(any);
  }

  void Operation() {
    parts_.push_back(OneOf(s().transition));
    parts_.push_back(Iff(Idle(), run_.In(Phase::kIdle)));
    parts_.push_back(t().Or(run_.In(Phase::kIdle), run_.In(Phase::kSwitching)));
    parts_.push_back(Iff(s().func_transition, t().Not(Idle())));
    parts_.push_back(t().Implies(Idle(), t().Not(s().target)));
    parts_.push_back(t().Not(s().forced));
    parts_.push_back(t().Not(s().ftrace_off));
    for (int patch = 0; patch < run_.PatchCount(); ++patch) {
      if (IsImmediate(run_.world, patch)) parts_.push_back(t().Not(run_.InTransition(patch)));
    }
  }

  // Packed, without doubles. With an enforced order enabled patches come first, and the one in transition is
  // the last that lives.
  void List() {
    const std::vector<Term>& list = s().list;
    for (std::size_t i = 0; i < list.size(); ++i) {
      parts_.push_back(OneOf(list[i]));
      if (i + 1 < list.size()) {
        parts_.push_back(t().Implies(t().Eq(list[i], run_.None()), t().Eq(list[i + 1], run_.None())));
      }
      for (std::size_t k = 0; k < i; ++k) {
        parts_.push_back(t().Or(t().Eq(list[i], run_.None()), t().Ne(list[i], list[k])));
      }
    }
    if (!run_.era().order) return;
    for (int a = 0; a < run_.PatchCount(); ++a) {
      for (int b = 0; b < run_.PatchCount(); ++b) {
        if (a == b) continue;
        const Term above_lives = t().And(Before(run_, a, b), Lives(b));
        parts_.push_back(t().Implies(above_lives, t().And(s().enabled[a], t().Not(run_.InTransition(a)))));
      }
    }
  }

  void Patch(int patch) {
    const Term listed = run_.Is(patch, PatchLife::kListed);
    std::vector<Term> on_list;
    for (Term slot : s().list) on_list.push_back(t().Eq(slot, run_.Patch(patch)));
    parts_.push_back(Iff(t().Or(on_list), listed));
    parts_.push_back(t().Implies(Lives(patch), listed));
    parts_.push_back(t().Implies(run_.InTransition(patch), Iff(s().enabled[patch], s().target)));
    if (!run_.era().reenable) parts_.push_back(t().Implies(listed, Lives(patch)));
    if (!Replaces(run_.world, patch)) return;
    const Term complete = t().And(s().enabled[patch], t().Not(run_.InTransition(patch)));
    for (int older = 0; older < run_.PatchCount(); ++older) {
      if (older == patch || !SameSet(older, patch)) continue;
      parts_.push_back(t().Implies(complete, t().Not(Before(run_, older, patch))));
    }
  }

  Term OnStack(int func, int patch, bool nop) {
    std::vector<Term> any;
    for (const SymEntry& entry : s().stack[func]) {
      any.push_back(t().And(t().Eq(entry.patch, run_.Patch(patch)), Iff(entry.nop, t().Bool(nop))));
    }
    return t().Or(any);
  }

  // An older patch that the running replace of `patch` looks at has `func`, which `patch` lacks.
  Term NopWanted(int func, int patch) {
    if (!Replaces(run_.world, patch) || Has(patch, func)) return t().False();
    std::vector<Term> any;
    for (int older = 0; older < run_.PatchCount(); ++older) {
      if (older == patch || !Has(older, func) || !SameSet(older, patch)) continue;
      any.push_back(Before(run_, older, patch));
    }
    return t().And(run_.InTransition(patch), t().Or(any));
  }

  void FuncStack(int func) {
    Packed(func);
    const Term now = PatchableTerm(run_, run_.world.funcs[func].object);
    for (int patch = 0; patch < run_.PatchCount(); ++patch) {
      const Term lives = Has(patch, func) ? t().And(Lives(patch), now) : t().False();
      parts_.push_back(Iff(OnStack(func, patch, false), lives));
      const Term wanted = t().And(NopWanted(func, patch), now);
      const Term nop = OnStack(func, patch, true);
      if (run_.era().replace == ReplaceForm::kStaticNops) {
        const bool may = Replaces(run_.world, patch) && !Has(patch, func);
        parts_.push_back(t().Implies(wanted, nop));
        parts_.push_back(t().Implies(nop, may ? t().And(Lives(patch), now) : t().False()));
      } else {
        parts_.push_back(Iff(nop, wanted));
      }
    }
  }

  // Packed, without doubles, and the list upside down: no era enables except on top of what is enabled.
  void Packed(int func) {
    const std::vector<SymEntry>& slots = s().stack[func];
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const Term none = t().Eq(slots[i].patch, run_.None());
      parts_.push_back(OneOf(slots[i].patch));
      parts_.push_back(t().Implies(none, t().Not(slots[i].nop)));
      if (i + 1 < slots.size()) {
        parts_.push_back(t().Implies(none, t().Eq(slots[i + 1].patch, run_.None())));
      }
      for (std::size_t k = i + 1; k < slots.size(); ++k) InListOrder(slots[i], slots[k]);
    }
  }

  void InListOrder(const SymEntry& above, const SymEntry& below) {
    for (int high = 0; high < run_.PatchCount(); ++high) {
      for (int low = 0; low < run_.PatchCount(); ++low) {
        const Term both =
            t().And(t().Eq(above.patch, run_.Patch(high)), t().Eq(below.patch, run_.Patch(low)));
        parts_.push_back(t().Implies(both, high == low ? t().False() : Before(run_, low, high)));
      }
    }
  }

  void Task(const SymTask& task) {
    const Term listed = run_.Is(task, Life::kListed);
    const Term absent = run_.Is(task, Life::kAbsent);
    parts_.push_back(t().Or(listed, absent));
    parts_.push_back(t().Less(task.depth, static_cast<std::uint64_t>(run_.world.max_frames) + 1));
    parts_.push_back(t().Implies(absent, t().And(t().Less(task.depth, 1), t().Not(task.pending))));
    parts_.push_back(t().Implies(listed, Iff(task.defined, t().Not(Idle()))));
    const Term lags = t().And(t().Not(Idle()), t().Ne(task.patched, s().target));
    parts_.push_back(t().Implies(listed, Iff(task.pending, lags)));
    const FrameSet exists = AllFrames(run_, task);
    for (std::size_t i = 0; i < task.frames.size(); ++i) Frame(task, task.frames[i], exists[i]);
  }

  void Frame(const SymTask& task, const SymFrame& frame, Term exists) {
    const Term unpatched = t().And(task.defined, t().Not(task.patched));
    std::vector<Term> known;
    for (int func = 0; func < run_.FuncCount(); ++func) {
      const Term here = t().Eq(frame.func, run_.Func(func));
      const int object = run_.world.funcs[func].object;
      known.push_back(here);
      const Term selected = t().Eq(frame.version, SelectTerm(run_, func, unpatched));
      parts_.push_back(t().Implies(t().And(exists, here), selected));
      if (object < 0) continue;
      parts_.push_back(t().Implies(t().And(exists, here), run_.IsObject(object, ObjectLife::kLive)));
    }
    parts_.push_back(t().Implies(exists, t().Or(known)));
    if (!run_.era().cold_checked) parts_.push_back(t().Implies(exists, t().Not(frame.cold)));
  }

  SymRun run_;
  std::vector<Term> parts_;
};

}  // namespace

Term InvariantTerm(Terms& terms, const World& world, const SymState& state) {
  return Invariant(terms, world, state).All();
}

}  // namespace lpcheck::klp
