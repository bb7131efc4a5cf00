// The text of source files by hash, each read once a run. Safe to use from several threads.
#ifndef LPCHECK_ANALYZER_INDEX_SOURCE_FILES_H_
#define LPCHECK_ANALYZER_INDEX_SOURCE_FILES_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace lpcheck::index {

/// What a file was when it was read. Times are nanoseconds; hash is 0 for a file that is not there.
struct SourceStamp {
  std::uint64_t size = 0, modified = 0, changed = 0, hash = 0;
  bool SameInode(const SourceStamp& other) const {
    return size == other.size && modified == other.modified && changed == other.changed;
  }
};

/// Size and times of the file now, without reading it; all 0 when it is not there.
SourceStamp InodeOf(const std::string& path);

/// A number that changes when the contents do; 0 when the file is not there.
std::uint64_t HashOfContents(const std::string& path);

/// However a build folder is spelled, links followed: what tells one from another.
std::string AbsolutePath(const std::string& path);

class SourceFiles {
 public:
  /// A number that changes when the file does; 0 when it is not there.
  std::uint64_t HashOfFile(const std::string& path);

  /// Of every file that was asked for.
  std::map<std::string, SourceStamp> Stamps();

  /// Independent of the order: names and contents.
  /// One file's share of DigestOf: a digest is the sum over its files.
  std::uint64_t TermOf(const std::string& path);
  std::uint64_t DigestOf(const std::vector<std::string>& paths);

  /// True when a file of `paths` mentions one of `names`.
  bool Mention(const std::vector<std::string>& paths, const std::vector<std::string>& names);

 private:
  std::mutex mutex_;
  std::map<std::string, SourceStamp> stamps_;
  std::map<std::string, std::vector<std::uint64_t>> identifiers_;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_SOURCE_FILES_H_
