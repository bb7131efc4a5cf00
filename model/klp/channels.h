// Which channels of ARCHITECTURE.md a change-over mechanism leaves open on a machine: not an opinion, but
// what the transition system does. A channel is open if some run of a canonical world uses it. The results
// are kept as a table, because a verdict should not wait for them; a test recomputes every row.
//
//   stack       a version is called, synchronously and in one context, by a version of the other universe
//   sequence    a task runs both universes between two quiescent points, neither on its stack with the other
//   concurrent  both are alive in two contexts at once, or old code runs after new code ran elsewhere,
//   nothing rolled back persistent  new code runs after old code ever ran rollback    old code runs after new
//   code, because of a reverse, a disable or a replace
//
// Canonical worlds: a patch of two functions with an unchanged caller; one user task with two frames; two
// tasks with one frame, interrupts and a kernel thread. Bounds: these tasks, frames and functions.
#ifndef LPCHECK_MODEL_KLP_CHANNELS_H_
#define LPCHECK_MODEL_KLP_CHANNELS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/era.h"
#include "model/verdict.h"

namespace lpcheck::klp {

enum class Stacks { kReliable, kUnreliable };

struct ChannelRow {
  std::string era;
  Mechanism mechanism = Mechanism::kPerTask;
  Stacks stacks = Stacks::kReliable;
  std::vector<Channel> open;  ///< in the order of Channel
  bool ends_for_user = true;  ///< a transition always can end if only user tasks are concerned (S9)
  bool ends_for_kthread = true;
  bool operator==(const ChannelRow&) const = default;
};

/// Explores the canonical worlds. Failed precondition if the era does not offer the mechanism on such a
/// machine.
absl::StatusOr<ChannelRow> ComputeChannels(const Era& era, Mechanism mechanism, Stacks stacks);

/// The cached rows: every era, every mechanism that it offers.
const std::vector<ChannelRow>& ChannelTable();

/// The row for a machine; nullopt if the era does not offer the mechanism there.
std::optional<ChannelRow> ChannelsOf(const Era& era, Mechanism mechanism, Stacks stacks);

/// One line per row, as docs/evaluation-model.md shows it.
std::string PrintChannelTable(const std::vector<ChannelRow>& rows);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_CHANNELS_H_
