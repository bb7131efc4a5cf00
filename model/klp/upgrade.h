// One step of a cumulative series: an atomic replace of OLD by NEW. Says which functions revert to the
// original, which data, states and shadow variables OLD leaves behind, and whether the step is a downgrade.
//
//   reverts   = OLD.functions \ NEW.functions              (nops during the transition, then the original)
//   orphaned  = states, shadow ids and callbacks of OLD that NEW does not know: nobody calls OLD's callbacks
//   stale     = data in a format of OLD that code after the step (NEW, or the original of a reverted f)
//   cannot read verdict   = refused    if a state goes down or is unknown, or data are stale
//               undecided  if nothing is known about what a reverted function left in memory, or NEW is
//               undecided otherwise the verdict of NEW, at least consistency when some function reverts or
//               changes
#ifndef LPCHECK_MODEL_KLP_UPGRADE_H_
#define LPCHECK_MODEL_KLP_UPGRADE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/stack_patch.h"

namespace lpcheck::klp {

struct UpgradeNote {
  Verdict weight = Verdict::kImmediate;
  std::string subject;
  std::string because;
  std::string remedy;
};

struct Upgrade {
  std::string from;
  std::string to;
  Verdict verdict = Verdict::kConsistency;
  std::vector<std::string> reverts = {};
  std::vector<std::string> kept = {};
  std::vector<std::string> added = {};
  std::vector<UpgradeNote> notes = {};
};

/// Invalid argument if NEW does not replace, or the era has no replace.
absl::StatusOr<Upgrade> DecideUpgrade(const Era& era, const StackPatch& from, const StackPatch& to);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_UPGRADE_H_
