// A case that is a livepatch module, or a diff, with the few kernel files that it is about in the same text:
//   // lpcheck: file kernel/a.c          built into vmlinux
//   // lpcheck: file drivers/b.c of b    built into module b
//   // lpcheck: file include/linux/c.h   a header
//   // lpcheck: file fix.c               the module's source; or fix.patch, a diff
// What stands before the first of these lines is the head of an ordinary case. `lpcheck --kernel` is asked, in a tree
// made of these files and of corpus/modules/include.
#ifndef LPCHECK_TESTS_CORPUS_MODULE_CASE_H_
#define LPCHECK_TESTS_CORPUS_MODULE_CASE_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/corpus/judge.h"

namespace lpcheck::corpus {

struct TreeFile {
  std::string path;
  std::string object = "vmlinux";
  std::string text;
};

struct ModuleCase {
  Case expected;  ///< its versions are not used
  std::vector<TreeFile> files;
  std::string source_name;
  std::string source;
};

absl::StatusOr<ModuleCase> ReadModuleCase(const std::filesystem::path& file);

/// Makes the tree in `scratch`, which must exist, and asks the checker.
absl::StatusOr<Answer> AskAboutModule(const Checker& checker, const ModuleCase& which, const std::filesystem::path& scratch);

}  // namespace lpcheck::corpus

#endif  // LPCHECK_TESTS_CORPUS_MODULE_CASE_H_
