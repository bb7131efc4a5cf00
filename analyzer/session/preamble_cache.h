// Preambles kept between runs in the build folder. An entry is found by what asks for it (clang, arguments,
// the bytes of the include block) and used only if every file it was made from still has the contents it had.
// Safe beside other runs: an entry is written under a temporary name and renamed, and a removed entry stays
// mapped where it is in use. The folder is bounded; the least recently used entries go first. A damaged entry
// is a miss, never an error.
#ifndef LPCHECK_ANALYZER_SESSION_PREAMBLE_CACHE_H_
#define LPCHECK_ANALYZER_SESSION_PREAMBLE_CACHE_H_

#include <memory>

#include "analyzer/session/preamble.h"

namespace lpcheck::session {

/// Null when there is none, or when caching is off.
std::shared_ptr<const Preamble> FindPreamble(const Invocation& invocation, const SessionOptions& options);

/// Keeps `preamble` for later runs. Failure to write (no space, no permission) only means that it is not
/// kept.
void KeepPreamble(const Invocation& invocation, const Preamble& preamble, const SessionOptions& options);

/// True when `invocation` would read the same contents as `preamble` was made from, given that the files on
/// disk did not change since: only its overlay can differ.
bool OverlayAgrees(const Invocation& invocation, const Invocation& made_for, const Preamble& preamble);

}  // namespace lpcheck::session

#endif  // LPCHECK_ANALYZER_SESSION_PREAMBLE_CACHE_H_
