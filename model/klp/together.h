// Two fixes that are fine alone and not together. Each fix of a series is checked twice, alone and with the
// earlier ones in its "before"; this compares the two answers.
#ifndef LPCHECK_MODEL_KLP_TOGETHER_H_
#define LPCHECK_MODEL_KLP_TOGETHER_H_

#include <string>
#include <string_view>
#include <vector>

#include "model/klp/stack_conflicts.h"

namespace lpcheck::klp {

/// How a second check saw the patches: the newer one alone differs, or both differ at once. Then a finding can rest on
/// data of one type in a function of each, which unrelated patches may well mean as two objects: a doubt.
enum class Matched { kAbove, kBoth };

/// One interface conflict per finding that `above` (the same fix on top of `below`) has and `alone` has not;
/// one without a subject if only the verdict is worse. Empty if there is no such finding and the verdict is no worse.
std::vector<Conflict> WorseTogether(const StackPatch& alone, const StackPatch& above,
                                    const std::vector<std::string>& below, Matched matched = Matched::kAbove);

/// What the checker's summaries alone gave reason for: a check of both patches as one fix settles it.
bool IsDoubt(const Conflict& conflict);

/// The fix cannot be checked above the others; `why` is what the checker said.
Conflict DoesNotApplyOn(const std::string& patch, const std::vector<std::string>& below,
                        std::string_view why);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_TOGETHER_H_
