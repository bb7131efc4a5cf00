// A state of the transition system as solver terms: the same variables as state.h, but for what only the
// channels read. The encoding is written by hand, apart from the explicit rules, so that agreement between
// the two is evidence and not a tautology.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_STATE_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_STATE_H_

#include <string>
#include <vector>

#include "model/klp/state.h"
#include "model/klp/symbolic_terms.h"
#include "model/klp/world.h"

namespace lpcheck::klp {

struct SymFrame {
  smt::Term func;       ///< kFuncBits
  smt::Term version;    ///< kPatchBits
  smt::Term cold;       ///< Bool
  smt::Term interrupt;  ///< Bool
};

struct SymTask {
  smt::Term depth;  ///< kDepthBits; frames at and above it hold old words that nothing reads
  std::vector<SymFrame> frames;
  smt::Term patched;               ///< Bool, read only where `defined`
  smt::Term defined;               ///< Bool: patch_state is not KLP_UNDEFINED
  smt::Term pending;               ///< Bool
  smt::Term signalled;             ///< Bool
  smt::Term life;                  ///< enum Life, 2 bits
  std::vector<smt::Term> held;     ///< by datum
  std::vector<smt::Term> ran_old;  ///< by patch; constant unless S4 is asked
  std::vector<smt::Term> ran_new;
};

struct SymEntry {
  smt::Term patch;  ///< kPatchBits; kNoPatch: no entry
  smt::Term nop;    ///< Bool
};

struct SymState {
  std::vector<SymTask> tasks;
  std::vector<std::vector<SymEntry>> stack;       ///< by func, by slot; slot 0 is the head
  std::vector<std::vector<smt::Term>> installed;  ///< by func, by version; kept only for StackCheck::kHistory
  std::vector<smt::Term> life;                    ///< by patch: enum PatchLife, 2 bits
  std::vector<smt::Term> enabled;                 ///< by patch
  std::vector<smt::Term> pinned;                  ///< by patch
  std::vector<smt::Term> list;                    ///< klp_patches, oldest first
  std::vector<smt::Term> data;                    ///< kDataBits
  std::vector<smt::Term> objects;                 ///< enum ObjectLife, 2 bits
  smt::Term phase;                                ///< enum Phase, 3 bits
  smt::Term transition;                           ///< klp_transition_patch, or kNoPatch
  smt::Term target;                               ///< Bool: klp_target_state is PATCHED
  smt::Term func_transition;
  smt::Term forced;
  smt::Term ftrace_off;
};

inline constexpr int kPatchBits = 3;
inline constexpr int kNoPatch = 7;
inline constexpr int kFuncBits = 2;
inline constexpr int kDepthBits = 3;
inline constexpr int kLifeBits = 2;
inline constexpr int kPhaseBits = 3;
inline constexpr int kDataBits = 8;

/// Every term of the state, in a fixed order; two states of one world correspond place by place.
std::vector<smt::Term*> Places(SymState& state);

/// Nothing loaded, tasks as they start.
SymState InitialTerms(Terms& terms, const World& world);

/// Unconstrained constants named PREFIX.*.
SymState FreshTerms(Terms& terms, const World& world, const std::string& prefix);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_STATE_H_
