// What `lpcheck model` says about a world: for each era and property asked for, whether it holds in every
// reachable state, the shortest trace if not, and whether that is what the file expects. Text only; no files,
// no options.
#ifndef LPCHECK_MODEL_KLP_WORLD_REPORT_H_
#define LPCHECK_MODEL_KLP_WORLD_REPORT_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/world_text.h"

namespace lpcheck::klp {

/// How much of a trace is printed.
enum class TraceDetail { kNone, kSteps, kStates };

struct ReportOptions {
  std::vector<EraChoice> eras;    ///< empty: those that the file expects something of, else the world's own
  std::set<Property> properties;  ///< empty: those that the file names
  TraceDetail detail = TraceDetail::kSteps;
  Limits limits;
};

struct WorldReport {
  std::string text;
  int broken = 0;      ///< answers "broken"
  int unexpected = 0;  ///< answers that the file contradicts
  int incomplete = 0;  ///< explorations cut by the limit without an answer
};

/// Explores. Invalid argument if there is nothing to check.
absl::StatusOr<WorldReport> ReportWorld(const WorldFile& file, const ReportOptions& options);

/// The same questions to the solver: runs of at most `depth` events, and whether S1 and S2 are inductive.
/// Only S1, S2 and S10 of worlds within the symbolic rules; others are named in the text.
absl::StatusOr<WorldReport> ReportSymbolic(const WorldFile& file, const ReportOptions& options, int depth);

/// Replays the stored traces in words.
absl::StatusOr<std::string> ReplayStored(const WorldFile& file, TraceDetail detail);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_WORLD_REPORT_H_
