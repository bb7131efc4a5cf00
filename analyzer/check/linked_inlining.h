// Which functions of the running kernel really hold a copy of a changed one, where an index has read the DWARF of the object
// that the file is linked into (lpcheck index --vmlinux, --modules). The old binary decides: a function without a copy of the
// old code needs no replacement, whatever a compiler would do to the new version.
#ifndef LPCHECK_ANALYZER_CHECK_LINKED_INLINING_H_
#define LPCHECK_ANALYZER_CHECK_LINKED_INLINING_H_

#include <set>
#include <string>

#include "analyzer/check/unit_check.h"

namespace lpcheck::check {

/// The carriers of the unit become those of `holders`; a holder that the sources did not show joins.
void KeepHolders(const std::set<std::string>& holders, CheckedUnit& unit);

/// Asks the index of `options`. Without one, without DWARF of that object, or when the index is not current, the set of the
/// sources stands.
void RefineByDwarf(const CheckOptions& options, CheckedUnit& unit);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_LINKED_INLINING_H_
