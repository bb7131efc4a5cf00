// See policy.h. yaml-cpp throws; its exceptions stop in this file.
#include "runtime/policy.h"

#include <functional>
#include <map>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "yaml-cpp/yaml.h"

namespace lpcheck::runtime {
namespace {

constexpr int kLongestSeconds = 24 * 60 * 60;

/// A finding of this file: thrown here, caught here.
struct Problem {
  YAML::Mark mark;
  std::string text;
};

[[noreturn]] void Complain(const YAML::Node& node, const std::string& text) {
  throw Problem{node.Mark(), text};
}

std::string Scalar(const YAML::Node& node, const std::string& expected) {
  if (!node.IsScalar()) Complain(node, absl::StrCat("expected ", expected));
  return node.Scalar();
}

bool Bool(const YAML::Node& node) {
  const std::string word = Scalar(node, "true or false");
  if (word != "true" && word != "false")
    Complain(node, absl::StrCat("expected true or false, not '", word, "'"));
  return word == "true";
}

int Seconds(const YAML::Node& node) {
  int seconds = 0;
  if (!node.IsScalar() || !YAML::convert<int>::decode(node, seconds) || seconds < 0 ||
      seconds > kLongestSeconds) {
    Complain(node, absl::StrCat("expected a whole number of seconds, 0 to ", kLongestSeconds));
  }
  return seconds;
}

template <typename T>
T OneOf(const YAML::Node& node, const std::vector<std::pair<std::string, T>>& choices) {
  std::string expected;
  for (const auto& [word, value] : choices) absl::StrAppend(&expected, expected.empty() ? "" : ", ", word);
  const std::string given = Scalar(node, absl::StrCat("one of ", expected));
  for (const auto& [word, value] : choices) {
    if (word == given) return value;
  }
  Complain(node, absl::StrCat("expected one of ", expected, ", not '", given, "'"));
}

void Mechanisms(const YAML::Node& node, Policy& policy) {
  if (!node.IsSequence()) Complain(node, "expected a list of immediate, consistency");
  policy.allow_immediate = policy.allow_consistency = false;
  for (const YAML::Node& item : node) {
    *OneOf<bool*>(
        item, {{"immediate", &policy.allow_immediate}, {"consistency", &policy.allow_consistency}}) = true;
  }
}

bool IsDate(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return text.find_first_not_of("0123456789-") == std::string::npos;
}

PolicyWaiver Waiver(const YAML::Node& node) {
  if (!node.IsMap()) Complain(node, "expected fix, reason, who, until");
  PolicyWaiver waiver;
  std::map<std::string, std::string*> keys = {
      {"fix", &waiver.fix}, {"reason", &waiver.reason}, {"who", &waiver.who}, {"until", &waiver.until}};
  for (const auto& entry : node) {
    const std::string key = Scalar(entry.first, "a key");
    if (!keys.contains(key)) Complain(entry.first, absl::StrCat("a waiver has no key '", key, "'"));
    *keys[key] = Scalar(entry.second, "text");
  }
  for (const auto& [key, value] : keys) {
    if (value->empty()) Complain(node, absl::StrCat("a waiver needs the key '", key, "'"));
  }
  if (!IsDate(waiver.until))
    Complain(node, absl::StrCat("until: expected a date like 2027-01-31, not ", waiver.until));
  return waiver;
}

void Waivers(const YAML::Node& node, Policy& policy) {
  if (!node.IsSequence()) Complain(node, "expected a list of waivers");
  for (const YAML::Node& item : node) policy.waivers.push_back(Waiver(item));
}

using Setter = std::function<void(const YAML::Node&, Policy&)>;

const std::map<std::string, Setter>& Setters() {
  static const auto* setters = new std::map<std::string, Setter>{
      {"mechanisms", Mechanisms},
      {"patience", [](const YAML::Node& n, Policy& p) { p.patience_seconds = Seconds(n); }},
      {"deadline", [](const YAML::Node& n, Policy& p) { p.deadline_seconds = Seconds(n); }},
      {"at-deadline",
       [](const YAML::Node& n, Policy& p) {
         p.at_deadline = OneOf<AtDeadline>(
             n,
             {{"reverse", AtDeadline::kReverse}, {"hold", AtDeadline::kHold}, {"force", AtDeadline::kForce}});
       }},
      {"signed-only", [](const YAML::Node& n, Policy& p) { p.signed_only = Bool(n); }},
      {"require-guard", [](const YAML::Node& n, Policy& p) { p.require_guard = Bool(n); }},
      {"unwatched-history",
       [](const YAML::Node& n, Policy& p) {
         p.unwatched_history = OneOf<Unknown>(n, {{"refuse", Unknown::kRefuse}, {"allow", Unknown::kAllow}});
       }},
      {"unstamped-unload",
       [](const YAML::Node& n, Policy& p) {
         p.unstamped_unload = OneOf<Unknown>(n, {{"refuse", Unknown::kRefuse}, {"allow", Unknown::kAllow}});
       }},
      {"waivers", Waivers},
  };
  return *setters;
}

Policy Parse(const std::string& text) {
  const YAML::Node document = YAML::Load(text);
  Policy policy;
  if (document.IsNull()) return policy;
  if (!document.IsMap()) Complain(document, "expected keys and values");
  std::map<std::string, bool> seen;
  for (const auto& entry : document) {
    const std::string key = Scalar(entry.first, "a key");
    auto setter = Setters().find(key);
    if (setter == Setters().end()) Complain(entry.first, absl::StrCat("unknown key '", key, "'"));
    if (seen[key]) Complain(entry.first, absl::StrCat("the key '", key, "' is there twice"));
    seen[key] = true;
    try {
      setter->second(entry.second, policy);
    } catch (const Problem& problem) {
      throw Problem{problem.mark, absl::StrCat(key, ": ", problem.text)};
    }
  }
  return policy;
}

}  // namespace

absl::StatusOr<Policy> ParsePolicy(const std::string& text) {
  try {
    return Parse(text);
  } catch (const Problem& problem) {
    return absl::InvalidArgumentError(absl::StrCat("line ", problem.mark.line + 1, ": ", problem.text));
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(absl::StrCat("line ", error.mark.line + 1, ": ", error.msg));
  }
}

std::string DescribePolicy(const Policy& policy) {
  std::string text;
  absl::StrAppend(&text, "immediate: ", policy.allow_immediate ? "allowed" : "not allowed",
                  "; consistency: ", policy.allow_consistency ? "allowed" : "not allowed", "\n");
  absl::StrAppend(&text, "an immediate fix is forced after ", policy.patience_seconds, " s\n");
  absl::StrAppend(&text, "a transition may last ", policy.deadline_seconds, " s; then ");
  switch (policy.at_deadline) {
    case AtDeadline::kReverse:
      absl::StrAppend(&text, "it is reversed, or held where the verdict says no-reverse\n");
      break;
    case AtDeadline::kHold:
      absl::StrAppend(&text, "it is held\n");
      break;
    case AtDeadline::kForce:
      absl::StrAppend(&text, "it is forced where the verdict allows that, else reversed or held\n");
      break;
  }
  absl::StrAppend(&text, "unsigned modules: ", policy.signed_only ? "refused" : "allowed", "\n");
  absl::StrAppend(&text, "lpguard: ", policy.require_guard ? "required" : "used if present", "\n");
  absl::StrAppend(&text, "functions whose past nobody watched: ",
                  policy.unwatched_history == Unknown::kRefuse ? "not patched again" : "patched again", "\n");
  absl::StrAppend(&text, "patches without a stamp: ",
                  policy.unstamped_unload == Unknown::kRefuse ? "not unloaded" : "unloaded", "\n");
  for (const PolicyWaiver& waiver : policy.waivers) {
    absl::StrAppend(&text, "undecided fix ", waiver.fix, ": consistency model until ", waiver.until, " (",
                    waiver.who, ": ", waiver.reason, ")\n");
  }
  return text;
}

}  // namespace lpcheck::runtime
