// See judge.h. The checker runs as a child process: what is tested is the command a user types, not a
// library.
#include "tests/corpus/judge.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lpcheck::corpus {
namespace {

/// How much a verdict lets a machine do; a larger one allows less.
int Strictness(Verdict verdict) {
  switch (verdict) {
    case Verdict::kImmediate:
      return 0;
    case Verdict::kConsistency:
      return 1;
    case Verdict::kUndecided:
      return 2;
    case Verdict::kRefused:
      return 2;
  }
  return 2;
}

bool NamesARule(const Case& expected, const Answer& answer) {
  if (expected.because.empty()) return true;
  return std::find_first_of(expected.because.begin(), expected.because.end(), answer.rules.begin(),
                            answer.rules.end()) != expected.because.end();
}

const ConditionKind* MissingCondition(const Case& expected, const Answer& answer) {
  for (const ConditionKind& kind : expected.conditions) {
    if (std::find(answer.conditions.begin(), answer.conditions.end(), kind) == answer.conditions.end())
      return &kind;
  }
  return nullptr;
}

absl::Status Write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  if (!out) return absl::UnavailableError(absl::StrCat(file.string(), ": cannot be written"));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Run(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return absl::UnavailableError("no child process can be started");
  std::string output;
  std::array<char, 4096> buffer;
  while (size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), n);
  const int status = pclose(pipe);
  // The exit code repeats the verdict; the report is what counts. But a mistake of our own has no answer to judge.
  constexpr int kExitBug = 70;
  if (WIFEXITED(status) && WEXITSTATUS(status) == kExitBug) {
    return absl::InternalError(absl::StrCat("lpcheck found a bug of its own: ", output.substr(0, output.find("\n["))));
  }
  return output;
}

template <typename T>
std::string Word(T value) {
  return std::string(lpcheck::Name(value));
}

std::string Quoted(const std::filesystem::path& path) { return absl::StrCat("'", path.string(), "'"); }

}  // namespace

Comparison Compare(const Case& expected, const Answer& answer) {
  const std::string got = absl::StrCat("expected ", Word(expected.expect), ", got ", Word(answer.verdict),
                                       " (", absl::StrJoin(answer.rules, ", "), ")");
  if (Strictness(answer.verdict) < Strictness(expected.expect)) return {Outcome::kUnsafe, got};
  if (answer.verdict != expected.expect) return {Outcome::kTooStrict, got};
  if (!NamesARule(expected, answer)) {
    return {Outcome::kWrongReason,
            absl::StrCat(got, ", but none of ", absl::StrJoin(expected.because, ", "))};
  }
  if (const ConditionKind* kind = MissingCondition(expected, answer)) {
    return {Outcome::kWrongReason, absl::StrCat(got, ", without the condition ", Word(*kind))};
  }
  return {Outcome::kRight, got};
}

bool Passes(const Case& expected, Outcome outcome) {
  switch (outcome) {
    case Outcome::kRight:
      return expected.known_wrong.empty();
    case Outcome::kUnsafe:
      return false;
    case Outcome::kTooStrict:
      return !expected.known_wrong.empty();
    case Outcome::kWrongReason:
      return !expected.known_wrong.empty();
  }
  return false;
}

absl::StatusOr<Answer> ParseAnswer(const std::string& json) {
  nlohmann::json report = nlohmann::json::parse(json, nullptr, false);
  if (report.is_array() && report.size() == 1) report = report.at(0);
  if (!report.is_object() || !report.contains("verdict")) {
    return absl::InvalidArgumentError(absl::StrCat("no verdict in: ", json.substr(0, 200)));
  }
  Answer answer;
  std::optional<Verdict> verdict = VerdictFromName(report.value("verdict", ""));
  if (!verdict) return absl::InvalidArgumentError("the verdict has an unknown name");
  answer.verdict = *verdict;
  for (const auto& finding : report.value("findings", nlohmann::json::array())) {
    answer.rules.push_back(finding.value("rule", ""));
  }
  for (const auto& gap : report.value("gaps", nlohmann::json::array())) {
    if (gap.value("matters", true)) answer.rules.push_back(gap.value("kind", ""));
  }
  for (const auto& condition : report.value("conditions", nlohmann::json::array())) {
    if (auto kind = ConditionKindFromName(condition.value("kind", ""))) answer.conditions.push_back(*kind);
  }
  return answer;
}

absl::StatusOr<Answer> Ask(const Checker& checker, const Case& which, const std::filesystem::path& scratch) {
  const std::filesystem::path before = scratch / "before.c", after = scratch / absl::StrCat(which.slug, ".c");
  if (absl::Status s = Write(before, which.before); !s.ok()) return s;
  if (absl::Status s = Write(after, which.after); !s.ok()) return s;
  return Answered(absl::StrCat(" --before ", Quoted(before), " ", Quoted(after), " --format json -- -I", Quoted(checker.include)), checker);
}

absl::StatusOr<Answer> Answered(const std::string& arguments, const Checker& checker) {
  absl::StatusOr<std::string> output = Run(absl::StrCat("LPCHECK_SELF_TEST=1 ", Quoted(checker.lpcheck), arguments, " 2>&1"));
  if (!output.ok()) return output.status();
  return ParseAnswer(output->substr(std::min(output->find_first_of("[{"), output->size())));
}

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRight:
      return "right";
    case Outcome::kUnsafe:
      return "UNSAFE";
    case Outcome::kTooStrict:
      return "too-strict";
    case Outcome::kWrongReason:
      return "wrong-reason";
  }
  return "?";
}

}  // namespace lpcheck::corpus
