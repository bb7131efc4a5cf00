// What a check asks an index about files that its fix does not touch.
#include "analyzer/semantics/elsewhere.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/analyzer/index/small_kernel.h"

namespace lpcheck::semantics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ElsewhereTest : public testing::Test {
 protected:
  void SetUp() override {
    kernel_.Write("lib/other.c",
                  "#include <linux/thing.h>\n"
                  "int other_total;\n"
                  "void other_grow(struct thing *t) { t->count += 2; }\n"
                  "void other_mark(struct thing *t) { t->count = 7; }\n"
                  "int other_look(struct thing *t) { return thing_run(t, 0) == -11; }\n"
                  "int other_pass(struct thing *t) { return thing_run(t, 0) + 1; }\n");
    kernel_.Write("lib/shadow.c",
                  "struct thing;\nstatic int thing_run(struct thing *t) { return 3; }\n"
                  "int shadow(struct thing *t) { return thing_run(t); }\n");
    ASSERT_TRUE(kernel_.Build().ok());
    const std::string root = kernel_.Path("lib").substr(0, kernel_.Path("lib").size() - 4);
    source_ = {.file = kernel_.Index(), .tree = root, .build = root, .own = {"lib/thing.c"}, .built = 5, .parse = {}};
  }
  index::SmallKernel kernel_;
  IndexSource source_;
};

TEST_F(ElsewhereTest, CallersAreThoseOfTheFunctionWithLinkage) {
  Elsewhere elsewhere(source_);
  EXPECT_THAT(elsewhere.Callers("thing_run"),
              ElementsAre(Place{"other_look", "lib/other.c"}, Place{"other_pass", "lib/other.c"}, Place{"user_start", "lib/user.c"}));
  EXPECT_THAT(elsewhere.Gaps(), IsEmpty());
}

TEST_F(ElsewhereTest, FilesOfTheFixAreNotAskedOfTheIndex) {
  source_.own.insert("lib/other.c");
  Elsewhere elsewhere(source_);
  EXPECT_THAT(elsewhere.Callers("thing_run"), ElementsAre(Place{"user_start", "lib/user.c"}));
  EXPECT_EQ(elsewhere.Definition("other_grow"), std::nullopt);
}

TEST_F(ElsewhereTest, CallerThatLooksForAResultMattersAndAnotherDoesNot) {
  Elsewhere elsewhere(source_);
  CallerConcerns concerns{.constants = {-11}};
  EXPECT_TRUE(elsewhere.Matters({"other_look", "lib/other.c"}, concerns));
  EXPECT_FALSE(elsewhere.Matters({"other_pass", "lib/other.c"}, concerns));
  EXPECT_FALSE(elsewhere.Matters({"other_look", "lib/other.c"}, {.constants = {-12}}));
}

TEST_F(ElsewhereTest, WhoMovesAFieldComesBeforeWhoStoresOrReadsIt) {
  Elsewhere elsewhere(source_);
  const std::vector<Place> users = elsewhere.Users("struct thing.count", {7}, 3);
  ASSERT_GE(users.size(), 2u);
  EXPECT_EQ(users[0], (Place{"other_grow", "lib/other.c"}));
  EXPECT_EQ(users[1], (Place{"other_mark", "lib/other.c"}));
  EXPECT_THAT(elsewhere.Users("struct nobody.count", {7}, 3), IsEmpty());
}

TEST_F(ElsewhereTest, DefinitionIsTheOneWithLinkage) {
  source_.own = {"lib/user.c"};
  Elsewhere elsewhere(source_);
  EXPECT_EQ(elsewhere.Definition("thing_run"), (Place{"thing_run", "lib/thing.c"}));
  EXPECT_EQ(elsewhere.Definition("user_open"), std::nullopt);
}

TEST_F(ElsewhereTest, StaleIndexAnswersNothingAndSaysSo) {
  kernel_.Write("lib/sleepy.c", "void sleepy(void) {}\n");
  Elsewhere elsewhere(source_);
  EXPECT_THAT(elsewhere.Callers("thing_run"), IsEmpty());
  ASSERT_EQ(elsewhere.Gaps().size(), 1u);
  EXPECT_EQ(elsewhere.Gaps()[0].kind, "index-not-used");
  EXPECT_THAT(elsewhere.Gaps()[0].message, testing::HasSubstr("lib/sleepy.c"));
}

TEST_F(ElsewhereTest, IndexOfAFewFilesSaysWhatItDoesNotKnow) {
  source_.built = 100;
  Elsewhere elsewhere(source_);
  EXPECT_FALSE(elsewhere.Callers("thing_run").empty());
  ASSERT_EQ(elsewhere.Gaps().size(), 1u);
  EXPECT_EQ(elsewhere.Gaps()[0].kind, "index-partial");
  EXPECT_FALSE(elsewhere.Gaps()[0].matters);
}

TEST_F(ElsewhereTest, WithoutAnIndexNothingIsSaid) {
  source_.file.clear();
  Elsewhere elsewhere(source_);
  EXPECT_THAT(elsewhere.Callers("thing_run"), IsEmpty());
  EXPECT_THAT(elsewhere.Gaps(), IsEmpty());
}

}  // namespace
}  // namespace lpcheck::semantics
