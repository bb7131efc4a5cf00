// Which file defines a function, told by the text.
#include "analyzer/compile/definitions.h"

#include "gtest/gtest.h"

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

}  // namespace
}  // namespace lpcheck
