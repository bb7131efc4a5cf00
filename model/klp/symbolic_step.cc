#include "model/klp/symbolic_step.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lpcheck::klp {
namespace {

void FtraceTerms(SymRun& run, bool off) {
  run.Require(!run.era().ftrace_permanent);
  run.Require(run.t.Ne(run.s.ftrace_off, run.t.Bool(off)));
  run.s.ftrace_off = run.t.Bool(off);
}

// The terms of each kind of event, in the order of EventKind.
struct Rule {
  EventKind kind;
  void (*write)(SymRun& run, int a, int b);
};

constexpr std::array<Rule, kEventKindCount> kRules = {{
    {EventKind::kCall, [](SymRun& run, int a, int b) { CallTerms(run, a, b); }},
    {EventKind::kDirect, [](SymRun& run, int a, int b) { DirectCallTerms(run, a, b); }},
    {EventKind::kThrough, [](SymRun& run, int a, int b) { CallThroughTerms(run, a, b); }},
    {EventKind::kReturn, [](SymRun& run, int a, int) { ReturnTerms(run, a); }},
    {EventKind::kCold, [](SymRun& run, int a, int) { ColdTerms(run, a); }},
    {EventKind::kInterrupt, [](SymRun& run, int a, int b) { InterruptTerms(run, a, b); }},
    {EventKind::kExit, [](SymRun& run, int a, int) { ExitTerms(run, a); }},
    {EventKind::kFork, [](SymRun& run, int a, int b) { ForkTerms(run, a, b); }},
    {EventKind::kForkEnd, [](SymRun& run, int a, int b) { EndForkTerms(run, a, b); }},
    {EventKind::kDie, [](SymRun& run, int a, int) { DieTerms(run, a); }},
    {EventKind::kTrySwitch, [](SymRun& run, int a, int) { TrySwitchTerms(run, a); }},
    {EventKind::kSelfSwitch, [](SymRun& run, int a, int) { SelfSwitchTerms(run, a); }},
    {EventKind::kComplete, [](SymRun& run, int, int) { CompleteTerms(run); }},
    {EventKind::kAdvance, [](SymRun& run, int, int) { AdvanceTerms(run); }},
    {EventKind::kSwitchAll, [](SymRun& run, int, int) { SwitchAllTerms(run); }},
    {EventKind::kEnable, [](SymRun& run, int a, int) { EnableTerms(run, a); }},
    {EventKind::kDisable, [](SymRun& run, int a, int) { DisableTerms(run, a); }},
    {EventKind::kReverse, [](SymRun& run, int, int) { ReverseTerms(run); }},
    {EventKind::kForce, [](SymRun& run, int, int) { ForceTerms(run); }},
    {EventKind::kSignal, [](SymRun& run, int, int) { SignalTerms(run); }},
    {EventKind::kRemove, [](SymRun& run, int a, int) { RemoveModuleTerms(run, a); }},
    {EventKind::kModComing, [](SymRun& run, int a, int) { ModuleComingTerms(run, a); }},
    {EventKind::kModLive, [](SymRun& run, int a, int) { ModuleLiveTerms(run, a); }},
    {EventKind::kModGoing, [](SymRun& run, int a, int) { ModuleGoingTerms(run, a); }},
    {EventKind::kFtraceOff, [](SymRun& run, int, int) { FtraceTerms(run, true); }},
    {EventKind::kFtraceOn, [](SymRun& run, int, int) { FtraceTerms(run, false); }},
}};

constexpr bool InOrder() {
  for (int i = 0; i < kEventKindCount; ++i) {
    if (static_cast<int>(kRules[static_cast<std::size_t>(i)].kind) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "one rule per kind of event, in the order of EventKind");

}  // namespace

absl::Status CheckEncodable(const World& world) {
  for (const PatchSpec& patch : world.patches) {
    for (std::size_t i = 0; i < patch.funcs.size(); ++i) {
      if (FindFunc(patch, patch.funcs[i].func) == static_cast<int>(i)) continue;
      return absl::InvalidArgumentError(absl::StrCat("patch '", patch.name, "' brings '",
                                                     world.funcs[patch.funcs[i].func].name,
                                                     "' twice; the symbolic rules hold it once"));
    }
  }
  return absl::OkStatus();
}

SymStep StepTerms(Terms& terms, const World& world, const SymState& state, const Event& event) {
  SymRun run(terms, world, state);
  kRules[static_cast<std::size_t>(event.kind)].write(run, event.a, event.b);
  return {.possible = run.possible, .next = std::move(run.s), .breaks = run.breaks};
}

}  // namespace lpcheck::klp
