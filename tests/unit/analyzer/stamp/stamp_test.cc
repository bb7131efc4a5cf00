// The stamp on a miniature module: what is read from it, what does not fit, and that writing is idempotent.
#include "analyzer/stamp/stamp.h"

#include <fstream>
#include <sstream>
#include <string>

#include "analyzer/stamp/kernel_id.h"
#include "analyzer/stamp/module_patch.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "kmod/shared/module_image.h"

namespace lpcheck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Module() {
  std::ifstream file(FIXTURE_OBJECT, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

Report Judged() {
  Report report;
  report.fix = "fix.patch";
  report.verdict = Verdict::kConsistency;
  report.mechanisms = {Mechanism::kPerTask};
  report.may.reverse = true;
  report.conditions = {{ConditionKind::kPinModule, "", "a timer"},
                       {ConditionKind::kAddCaller, "caller", "a gap"}};
  for (auto [object, name] : {std::pair{"vmlinux", "open_it"}, {"net", "close_it"}, {"net", "open_it"}}) {
    FixFunction function;
    function.object = object;
    function.name = name;
    report.functions.push_back(function);
  }
  report.bound_to.build_id = "0102030405060708090a0b0c0d0e0f1011121314";
  report.bound_to.source_hash = "abcd";
  return report;
}

std::string Stamped(const Report& report) {
  absl::StatusOr<std::string> stamped = StampModule(Module(), report, "{}", "");
  EXPECT_TRUE(stamped.ok()) << stamped.status();
  return stamped.value_or("");
}

std::string WhyNot(const std::string& module, const Report& report) {
  absl::StatusOr<std::string> stamped = StampModule(module, report, "{}", "");
  return stamped.ok() ? "it can be stamped" : std::string(stamped.status().message());
}

TEST(ModulePatch, FunctionsObjectsStatesAndReplaceAreReadFromTheRelocations) {
  absl::StatusOr<ModulePatch> patch = ReadModulePatch(Module());
  ASSERT_TRUE(patch.ok()) << patch.status();
  EXPECT_THAT(patch->functions,
              ElementsAre(PatchedFunction{"net", "close_it", 0}, PatchedFunction{"net", "open_it", 0},
                          PatchedFunction{"vmlinux", "open_it", 2}));
  EXPECT_THAT(patch->states, ElementsAre(PatchState{7, 3}));
  EXPECT_TRUE(patch->replace);
  EXPECT_EQ(patch->release, "6.1.0-56-amd64");
}

TEST(Stamp, IsShownAsItWasMade) {
  absl::StatusOr<std::string> text = ShowStamp(Stamped(Judged()));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text,
              HasSubstr("verdict consistency\nmechanisms per-task\nmay force no, reverse yes, disable no\n"));
  EXPECT_THAT(*text, HasSubstr("build-id 0102030405060708090a0b0c0d0e0f1011121314"));
  EXPECT_THAT(*text, HasSubstr("module build-id deadbeef"));
  EXPECT_THAT(*text, HasSubstr("function vmlinux open_it sympos 2\n"));
  EXPECT_THAT(*text, HasSubstr("state 7 version 3\n"));
  EXPECT_THAT(*text, HasSubstr("condition add-caller caller\n"));
}

TEST(Stamp, TwiceIsTheSameAsOnce) {
  const std::string once = Stamped(Judged());
  absl::StatusOr<std::string> twice = StampModule(once, Judged(), "{}", "");
  ASSERT_TRUE(twice.ok()) << twice.status();
  EXPECT_EQ(once, *twice);
}

TEST(Stamp, AnotherVerdictReplacesTheFirst) {
  Report other = Judged();
  other.verdict = Verdict::kImmediate;
  absl::StatusOr<std::string> restamped = StampModule(Stamped(Judged()), other, "{}", "");
  ASSERT_TRUE(restamped.ok()) << restamped.status();
  EXPECT_EQ(*restamped, Stamped(other));
}

TEST(Stamp, EverySectionOfTheModuleKeepsItsBytes) {
  const std::string before = Module(), after = Stamped(Judged());
  module_image old_image, new_image;
  const char* why = nullptr;
  ASSERT_EQ(module_image_open(before.data(), before.size(), &old_image, &why), 0);
  ASSERT_EQ(module_image_open(after.data(), after.size(), &new_image, &why), 0) << why;
  ASSERT_EQ(new_image.section_count, old_image.section_count + 1);
  for (unsigned i = 0; i < old_image.section_count; ++i) {
    if (i == old_image.names_index) continue;
    const lpguard_span left = module_image_contents(&old_image, i),
                       right = module_image_contents(&new_image, i);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(left.start), left.size),
              std::string(reinterpret_cast<const char*>(right.start), right.size));
    EXPECT_STREQ(module_image_name(&old_image, i), module_image_name(&new_image, i));
  }
}

TEST(Stamp, AModuleThatReplacesMoreThanWasJudgedIsNotStamped) {
  Report report = Judged();
  report.functions.pop_back();
  EXPECT_THAT(WhyNot(Module(), report), HasSubstr("does not name: net:open_it"));
}

TEST(Stamp, AModuleThatReplacesLessThanWasJudgedIsNotStamped) {
  Report report = Judged();
  report.functions.push_back({.name = "forgotten"});
  EXPECT_THAT(WhyNot(Module(), report),
              HasSubstr("does not replace functions that the verdict names: vmlinux:forgotten"));
}

TEST(Stamp, WithoutAKernelBuildIdThereIsNoStamp) {
  Report report = Judged();
  report.bound_to.build_id.clear();
  EXPECT_THAT(WhyNot(Module(), report), HasSubstr("--kernel-notes"));
}

TEST(Stamp, AnotherKernelThanTheVerdictsIsRefused) {
  absl::StatusOr<std::string> stamped = StampModule(Module(), Judged(), "{}", "ff00");
  ASSERT_FALSE(stamped.ok());
  EXPECT_THAT(std::string(stamped.status().message()), HasSubstr("bound to kernel build id"));
}

TEST(Stamp, AModuleChangedAfterwardsIsFoundOut) {
  std::string stamped = Stamped(Judged());
  const size_t name = stamped.find("close_it");
  ASSERT_NE(name, std::string::npos);
  stamped[name] = 'k';
  absl::StatusOr<std::string> text = ShowStamp(stamped);
  ASSERT_FALSE(text.ok());
  EXPECT_THAT(std::string(text.status().message()), HasSubstr("changed after it was stamped"));
}

TEST(Stamp, ASignedModuleIsNotStamped) {
  EXPECT_THAT(WhyNot(Module() + "~Module signature appended~\n", Judged()), HasSubstr("stamp it first"));
}

TEST(Stamp, AModuleThatIsNoLivepatchIsNotStamped) {
  std::string module = Module();
  module.replace(module.find("livepatch=Y"), 11, "livepatch=N");
  EXPECT_THAT(WhyNot(module, Judged()), HasSubstr("not a livepatch module"));
}

TEST(Stamp, EveryCutOfAModuleIsAnErrorAndNeverACrash) {
  const std::string stamped = Stamped(Judged());
  for (size_t size = 0; size < stamped.size(); size += 7)
    EXPECT_FALSE(ShowStamp(stamped.substr(0, size)).ok());
}

TEST(KernelBuildId, IsReadFromNotesAmongOthers) {
  const std::string notes(
      "\x06\0\0\0\x04\0\0\0\x01\x01\0\0Linux\0\0\0\0\0\0\0\x04\0\0\0\x02\0\0\0\x03\0\0\0GNU\0\xab\xcd\0\0",
      46);
  absl::StatusOr<std::string> id = KernelBuildId(notes);
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(*id, "abcd");
  EXPECT_FALSE(KernelBuildId("").ok());
  EXPECT_FALSE(KernelBuildId(notes.substr(0, 30)).ok());
}

}  // namespace
}  // namespace lpcheck
