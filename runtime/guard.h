// What lpguard says, from /sys/kernel/debug/lpguard (formats: docs/lpguard.md). Without lpguard nothing is
// known of the past, and that is what `present == false` means.
#ifndef LPCHECK_RUNTIME_GUARD_H_
#define LPCHECK_RUNTIME_GUARD_H_

#include <string>
#include <vector>

#include "runtime/root.h"
#include "runtime/stamp.h"

namespace lpcheck::runtime {

struct GuardVersion {
  FunctionName function;
  std::string patch;  ///< empty: the original
  bool selectable = false;
  std::string left;  ///< no, checked, forced, unchecked
  bool direct = false;
  bool drained = false;
  int frames = 0;  ///< of the last scan
  int holder = 0;
};

struct Guard {
  bool present = false;
  std::string mode;  ///< off, audit, enforce
  bool tainted_before = false;
  bool overflow = false;
  std::vector<GuardVersion> versions;
  int scans = 0;
  int tasks = 0;
  int unsettled = 0;
  long microseconds = 0;
};

/// Unknown lines are skipped, so that a newer lpguard can say more; another format version is an absent
/// guard.
Guard ReadGuard(const Root& root);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_GUARD_H_
