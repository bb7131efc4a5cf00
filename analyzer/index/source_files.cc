#include "analyzer/index/source_files.h"

#include <algorithm>

#include "analyzer/index/cluster.h"
#include "analyzer/index/part_hash.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck::index {

std::uint64_t SourceFiles::HashOfFile(const std::string& path) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (auto found = hashes_.find(path); found != hashes_.end()) return found->second;
  }
  auto text = llvm::MemoryBuffer::getFile(path);
  std::uint64_t hash = text ? HashOf(std::string_view((*text)->getBufferStart(), (*text)->getBufferSize())) | 1 : 0;
  std::lock_guard<std::mutex> lock(mutex_);
  return hashes_[path] = hash;
}

std::uint64_t SourceFiles::DigestOf(const std::vector<std::string>& paths) {
  std::uint64_t sum = 0;
  for (const std::string& path : paths) sum += HashOf(path) * (HashOfFile(path) | 1) ^ HashOfFile(path);
  return sum;
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
