// --exact: what the compiler made of both versions. A function that may hold a changed one and whose object code is the
// same holds none: it leaves the set. A function whose object code differs and that the sources did not show joins it.
// Where an object cannot be made the set of the sources stands, and the report says so.
#ifndef LPCHECK_ANALYZER_CHECK_EXACT_CHANGES_H_
#define LPCHECK_ANALYZER_CHECK_EXACT_CHANGES_H_

#include <set>
#include <string>
#include <vector>

#include "analyzer/check/unit_check.h"
#include "analyzer/exact/objects.h"

namespace lpcheck::check {

/// The functions of the source, by name, whose object code is known in both versions: the same, or not.
struct ObjectView {
  std::set<std::string> same;
  std::set<std::string> differ;
};

/// Clones and cold parts count for the function that they were made from.
ObjectView ViewOf(const exact::Object& before, const exact::Object& after);

/// The changed set as the objects have it; names what differs in an object and is in no source as a gap.
void Refine(const ObjectView& view, CheckedUnit& unit);

/// Compiles both versions of the unit and refines its set.
void RefineByObjects(const UnitPlan& plan, const CheckOptions& options, CheckedUnit& unit);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_EXACT_CHANGES_H_
