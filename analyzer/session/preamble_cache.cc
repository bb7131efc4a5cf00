#include "analyzer/session/preamble_cache.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "analyzer/session/file_stamp.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace lpcheck::session {
namespace {

namespace fs = std::filesystem;

constexpr int kSlots = 4;  ///< versions of the headers kept for one include block
constexpr char kMagic[8] = {'l', 'p', 'p', 'r', 'e', '0', '0', '1'};
constexpr char kSuffix[] = ".preamble";

/// What asks for the preamble, without the contents of the headers.
std::string KeyOf(const Invocation& invocation, llvm::StringRef text) {
  std::string all =
      absl::StrCat(clang::getClangFullVersion(), "\n", invocation.directory, "\n", invocation.main_file);
  for (const std::string& arg : invocation.args) absl::StrAppend(&all, "\n", arg);
  absl::StrAppend(&all, "\n\n", text.str());
  const llvm::XXH128_hash_t hash =
      llvm::xxh3_128bits(llvm::ArrayRef<uint8_t>(reinterpret_cast<const uint8_t*>(all.data()), all.size()));
  return absl::StrCat(absl::Hex(hash.high64, absl::kZeroPad16), absl::Hex(hash.low64, absl::kZeroPad16));
}

fs::path SlotPath(const SessionOptions& options, const std::string& key, int slot) {
  return fs::path(options.cache_directory) / absl::StrCat(key, "-", slot, kSuffix);
}

/// An entry is: the preamble, then a table of files, then the table's length, its hash and a magic number.
struct Footer {
  std::uint64_t table_size;
  std::uint64_t table_hash;
  char magic[8];
};

void Append(std::string& out, const void* data, std::size_t size) {
  out.append(static_cast<const char*>(data), size);
}

std::string TableOf(const std::vector<std::pair<std::string, FileStamp>>& files) {
  std::string table;
  for (const auto& [path, stamp] : files) {
    const std::uint64_t size = path.size();
    Append(table, &size, sizeof(size));
    table += path;
    Append(table, &stamp, sizeof(stamp));
  }
  return table;
}

std::optional<std::vector<std::pair<std::string, FileStamp>>> FilesOf(llvm::StringRef table) {
  std::vector<std::pair<std::string, FileStamp>> files;
  while (!table.empty()) {
    std::uint64_t size = 0;
    if (table.size() < sizeof(size)) return std::nullopt;
    std::memcpy(&size, table.data(), sizeof(size));
    table = table.drop_front(sizeof(size));
    if (size > table.size() || table.size() - size < sizeof(FileStamp)) return std::nullopt;
    std::string path = table.substr(0, size).str();
    FileStamp stamp;
    std::memcpy(&stamp, table.data() + size, sizeof(stamp));
    files.emplace_back(std::move(path), stamp);
    table = table.drop_front(size + sizeof(stamp));
  }
  return files;
}

/// True when the fix adds a file that the include search could now find before one that the preamble has.
bool AddedFileMayShadow(const Invocation& invocation, const std::vector<std::string>& files) {
  for (const auto& [path, text] : invocation.overlay) {
    if (!text || std::binary_search(files.begin(), files.end(), path) || ::access(path.c_str(), F_OK) == 0)
      continue;
    const llvm::StringRef name = llvm::sys::path::filename(path);
    for (const std::string& file : files) {
      if (llvm::sys::path::filename(file) == name) return true;
    }
  }
  return false;
}

std::shared_ptr<const Preamble> Load(const Invocation& invocation, const fs::path& path,
                                     const clang::PreambleBounds& bounds) {
  auto buffer =
      llvm::MemoryBuffer::getFile(path.string(), /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer) return nullptr;
  const llvm::StringRef all = (*buffer)->getBuffer();
  Footer footer;
  if (all.size() < sizeof(footer)) return nullptr;
  std::memcpy(&footer, all.end() - sizeof(footer), sizeof(footer));
  const std::size_t body = all.size() - sizeof(footer);
  if (std::memcmp(footer.magic, kMagic, sizeof(kMagic)) != 0 || footer.table_size > body) return nullptr;
  const llvm::StringRef table = all.substr(body - footer.table_size, footer.table_size);
  if (llvm::xxh3_64bits(table) != footer.table_hash) return nullptr;
  auto files = FilesOf(table);
  if (!files) return nullptr;
  auto preamble = std::make_shared<Preamble>();
  for (const auto& [file, stamp] : *files) {
    if (!StillIs(invocation, file, stamp)) return nullptr;
    preamble->files.push_back(file);
  }
  if (AddedFileMayShadow(invocation, preamble->files)) return nullptr;
  preamble->text = invocation.main_text.substr(0, bounds.Size);
  preamble->ends_at_line_start = bounds.PreambleEndsAtStartOfLine;
  preamble->pch = all.substr(0, body - footer.table_size);
  preamble->storage = std::move(*buffer);
  return preamble;
}

/// The slot to write: a free one, else the one used longest ago.
fs::path SlotToWrite(const SessionOptions& options, const std::string& key) {
  fs::path oldest;
  fs::file_time_type when = fs::file_time_type::max();
  for (int slot = 0; slot < kSlots; ++slot) {
    const fs::path path = SlotPath(options, key, slot);
    std::error_code error;
    const fs::file_time_type used = fs::last_write_time(path, error);
    if (error) return path;
    if (used < when) {
      when = used;
      oldest = path;
    }
  }
  return oldest;
}

void Shrink(const SessionOptions& options) {
  struct Entry {
    fs::file_time_type used;
    fs::path path;
    std::uintmax_t size;
  };
  std::vector<Entry> entries;
  std::uintmax_t total = 0;
  std::error_code error;
  for (fs::directory_iterator it(options.cache_directory, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    const std::uintmax_t size = it->file_size(ignored);
    if (ignored) continue;
    const fs::file_time_type used = it->last_write_time(ignored);
    if (ignored) continue;
    entries.push_back({used, it->path(), size});
    total += size;
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (total <= options.cache_bytes) return;
    std::error_code ignored;
    fs::remove(entry.path, ignored);
    total -= entry.size;
  }
}

bool Write(const fs::path& path, const Preamble& preamble, const std::string& table) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  Footer footer{table.size(), llvm::xxh3_64bits(table), {}};
  std::memcpy(footer.magic, kMagic, sizeof(kMagic));
  out.write(preamble.pch.data(), static_cast<std::streamsize>(preamble.pch.size()));
  out.write(table.data(), static_cast<std::streamsize>(table.size()));
  out.write(reinterpret_cast<const char*>(&footer), sizeof(footer));
  out.close();
  return !out.fail();
}

}  // namespace

std::shared_ptr<const Preamble> FindPreamble(const Invocation& invocation, const SessionOptions& options) {
  if (options.cache_directory.empty()) return nullptr;
  const clang::PreambleBounds bounds = BoundsOf(invocation);
  if (bounds.Size == 0) return nullptr;
  const std::string key = KeyOf(invocation, llvm::StringRef(invocation.main_text).substr(0, bounds.Size));
  for (int slot = 0; slot < kSlots; ++slot) {
    const fs::path path = SlotPath(options, key, slot);
    std::shared_ptr<const Preamble> preamble = Load(invocation, path, bounds);
    if (preamble == nullptr) continue;
    std::error_code ignored;
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    return preamble;
  }
  return nullptr;
}

void KeepPreamble(const Invocation& invocation, const Preamble& preamble, const SessionOptions& options) {
  if (options.cache_directory.empty()) return;
  std::error_code error;
  fs::create_directories(options.cache_directory, error);
  if (error) return;
  std::vector<std::pair<std::string, FileStamp>> files;
  for (const std::string& path : preamble.files) {
    const std::optional<FileStamp> stamp = StampOf(invocation, path);
    if (!stamp) return;
    files.emplace_back(path, *stamp);
  }
  const fs::path path = SlotToWrite(options, KeyOf(invocation, preamble.text));
  const fs::path temporary = absl::StrCat(path.string(), ".", ::getpid(), ".",
                                          std::hash<std::thread::id>()(std::this_thread::get_id()), ".tmp");
  if (Write(temporary, preamble, TableOf(files))) fs::rename(temporary, path, error);
  fs::remove(temporary, error);
  Shrink(options);
}

bool OverlayAgrees(const Invocation& invocation, const Invocation& made_for, const Preamble& preamble) {
  if (AddedFileMayShadow(invocation, preamble.files)) return false;
  for (const std::string& path : preamble.files) {
    if (!OverlayMayHide(invocation.overlay, path) && !OverlayMayHide(made_for.overlay, path)) continue;
    const std::optional<FileStamp> stamp = StampOf(made_for, path);
    if (!stamp || !StillIs(invocation, path, *stamp)) return false;
  }
  return true;
}

}  // namespace lpcheck::session
