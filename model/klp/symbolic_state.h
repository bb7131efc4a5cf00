// A state of the transition system as solver terms. The encoding is written by hand, apart from the explicit
// rules, so that agreement between the two is evidence and not a tautology. It covers the core: tasks with
// bounded stacks, func_stacks, enable, disable, reverse, force, immediate, every stack check. Modules, data,
// replace, forks and interrupts are explored explicitly only.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_STATE_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_STATE_H_

#include <string>
#include <vector>

#include "model/klp/world.h"
#include "model/smt/context.h"

namespace lpcheck::klp {

struct SymTask {
  smt::Term depth;                 ///< 3 bits
  std::vector<smt::Term> func;     ///< by frame, 2 bits
  std::vector<smt::Term> version;  ///< by frame, 3 bits
  smt::Term patched;               ///< Bool, meaningful while defined
  smt::Term defined;               ///< Bool: patch_state is not KLP_UNDEFINED
  smt::Term pending;               ///< Bool
};

struct SymState {
  std::vector<SymTask> tasks;
  std::vector<std::vector<smt::Term>>
      stack;                         ///< by func, by slot: a patch id, or kNoPatch; slot 0 is the head
  std::vector<smt::Term> installed;  ///< by func: bit per version that was ever on the func_stack
  std::vector<smt::Term> listed;     ///< by patch
  std::vector<smt::Term> dropped;    ///< by patch
  std::vector<smt::Term> enabled;    ///< by patch
  std::vector<smt::Term> list;       ///< klp_patches, oldest first
  smt::Term transition;              ///< klp_transition_patch, or kNoPatch
  smt::Term target;                  ///< Bool: klp_target_state is PATCHED
  smt::Term forced;
};

inline constexpr int kPatchBits = 3;
inline constexpr int kNoPatch = 7;
inline constexpr int kFuncBits = 2;
inline constexpr int kDepthBits = 3;

/// Every term of the state, in a fixed order; two states of one world correspond place by place.
std::vector<smt::Term*> Places(SymState& state);

/// Nothing loaded, tasks as they start.
SymState InitialTerms(smt::Context& context, const World& world);

/// Unconstrained constants named PREFIX.*.
SymState FreshTerms(smt::Context& context, const World& world, const std::string& prefix);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_STATE_H_
