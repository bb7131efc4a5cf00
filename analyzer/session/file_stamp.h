// What a file was when a preamble was made from it: enough to see, mostly without reading it, that it still
// is.
#ifndef LPCHECK_ANALYZER_SESSION_FILE_STAMP_H_
#define LPCHECK_ANALYZER_SESSION_FILE_STAMP_H_

#include <cstdint>
#include <optional>
#include <string>

#include "analyzer/session/invocation.h"

namespace lpcheck::session {

struct FileStamp {
  std::uint64_t inode = 0, size = 0, modified = 0,
                changed = 0;   ///< nanoseconds; the kernel's words on the inode
  std::uint64_t contents = 0;  ///< hash of the bytes
  bool operator==(const FileStamp&) const = default;
};

/// True when the overlay may stand in the way of `path`: it has an entry with the same last component.
bool OverlayMayHide(const Overlay& overlay, const std::string& path);

/// The stamp of `path` as `invocation` sees it; nothing when it cannot be read.
std::optional<FileStamp> StampOf(const Invocation& invocation, const std::string& path);

/// True when `path` has the contents it had; reads it only when the inode says that it may have changed.
bool StillIs(const Invocation& invocation, const std::string& path, const FileStamp& stamp);

}  // namespace lpcheck::session

#endif  // LPCHECK_ANALYZER_SESSION_FILE_STAMP_H_
