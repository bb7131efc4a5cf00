// One fix in, one report out: the linear pipeline behind `lpcheck FIX`.
#ifndef LPCHECK_ANALYZER_CHECK_CHECK_H_
#define LPCHECK_ANALYZER_CHECK_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/compile/database.h"
#include "analyzer/input/fix.h"
#include "analyzer/input/tree.h"
#include "model/verdict.h"

namespace lpcheck {

enum class Cache { kUse, kNone };
enum class Objects { kIgnore, kCompile };  ///< --exact: take the changed functions from compiled objects

/// What a check needs besides the fix. Pointers outlive the call; tree and database are null for --before.
struct CheckOptions {
  const Tree* tree = nullptr;          ///< "before", with the base fixes laid over it
  const Database* database = nullptr;  ///< compile commands
  std::string index;                   ///< facts index, empty for none
  Target target;
  std::vector<std::string> checked_on;  ///< names of the base fixes in `tree`
  Mechanism max_mechanism = Mechanism::kPerTask;
  Cache cache = Cache::kUse;
  Objects objects = Objects::kIgnore;
  std::uint64_t solver_limit = 0;  ///< resource units a query, 0 for the default
  bool wants_trace = false;        ///< fill Report::trace
  bool self_test = false;          ///< a mistake of ours that was noticed is an internal error; else the answer is a more careful one
  std::string dump_smt;            ///< folder for queries as SMT-LIB2, empty for none
};

/// Errors are about the environment or are bugs: whatever the fix may be is said in the report.
absl::StatusOr<Report> CheckFix(const Fix& fix, const CheckOptions& options);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CHECK_CHECK_H_
