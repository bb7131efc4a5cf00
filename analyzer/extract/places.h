// Where a declaration stands, as the reader of a report would say it, and whether the fix can have touched
// it.
#ifndef LPCHECK_ANALYZER_EXTRACT_PLACES_H_
#define LPCHECK_ANALYZER_EXTRACT_PLACES_H_

#include <map>
#include <string>

#include "analyzer/extract/extract.h"
#include "clang/Basic/SourceManager.h"

namespace lpcheck::extract {

class Places {
 public:
  Places(const clang::SourceManager& sources, std::string main_file, const Scope& scope);

  Location Of(clang::SourceLocation where) const;
  int LineOf(clang::SourceLocation where) const;

  /// In the main file, in a file of the fix, or in a file that is no header (a .c or .inc included by the
  /// main file).
  bool InScope(clang::SourceLocation where);
  /// In a header that the fix touches.
  bool InTouchedHeader(clang::SourceLocation where);

 private:
  struct File {
    bool in_scope = false;
    bool touched_header = false;
  };
  const File& FileOf(clang::SourceLocation where);
  std::string PathOf(clang::FileID id) const;

  const clang::SourceManager& sources_;
  std::string main_file_;
  const Scope& scope_;
  std::map<clang::FileID, File> files_;
};

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_PLACES_H_
