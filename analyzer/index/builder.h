// Builds the index: finds what is stale, parses it in clusters on several threads, and stores it batch by batch. The
// digest of a unit covers its command, its text and the text of every file that it includes, so a run after any
// interruption or edit parses what changed and nothing else. A file that does not parse is stored with its error; the
// rest goes on. Not seen: a new header that stands earlier in the search path than the one that was found before.
#ifndef LPCHECK_ANALYZER_INDEX_BUILDER_H_
#define LPCHECK_ANALYZER_INDEX_BUILDER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/compile/database.h"
#include "analyzer/index/store.h"

namespace lpcheck::index {

struct IndexProgress {
  std::size_t done = 0;
  std::size_t total = 0;
  double seconds = 0;  ///< since parsing began
};

struct IndexOptions {
  std::string file;                ///< the index
  std::string kernel_version;
  std::vector<std::string> only;   ///< files or folders relative to the tree; empty: everything
  int jobs = 1;
  std::size_t batch = 64;          ///< units a transaction: what a run that is killed loses at most
  enum class Headers { kShared, kPlain } headers = Headers::kShared;
  Store::Existing existing = Store::Existing::kContinue;
  std::vector<Binary> binaries = {};  ///< a build id other than the one that the index has of the object is refused
  std::function<void(const IndexProgress&)> on_progress;
};

struct IndexSummary {
  std::size_t units = 0;
  std::size_t parsed = 0;
  std::size_t blocks = 0;         ///< precompiled in this run
  std::size_t alone = 0;          ///< parsed without a shared block
  std::vector<std::pair<std::string, std::string>> failed;  ///< file and first error, of all units
};

/// kCancelled after Ctrl-C: what is finished is kept.
absl::StatusOr<IndexSummary> BuildIndex(const Database& database, const IndexOptions& options);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_BUILDER_H_
