#include "analyzer/session/file_stamp.h"

#include <sys/stat.h>

#include <memory>

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace lpcheck::session {
namespace {

std::uint64_t Nanoseconds(const struct timespec& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(time.tv_nsec);
}

std::optional<FileStamp> InodeOf(const std::string& path) {
  struct stat info;
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return FileStamp{info.st_ino, static_cast<std::uint64_t>(info.st_size), Nanoseconds(info.st_mtim),
                   Nanoseconds(info.st_ctim), 0};
}

std::optional<std::uint64_t> HashOf(const Invocation& invocation, const std::string& path) {
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> text = invocation.files->getBufferForFile(path);
  if (!text) return std::nullopt;
  return llvm::xxh3_64bits((*text)->getBuffer());
}

}  // namespace

bool OverlayMayHide(const Overlay& overlay, const std::string& path) {
  const llvm::StringRef name = llvm::sys::path::filename(path);
  for (const auto& [hiding, text] : overlay) {
    if (llvm::sys::path::filename(hiding) == name) return true;
  }
  return false;
}

std::optional<FileStamp> StampOf(const Invocation& invocation, const std::string& path) {
  const std::optional<std::uint64_t> contents = HashOf(invocation, path);
  if (!contents) return std::nullopt;
  FileStamp stamp;
  if (!OverlayMayHide(invocation.overlay, path)) stamp = InodeOf(path).value_or(FileStamp{});
  stamp.contents = *contents;
  return stamp;
}

bool StillIs(const Invocation& invocation, const std::string& path, const FileStamp& stamp) {
  if (!OverlayMayHide(invocation.overlay, path)) {
    std::optional<FileStamp> now = InodeOf(path);
    if (!now) return false;
    now->contents = stamp.contents;
    if (*now == stamp) return true;
  }
  return HashOf(invocation, path) == stamp.contents;
}

}  // namespace lpcheck::session
