#include "analyzer/index/source_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "analyzer/index/cluster.h"
#include "analyzer/index/part_hash.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck::index {

std::string AbsolutePath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

SourceStamp InodeOf(const std::string& path) {
  struct stat inode = {};
  if (::stat(path.c_str(), &inode) != 0) return {};
  const auto nanoseconds = [](const timespec& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
  };
  return {static_cast<std::uint64_t>(inode.st_size), nanoseconds(inode.st_mtim), nanoseconds(inode.st_ctim), 0};
}

std::uint64_t HashOfContents(const std::string& path) {
  auto text = llvm::MemoryBuffer::getFile(path);
  return text ? HashOf(std::string_view((*text)->getBufferStart(), (*text)->getBufferSize())) | 1 : 0;
}

std::uint64_t SourceFiles::HashOfFile(const std::string& path) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (auto found = stamps_.find(path); found != stamps_.end()) return found->second.hash;
  }
  SourceStamp stamp = InodeOf(path);  // before reading: a change in between shows as another inode later
  stamp.hash = HashOfContents(path);
  std::lock_guard<std::mutex> lock(mutex_);
  return stamps_.insert_or_assign(path, stamp).first->second.hash;
}

std::map<std::string, SourceStamp> SourceFiles::Stamps() {
  std::lock_guard<std::mutex> lock(mutex_);
  return stamps_;
}

std::uint64_t SourceFiles::DigestOf(const std::vector<std::string>& paths) {
  std::uint64_t sum = 0;
  for (const std::string& path : paths) sum += TermOf(path);
  return sum;
}

std::uint64_t SourceFiles::TermOf(const std::string& path) {
  const std::uint64_t hash = HashOfFile(path);
  return (HashOf(path) * (hash | 1)) ^ hash;
}

bool SourceFiles::Mention(const std::vector<std::string>& paths, const std::vector<std::string>& names) {
  if (names.empty()) return false;
  for (const std::string& path : paths) {
    const std::vector<std::uint64_t>* known = nullptr;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (auto found = identifiers_.find(path); found != identifiers_.end()) known = &found->second;
    }
    if (known == nullptr) {
      auto text = llvm::MemoryBuffer::getFile(path);
      std::vector<std::uint64_t> hashes;
      if (text) hashes = Identifiers(std::string_view((*text)->getBufferStart(), (*text)->getBufferSize()));
      std::lock_guard<std::mutex> lock(mutex_);
      known = &identifiers_.try_emplace(path, std::move(hashes)).first->second;
    }
    for (const std::string& name : names) {
      if (std::binary_search(known->begin(), known->end(), IdentifierHash(name))) return true;
    }
  }
  return false;
}

}  // namespace lpcheck::index
