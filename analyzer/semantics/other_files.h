// Bodies of functions in files that the fix does not touch, parsed by need: at most kMostFiles files a fix, in the order
// asked for, so that the answer does not depend on the machine. What is not to be had is nullopt.
#ifndef LPCHECK_ANALYZER_SEMANTICS_OTHER_FILES_H_
#define LPCHECK_ANALYZER_SEMANTICS_OTHER_FILES_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "analyzer/semantics/elsewhere.h"
#include "analyzer/semantics/version.h"
#include "model/api/api.h"
#include "model/steps/function.h"

namespace lpcheck::semantics {

/// A file costs about as much as a version of the fix's own.
constexpr std::size_t kMostFiles = 4;

class OtherFiles {
 public:
  OtherFiles(const IndexSource& source, const api::Table& table, steps::Arena& arena) : source_(source), table_(table), arena_(arena) {}

  /// Its name is NameOf(place). Static variables of that file, and static functions that it calls, are renamed to
  /// "NAME of FILE": they are not those of the fix's files.
  std::optional<steps::Function> Lower(const Place& place);

 private:
  struct Parsed {
    std::unique_ptr<session::ParsedUnit> unit;
    std::unique_ptr<Version> version;
  };
  const Version* Parse(const std::string& file);
  bool IsStatic(const Version& version, steps::ExprRef part) const;
  steps::ExprRef Renamed(steps::ExprRef expr, const Version& version, const std::string& file);

  const IndexSource& source_;
  const api::Table& table_;
  steps::Arena& arena_;
  std::map<std::string, Parsed> parsed_;
};

}  // namespace lpcheck::semantics

#endif  // LPCHECK_ANALYZER_SEMANTICS_OTHER_FILES_H_
