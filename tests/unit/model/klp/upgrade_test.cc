// Fixes that are worse together, and a cumulative patch replaced by the next one.
#include "model/klp/upgrade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/klp/together.h"
#include "stack_builders.h"

namespace lpcheck::klp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Together, AFixThatGetsWorseAboveAnotherIsAConflictWithTheFindingAsTheReason) {
  const StackPatch alone = PatchOf("b", {"f"});
  StackPatch above = alone;
  EXPECT_THAT(WorseTogether(alone, above, {"a"}), IsEmpty());
  above.verdict = Verdict::kRefused;
  above.findings.push_back({.rule = "lock-balance",
                            .severity = Severity::kMismatch,
                            .channels = {Channel::kSequence},
                            .function = "f",
                            .peer = "g",
                            .where = {},
                            .message = "taken twice",
                            .witness = {},
                            .remedy = ""});
  const std::vector<Conflict> conflicts = WorseTogether(alone, above, {"a"});
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("interface"));
  EXPECT_THAT(conflicts[0].because, HasSubstr("lock-balance: taken twice"));
  EXPECT_THAT(conflicts[0].involved, ElementsAre("a", "b"));
}

TEST(Together, AFindingIsToldAlsoWhereOneOfThemIsRefusedAnyway) {
  StackPatch alone = PatchOf("b", {"f"});
  alone.verdict = Verdict::kRefused;
  StackPatch both = alone;
  both.findings.push_back({.rule = "field-meaning",
                           .severity = Severity::kMismatch,
                           .channels = {Channel::kConcurrent, Channel::kPersistent},
                           .function = "f",
                           .peer = "g",
                           .where = {},
                           .message = "struct s.x",
                           .witness = {},
                           .remedy = ""});
  const std::vector<Conflict> conflicts = WorseTogether(alone, both, {"a"}, Matched::kBoth);
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("interface"));
  EXPECT_EQ(conflicts[0].weight, Verdict::kUndecided) << "one type may be two objects";
  both.findings[0].channels = {Channel::kStack, Channel::kSequence};
  EXPECT_EQ(WorseTogether(alone, both, {"a"}, Matched::kBoth)[0].weight, Verdict::kRefused);
  EXPECT_EQ(WorseTogether(alone, both, {"a"})[0].weight, Verdict::kRefused);
}

TEST(Together, AFixThatCannotBeCheckedAboveAnotherIsUndecided) {
  EXPECT_EQ(DoesNotApplyOn("b", {"a"}, "hunk 1 does not apply").weight, Verdict::kUndecided);
}

StackPatch Cumulative(const std::string& name, const std::vector<std::string>& functions) {
  StackPatch patch = PatchOf(name, functions);
  patch.replace = true;
  return patch;
}

TEST(Upgrade, ToASupersetKeepsEverythingAndNeedsATransition) {
  absl::StatusOr<Upgrade> upgrade =
      DecideUpgrade(*EraFor("6.1"), Cumulative("v1", {"f"}), Cumulative("v2", {"f", "g"}));
  ASSERT_TRUE(upgrade.ok());
  EXPECT_EQ(upgrade->verdict, Verdict::kConsistency);
  EXPECT_THAT(upgrade->kept, ElementsAre("f"));
  EXPECT_THAT(upgrade->added, ElementsAre("g"));
}

TEST(Upgrade, AFunctionThatRevertsIsUndecidedUnlessItsChangeWasLocal) {
  StackPatch old_patch = Cumulative("v1", {"f", "g"});
  absl::StatusOr<Upgrade> upgrade = DecideUpgrade(*EraFor("6.1"), old_patch, Cumulative("v2", {"f"}));
  EXPECT_EQ(upgrade->verdict, Verdict::kUndecided);
  old_patch.functions[1].change = Change::kLocal;
  EXPECT_EQ(DecideUpgrade(*EraFor("6.1"), old_patch, Cumulative("v2", {"f"}))->verdict,
            Verdict::kConsistency);
}

TEST(Upgrade, OrphanedStatesShadowsAndDataRefuseTheStep) {
  StackPatch old_patch = Cumulative("v1", {"f"});
  old_patch.states = {{"7", 1}};
  old_patch.shadows = {{"1", "lock"}};
  old_patch.data = {{.name = "struct s.x", .writes = "v2"}};
  absl::StatusOr<Upgrade> upgrade = DecideUpgrade(*EraFor("6.1"), old_patch, Cumulative("v2", {"f"}));
  EXPECT_EQ(upgrade->verdict, Verdict::kRefused);
  EXPECT_EQ(upgrade->notes.size(), 3u);
}

TEST(Upgrade, ADowngradeOfAStateIsNamed) {
  StackPatch old_patch = Cumulative("v2", {"f"});
  old_patch.states = {{"7", 2}};
  StackPatch new_patch = Cumulative("v1", {"f"});
  new_patch.states = {{"7", 1}};
  absl::StatusOr<Upgrade> upgrade = DecideUpgrade(*EraFor("6.1"), old_patch, new_patch);
  EXPECT_EQ(upgrade->verdict, Verdict::kRefused);
  EXPECT_THAT(upgrade->notes[0].because, HasSubstr("downgrade from version 2 to 1"));
}

TEST(Upgrade, APatchThatDoesNotReplaceIsNoUpgrade) {
  EXPECT_FALSE(DecideUpgrade(*EraFor("6.1"), Cumulative("v1", {"f"}), PatchOf("v2", {"f"})).ok());
  EXPECT_FALSE(DecideUpgrade(*EraFor("4.16"), Cumulative("v1", {"f"}), Cumulative("v2", {"f"})).ok());
}

}  // namespace
}  // namespace lpcheck::klp
