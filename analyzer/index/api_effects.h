// What a call of the kernel's interfaces adds to the summary of the function it stands in.
#ifndef LPCHECK_ANALYZER_INDEX_API_EFFECTS_H_
#define LPCHECK_ANALYZER_INDEX_API_EFFECTS_H_

#include <cstdint>

#include "model/api/api.h"

namespace lpcheck::index {

/// Effect bits; `sleeps` by GFP flags is the caller's to add.
std::uint32_t EffectsOf(const api::Entry& entry);

enum LockMode : int { kExclusive = 0, kReadMode = 1, kWriteMode = 2, kReleases = 4, kIrqOff = 8, kBhOff = 16, kTries = 32 };

/// LockMode bits of a lock, try-lock or unlock entry.
int LockModeOf(const api::Entry& entry);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_API_EFFECTS_H_
