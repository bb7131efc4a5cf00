#include "analyzer/session/session.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "clang/AST/Decl.h"
#include "clang/Lex/MacroInfo.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::session {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A small tree on disk: two headers and a file that includes them.
class SessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string test = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    root_ = fs::temp_directory_path() / ("lpcheck_session_" + test);
    fs::remove_all(root_);
    fs::create_directories(root_ / "inc");
    Write("inc/one.h", "#ifndef ONE\n#define ONE\nstruct one { int a; };\n#define LIMIT 4\n#endif\n");
    Write("inc/two.h", "#include \"one.h\"\nstatic inline int two(struct one *o) { return o->a + LIMIT; }\n");
    Write("main.c", kMain);
  }
  void TearDown() override { fs::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) { std::ofstream(root_ / name) << text; }
  std::string Path(const std::string& name) const { return (root_ / name).string(); }
  ParseRequest Request() const { return {root_.string(), Path("main.c"), {"-Iinc", "-std=gnu11"}, {}}; }
  SessionOptions Cached() const { return {.cache_directory = Path("cache")}; }
  std::size_t CacheEntries() const {
    if (!fs::exists(root_ / "cache")) return 0;
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(root_ / "cache"), fs::directory_iterator()));
  }

  static constexpr char kMain[] =
      "#define BEFORE 1\n#include <two.h>\nint f(struct one *o) { return two(o); }\n";
  fs::path root_;
};

std::vector<std::string> FunctionsOfMainFile(const ParsedUnit& unit) {
  std::vector<std::string> names;
  for (const clang::Decl* decl : unit.ast().getTranslationUnitDecl()->noload_decls()) {
    const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
    if (function != nullptr && unit.sources().isWrittenInMainFile(function->getLocation()))
      names.push_back(function->getNameAsString());
  }
  return names;
}

const clang::FunctionDecl* Find(const ParsedUnit& unit, const std::string& name) {
  auto found = unit.ast().getTranslationUnitDecl()->lookup(&unit.ast().Idents.get(name));
  return found.empty() ? nullptr : llvm::dyn_cast<clang::FunctionDecl>(*found.begin());
}

TEST_F(SessionTest, ParsesAFileOfTheTree) {
  auto unit = Parse(Request());
  ASSERT_TRUE(unit.ok()) << unit.status();
  EXPECT_THAT((*unit)->errors(), IsEmpty());
  EXPECT_THAT(FunctionsOfMainFile(**unit), ElementsAre("f"));
  EXPECT_THAT((*unit)->includes(), ElementsAre(EndsWith("inc/one.h"), EndsWith("inc/two.h")));
}

TEST_F(SessionTest, TheOverlayReplacesAddsAndHidesFiles) {
  ParseRequest request = Request();
  request.overlay[Path("main.c")] =
      "#include \"new.h\"\n#include <two.h>\nint g(void) { return NEW + LIMIT; }\n";
  request.overlay[Path("inc/new.h")] = "#define NEW 1\n";
  auto unit = Parse(request);
  ASSERT_TRUE(unit.ok()) << unit.status();
  EXPECT_THAT((*unit)->errors(), IsEmpty());
  EXPECT_THAT(FunctionsOfMainFile(**unit), ElementsAre("g"));

  request.overlay[Path("inc/one.h")] = std::nullopt;
  auto broken = Parse(request);
  ASSERT_TRUE(broken.ok());
  ASSERT_THAT((*broken)->errors(), Not(IsEmpty()));
  EXPECT_THAT((*broken)->errors()[0].message, HasSubstr("one.h"));
}

TEST_F(SessionTest, TheOverlayIsSeenThroughASymbolicLink) {
  fs::create_directory_symlink(root_ / "inc", root_ / "link");
  ParseRequest request = Request();
  request.args = {"-Ilink"};
  request.overlay[Path("inc/one.h")] = "struct one { int a, b; };\n#define LIMIT 9\n";
  request.overlay[Path("main.c")] = "#include <two.h>\nint f(struct one *o) { return o->b; }\n";
  auto unit = Parse(request);
  ASSERT_TRUE(unit.ok());
  EXPECT_THAT((*unit)->errors(), IsEmpty());
}

TEST_F(SessionTest, APairSharesTheIncludeBlock) {
  ParseRequest after = Request();
  after.overlay[Path("main.c")] =
      std::string(kMain) + "int g(struct one *o) { return f(o) + BEFORE + LIMIT; }\n";
  auto pair = ParsePair(Request(), after, {});
  ASSERT_TRUE(pair.ok()) << pair.status();
  EXPECT_THAT(pair->before->errors(), IsEmpty());
  EXPECT_THAT(pair->after->errors(), IsEmpty());
  EXPECT_THAT(FunctionsOfMainFile(*pair->after), ElementsAre("f", "g"));
  EXPECT_EQ(pair->after->includes(), pair->before->includes());
  EXPECT_THAT(pair->after->includes(), SizeIs(2));
  ASSERT_NE(Find(*pair->after, "two"), nullptr);
  EXPECT_NE(Find(*pair->after, "two")->getBody(), nullptr) << "bodies of headers are loaded when asked for";
}

TEST_F(SessionTest, MacrosCountersAndLateIncludesWorkBehindAPreamble) {
  Write("inc/late.h", "#define LATE(x) ((x) + __COUNTER__)\n");
  Write("main.c",
        "#include <two.h>\n#ifdef LIMIT\n#define OPEN 1\nint a[__COUNTER__ + 1];\n#include <late.h>\n"
        "int f(void) { return LATE(LIMIT); }\n#endif\n#pragma pack(1)\nint g;\n");
  auto pair = ParsePair(Request(), Request(), {});
  ASSERT_TRUE(pair.ok());
  EXPECT_THAT(pair->before->errors(), IsEmpty());
  EXPECT_THAT(pair->before->includes(), SizeIs(3));
  clang::Preprocessor& preprocessor = pair->before->preprocessor();
  EXPECT_NE(preprocessor.getMacroInfo(preprocessor.getIdentifierInfo("LIMIT")), nullptr);
  EXPECT_NE(preprocessor.getMacroInfo(preprocessor.getIdentifierInfo("LATE")), nullptr);
}

TEST_F(SessionTest, AChangedHeaderIsNotShared) {
  ParseRequest after = Request();
  after.overlay[Path("inc/one.h")] = "struct one { long pad; int a; };\n#define LIMIT 5\n";
  auto pair = ParsePair(Request(), after, Cached());
  ASSERT_TRUE(pair.ok());
  EXPECT_THAT(pair->after->errors(), IsEmpty());
  auto size_of_one = [](const ParsedUnit& unit) {
    return unit.ast().getTypeSize(Find(unit, "f")->getParamDecl(0)->getType()->getPointeeType());
  };
  EXPECT_EQ(size_of_one(*pair->before), 32u);
  EXPECT_EQ(size_of_one(*pair->after), 128u);
}

TEST_F(SessionTest, ACachedPreambleServesTheNextRun) {
  ASSERT_TRUE(ParsePair(Request(), Request(), Cached()).ok());
  EXPECT_EQ(CacheEntries(), 1u);
  auto again = ParsePair(Request(), Request(), Cached());
  ASSERT_TRUE(again.ok());
  EXPECT_THAT(FunctionsOfMainFile(*again->after), ElementsAre("f"));
  EXPECT_EQ(CacheEntries(), 1u);
}

TEST_F(SessionTest, ACachedPreambleOfOtherHeadersIsAMiss) {
  ASSERT_TRUE(ParsePair(Request(), Request(), Cached()).ok());
  Write("inc/one.h", "struct one { int b, a; };\n#define LIMIT 7\n#define FRESH 1\n");
  auto pair = ParsePair(Request(), Request(), Cached());
  ASSERT_TRUE(pair.ok());
  clang::Preprocessor& preprocessor = pair->after->preprocessor();
  EXPECT_NE(preprocessor.getMacroInfo(preprocessor.getIdentifierInfo("FRESH")), nullptr);
}

TEST_F(SessionTest, ADamagedCacheEntryIsAMiss) {
  ASSERT_TRUE(ParsePair(Request(), Request(), Cached()).ok());
  const fs::path entry = fs::directory_iterator(root_ / "cache")->path();
  fs::resize_file(entry, fs::file_size(entry) / 2);
  auto pair = ParsePair(Request(), Request(), Cached());
  ASSERT_TRUE(pair.ok());
  EXPECT_THAT(pair->after->errors(), IsEmpty());
}

TEST_F(SessionTest, TheCacheIsBounded) {
  SessionOptions tiny = Cached();
  tiny.cache_bytes = 1;
  ASSERT_TRUE(ParsePair(Request(), Request(), tiny).ok());
  EXPECT_EQ(CacheEntries(), 0u);
}

TEST_F(SessionTest, ErrorsOfTheCodeAreAResult) {
  ParseRequest after = Request();
  after.overlay[Path("main.c")] = std::string(kMain) + "int g(void) { return missing; }\n";
  auto pair = ParsePair(Request(), after, {});
  ASSERT_TRUE(pair.ok());
  EXPECT_THAT(pair->before->errors(), IsEmpty());
  ASSERT_THAT(pair->after->errors(), SizeIs(1));
  EXPECT_EQ(pair->after->errors()[0].line, 4);
  EXPECT_THAT(pair->after->errors()[0].message, HasSubstr("missing"));
}

TEST_F(SessionTest, AMissingFileAndAWrongFlagAreErrorsOfTheRequest) {
  ParseRequest request = Request();
  request.main_file = Path("absent.c");
  EXPECT_EQ(Parse(request).status().code(), absl::StatusCode::kNotFound);
  request = Request();
  request.args = {"-std=gnu11", "-fno-such-thing-at-all"};
  EXPECT_EQ(Parse(request).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lpcheck::session
