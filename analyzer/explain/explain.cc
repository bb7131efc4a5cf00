// See explain.h.
#include "analyzer/explain/explain.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "analyzer/explain/embedded.h"

namespace lpcheck {
namespace {

constexpr std::array<const char*, 4> kSections = {"Formula", "Meaning", "Harm", "Remedy"};

absl::Status Bad(std::string_view id, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("rules/", std::string(id), ".md: ", what));
}

/// A section without the blank lines around it; the indentation of its first line stays.
std::string Trimmed(std::string text) {
  while (absl::StartsWith(text, "\n")) text.erase(0, 1);
  absl::StripTrailingAsciiWhitespace(&text);
  return text;
}

/// Levenshtein's distance, for "did you mean".
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t kept = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({kept, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

absl::Status NoSuchRule(std::string_view id) {
  std::vector<std::string> similar;
  for (const EmbeddedRule& rule : EmbeddedRules()) {
    bool part = id.size() >= 3 && rule.id.find(id) != std::string::npos;
    if (part || Distance(rule.id, id) <= 3) similar.push_back(rule.id);
  }
  std::string hint = similar.empty() ? "" : absl::StrCat("did you mean ", absl::StrJoin(similar, ", "), "? ");
  return absl::NotFoundError(absl::StrCat("no rule is called \"", std::string(id), "\"; ", hint,
                                          "`lpcheck explain` lists them"));
}

/// How much a case asks for: the twins of a rule are the case that asks most and the one that asks least.
int Demand(const EmbeddedCase& example) {
  constexpr std::array<absl::string_view, 4> kOrder = {"immediate", "consistency", "undecided", "refused"};
  auto found = std::find(kOrder.begin(), kOrder.end(), example.expect);
  return static_cast<int>(found - kOrder.begin()) * 2 + absl::StrContains(example.text, "lpcheck: condition ");
}

std::string CaseText(const EmbeddedCase& example) {
  std::string out = absl::StrCat("\n", example.path, ", expected ", example.expect, ":\n\n");
  for (absl::string_view line : absl::StrSplit(absl::StripSuffix(example.text, "\n"), '\n')) {
    absl::StrAppend(&out, line.empty() ? "" : "    ", line, "\n");
  }
  return out;
}

/// The unsafe case and the safe one in full, the others by name.
std::string CasesOf(const std::string& rule) {
  std::vector<const EmbeddedCase*> cases;
  for (const EmbeddedCase& example : EmbeddedCases()) {
    if (example.rule == rule) cases.push_back(&example);
  }
  auto less = [](const EmbeddedCase* a, const EmbeddedCase* b) { return Demand(*a) < Demand(*b); };
  std::stable_sort(cases.begin(), cases.end(), less);
  std::string out;
  if (!cases.empty()) absl::StrAppend(&out, CaseText(*cases.back()));
  if (cases.size() > 1) absl::StrAppend(&out, CaseText(*cases.front()));
  for (std::size_t i = 1; i + 1 < cases.size(); ++i) {
    absl::StrAppend(&out, i == 1 ? "\nMore cases:\n" : "", "    ", cases[i]->path, ", expected ", cases[i]->expect, "\n");
  }
  return out;
}

std::string Explanation(const RuleText& rule) {
  return absl::StrCat(rule.id, ": ", rule.title, "\n\n", rule.formula, "\n\n", rule.meaning, "\n\nWhy it harms: ",
                      rule.harm, "\n\nWhat to do: ", rule.remedy, "\n", CasesOf(rule.id));
}

}  // namespace

absl::StatusOr<RuleText> ParseRuleText(std::string_view id, std::string_view text) {
  RuleText rule{.id = std::string(id)};
  const std::array<std::string*, 4> bodies = {&rule.formula, &rule.meaning, &rule.harm, &rule.remedy};
  std::size_t seen = 0;
  for (absl::string_view line : absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    if (absl::ConsumePrefix(&line, "## ")) {
      if (seen == kSections.size() || line != kSections[seen]) {
        return Bad(id, absl::StrCat("section \"", line, "\" is not expected here; the order is Formula, Meaning, "
                                    "Harm, Remedy"));
      }
      ++seen;
    } else if (seen == 0) {
      if (rule.title.empty() && absl::ConsumePrefix(&line, "# ")) rule.title = std::string(line);
    } else {
      absl::StrAppend(bodies[seen - 1], line, "\n");
    }
  }
  if (rule.title.empty()) return Bad(id, "no title; the first line is \"# title\"");
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    *bodies[i] = Trimmed(std::move(*bodies[i]));
    if (bodies[i]->empty()) return Bad(id, absl::StrCat("section \"", kSections[i], "\" is missing or empty"));
  }
  return rule;
}

std::vector<RuleText> Catalogue() {
  std::vector<RuleText> rules;
  for (const EmbeddedRule& embedded : EmbeddedRules()) {
    absl::StatusOr<RuleText> rule = ParseRuleText(embedded.id, embedded.text);
    if (!rule.ok()) {
      std::fprintf(stderr, "%s\n", rule.status().ToString().c_str());
      std::abort();
    }
    rules.push_back(*std::move(rule));
  }
  std::sort(rules.begin(), rules.end(), [](const RuleText& a, const RuleText& b) { return a.id < b.id; });
  return rules;
}

absl::StatusOr<std::string> ExplainRule(std::string_view id) {
  for (const RuleText& rule : Catalogue()) {
    if (rule.id == id) return Explanation(rule);
  }
  return NoSuchRule(id);
}

std::string ListRules() {
  std::string out;
  for (const RuleText& rule : Catalogue()) absl::StrAppendFormat(&out, "%-24s %s\n", rule.id, rule.title);
  return out;
}

std::string ExplainAll() {
  return absl::StrJoin(Catalogue(), "\n\n", [](std::string* out, const RuleText& rule) {
    absl::StrAppend(out, Explanation(rule));
  });
}

std::vector<SarifRule> SarifRules() {
  std::vector<SarifRule> rules;
  for (const RuleText& rule : Catalogue()) {
    rules.push_back({rule.id, rule.title,
                     absl::StrCat(rule.formula, "\n\n", rule.meaning, "\n\n**Why it harms.** ", rule.harm,
                                  "\n\n**What to do.** ", rule.remedy)});
  }
  return rules;
}

}  // namespace lpcheck
