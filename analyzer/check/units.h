// Which translation units a fix asks about. A touched .c file is one unit for each object it is built into
// (the first stands for all when their flags are the same). A touched header is seen through the touched
// files that include it; who else includes it is asked later, and only if its change can reach them
// (header_users.h).
#ifndef LPCHECK_ANALYZER_CHECK_UNITS_H_
#define LPCHECK_ANALYZER_CHECK_UNITS_H_

#include <string>
#include <vector>

#include "analyzer/check/check.h"
#include "analyzer/session/session.h"

namespace lpcheck::check {

struct UnitPlan {
  std::string file;    ///< relative to the tree
  std::string object;  ///< vmlinux, a module, or empty
  bool traced = true;
  session::ParseRequest before;
  session::ParseRequest after;
};

struct Plan {
  std::vector<UnitPlan> units;
  std::vector<std::string> headers;  ///< touched headers, relative to the tree
  std::vector<Gap> gaps;             ///< touched files that no unit sees
};

Plan PlanOf(const Fix& fix, const CheckOptions& options);

/// The plan for one file that the fix does not touch, built by `command`.
UnitPlan PlanFor(const CompileCommand& command, const Fix& fix, const CheckOptions& options);

/// Absolute path of a file of the fix.
std::string AbsoluteIn(const Fix& fix, const CheckOptions& options, const std::string& path);

/// The folder that locations are relative to.
std::string RootOf(const Fix& fix, const CheckOptions& options);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_UNITS_H_
