// What changes while the algorithm runs: the kernel's own variables under their kernel names
// (klp_transition_patch, klp_target_state, TIF_PATCH_PENDING, patch_state, func_stack), the stacks of the
// tasks, abstract data, and a few ghosts that only properties read. Everything is plain and comparable: a
// State is a node of the explored graph.
#ifndef LPCHECK_MODEL_KLP_STATE_H_
#define LPCHECK_MODEL_KLP_STATE_H_

#include <cstdint>
#include <tuple>
#include <utility>

#include "model/klp/small.h"
#include "model/klp/world.h"

namespace lpcheck::klp {

/// KLP_UNDEFINED, KLP_UNPATCHED, KLP_PATCHED (include/linux/livepatch.h).
enum class PatchState : std::int8_t { kUndefined = -1, kUnpatched = 0, kPatched = 1 };

struct Frame {
  std::uint8_t func = 0;
  Version version = kOriginal;
  bool cold = false;       ///< the return address lies in the split-off part
  bool interrupt = false;  ///< entered by an interrupt handler
  bool operator==(const Frame&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Frame& f) {
    return H::combine(std::move(h), f.func, f.version, f.cold, f.interrupt);
  }
};

enum class Life : std::uint8_t { kListed, kForking, kExiting, kAbsent };

struct Task {
  Small<Frame, kMaxFrames> stack;  ///< back() is the running function; empty: user mode, or the idle loop
  PatchState patch_state = PatchState::kUndefined;
  bool pending = false;  ///< TIF_PATCH_PENDING
  Life life = Life::kListed;
  bool signalled = false;
  std::uint8_t held = 0;     ///< bit per lock
  std::uint8_t ran_old = 0;  ///< ghost for S4, bit per patch, since the last quiescent point
  std::uint8_t ran_new = 0;
  bool operator==(const Task&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Task& t) {
    return H::combine(std::move(h), t.stack, t.patch_state, t.pending, t.life, t.signalled, t.held, t.ran_old,
                      t.ran_new);
  }
};

/// A klp_func on a func_stack; front() of the stack is the newest.
struct Entry {
  std::uint8_t patch = 0;
  bool nop = false;
  bool immediate = false;  ///< of the func, or of its patch
  bool operator==(const Entry&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Entry& e) {
    return H::combine(std::move(h), e.patch, e.nop, e.immediate);
  }
};
/// Each patch can bring a function and, before sympos 0 and 1 matched, a nop for it.
using FuncStack = Small<Entry, 2 * kMaxPatches>;

enum class PatchLife : std::uint8_t { kAbsent, kListed, kDropped, kFreed };

struct Patch {
  PatchLife life = PatchLife::kAbsent;
  bool enabled = false;
  bool pinned = false;  ///< its module reference is never given back
  bool operator==(const Patch&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Patch& p) {
    return H::combine(std::move(h), p.life, p.enabled, p.pinned);
  }
};

/// Where the current operation stands; only kIdle and kSwitching last in a coarse world.
enum class Phase : std::uint8_t {
  kIdle,        ///< no transition
  kInit,        ///< klp_init_transition() has set the task states
  kFlagged,     ///< ... and func->transition; nothing is pushed yet
  kPushed,      ///< the entries are on the func_stacks, no task is pending yet
  kSwitching,   ///< klp_start_transition() has run
  kRemoving,    ///< klp_complete_transition(): entries leave the func_stacks
  kClearing,    ///< ... func->transition is cleared
  kUndefining,  ///< ... task states become undefined, callbacks run, the patch is freed
};

enum class ObjectLife : std::uint8_t { kAbsent, kComing, kLive };

struct State {
  Small<Task, kMaxTasks> tasks;
  Small<FuncStack, kMaxFuncs> func_stack;
  Small<Patch, kMaxPatches> patches;
  Small<std::uint8_t, kMaxPatches> list;     ///< klp_patches, oldest first
  Small<std::uint8_t, kMaxFuncs> installed;  ///< ghost: bit per version that was ever selectable
  Small<std::uint8_t, kMaxData> data;        ///< value, lock holder + 1, or reference count
  Small<ObjectLife, kMaxObjects> objects;
  Phase phase = Phase::kIdle;
  std::int8_t transition_patch = -1;           ///< klp_transition_patch
  PatchState target = PatchState::kUndefined;  ///< klp_target_state
  bool func_transition = false;                ///< func->transition of all funcs of the transition patch
  bool forced = false;                         ///< ghost: this transition was forced
  bool ftrace_off = false;
  std::uint8_t ever_old = 0;  ///< ghost for channels, of the watched patch
  std::uint8_t ever_new = 0;
  std::uint8_t rolled_back = 0;

  auto Fields() const {
    return std::tie(tasks, func_stack, patches, list, installed, data, objects, phase, transition_patch,
                    target, func_transition, forced, ftrace_off, ever_old, ever_new, rolled_back);
  }
  bool operator==(const State& other) const { return Fields() == other.Fields(); }
  template <typename H>
  friend H AbslHashValue(H h, const State& s) {
    return H::combine(std::move(h), s.Fields());
  }
};

/// Nothing loaded, every task in user mode, or in the function where it starts.
State Initial(const World& world);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_STATE_H_
