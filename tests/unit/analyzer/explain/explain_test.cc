// The catalogue against the tree: every rule in the sources is explained, every explained rule has its twins.
#include "analyzer/explain/explain.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "analyzer/explain/embedded.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const fs::path kSource = LPCHECK_SOURCE_DIR;

std::string Contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> ExplainedRules() {
  std::set<std::string> ids;
  for (const RuleText& rule : Catalogue()) ids.insert(rule.id);
  return ids;
}

/// Rule ids that findings carry in model/ and analyzer/: `.rule = "id"`, `kRule... = "id"`, `NewFinding("id"`,
/// `Report("id"`.
std::set<std::string> RulesInSources() {
  const std::regex pattern(R"re(\b(?:(?:rule|kRule\w*)(?:\[\])?\s*=|NewFinding\(|Report\()\s*"([a-z][a-z0-9-]*)")re");
  std::set<std::string> ids;
  for (const char* folder : {"model", "analyzer"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kSource / folder)) {
      if (entry.path().extension() != ".cc") continue;
      std::string text = Contents(entry.path());
      for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) ids.insert((*it)[1]);
    }
  }
  return ids;
}

TEST(Catalogue, ParsesEveryRuleAndIsSorted) {
  std::vector<RuleText> rules = Catalogue();
  EXPECT_GE(rules.size(), 40u);
  EXPECT_TRUE(std::is_sorted(rules.begin(), rules.end(),
                             [](const RuleText& a, const RuleText& b) { return a.id < b.id; }));
}

/// A text whose formula says what is harmless explains a class of changes, not a rule that fires.
bool IsRule(const RuleText& rule) { return absl::StartsWith(rule.formula, "    violated ⇔ "); }

TEST(Catalogue, FormulaIsCodeAndStandsInEveryText) {
  for (const RuleText& rule : Catalogue()) {
    bool explains = absl::StartsWith(rule.formula, "    harmless ⇔ ") || absl::StartsWith(rule.formula, "    noted ⇔ ");
    EXPECT_TRUE(IsRule(rule) || explains) << rule.id;
  }
}

TEST(Catalogue, ExplainsEveryRuleFoundInTheSources) {
  std::set<std::string> explained = ExplainedRules();
  std::set<std::string> found = RulesInSources();
  EXPECT_TRUE(found.count("lock-order")) << "the pattern no longer finds rules";
  for (const std::string& id : found) {
    EXPECT_TRUE(explained.count(id)) << "write analyzer/explain/rules/" << id << ".md";
  }
}

/// Verdict and conditions: twins may differ in the condition alone.
std::string Expectation(const EmbeddedCase& example) {
  return example.expect + (absl::StrContains(example.text, "lpcheck: condition ") ? ", on condition" : "");
}

TEST(Catalogue, EveryRuleWithCasesHasAnUnsafeAndASafeTwin) {
  for (const RuleText& rule : Catalogue()) {
    std::set<std::string> expected;
    for (const EmbeddedCase& example : EmbeddedCases()) {
      if (example.rule == rule.id) expected.insert(Expectation(example));
    }
    if (!IsRule(rule) || expected.empty()) continue;
    EXPECT_GE(expected.size(), 2u) << "corpus/cases/" << rule.id << " needs a twin with another verdict";
  }
}

TEST(Catalogue, EveryFolderOfCasesBelongsToAnExplainedRule) {
  if (!fs::exists(kSource / "corpus/cases")) GTEST_SKIP() << "no cases yet";
  std::set<std::string> explained = ExplainedRules();
  for (const fs::directory_entry& entry : fs::directory_iterator(kSource / "corpus/cases")) {
    if (!entry.is_directory()) continue;
    EXPECT_TRUE(explained.count(entry.path().filename().string())) << entry.path().filename();
  }
}

TEST(ExplainRule, BeginsWithTheIdAndTheFormula) {
  absl::StatusOr<std::string> text = ExplainRule("stack-mismatch");
  ASSERT_TRUE(text.ok());
  EXPECT_THAT(*text, StartsWith("stack-mismatch: a changed caller of one version meets a changed callee of the other"
                                "\n\n    violated ⇔ "));
  EXPECT_THAT(*text, HasSubstr("\n\nWhy it harms: "));
  EXPECT_THAT(*text, HasSubstr("\n\nWhat to do: "));
}

TEST(ExplainRule, NamesSimilarRulesWhenThereIsNoneOfThatName) {
  absl::StatusOr<std::string> text = ExplainRule("stack-missmatch");
  EXPECT_EQ(text.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(text.status().message()), HasSubstr("did you mean stack-mismatch?"));
  EXPECT_THAT(std::string(ExplainRule("lock").status().message()), HasSubstr("lock-balance, lock-grown, lock-order"));
  EXPECT_THAT(std::string(ExplainRule("").status().message()), HasSubstr("`lpcheck explain` lists them"));
}

TEST(SarifRules, CarryEveryRuleOfTheCatalogue) { EXPECT_EQ(SarifRules().size(), Catalogue().size()); }

constexpr char kGood[] = "# t\n\n## Formula\n    x\n\n## Meaning\nm\n\n## Harm\nh\n\n## Remedy\nr\n";

TEST(ParseRuleText, ReadsTheFourSections) {
  absl::StatusOr<RuleText> rule = ParseRuleText("id", kGood);
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(rule->title, "t");
  EXPECT_EQ(rule->formula, "    x");
  EXPECT_EQ(rule->remedy, "r");
}

TEST(ParseRuleText, NamesWhatIsMissingEmptyOrOutOfOrder) {
  std::string text = kGood;
  auto without = [&](const std::string& part) {
    std::string spoilt = text;
    spoilt.erase(spoilt.find(part), part.size());
    return std::string(ParseRuleText("id", spoilt).status().message());
  };
  EXPECT_THAT(without("# t\n"), HasSubstr("id.md: no title"));
  EXPECT_THAT(without("## Remedy\nr\n"), HasSubstr("\"Remedy\" is missing or empty"));
  EXPECT_THAT(without("h\n"), HasSubstr("\"Harm\" is missing or empty"));
  EXPECT_THAT(without("## Formula\n    x\n"), HasSubstr("\"Meaning\" is not expected here"));
}

}  // namespace
}  // namespace lpcheck
