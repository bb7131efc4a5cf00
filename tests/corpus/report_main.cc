// corpus_report [--mark] LPCHECK INCLUDE CASES: one line a case that is not answered as it says, then the counts by
// class. --mark also writes each `known-wrong` line as the answer asks for it: where the checker is too strict or has
// another reason there is one, elsewhere there is none; an unsafe answer is never excused. For people who work on the
// checker; the tests are in corpus_test.cc. Exit code 1 when an answer was unsafe.
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/corpus/case_file.h"
#include "tests/corpus/judge.h"

namespace lpcheck::corpus {
namespace {

constexpr std::string_view kKnownWrong = "// lpcheck: known-wrong ";
constexpr std::string_view kOrigin = "// lpcheck: origin ";

/// The excuse that the answer asks for, "" for none.
std::string ExcuseFor(const Case& which, const Answer& answer, Outcome outcome) {
  const std::set<std::string> rules(answer.rules.begin(), answer.rules.end());
  const std::string why = absl::StrCat(std::string(lpcheck::Name(answer.verdict)), " for ", absl::StrJoin(rules, ", "));
  switch (outcome) {
    case Outcome::kRight:
    case Outcome::kUnsafe:
      return "";
    case Outcome::kTooStrict:
      return absl::StrCat("too strict: ", why);
    case Outcome::kWrongReason:
      return which.expect == Verdict::kImmediate ? "the condition is not given" : absl::StrCat("another reason: ", why);
  }
  return "";
}

/// Writes the file again with that excuse and no other, beside it first and then over it.
bool Mark(const std::filesystem::path& file, const std::string& excuse) {
  std::ifstream in(file);
  std::ostringstream out;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kKnownWrong)) continue;
    out << line << "\n";
    if (line.starts_with(kOrigin) && !excuse.empty()) out << kKnownWrong << excuse << "\n";
  }
  const std::filesystem::path written = file.string() + ".new";
  std::ofstream(written) << out.str();
  std::error_code error;
  std::filesystem::rename(written, file, error);
  return !error;
}

struct Options {
  bool mark = false;
  Checker checker;
  std::filesystem::path cases;
};

int Report(const Options& options) {
  std::string scratch = std::filesystem::temp_directory_path() / "lpcheck-corpus-XXXXXX";
  if (mkdtemp(scratch.data()) == nullptr) return 69;
  std::map<std::string, int> counts;
  int unsafe = 0;
  for (const std::filesystem::path& file : FindCases(options.cases)) {
    absl::StatusOr<Case> which = ReadCase(file);
    absl::StatusOr<Answer> answer =
        which.ok() ? Ask(options.checker, *which, scratch) : absl::StatusOr<Answer>(which.status());
    if (!answer.ok()) {
      std::cout << "error        " << file.string() << ": " << answer.status().message() << "\n";
      ++counts["error"];
      continue;
    }
    const Comparison comparison = Compare(*which, *answer);
    ++counts[std::string(lpcheck::Name(which->expect)) + " " + std::string(Name(comparison.outcome))];
    unsafe += comparison.outcome == Outcome::kUnsafe;
    if (options.mark && !Mark(file, ExcuseFor(*which, *answer, comparison.outcome))) {
      std::cout << "error        " << file.string() << ": cannot be written\n";
    }
    if (comparison.outcome == Outcome::kRight && which->known_wrong.empty()) continue;
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
  const bool mark = argc > 1 && std::string_view(argv[1]) == "--mark";
  const int first = mark ? 2 : 1;
  if (argc - first != 3) {
    std::cerr << "usage: corpus_report [--mark] LPCHECK INCLUDE CASES\n";
    return 64;
  }
  return lpcheck::corpus::Report({mark, {argv[first], argv[first + 1]}, argv[first + 2]});
}
