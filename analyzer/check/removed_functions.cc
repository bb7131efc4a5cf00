#include "analyzer/check/removed_functions.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/compile/definitions.h"
#include "analyzer/input/contents.h"
#include "analyzer/input/symbols.h"

namespace lpcheck::check {
namespace {

// Other files can name it: it has linkage, or stands in a header.
template <typename Function>
bool IsShared(const Function& function) {
  return function.linkage == Linkage::kExternal || function.where.file.ends_with(".h");
}

bool StaysAs(const std::string& name, const std::vector<CheckedUnit>& units) {
  return std::any_of(units.begin(), units.end(), [&](const CheckedUnit& unit) {
    if (unit.facts == nullptr) return false;
    const UnitFacts& after = unit.facts->after;
    return after.functions.count(name) != 0 || after.macros.count(name) != 0;
  });
}

/// A header whose inline functions or macros call it, as the fix leaves the header.
std::optional<std::string> HeaderNaming(const std::string& name, const std::string& file, const Fix& fix, const Tree& tree) {
  for (const std::string& header : HeadersFor({file}, tree)) {
    auto touched = std::find_if(fix.files.begin(), fix.files.end(), [&](const FileChange& change) { return change.path == header; });
    const bool uses = touched == fix.files.end() ? HeaderUses(Contents(tree, header).text(), name) : HeaderUses(touched->after.value_or(""), name);
    if (uses) return header;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Gap> RemovedStillUsed(const std::vector<CheckedUnit>& units, const Fix& fix, const CheckOptions& options) {
  std::vector<Gap> gaps;
  if (options.database == nullptr || options.tree == nullptr) return gaps;
  std::optional<Definitions> files;
  for (const CheckedUnit& unit : units) {
    for (const FunctionChange& change : unit.changes.functions) {
      if (change.before == nullptr || change.after != nullptr || !IsShared(*change.before)) continue;
      if (StaysAs(change.name, units)) continue;
      if (!files) {
        std::set<std::string> own;
        for (const CheckedUnit& other : units) own.insert(other.file);
        for (const FileChange& file : fix.files) own.insert(file.path);
        files.emplace(*options.database, std::move(own));
      }
      std::optional<std::string> user = files->FileNaming(change.name);
      if (!user) user = HeaderNaming(change.name, unit.file, fix, *options.tree);
      if (!user) continue;
      gaps.push_back({"removed-still-used", change.name, change.before->where, true,
                      Cat(change.name, " is removed, and ", *user, " still names it: the rest of the change is missing")});
    }
  }
  return gaps;
}

}  // namespace lpcheck::check
