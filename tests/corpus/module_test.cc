// Every case of corpus/modules as one test, found by walking: a livepatch module against the kernel files it names.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "tests/corpus/module_case.h"

namespace lpcheck::corpus {
namespace {

std::filesystem::path Modules() { return std::filesystem::path(LPCHECK_SOURCE_DIR) / "corpus/modules"; }

class Module : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Module, IsAnsweredAsItSays) {
  absl::StatusOr<ModuleCase> which = ReadModuleCase(GetParam());
  ASSERT_TRUE(which.ok()) << which.status();
  std::string scratch = testing::TempDir() + "lpcheck-module-XXXXXX";
  ASSERT_NE(mkdtemp(scratch.data()), nullptr);
  absl::StatusOr<Answer> answer = AskAboutModule({LPCHECK_PROGRAM, Modules() / "include"}, *which, scratch);
  std::filesystem::remove_all(scratch);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const Comparison comparison = Compare(which->expected, *answer);
  EXPECT_TRUE(Passes(which->expected, comparison.outcome)) << Name(comparison.outcome) << ": " << comparison.message;
}

std::string TestName(const testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.parent_path().filename().string() + "__" + info.param.stem().string();
  for (char& c : name) c = isalnum(c) ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, Module, testing::ValuesIn(FindCases(Modules())), TestName);

}  // namespace
}  // namespace lpcheck::corpus
