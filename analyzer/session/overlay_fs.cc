#include "analyzer/session/overlay_fs.h"

#include <memory>
#include <set>
#include <utility>

#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace lpcheck::session {
namespace {

using llvm::vfs::Status;

/// An open replaced file.
class TextFile final : public llvm::vfs::File {
 public:
  TextFile(Status status, const std::string& text) : status_(std::move(status)), text_(text) {}
  llvm::ErrorOr<Status> status() override { return status_; }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, int64_t, bool,
                                                               bool) override {
    return llvm::MemoryBuffer::getMemBufferCopy(text_, name);
  }
  std::error_code close() override { return {}; }

 private:
  Status status_;
  std::string text_;
};

class OverlayFs final : public llvm::vfs::ProxyFileSystem {
 public:
  OverlayFs(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> real, const Overlay& overlay)
      : ProxyFileSystem(std::move(real)), overlay_(overlay) {
    for (const auto& [path, text] : overlay_) names_.insert(llvm::sys::path::filename(path).str());
  }

  llvm::ErrorOr<Status> status(const llvm::Twine& path) override {
    const Overlay::value_type* entry = Find(path);
    if (entry == nullptr) return ProxyFileSystem::status(path);
    if (!entry->second) return std::make_error_code(std::errc::no_such_file_or_directory);
    return StatusOf(*entry, path);
  }

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override {
    const Overlay::value_type* entry = Find(path);
    if (entry == nullptr) return ProxyFileSystem::openFileForRead(path);
    if (!entry->second) return std::make_error_code(std::errc::no_such_file_or_directory);
    return std::unique_ptr<llvm::vfs::File>(
        std::make_unique<TextFile>(StatusOf(*entry, path), *entry->second));
  }

 private:
  /// The identity follows the entry, not the spelling, so that include-once works however a path is written.
  static Status StatusOf(const Overlay::value_type& entry, const llvm::Twine& path) {
    const llvm::sys::fs::UniqueID id(0x6c70636b, llvm::hash_value(entry.first));
    return Status(path, id, llvm::sys::TimePoint<>(), 0, 0, entry.second->size(),
                  llvm::sys::fs::file_type::regular_file, llvm::sys::fs::all_read);
  }

  const Overlay::value_type* Find(const llvm::Twine& twine) {
    llvm::SmallString<256> path;
    twine.toVector(path);
    if (names_.count(llvm::sys::path::filename(path).str()) == 0) return nullptr;
    if (makeAbsolute(path)) return nullptr;
    llvm::SmallString<256> lexical = path;
    llvm::sys::path::remove_dots(lexical, /*remove_dot_dot=*/true);
    if (auto found = overlay_.find(std::string(lexical)); found != overlay_.end()) return &*found;
    return FindByRealPath(path);
  }

  const Overlay::value_type* FindByRealPath(llvm::StringRef path) {
    llvm::SmallString<256> real;
    if (getUnderlyingFS().getRealPath(llvm::sys::path::parent_path(path), real)) return nullptr;
    llvm::sys::path::append(real, llvm::sys::path::filename(path));
    auto found = overlay_.find(std::string(real));
    return found == overlay_.end() ? nullptr : &*found;
  }

  Overlay overlay_;
  std::set<std::string> names_;
};

}  // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> MakeOverlayFs(const std::string& directory,
                                                              const Overlay& overlay) {
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> real = llvm::vfs::createPhysicalFileSystem();
  real->setCurrentWorkingDirectory(directory);
  return llvm::makeIntrusiveRefCnt<OverlayFs>(std::move(real), overlay);
}

}  // namespace lpcheck::session
