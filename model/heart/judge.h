// The heart's front door: does the fix change what data, locks, references and return values mean?
//
//   deltas(f)   = the typed differences of f's two versions          (diff.h)
//   discharged  = deltas that are local refinements                  (each rule says its conditions)
//   mismatches  = pairs of deltas that meet at an interface, and deltas that need a partner and have none
//   gaps        = what was not understood, where a difference can reach it
//
// Every delta ends in exactly one of the three. Nothing here knows Clang, files or the kernel version.
#ifndef LPCHECK_MODEL_HEART_JUDGE_H_
#define LPCHECK_MODEL_HEART_JUDGE_H_

#include "model/heart/fix_model.h"

namespace lpcheck::heart {

Result JudgeFix(const FixModel& model);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_JUDGE_H_
