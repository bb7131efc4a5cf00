// Copies of inlined functions as the compiler itself recorded them.
#include "analyzer/exact/inlining.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lpcheck::exact {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::string Compile(const std::string& flags) {
  const std::string base = testing::TempDir() + "inlining-" + testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(base + ".c") << "static inline __attribute__((always_inline)) int low(int x) { return x * 7; }\n"
                                "static inline __attribute__((always_inline)) int mid(int x) { return low(x) + 1; }\n"
                                "int top(int x) { return mid(x) - 2; }\nint other(int x) { return x; }\n";
  EXPECT_EQ(std::system(("cc -O2 " + flags + " -c -o " + base + ".o " + base + ".c").c_str()), 0);
  return base + ".o";
}

TEST(ReadInlining, CopyInsideACopyLiesInTheOutermostFunction) {
  absl::StatusOr<Inlining> inlining = ReadInlining(Compile("-g"));
  ASSERT_TRUE(inlining.ok()) << inlining.status();
  EXPECT_THAT(inlining->pairs, ElementsAre(Pair("low", "top"), Pair("mid", "top")));
}

TEST(ReadInlining, WithoutDwarfThereIsNoAnswer) {
  EXPECT_EQ(ReadInlining(Compile("-g0")).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(ReadInlining, WhatIsNoObjectIsRefused) {
  const std::string path = testing::TempDir() + "inlining-text.o";
  std::ofstream(path) << "text";
  EXPECT_EQ(ReadInlining(path).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lpcheck::exact
