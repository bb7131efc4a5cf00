// Which files share headers, and what keeps a file out.
#include "analyzer/index/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/index/collector.h"
#include "analyzer/index/store.h"

namespace lpcheck::index {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ReadIncludes, ConditionalIncludesAndTracepointsAreNotShared) {
  IncludeBlock block = ReadIncludes(
      "#include <linux/a.h>\n#ifdef X\n#include <linux/b.h>\n#endif\n#include \"own.h\"\n #  include <net/c.h> // why\n"
      "#include <trace/events/x.h>\n");
  EXPECT_THAT(block.headers, ElementsAre("<linux/a.h>", "\"own.h\"", "<net/c.h>"));
}

TEST(HasGuard, TheFirstDirectiveTells) {
  EXPECT_TRUE(HasGuard("// a\n#ifndef A_H\n#define A_H\n#endif\n"));
  EXPECT_TRUE(HasGuard("#pragma once\n"));
  EXPECT_TRUE(HasGuard("#if !defined(A_H) || defined(AGAIN)\n"));
  EXPECT_FALSE(HasGuard("#include <x.h>\n#ifndef A_H\n"));
  EXPECT_FALSE(HasGuard("struct a;\n"));
}

TEST(WithoutCulprit, LeavesOutTheHeaderOfTheErrorThenTheFoldersOwnThenAll) {
  std::vector<std::string> headers = {"<linux/a.h>", "<linux/b.h>", "\"/tree/net/own.h\""};
  EXPECT_THAT(WithoutCulprit(headers, "/tree/include/linux/a.h"), ElementsAre("<linux/b.h>", "\"/tree/net/own.h\""));
  EXPECT_THAT(WithoutCulprit(headers, "/tree/include/linux/inner.h"), ElementsAre("<linux/a.h>", "<linux/b.h>"));
  EXPECT_THAT(WithoutCulprit({"<linux/a.h>"}, "/elsewhere.h"), IsEmpty());
}

TEST(MakeClusters, TheFoldersOwnHeadersComeLastInTheOrderOfTheMembers) {
  std::vector<ClusterInput> inputs(9, {"fs/x", "", {"\"/t/z.h\"", "<linux/fs.h>", "\"/t/a.h\""}});
  EXPECT_THAT(MakeClusters(inputs).at(0).headers, ElementsAre("<linux/fs.h>", "\"/t/z.h\"", "\"/t/a.h\""));
}

TEST(ReadIncludes, OnlyDefinesBeforeAnIncludeCount) {
  EXPECT_THAT(ReadIncludes("#define A 1\n#include <x.h>\n#define B 2\n").defines, ElementsAre("A"));
  EXPECT_THAT(ReadIncludes("#define A 1\n#undef C\n#include \"x.h\"\n").defines, ElementsAre("A", "C"));
  EXPECT_THAT(ReadIncludes("#define A 1\n").defines, IsEmpty());
}

TEST(MakeClusters, HeaderOfAQuarterOfTheFilesIsShared) {
  std::vector<ClusterInput> inputs;
  for (int i = 0; i < 12; ++i) inputs.push_back({"net/sched", "", {"all.h"}});
  for (int i = 0; i < 3; ++i) inputs[i].headers.push_back("quarter.h");
  for (int i = 0; i < 2; ++i) inputs[i].headers.push_back("few.h");
  std::vector<Cluster> clusters = MakeClusters(inputs);
  ASSERT_EQ(clusters.size(), 1u);
  EXPECT_THAT(clusters[0].headers, ElementsAre("all.h", "quarter.h"));
}

TEST(MakeClusters, SmallFoldersJoinTheOneAboveAndFlagsSeparate) {
  std::vector<ClusterInput> inputs;
  for (int i = 0; i < 4; ++i) inputs.push_back({"drivers/net/a", "x", {"h.h"}});
  for (int i = 0; i < 4; ++i) inputs.push_back({"drivers/net/b", "x", {"h.h"}});
  for (int i = 0; i < 9; ++i) inputs.push_back({"drivers/net/c", "x", {"h.h"}});
  inputs.push_back({"drivers/net/a", "y", {"h.h"}});
  std::vector<Cluster> clusters = MakeClusters(inputs);
  ASSERT_EQ(clusters.size(), 3u);
  EXPECT_EQ(clusters[0].members.size(), 8u);
  EXPECT_EQ(clusters[1].members.size(), 9u);
  EXPECT_THAT(clusters[2].headers, IsEmpty()) << "one file shares with nobody";
}

TEST(Exports, SymbolsAndTheirLicenceAreRead) {
  std::vector<Fact> facts = Exports("int f;\nEXPORT_SYMBOL(f);\nEXPORT_SYMBOL_GPL(g);\nEXPORT_SYMBOL_NS_GPL(h, NS);\n");
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[0].a, "f");
  EXPECT_EQ(facts[0].mode, 0);
  EXPECT_EQ(facts[1].line, 3);
  EXPECT_EQ(facts[2].a, "h");
  EXPECT_EQ(facts[2].mode, 1);
}

TEST(EncodeIds, ReadsBackSortedWithoutRepetition) {
  EXPECT_THAT(DecodeIds(EncodeIds({70000, 1, 128, 127, 1})), ElementsAre(1, 127, 128, 70000));
  EXPECT_THAT(DecodeIds(EncodeIds({})), IsEmpty());
}

}  // namespace
}  // namespace lpcheck::index
