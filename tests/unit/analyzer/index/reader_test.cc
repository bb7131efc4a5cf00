// The answers of an index of a small kernel.
#include "analyzer/index/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/index/api_effects.h"
#include "analyzer/index/graph.h"
#include "tests/unit/analyzer/index/small_kernel.h"

namespace lpcheck::index {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<IndexSummary> summary = kernel_.Build();
    ASSERT_TRUE(summary.ok()) << summary.status();
    ASSERT_THAT(summary->failed, IsEmpty());
    absl::StatusOr<Reader> reader = Reader::Open(kernel_.Index());
    ASSERT_TRUE(reader.ok()) << reader.status();
    reader_.emplace(*std::move(reader));
  }
  static std::vector<std::string> Names(const std::vector<Site>& sites) {
    std::vector<std::string> names;
    for (const Site& site : sites) names.push_back(site.function.name);
    return names;
  }
  SmallKernel kernel_;
  std::optional<Reader> reader_;
};

TEST_F(ReaderTest, CallersInOtherFilesAreFound) {
  std::vector<Site> callers = reader_->Callers("thing_run");
  ASSERT_THAT(Names(callers), ElementsAre("user_start"));
  EXPECT_EQ(callers[0].function.file, "lib/user.c");
}

TEST_F(ReaderTest, CallThroughAPointerNamesItsField) {
  std::vector<std::string> whats;
  for (const Site& site : reader_->Callees("thing_run")) whats.push_back(site.what);
  EXPECT_THAT(whats, testing::IsSupersetOf({"mutex_lock", "mutex_unlock", "thing_count", "thing_ops.open"}));
}

TEST_F(ReaderTest, TargetsOfAFieldAreTheFunctionsStoredInIt) {
  std::vector<Site> targets = reader_->Targets("thing_ops", "open");
  ASSERT_EQ(targets.size(), 1u);
  EXPECT_EQ(targets[0].what, "user_open");
}

TEST_F(ReaderTest, AddressUsesNameTheOpsField) {
  std::vector<Site> uses = reader_->AddressUses("user_close");
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_EQ(uses[0].what, "thing_ops.close");
}

TEST_F(ReaderTest, WritersAndReadersOfAFieldAreTold) {
  EXPECT_THAT(Names(reader_->FieldUses("thing", "count", kWrite)), ElementsAre("thing_run"));
  EXPECT_THAT(Names(reader_->FieldUses("thing", "count", kRead)), ElementsAre("thing_count", "thing_run"));
  EXPECT_THAT(Names(reader_->FieldUses("thing", "flag", kWrite)), ElementsAre("user_open"));
}

TEST_F(ReaderTest, AllocationsAndFreesAreKnownByRecord) {
  EXPECT_THAT(Names(reader_->Allocations("thing")), ElementsAre("user_start"));
  EXPECT_THAT(Names(reader_->Frees("thing")), ElementsAre("user_close"));
}

TEST_F(ReaderTest, LayoutHasOffsetsAndBitFields) {
  std::vector<Record> records = reader_->Records("thing");
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].size, 32);
  ASSERT_EQ(records[0].fields.size(), 4u);
  EXPECT_EQ(records[0].fields[1].offset_bits, 32);
  EXPECT_EQ(records[0].fields[2].size_bits, 3);
  EXPECT_EQ(records[0].fields[3].embeds, "list_head");
  EXPECT_THAT(reader_->Embeddings("mutex"), ElementsAre(std::pair<std::string, std::string>("thing", "lock")));
}

TEST_F(ReaderTest, LocksAreNamedByTheFieldTheyLieIn) {
  FunctionRef run = reader_->Functions("thing_run").at(0);
  std::vector<LockUse> locks = reader_->LocksOf(run);
  ASSERT_EQ(locks.size(), 2u);
  EXPECT_EQ(locks[0].object, "thing.lock");
  EXPECT_EQ(locks[1].mode & kReleases, kReleases);
}

TEST_F(ReaderTest, SummaryHoldsWhatCalleesDo) {
  Summary start = reader_->SummaryOf(reader_->Functions("user_start").at(0));
  EXPECT_TRUE(start.effects & kAllocates);
  EXPECT_TRUE(start.effects & kLocks) << "thing_run locks";
  EXPECT_FALSE(start.complete) << "thing_run calls through a pointer";
  Summary outer = reader_->SummaryOf(reader_->Functions("outer").at(0));
  EXPECT_TRUE(outer.effects & kSleeps);
  EXPECT_TRUE(outer.complete);
}

TEST_F(ReaderTest, PathsAndSleepersAreFound) {
  EXPECT_EQ(PathBetween(*reader_, "user_start", "user_open"),
            (std::vector<std::string>{"user_start", "thing_run", "user_open"}));
  EXPECT_EQ(PathBetween(*reader_, "user_start", "sleepy"), std::nullopt);
  std::optional<Sleeper> sleeper = SleepOf(*reader_, "outer");
  ASSERT_TRUE(sleeper.has_value());
  EXPECT_THAT(sleeper->path, ElementsAre("outer", "sleepy", "schedule"));
  std::vector<Sleeper> all = Sleepers(*reader_);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].function.name, "sleepy");
}

TEST_F(ReaderTest, AllocationTellsItsSizeAsItIsWritten) {
  ASSERT_EQ(reader_->Allocations("thing").size(), 1u);
  EXPECT_EQ(reader_->Allocations("thing")[0].detail, "sizeof(*t)");
}

TEST_F(ReaderTest, DefinitionNamesTheFilesThatBuildIt) {
  const std::vector<BuiltIn> built = reader_->BuiltBy(reader_->Functions("thing_count").at(0));
  ASSERT_EQ(built.size(), 3u) << "every includer of the header";
  EXPECT_EQ(built[0].file, "lib/sleepy.c");
  EXPECT_FALSE(built[0].traced) << "its command has no tracer flag";
}

TEST_F(ReaderTest, UnknownNamesHaveNoAnswers) {
  EXPECT_THAT(reader_->FieldUses("thing", "no_such_member", ~0), IsEmpty()) << "not the uses of all members";
  EXPECT_THAT(reader_->PointerCallers("thing_ops", "no_such_member"), IsEmpty());
  EXPECT_THAT(reader_->Functions("nobody"), IsEmpty());
  EXPECT_THAT(reader_->Callers("nobody"), IsEmpty());
  EXPECT_FALSE(reader_->SummaryOf({"nobody", "", 0, 0, 0}).complete);
  EXPECT_EQ(reader_->InlinedInto("thing_count"), std::nullopt);
}

}  // namespace
}  // namespace lpcheck::index
