// Which file of a configuration defines a function with linkage: found by its text, not by parsing. The folders of the
// asking files are looked through first, then the folder above them, then every file that is built.
#ifndef LPCHECK_ANALYZER_COMPILE_DEFINITIONS_H_
#define LPCHECK_ANALYZER_COMPILE_DEFINITIONS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/compile/database.h"

namespace lpcheck {

/// Does `text` define the function `name` at file scope, neither static nor weak? Reads C as kernel code is laid out: a
/// definition begins at the left margin.
bool DefinesFunction(std::string_view text, std::string_view name);

class Definitions {
 public:
  /// `own` are the asking files; they are never the answer. `database` must outlive this.
  Definitions(const Database& database, std::set<std::string> own);

  /// The file, relative to the tree; nullopt if none is found, or two stand equally near.
  std::optional<std::string> FileOf(const std::string& name);
  /// The first file, nearest first, whose text mentions `name` as a word and does not define a function of its own by it.
  std::optional<std::string> FileNaming(const std::string& name);
  /// Who else may call the function `name` of the asking files, as far as text tells: a file that names it, a header or assembly
  /// that calls it, "modules" for an exported one; nullopt if nobody.
  std::optional<std::string> OtherCaller(const std::string& name);

 private:
  using Ring = std::vector<std::string>;
  void MakeRings();
  bool IsExported(const std::string& name) const;
  std::optional<std::string> HeaderCalling(const std::string& name) const;

  const Database& database_;
  std::set<std::string> own_;
  std::vector<Ring> rings_;   ///< ascending within; nearest first
  std::map<std::string, std::optional<std::string>> known_;
  std::map<std::string, std::optional<std::string>> callers_;
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_COMPILE_DEFINITIONS_H_
