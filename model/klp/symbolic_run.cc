#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {

using smt::Term;

SymRun::SymRun(Terms& terms, const World& of, const SymState& before)
    : t(terms), world(of), s(before), possible(terms.True()) {
  breaks.fill(terms.False());
}

void SymRun::Break(Property property, Term when) {
  Term& term = breaks[static_cast<std::size_t>(property)];
  term = t.Or(term, when);
}

FrameSet AllFrames(SymRun& run, const SymTask& task) {
  FrameSet exists;
  for (std::size_t i = 0; i < task.frames.size(); ++i) {
    exists.push_back(run.t.Not(run.t.Less(task.depth, i + 1)));
  }
  return exists;
}

Term VersionOf(SymRun& run, const SymEntry& entry) {
  const Term original = run.VersionValue(kOriginal);
  const Term redirects = run.t.And(run.t.Ne(entry.patch, run.None()), run.t.Not(entry.nop));
  return run.t.Ite(redirects, run.t.Plus(entry.patch, 1), original);
}

SymEntry Slot(SymRun& run, int func, std::size_t i) {
  const std::vector<SymEntry>& slots = run.s.stack[func];
  return i < slots.size() ? slots[i] : SymEntry{run.None(), run.t.False()};
}

Term SelectTerm(SymRun& run, int func, Term unpatched) {
  const SymEntry first = Slot(run, func, 0);
  const Term switching = run.t.And({run.s.func_transition, run.t.Ne(first.patch, run.None()),
                                    run.t.Eq(first.patch, run.s.transition), unpatched});
  const Term redirected = run.t.Ite(switching, VersionOf(run, Slot(run, func, 1)), VersionOf(run, first));
  return run.t.Ite(run.s.ftrace_off, run.VersionValue(kOriginal), redirected);
}

Term Before(SymRun& run, int first, int second) {
  std::vector<Term> any;
  for (std::size_t i = 0; i < run.s.list.size(); ++i) {
    for (std::size_t k = i + 1; k < run.s.list.size(); ++k) {
      any.push_back(
          run.t.And(run.t.Eq(run.s.list[i], run.Patch(first)), run.t.Eq(run.s.list[k], run.Patch(second))));
    }
  }
  return run.t.Or(any);
}

bool FuncIsImmediate(const World& world, int patch, int func) {
  const PatchSpec& spec = world.patches[patch];
  const int index = FindFunc(spec, func);
  return index >= 0 && world.era.immediate && spec.funcs[index].immediate;
}

bool Replaces(const World& world, int patch) {
  return world.patches[patch].replace && world.era.replace != ReplaceForm::kNone;
}

}  // namespace lpcheck::klp
