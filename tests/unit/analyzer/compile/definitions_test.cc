// Which file defines a function, told by the text.
#include "analyzer/compile/definitions.h"

#include "analyzer/base/text.h"
#include "gtest/gtest.h"
#include "tests/unit/analyzer/input/fake_tree.h"

namespace lpcheck {
namespace {

TEST(DefinesFunction, FindsADefinitionWhateverItsLayout) {
  EXPECT_TRUE(DefinesFunction("int foo_start(struct foo *f)\n{\n}\n", "foo_start"));
  EXPECT_TRUE(DefinesFunction("int\nfoo_start(struct foo *f,\n\t  int (*cb)(void))\n{\n}\n", "foo_start"));
  EXPECT_TRUE(DefinesFunction("struct foo *foo_start(void)\n\t__must_hold(&lock)\n{\n}\n", "foo_start"));
  EXPECT_TRUE(DefinesFunction("static int bar(void) { return 1; }\nint foo_start(void)\n{\n}\n", "foo_start"));
  EXPECT_TRUE(DefinesFunction("/* static */\nint foo_start(void)\n{\n}\n", "foo_start"));
}

TEST(DefinesFunction, ADeclarationACallAndAnExportAreNone) {
  EXPECT_FALSE(DefinesFunction("int foo_start(struct foo *f);\n", "foo_start"));
  EXPECT_FALSE(DefinesFunction("int bar(void)\n{\n\tfoo_start(f);\n\tif (foo_start(f)) {\n\t}\n}\n", "foo_start"));
  EXPECT_FALSE(DefinesFunction("EXPORT_SYMBOL(foo_start);\nint x = foo_start(1);\n", "foo_start"));
  EXPECT_FALSE(DefinesFunction("#define foo_start(x) do { bar(x); } while (0)\n", "foo_start"));
  EXPECT_FALSE(DefinesFunction("int foo_start_all(void)\n{\n}\nint my_foo_start(void)\n{\n}\n", "foo_start"));
  EXPECT_FALSE(DefinesFunction("", "foo_start"));
}

TEST(DefinesFunction, AStaticOrWeakOneIsNotTheOneThatIsLinked) {
  EXPECT_FALSE(DefinesFunction("static int foo_start(void)\n{\n}\n", "foo_start"));
  EXPECT_FALSE(DefinesFunction("static struct foo *\nfoo_start(void)\n{\n}\n", "foo_start"));
  EXPECT_FALSE(DefinesFunction("int __weak foo_start(void)\n{\n}\n", "foo_start"));
}

// Four files of a small tree, all of them built; net/a/own.c asks.
class DefinitionsInATree : public ::testing::Test {
 protected:
  DefinitionsInATree() {
    Add("net/a/own.c", "int near_one(void)\n{\n}\nint shared(void)\n{\n}\nEXPORT_SYMBOL_GPL(shared);\n");
    Add("net/a/beside.c", "int near_one(void)\n{\n}\nvoid user(void)\n{\n\tremoved_one();\n}\n");
    Add("net/b/further.c", "int near_one(void)\n{\n}\nint far_one(void)\n{\n}\n");
    Add("fs/own_static.c", "static int other_static(void)\n{\n}\nint twice(void)\n{\n}\nvoid f(void) { other_static(); }\n");
    Add("fs/again.c", "int twice(void)\n{\n}\n");
    tree_.Write("tree/include/calls.h", "int from_header(void);\nstatic inline int g(void)\n{\n\treturn from_header();\n}\nint quiet(void);\n");
    tree_.Write("build/compile_commands.json", "[" + commands_ + "]");
    database_.emplace(*Database::Load(tree_.Path("build"), tree_.Open().root()));
    definitions_.emplace(*database_, std::set<std::string>{"net/a/own.c"});
  }
  void Add(const std::string& file, const std::string& text) {
    tree_.Write("tree/" + file, text);
    const std::string path = tree_.Open().root() + "/" + file;
    if (!commands_.empty()) commands_ += ",";
    commands_ += Cat(R"({"directory": ")", tree_.Path("build"), R"(", "file": ")", path, R"(", "output": "x.o", "arguments": ["gcc", "-c", ")", path, R"("]})");
  }
  FakeTree tree_;
  std::string commands_;
  std::optional<Database> database_;
  std::optional<Definitions> definitions_;
};

TEST_F(DefinitionsInATree, TheNearestFileCountsAndNeverTheAskingOne) {
  EXPECT_EQ(definitions_->FileOf("near_one"), "net/a/beside.c");
  EXPECT_EQ(definitions_->FileOf("far_one"), "net/b/further.c");
}

TEST_F(DefinitionsInATree, TwoThatAreEquallyNearAreNone) {
  EXPECT_EQ(definitions_->FileOf("twice"), std::nullopt);
  EXPECT_EQ(definitions_->FileOf("nowhere"), std::nullopt);
}

TEST_F(DefinitionsInATree, WhoNamesAFunctionWithoutHavingOneOfItsOwn) {
  EXPECT_EQ(definitions_->FileNaming("removed_one"), "net/a/beside.c");
  EXPECT_EQ(definitions_->FileNaming("other_static"), std::nullopt);
  EXPECT_EQ(definitions_->FileNaming("near_one"), std::nullopt);
}

TEST_F(DefinitionsInATree, WhoElseMayCallAFunction) {
  EXPECT_EQ(definitions_->OtherCaller("removed_one"), "net/a/beside.c");
  EXPECT_EQ(definitions_->OtherCaller("from_header"), "include/calls.h");
  EXPECT_EQ(definitions_->OtherCaller("quiet"), std::nullopt) << "a prototype is no call";
  EXPECT_EQ(definitions_->OtherCaller("shared"), "modules");
}

}  // namespace
}  // namespace lpcheck
