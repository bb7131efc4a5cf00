// The tree as one version of the fix sees it: the real file system with some files replaced, added or hidden.
// Paths are compared after removing dots; a path that reaches a replaced file through a symbolic link is
// found by its real path. Only reading is offered.
#ifndef LPCHECK_ANALYZER_SESSION_OVERLAY_FS_H_
#define LPCHECK_ANALYZER_SESSION_OVERLAY_FS_H_

#include <string>

#include "analyzer/session/session.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace lpcheck::session {

/// `directory` is what relative paths are resolved against.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> MakeOverlayFs(const std::string& directory,
                                                              const Overlay& overlay);

}  // namespace lpcheck::session

#endif  // LPCHECK_ANALYZER_SESSION_OVERLAY_FS_H_
