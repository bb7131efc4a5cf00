// A kernel tree small enough for a test: the files that make lpcheck believe it, and whatever the test adds. It lives
// in a temporary folder that goes with the object.
#ifndef LPCHECK_TESTS_UNIT_ANALYZER_INPUT_FAKE_TREE_H_
#define LPCHECK_TESTS_UNIT_ANALYZER_INPUT_FAKE_TREE_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "analyzer/input/tree.h"

namespace lpcheck {

class FakeTree {
 public:
  FakeTree() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lpcheck-test-XXXXXX").string();
    top_ = mkdtemp(pattern.data());
    Write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 187\nEXTRAVERSION =\n");
    Write("tree/Kconfig", "");
    for (const char* folder : {"kernel", "include/linux", "arch"}) {
      std::filesystem::create_directories(top_ / "tree" / folder);
    }
  }
  ~FakeTree() {
    std::error_code ignored;
    std::filesystem::remove_all(top_, ignored);
  }
  FakeTree(const FakeTree&) = delete;
  FakeTree& operator=(const FakeTree&) = delete;

  /// `path` counts from the temporary folder; the tree itself is below tree/.
  std::string Write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((top_ / path).parent_path());
    std::ofstream(top_ / path, std::ios::binary) << text;
    return (top_ / path).string();
  }
  std::string Path(const std::string& path) const { return (top_ / path).string(); }
  Tree Open() const { return *Tree::Open(Path("tree")); }

 private:
  std::filesystem::path top_;
};

}  // namespace lpcheck

#endif  // LPCHECK_TESTS_UNIT_ANALYZER_INPUT_FAKE_TREE_H_
