// From a request to clang's own form of it: the file system with the overlay, the options, and the text of
// the main file. Made once a request; every compiler instance works on a copy.
#ifndef LPCHECK_ANALYZER_SESSION_INVOCATION_H_
#define LPCHECK_ANALYZER_SESSION_INVOCATION_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "analyzer/session/session.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace lpcheck::session {

struct Invocation {
  std::shared_ptr<clang::CompilerInvocation> options;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;
  std::string main_file;
  std::string main_text;
  std::string directory;
  std::vector<std::string> args;
  Overlay overlay;
};

/// NotFound when the main file cannot be read, InvalidArgument when clang does not understand the arguments.
absl::StatusOr<Invocation> MakeInvocation(const ParseRequest& request);

}  // namespace lpcheck::session

#endif  // LPCHECK_ANALYZER_SESSION_INVOCATION_H_
