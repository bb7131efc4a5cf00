// Objects of small files compiled by the system's compiler: what counts as a difference and what does not.
#include "analyzer/exact/objects.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lpcheck::exact {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Compile(const std::string& name, const std::string& text) {
  const std::string base = testing::TempDir() + "exact-" + testing::UnitTest::GetInstance()->current_test_info()->name() + "-" + name;
  std::ofstream(base + ".c") << text;
  const std::string command = "cc -O2 -g -ffunction-sections -fdata-sections -c -o " + base + ".o " + base + ".c";
  EXPECT_EQ(std::system(command.c_str()), 0);
  return base + ".o";
}

std::vector<ChangedSymbol> Changes(const std::string& before, const std::string& after) {
  absl::StatusOr<Object> old_object = ReadObject(Compile("before", before));
  absl::StatusOr<Object> new_object = ReadObject(Compile("after", after));
  EXPECT_TRUE(old_object.ok() && new_object.ok());
  return Compare(*old_object, *new_object);
}

TEST(Compare, MovedLinesAreNoChange) {
  EXPECT_THAT(Changes("int g(int); int f(int x) { return g(x) + 1; }\n", "\n\n\nint g(int);\nint f(int x)\n{ return g(x) + 1; }\n"),
              IsEmpty());
}

TEST(Compare, TheChangedFunctionAloneIsNamed) {
  EXPECT_THAT(Changes("int f(int x) { return x + 1; } int h(int x) { return x; }", "int f(int x) { return x + 2; } int h(int x) { return x; }"),
              ElementsAre(ChangedSymbol{"f", Difference::kChanged, true}));
}

TEST(Compare, InlinedCopyMakesTheCallerChange) {
  const std::string caller = " int user(int x) { return helper(x) * 3; }";
  EXPECT_THAT(Changes("static inline int helper(int x) { return x + 1; }" + caller, "static inline int helper(int x) { return x - 1; }" + caller),
              ElementsAre(ChangedSymbol{"user", Difference::kChanged, true}));
}

TEST(Compare, AnotherCalleeOrLiteralIsAChange) {
  EXPECT_THAT(Changes("int a(void), b(void); int f(void) { return a() + 1; }", "int a(void), b(void); int f(void) { return b() + 1; }"),
              ElementsAre(ChangedSymbol{"f", Difference::kChanged, true}));
  EXPECT_THAT(Changes("void p(const char *); void f(void) { p(\"old\"); }", "void p(const char *); void f(void) { p(\"new\"); }"),
              ElementsAre(ChangedSymbol{"f", Difference::kChanged, true}));
}

TEST(Compare, AddedRemovedAndDataAreTold) {
  EXPECT_THAT(Changes("int limit = 3; int f(void) { return 1; }", "int limit = 4; int g(void) { return 1; }"),
              ElementsAre(ChangedSymbol{"f", Difference::kRemoved, true}, ChangedSymbol{"g", Difference::kAdded, true},
                          ChangedSymbol{"limit", Difference::kChanged, false}));
}

TEST(SourceName, ClonesBelongToTheirFunction) {
  EXPECT_EQ(SourceName("foo.isra.0"), "foo");
  EXPECT_EQ(SourceName("foo.constprop.0.isra.1"), "foo");
  EXPECT_EQ(SourceName("foo.part.0.cold"), "foo");
  EXPECT_EQ(SourceName("foo"), "foo");
}

TEST(ReadObject, WhatIsNoObjectIsNamed) {
  const std::string path = testing::TempDir() + "exact-text.o";
  std::ofstream(path) << "text";
  absl::StatusOr<Object> object = ReadObject(path);
  ASSERT_FALSE(object.ok());
  EXPECT_THAT(std::string(object.status().message()), HasSubstr("exact-text.o"));
}

}  // namespace
}  // namespace lpcheck::exact
