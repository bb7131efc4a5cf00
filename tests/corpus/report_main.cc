// corpus_report LPCHECK INCLUDE CASES: one line a case that is not answered as it says, then the counts by
// class. For people who work on the checker; the tests are in corpus_test.cc. Exit code 1 when an answer was
// unsafe.
#include <stdlib.h>

#include <filesystem>
#include <iostream>
#include <map>

#include "tests/corpus/case_file.h"
#include "tests/corpus/judge.h"

namespace lpcheck::corpus {
namespace {

int Report(const Checker& checker, const std::filesystem::path& cases) {
  std::string scratch = std::filesystem::temp_directory_path() / "lpcheck-corpus-XXXXXX";
  if (mkdtemp(scratch.data()) == nullptr) return 69;
  std::map<std::string, int> counts;
  int unsafe = 0;
  for (const std::filesystem::path& file : FindCases(cases)) {
    absl::StatusOr<Case> which = ReadCase(file);
    absl::StatusOr<Answer> answer =
        which.ok() ? Ask(checker, *which, scratch) : absl::StatusOr<Answer>(which.status());
    if (!answer.ok()) {
      std::cout << "error        " << file.string() << ": " << answer.status().message() << "\n";
      ++counts["error"];
      continue;
    }
    const Comparison comparison = Compare(*which, *answer);
    ++counts[std::string(lpcheck::Name(which->expect)) + " " + std::string(Name(comparison.outcome))];
    unsafe += comparison.outcome == Outcome::kUnsafe;
    if (comparison.outcome == Outcome::kRight) continue;
    std::cout << Name(comparison.outcome) << (which->known_wrong.empty() ? "" : " (known)") << "  "
              << which->rule << "/" << which->slug << ": " << comparison.message << "\n";
  }
  std::filesystem::remove_all(scratch);
  for (const auto& [name, count] : counts) std::cout << name << ": " << count << "\n";
  return unsafe > 0 ? 1 : 0;
}

}  // namespace
}  // namespace lpcheck::corpus

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: corpus_report LPCHECK INCLUDE CASES\n";
    return 64;
  }
  return lpcheck::corpus::Report({argv[1], argv[2]}, argv[3]);
}
