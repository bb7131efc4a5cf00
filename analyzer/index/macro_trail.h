// Which macro of the API table an expression comes from: the kernel writes mutex_lock(), WARN_ON() or kmalloc() as
// macros, and the author's word is what counts. Names found in arguments belong to whoever wrote the argument.
#ifndef LPCHECK_ANALYZER_INDEX_MACRO_TRAIL_H_
#define LPCHECK_ANALYZER_INDEX_MACRO_TRAIL_H_

#include <string>
#include <unordered_map>

#include "clang/Basic/SourceManager.h"
#include "model/api/api.h"

namespace lpcheck::index {

/// The macro around an expression, if the table knows it.
struct ApiMacro {
  const api::Entry* entry = nullptr;  ///< of the outermost macro in the table
  std::string name;                   ///< as written
  clang::FileID expansion;            ///< identifies this one use
};

class MacroTrail {
 public:
  explicit MacroTrail(const clang::SourceManager& sources) : sources_(sources) {}

  /// `entry` is null when no macro around `location` is in the table as a literal name.
  const ApiMacro& Around(clang::SourceLocation location);

  /// The table's entry for a name, remembered.
  const api::Entry* Find(llvm::StringRef name);

  /// The name of the macro whose body `location` lies in; "" outside of macros.
  std::string NameAt(clang::SourceLocation location) const;

 private:
  const clang::SourceManager& sources_;
  std::unordered_map<unsigned, ApiMacro> around_;
  std::unordered_map<std::string, const api::Entry*> entries_;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_MACRO_TRAIL_H_
