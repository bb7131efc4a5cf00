// A unit without its trees answers as the one that has them.
#include "analyzer/semantics/unit.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::semantics {
namespace {

namespace fs = std::filesystem;

constexpr char kHeader[] = "static inline int low(int a) { return a + 1; }\nstatic inline int high(int a) { return low(a); }\n"
                           "static inline int unused(int a) { return a; }\n";
constexpr char kBefore[] = "#include \"h.h\"\nstruct s { int f; };\nstatic int helper(struct s *s) { return s->f; }\n"
                           "int changed(struct s *s) { return helper(s); }\nint (*table[])(struct s *) = { changed };\n";
constexpr char kAfter[] = "#include \"h.h\"\nstruct s { int f; };\nstatic int helper(struct s *s) { return s->f; }\n"
                          "int changed(struct s *s) { return high(helper(s)); }\nint (*table[])(struct s *) = { changed };\n";

class SemanticsUnit : public ::testing::Test {
 protected:
  SemanticsUnit() : root_(fs::temp_directory_path() / "lpcheck_semantics_unit") {
    fs::create_directories(root_);
    std::ofstream(root_ / "h.h") << kHeader;
    std::ofstream(root_ / "main.c") << kBefore;
  }
  ~SemanticsUnit() override { fs::remove_all(root_); }

  session::UnitPair Parsed() const {
    session::ParseRequest before{root_.string(), (root_ / "main.c").string(), {"-std=gnu11"}, {}};
    session::ParseRequest after = before;
    after.overlay[after.main_file] = kAfter;
    absl::StatusOr<session::UnitPair> pair = session::ParsePair(before, after, {});
    EXPECT_TRUE(pair.ok()) << pair.status();
    return *std::move(pair);
  }

  fs::path root_;
  steps::Arena arena_;
  const api::Table& table_ = api::Table::Kernel();
};

std::string Shown(const std::optional<steps::Function>& function) { return function ? ToString(*function) : "none"; }

TEST_F(SemanticsUnit, WithoutItsTreesAnswersAsWithThem) {
  const std::unique_ptr<Unit> whole = Whole(Parsed(), table_, arena_);
  const std::unique_ptr<Unit> digested = Digested(Parsed(), {"changed"}, table_, arena_);
  EXPECT_EQ(Shown(digested->Lower(Side::kBefore, "changed")), Shown(whole->Lower(Side::kBefore, "changed")));
  for (const char* name : {"changed", "helper", "high", "low", "none"}) {
    EXPECT_EQ(Shown(digested->Lower(Side::kAfter, name)), Shown(whole->Lower(Side::kAfter, name))) << name;
    EXPECT_EQ(digested->IsVisible(Side::kAfter, name), whole->IsVisible(Side::kAfter, name)) << name;
  }
  EXPECT_EQ(digested->AfterMentions().names, whole->AfterMentions().names);
  EXPECT_EQ(digested->AfterMentions().fields, whole->AfterMentions().fields);
  for (const Side side : {Side::kBefore, Side::kAfter}) {
    EXPECT_EQ(digested->Context(side).address_taken, whole->Context(side).address_taken);
    EXPECT_EQ(digested->Context(side).private_data, whole->Context(side).private_data);
  }
}

TEST_F(SemanticsUnit, WhatNoFunctionOfTheFileReachesIsNotTakenDown) {
  const std::unique_ptr<Unit> digested = Digested(Parsed(), {"changed"}, table_, arena_);
  EXPECT_FALSE(digested->Lower(Side::kAfter, "unused").has_value());
  EXPECT_TRUE(digested->Lower(Side::kAfter, "low").has_value());
}

}  // namespace
}  // namespace lpcheck::semantics
