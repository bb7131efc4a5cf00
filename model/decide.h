// Composes what the rules found into one answer: verdict, minimal mechanisms, conditions, and the operator's three
// questions. It only looks at findings, gaps, conditions and waivers of a report; it does not know which rules ran
// and cannot repair a rule that said nothing.
//
//   mechanism        = the set of channels that it closes
//       immediate {}  <  per-task {stack}  <  kernel-exit {stack, sequence}, stop-machine {stack, concurrent}
//                     <  migration {stack, sequence, concurrent, persistent}
//   open(findings)   = union of the channels of all mismatches, rollback left out
//   mechanisms       = { m : open <= closes(m), and no m' with open <= closes(m') < closes(m) };
//                      none, if any finding is undeliverable
//   verdict          = max over  refused      if undeliverable, or open is not within {stack}
//                                undecided    if a gap matters, or a mismatch names no channel
//                                consistency  if open = {stack}, or a waiver was needed
//                                immediate    otherwise
//   no-disable, no-reverse  if rollback is a channel of some mismatch
//
// Law: one more mismatch, gap or open channel never weakens the verdict, never lets the operator do more.
#ifndef LPCHECK_MODEL_DECIDE_H_
#define LPCHECK_MODEL_DECIDE_H_

#include <string>
#include <vector>

#include "model/verdict.h"

namespace lpcheck {

/// Fills verdict, mechanisms, conditions and may of `report` from its findings, gaps, conditions and waivers.
/// Conditions that the rules already put there stay. Idempotent.
void Decide(Report& report);

/// The minimal mechanisms that close every channel in `open`; rollback is closed by a condition and is ignored.
std::vector<Mechanism> MinimalMechanisms(const std::vector<Channel>& open);

/// The channels that `mechanism` closes, in the order of Channel. kNone closes nothing: it delivers nothing.
std::vector<Channel> ClosedBy(Mechanism mechanism);

/// What a waiver names: "rule:function" of a finding, "gap:kind:function" of a gap. Lines are left out, so that a
/// waiver survives an unrelated edit of the file.
std::string WaiverKey(const Finding& finding);
std::string WaiverKey(const Gap& gap);

/// Only mismatches and gaps can be waived: no review makes an undeliverable change deliverable.
bool IsWaived(const Report& report, const Finding& finding);
bool IsWaived(const Report& report, const Gap& gap);

}  // namespace lpcheck

#endif  // LPCHECK_MODEL_DECIDE_H_
