// The text of source files by hash, each read once a run. Safe to use from several threads.
#ifndef LPCHECK_ANALYZER_INDEX_SOURCE_FILES_H_
#define LPCHECK_ANALYZER_INDEX_SOURCE_FILES_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace lpcheck::index {

class SourceFiles {
 public:
  /// A number that changes when the file does; 0 when it is not there.
  std::uint64_t HashOfFile(const std::string& path);

  /// Independent of the order: names and contents.
  std::uint64_t DigestOf(const std::vector<std::string>& paths);

  /// True when a file of `paths` mentions one of `names`.
  bool Mention(const std::vector<std::string>& paths, const std::vector<std::string>& names);

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> hashes_;
  std::map<std::string, std::vector<std::uint64_t>> identifiers_;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_SOURCE_FILES_H_
