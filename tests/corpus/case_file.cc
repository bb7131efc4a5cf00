// Reading of corpus cases: directives first, then the split into versions. Each check is one small function
// that returns a status, so that the message a failing case gives is the same one its fixture is tested for.
#include "tests/corpus/case_file.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace lpcheck::corpus {
namespace {

constexpr std::string_view kMark = "// lpcheck: ";

absl::Status At(int line, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view Trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The directives as written, before it is known whether each occurs as often as it must.
struct Directives {
  std::vector<std::string> expect;
  std::vector<std::string> because;
  std::vector<std::string> origin;
  std::vector<std::string> known_wrong;
  std::vector<std::string> condition;
};

std::vector<std::string>* ListFor(std::string_view key, Directives& directives) {
  if (key == "expect") return &directives.expect;
  if (key == "because") return &directives.because;
  if (key == "origin") return &directives.origin;
  if (key == "known-wrong") return &directives.known_wrong;
  if (key == "condition") return &directives.condition;
  return nullptr;
}

absl::Status ReadDirective(std::string_view line, int number, Directives& directives) {
  if (!Contains(absl::AsciiStrToLower(std::string(line)), "lpcheck")) return absl::OkStatus();
  if (!line.starts_with(kMark)) return At(number, "a directive is written `// lpcheck: KEY VALUE`");
  line.remove_prefix(kMark.size());
  const std::string key(line.substr(0, line.find(' ')));
  std::vector<std::string>* list = ListFor(key, directives);
  if (list == nullptr) {
    return At(number, absl::StrCat("unknown directive `", key,
                                   "`; there are expect, because, origin, known-wrong and condition"));
  }
  const std::string_view value = Trimmed(line.substr(key.size()));
  if (value.empty()) return At(number, absl::StrCat("directive `", key, "` needs a value"));
  list->emplace_back(value);
  return absl::OkStatus();
}

absl::Status ExactlyOne(const std::vector<std::string>& values, const std::string& key) {
  if (values.size() == 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("directive `", key, "` stands ", values.size(), " times; write it exactly once"));
}

bool IsRuleId(std::string_view id) {
  return std::all_of(id.begin(), id.end(),
                     [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; });
}

absl::Status Fill(const Directives& directives, Case& result) {
  if (absl::Status s = ExactlyOne(directives.expect, "expect"); !s.ok()) return s;
  if (absl::Status s = ExactlyOne(directives.origin, "origin"); !s.ok()) return s;
  std::optional<Verdict> verdict = VerdictFromName(directives.expect.front());
  if (!verdict)
    return absl::InvalidArgumentError(absl::StrCat("`", directives.expect.front(), "` is no verdict"));
  result.expect = *verdict;
  result.origin = directives.origin.front();
  result.because = directives.because;
  if (result.because.empty() && result.expect != Verdict::kImmediate) {
    return absl::InvalidArgumentError("directive `because` is missing; only immediate needs no rule");
  }
  for (const std::string& id : result.because) {
    if (!IsRuleId(id))
      return absl::InvalidArgumentError(absl::StrCat("`", id, "` is no rule id (kebab-case)"));
  }
  for (const std::string& name : directives.condition) {
    std::optional<ConditionKind> kind = ConditionKindFromName(name);
    if (!kind) return absl::InvalidArgumentError(absl::StrCat("`", name, "` is no condition"));
    result.conditions.push_back(*kind);
  }
  if (directives.known_wrong.size() > 1) return ExactlyOne(directives.known_wrong, "known-wrong");
  if (!directives.known_wrong.empty()) result.known_wrong = directives.known_wrong.front();
  return absl::OkStatus();
}

enum class Part { kBoth, kBefore, kAfter, kOther };

std::optional<Part> Opens(std::string_view line) {
  if (line == "#ifdef FIXED") return Part::kAfter;
  if (line == "#ifndef FIXED") return Part::kBefore;
  if (line.starts_with("#if")) return Part::kOther;
  return std::nullopt;
}

Part Opposite(Part part) {
  switch (part) {
    case Part::kBefore:
      return Part::kAfter;
    case Part::kAfter:
      return Part::kBefore;
    case Part::kBoth:
      return Part::kBoth;
    case Part::kOther:
      return Part::kOther;
  }
  return part;
}

/// Splits the text into its two versions while it is read line by line.
class Splitter {
 public:
  absl::Status Take(std::string_view line, int number) {
    const std::string_view bare = Trimmed(line);
    if (std::optional<Part> part = Opens(bare)) {
      stack_.push_back(*part);
      return *part == Part::kOther ? Keep(line) : absl::OkStatus();
    }
    const bool is_else = bare.starts_with("#el"), is_end = bare.starts_with("#endif");
    if (!is_else && !is_end) return Keep(line);
    if (stack_.empty()) return At(number, "#else or #endif without #if");
    const Part open = stack_.back();
    if (open != Part::kOther && is_else && bare != "#else")
      return At(number, "only #else may follow #ifdef FIXED");
    if (is_end) stack_.pop_back();
    if (open == Part::kOther) return Keep(line);
    if (is_else) stack_.back() = Opposite(open);
    return absl::OkStatus();
  }

  absl::Status Finish(Case& result) {
    if (!stack_.empty()) return absl::InvalidArgumentError("an #ifdef is not closed");
    if (before_ == after_) return absl::InvalidArgumentError("both versions are equal; use #ifdef FIXED");
    result.before = before_;
    result.after = after_;
    return absl::OkStatus();
  }

 private:
  bool Has(Part part) const { return std::find(stack_.begin(), stack_.end(), part) != stack_.end(); }

  absl::Status Keep(std::string_view line) {
    if (!Has(Part::kAfter)) before_.append(line).append("\n");
    if (!Has(Part::kBefore)) after_.append(line).append("\n");
    return absl::OkStatus();
  }

  std::vector<Part> stack_;
  std::string before_;
  std::string after_;
};

}  // namespace

absl::StatusOr<Case> ParseCase(std::string_view text) {
  Case result;
  Directives directives;
  Splitter splitter;
  const std::vector<std::string> lines = Lines(text);
  if (lines.size() > kMaxLines)
    return At(kMaxLines + 1, absl::StrCat("a case has at most ", kMaxLines, " lines"));
  if (lines.empty() || !lines.front().starts_with("// ") || Contains(lines.front(), "lpcheck")) {
    return At(1, "the first line is a comment that says what the case is about");
  }
  result.about = lines.front().substr(3);
  for (size_t i = 0; i < lines.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    if (absl::Status s = ReadDirective(lines[i], number, directives); !s.ok()) return s;
    if (absl::Status s = splitter.Take(lines[i], number); !s.ok()) return s;
  }
  if (absl::Status s = Fill(directives, result); !s.ok()) return s;
  if (absl::Status s = splitter.Finish(result); !s.ok()) return s;
  return result;
}

absl::StatusOr<Case> ReadCase(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return absl::NotFoundError(absl::StrCat(file.string(), ": cannot be read"));
  std::stringstream text;
  text << in.rdbuf();
  absl::StatusOr<Case> result = ParseCase(text.str());
  if (!result.ok()) {
    return absl::Status(result.status().code(),
                        absl::StrCat(file.string(), ": ", std::string(result.status().message())));
  }
  result->rule = file.parent_path().filename().string();
  result->slug = file.stem().string();
  return result;
}

std::vector<std::filesystem::path> FindCases(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && entry.path().extension() == ".c") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace lpcheck::corpus
