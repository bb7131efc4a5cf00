// What differs between kernels, as plain configuration: the rules of the transition system are written once
// and ask the Era where the algorithm changed. Mechanisms outside mainline (kGraft, Ksplice, the old kpatch
// core, the hybrid proposal of 2015) are configurations too, in the taxonomy of V. Pavlik (lkml, 7 Nov 2014):
// what execution must leave before a switch, and for what unit the switch happens. A Remedy changes one rule
// of an era, to try in the model what was proposed or merged later.
#ifndef LPCHECK_MODEL_KLP_ERA_H_
#define LPCHECK_MODEL_KLP_ERA_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck::klp {

/// SWITCH_FUNCTION, SWITCH_THREAD, SWITCH_KERNEL.
enum class SwitchUnit { kFunction, kTask, kKernel };

/// Which versions klp_check_stack_func() forbids on the stack of a task that goes to the patched state.
enum class StackCheck {
  kNone,            ///< no stack is looked at
  kBelow,           ///< the one entry below the new one, else the original: mainline, 4.12 to today
  kImmediateBelow,  ///< kBelow, and further down as long as the entry is immediate
  kPresent,         ///< every entry now on the func_stack but the selected one, and the original
  kHistory,         ///< every version ever installed but the selected one, and the original
};

/// Whose module reference `force` keeps for ever.
enum class ForcePins { kNothing, kEverything, kListed, kRemoved };

/// How an atomic replace finds the functions that it must give back to the original.
enum class ReplaceForm {
  kNone,         ///< the era has no replace
  kDynamicNops,  ///< a nop for each function of each older patch; dropped at completion (5.1+)
  kStaticNops,   ///< the same nops, but they stay on the func_stack for ever
  kLookBackOne,  ///< nops only for the functions of the newest older patch
  kAfterSwitch,  ///< no nops; old functions are removed after the atomic section (old kpatch core)
};

struct Era {
  std::string name;
  SwitchUnit unit = SwitchUnit::kTask;
  StackCheck check = StackCheck::kBelow;
  ForcePins force_pins = ForcePins::kNothing;
  ReplaceForm replace = ReplaceForm::kNone;
  bool kernel_exit = true;     ///< user tasks switch when they leave the kernel
  bool immediate = false;      ///< klp_patch.immediate and klp_func.immediate
  bool computed_flag = false;  ///< immediate iff the patch changes no semantics, whatever its author says
  bool force = false;          ///< sysfs `force`
  bool signals = false;        ///< fake signals wake sleeping user tasks
  bool guest_signals = false;  ///< ... and those inside KVM_RUN
  bool order = false;          ///< only the topmost patch may be disabled
  bool reenable = false;       ///< a disabled patch stays registered and may be enabled again
  bool unreliable_refused = false;     ///< a consistency patch is -ENOSYS without reliable stacks
  bool states = false;                 ///< klp_state versions are compared
  bool replace_sets = false;           ///< a patch replaces only its own set; sets must be disjoint
  bool unload = true;                  ///< a patch module can be removed at all
  bool ftrace_permanent = true;        ///< sysctl ftrace_enabled cannot switch redirects off
  bool list_end_checked = false;       ///< B10: the entry below the last one is known not to exist
  bool cold_checked = false;           ///< B4: split parts belong to the checked range
  bool sympos_matched = true;          ///< B13: sympos 0 and 1 are the same function
  bool fork_atomic = true;             ///< B19: a child's flag and state are copied together
  bool klp_alive = true;               ///< B14: a module is patched only once its COMING handler has run
  bool post_patch_before_free = true;  ///< B12: replaced patches live until post_patch has run
  bool idle_woken = true;              ///< B21: idle CPUs without a tick are woken
  bool running_switch = false;         ///< B22: a CPU-bound kthread switches itself (6.4)
  bool exiting_waited = false;         ///< B35: completion waits for tasks that left the task list
};

/// One rule changed: what was merged later, what was only proposed, and (the last two) what an era would be
/// without a protection that it always had.
enum class Remedy {
  kCheckImmediateBelow,
  kCheckPresent,
  kCheckHistory,
  kDropImmediate,
  kComputedFlag,
  kListEnd,
  kColdRange,
  kMatchSympos,
  kForkAtomic,
  kKlpAlive,
  kPostPatchFirst,
  kWakeIdle,
  kRunningSwitch,
  kWaitExiting,
  kFtracePermanent,
  kGuestSignals,
  kPinRemoved,
  kDynamicNops,
  kStaticNops,
  kLookBackOne,
  kNoPins,
  kNoKlpAlive,
};

/// Canonical names, oldest first, mechanisms outside mainline last.
const std::vector<Era>& AllEras();

/// `name` is a canonical name, or a kernel version such as "6.1.187", which maps to the newest era not above
/// it. Unknown: invalid argument that lists the known names.
absl::StatusOr<Era> EraFor(std::string_view name);

Era Apply(Remedy remedy, Era era);
std::string_view Name(Remedy remedy);
std::optional<Remedy> RemedyFromName(std::string_view name);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_ERA_H_
