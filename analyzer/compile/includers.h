// Which compiled files include a header, directly or through other headers: found by the text of #include lines, not by
// parsing, once for a tree and kept in the build folder. It may name too many files (an #include in an inactive #if
// counts, and two headers of the same last name are told apart only by what the line says), never too few for includes
// that spell a literal name.
#ifndef LPCHECK_ANALYZER_COMPILE_INCLUDERS_H_
#define LPCHECK_ANALYZER_COMPILE_INCLUDERS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/compile/database.h"

namespace lpcheck {

class IncludeGraph {
 public:
  /// Reads the graph from the build folder, or scans the tree (seconds) and leaves it there. A cache that cannot be read
  /// or written is no error: the scan is then done again.
  static IncludeGraph Load(const Database& database);

  /// The commands of the files that reach `header` (relative to the tree), nearest first: fewest inclusions, then those
  /// in the header's own folder, then by name. At most `limit`.
  std::vector<const CompileCommand*> Includers(std::string_view header, const Database& database,
                                               std::size_t limit) const;

  /// Those of them whose text mentions one of `names` as a word, or that reach another header which does: a function, macro
  /// or constant of the header can be used by nobody else. All of them, in the same order.
  std::vector<const CompileCommand*> Users(std::string_view header, const std::set<std::string>& names,
                                           const Database& database) const;

 private:
  /// One #include line: `file` includes something that its line spells `spelled` ("linux/fs.h", "internal.h").
  struct Line {
    std::uint32_t file;
    std::string spelled;
  };

  /// Files that reach `header`, with the number of inclusions; the header itself with 0.
  std::map<std::string, int> Reaching(std::string_view header) const;
  std::vector<const CompileCommand*> Ranked(const std::map<std::string, int>& distance, std::string_view header,
                                            const Database& database) const;

  void Scan(const Database& database);
  void ScanFile(const std::string& root, const std::string& file);
  bool ReadCache(const std::string& path, const std::string& key);
  void WriteCache(const std::string& path, const std::string& key) const;
  void Index();

  std::vector<std::string> files_;
  std::vector<Line> lines_;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_last_name_;  ///< "fs.h" to indices of lines_
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_COMPILE_INCLUDERS_H_
