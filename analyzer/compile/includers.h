// Which compiled files include a header, directly or through other headers: found by text, not by parsing, once for a
// build and kept in its folder. It may name too many (an #include inside an inactive #if counts), never too few for
// includes spelled with a literal name.
#ifndef LPCHECK_ANALYZER_COMPILE_INCLUDERS_H_
#define LPCHECK_ANALYZER_COMPILE_INCLUDERS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/compile/database.h"

namespace lpcheck {

/// Who includes whom among the files of a tree, by the text of their #include lines.
class IncludeGraph {
 public:
  /// Reads the graph cached in the build folder, or scans the tree (seconds) and caches it. Cache trouble is no error.
  static IncludeGraph Load(const Database& database);

  /// The files of the database that reach `header` (relative to the tree), those nearest to it first: fewest steps of
  /// inclusion, then the same folder, then by name. At most `limit`.
  std::vector<const CompileCommand*> Includers(std::string_view header, const Database& database,
                                               std::size_t limit) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> included_by_;  ///< include text's last part to files
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_COMPILE_INCLUDERS_H_
