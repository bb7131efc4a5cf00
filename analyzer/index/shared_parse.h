// Parsing with the headers of a whole cluster of files precompiled once. Nine tenths of a kernel file's cost are
// headers, and the files of a folder include mostly the same ones: a block of #include lines, parsed once, goes before
// each file of the cluster. The macros that name the module (KBUILD_MODNAME and its kin) get a placeholder in both.
#ifndef LPCHECK_ANALYZER_INDEX_SHARED_PARSE_H_
#define LPCHECK_ANALYZER_INDEX_SHARED_PARSE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/session/preamble.h"
#include "clang/AST/ASTContext.h"

namespace lpcheck::index {

/// A block of #include lines, precompiled. The lines are kept: clang looks at the file that it made the header from.
struct SharedBlock {
  std::string text;
  std::shared_ptr<const session::Preamble> header;
};

/// Parses `block` as a header and precompiles it, in memory. `on_ast` sees its syntax before it goes.
/// InvalidArgument when the block does not parse by itself: the message is the file of the first error.
absl::StatusOr<std::shared_ptr<const SharedBlock>> Precompile(const std::string& directory, const std::vector<std::string>& args,
                                                          const std::string& block,
                                                          const std::function<void(clang::ASTContext&)>& on_ast);

/// Parses the file, after `shared` unless it is null.
absl::StatusOr<std::unique_ptr<session::ParsedUnit>> ParseShared(const std::string& directory, const std::string& file,
                                                                 const std::vector<std::string>& args,
                                                                 const SharedBlock* shared);

/// `args` with the module's name taken out of KBUILD_MODNAME, KBUILD_BASENAME and KBUILD_MODFILE.
std::vector<std::string> WithoutModuleName(const std::vector<std::string>& args);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_SHARED_PARSE_H_
