// Livepatch modules against a small kernel: what the tables say, and what the tree's files become.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/input/function_list.h"
#include "analyzer/input/klp_fix.h"
#include "analyzer/input/read_fixes.h"
#include "analyzer/input/symbols.h"
#include "tests/unit/analyzer/input/fake_tree.h"

namespace lpcheck {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kLivepatchHeader = R"(
struct klp_func { const char *old_name; void *new_func; unsigned long old_sympos; };
struct klp_callbacks { int (*pre_patch)(void *); void (*post_patch)(void *); };
struct klp_object { const char *name; struct klp_func *funcs; struct klp_callbacks callbacks; };
struct klp_state { unsigned long id; unsigned int version; };
struct klp_patch { void *mod; struct klp_object *objs; struct klp_state *states; _Bool replace; };
void *klp_shadow_get(void *obj, unsigned long id);
int klp_enable_patch(struct klp_patch *patch);
)";

constexpr const char* kKernelFile = R"(
static int helper(int a)
{
	return a;
}

static int counter;

int target(int a)
{
	return helper(a) + counter;
}

static int later(int a)
{
	return a + 2;
}
)";

class Klp : public ::testing::Test {
 protected:
  Klp() {
    tree_.Write("tree/include/linux/livepatch.h", kLivepatchHeader);
    tree_.Write("tree/kernel/a.c", kKernelFile);
    tree_.Write("tree/kernel/livepatch/core.c", "int core;\n");
    std::string tree = tree_.Path("tree");
    std::string text = "[\n";
    for (const char* file : {"/kernel/a.c", "/kernel/livepatch/core.c"}) {
      text += text.size() > 2 ? ",\n" : "";
      text += "{\"file\":\"" + tree + file + "\",\"output\":\"x.o\",\"directory\":\"" + tree +
              "\",\"arguments\":[\"gcc\",\"-nostdinc\",\"-I" + tree + "/include\",\"-fconserve-stack\",\"-c\",\"" + tree +
              file + "\"]}";
    }
    tree_.Write("build/compile_commands.json", text + "\n]\n");
  }

  absl::StatusOr<Fix> Read(const std::string& path) {
    Tree tree = tree_.Open();
    absl::StatusOr<Database> database = Database::Load(tree_.Path("build"), tree.root());
    if (!database.ok()) return database.status();
    return ReadFix({path, "fix"}, tree, &*database);
  }
  absl::StatusOr<Fix> ReadSource(const std::string& functions, const std::string& func = "{ \"target\", new_target }") {
    return Read(tree_.Write("fix.c", "#include <linux/livepatch.h>\n" + functions +
                                         "static struct klp_func funcs[] = { " + func +
                                         ", { } };\n"
                                         "static struct klp_object objs[] = { { .funcs = funcs }, { } };\n"
                                         "static struct klp_patch patch = { .objs = objs, .replace = 1 };\n"));
  }

  FakeTree tree_;
};

TEST_F(Klp, TheNewBodyTakesThePlaceOfTheOld) {
  absl::StatusOr<Fix> fix = ReadSource("int new_target(int a)\n{\n\treturn a + 1;\n}\n");
  ASSERT_TRUE(fix.ok()) << fix.status();
  ASSERT_EQ(fix->files.size(), 1u);
  EXPECT_EQ(fix->files[0].path, "kernel/a.c");
  EXPECT_THAT(*fix->files[0].after, HasSubstr("int target(int a)\n{\n\treturn a + 1;\n}\n"));
  EXPECT_TRUE(fix->module->replace);
  EXPECT_EQ(fix->module->objects[0].name, "vmlinux");
  EXPECT_EQ(fix->module->objects[0].funcs[0].file, "kernel/a.c");
  EXPECT_TRUE(fix->gaps.empty());
}

TEST_F(Klp, ASourceThatAnotherIncludesIsSearchedToo) {
  tree_.Write("tree/kernel/part.c", "int target_of_part(int a)\n{\n\treturn a;\n}\n");
  tree_.Write("tree/kernel/a.c", std::string(kKernelFile) + "#include \"part.c\"\n");
  absl::StatusOr<Fix> fix =
      ReadSource("int new_target(int a)\n{\n\treturn a + 1;\n}\n", "{ \"target_of_part\", new_target }");
  ASSERT_TRUE(fix.ok()) << fix.status();
  EXPECT_EQ(fix->module->objects[0].funcs[0].file, "kernel/part.c");
}

TEST_F(Klp, OneCandidateIsCountedAndAPositionBeyondItAsksForMore) {
  absl::StatusOr<Fix> fix = ReadSource("int new_target(int a)\n{\n\treturn a + 1;\n}\n", "{ \"target\", new_target, 2 }");
  ASSERT_TRUE(fix.ok()) << fix.status();
  const KlpFunc& func = fix->module->objects[0].funcs[0];
  EXPECT_THAT(func.candidates, ElementsAre("kernel/a.c"));
  EXPECT_EQ(func.sure, 1u);
  EXPECT_FALSE(func.may_be_more);
}

TEST(SurelyEmits, OnlyWhatNoBuildLeavesOut) {
  EXPECT_TRUE(SurelyEmits("int f(void) { return 1; }\n", "f"));
  EXPECT_FALSE(SurelyEmits("static int f(void) { return 1; }\nint g(void) { return f(); }\n", "f"));
  EXPECT_TRUE(SurelyEmits("static int f(void) { return 1; }\nstruct ops o = { .open = f, };\n", "f"));
  EXPECT_FALSE(SurelyEmits("#ifdef CONFIG_X\nstatic int f(void) { return 1; }\n#endif\nstruct ops o = { .open = f };\n", "f"));
  EXPECT_FALSE(SurelyEmits("int __weak f(void) { return 1; }\n", "f"));
}

TEST_F(Klp, WhatTheNewBodyNeedsComesAlong) {
  absl::StatusOr<Fix> fix = ReadSource(
      "#define LIMIT 5\nstatic int clamp(int a)\n{\n\treturn a > LIMIT ? LIMIT : a;\n}\n"
      "int new_target(int a)\n{\n\treturn clamp(a);\n}\n");
  ASSERT_TRUE(fix.ok()) << fix.status();
  EXPECT_THAT(*fix->files[0].after,
              AllOf(HasSubstr("#define LIMIT 5\n\nstatic int clamp(int a)\n{"), HasSubstr("return clamp(a);")));
}

TEST_F(Klp, PointersThroughKallsymsBecomeTheFunctionItself) {
  absl::StatusOr<Fix> fix = ReadSource(
      "static int (*klpe_later)(int);\nstatic int klpr_helper(int a)\n{\n\treturn a;\n}\n"
      "int new_target(int a)\n{\n\treturn (*klpe_later)(klpr_helper(a));\n}\n");
  ASSERT_TRUE(fix.ok()) << fix.status();
  EXPECT_THAT(*fix->files[0].after, AllOf(HasSubstr("static int later(int a);\n"), HasSubstr("return later(helper(a));"),
                                          Not(HasSubstr("klpe_")), Not(HasSubstr("klpr_"))));
}

TEST_F(Klp, ACopyOfAHelperThatDiffersStaysACopy) {
  absl::StatusOr<Fix> fix = ReadSource(
      "static int helper(int a)\n{\n\treturn a - 1;\n}\nint new_target(int a)\n{\n\treturn helper(a);\n}\n");
  ASSERT_TRUE(fix.ok()) << fix.status();
  EXPECT_THAT(*fix->files[0].after, AllOf(HasSubstr("static int helper(int a)\n{\n\treturn a;\n}"),
                                          HasSubstr("static int klp_copy_helper(int a)\n{\n\treturn a - 1;\n}"),
                                          HasSubstr("return klp_copy_helper(a);")));
}

TEST_F(Klp, AVariableOfTheModulesOwnIsAGap) {
  absl::StatusOr<Fix> fix = ReadSource("static int counter;\nint new_target(int a)\n{\n\treturn a + counter;\n}\n");
  ASSERT_TRUE(fix.ok()) << fix.status();
  ASSERT_EQ(fix->gaps.size(), 1u);
  EXPECT_EQ(fix->gaps[0].kind, "duplicated-data");
}

TEST_F(Klp, AFunctionThatTheTreeDoesNotHaveIsAGap) {
  absl::StatusOr<Fix> fix = ReadSource("int n(int a)\n{\n\treturn a;\n}\n", "{ \"no_such_function\", n }");
  ASSERT_TRUE(fix.ok()) << fix.status();
  ASSERT_FALSE(fix->gaps.empty());
  EXPECT_EQ(fix->gaps[0].kind, "function-not-found");
}

TEST_F(Klp, ShadowUsesAreFoundWithTheirId) {
  absl::StatusOr<Fix> fix = ReadSource(
      "#define ID 3\nint new_target(int a)\n{\n\treturn klp_shadow_get(&a, ID) != 0;\n}\n");
  ASSERT_TRUE(fix.ok()) << fix.status();
  ASSERT_EQ(fix->module->shadow_uses.size(), 1u);
  EXPECT_EQ(fix->module->shadow_uses[0].id, 3u);
  EXPECT_EQ(fix->module->shadow_uses[0].function, "new_target");
  EXPECT_THAT(*fix->files[0].after, HasSubstr("#include <linux/livepatch.h>"));
}

TEST_F(Klp, AModuleThatDoesNotParseIsRefusedWithTheCompilersMessage) {
  absl::StatusOr<Fix> fix = ReadSource("int new_target(int a)\n{\n\treturn missing(a);\n}\nint x = y;\n");
  ASSERT_TRUE(fix.ok()) << fix.status();
  ASSERT_EQ(fix->findings.size(), 1u);
  EXPECT_EQ(fix->findings[0].rule, "does-not-compile");
}

TEST_F(Klp, AFunctionListStandsForTheTables) {
  tree_.Write("suse/patched_funcs.csv", "vmlinux target,1 klpp_target\n");
  tree_.Write("suse/livepatch.c", "#include \"missing_template.h\"\nint klpp_target(int a)\n{\n\treturn 7;\n}\n");
  absl::StatusOr<Fix> fix = Read(tree_.Path("suse"));
  ASSERT_TRUE(fix.ok()) << fix.status();
  EXPECT_EQ(fix->module->objects[0].funcs[0].sympos, 1u);
  EXPECT_THAT(*fix->files[0].after, HasSubstr("int target(int a)\n{\n\treturn 7;\n}"));
}

TEST_F(Klp, TheConventionServesWhenThereIsNoTable) {
  absl::StatusOr<Fix> fix = Read(tree_.Write("fix.c", "int klpp_target(int a)\n{\n\treturn 7;\n}\n"));
  ASSERT_TRUE(fix.ok()) << fix.status();
  EXPECT_EQ(fix->module->objects[0].funcs[0].new_name, "klpp_target");
}

// What a callback with this body does, as "name effect".
class Callback : public Klp {
 protected:
  std::vector<std::string> Effects(const std::string& body, const std::string& more = "") {
    absl::StatusOr<Fix> fix = Read(tree_.Write(
        "fix.c", "#include <linux/livepatch.h>\nstruct s { int x; };\nextern int kernels;\nextern struct s *list;\n"
                 "int atomic_inc(int *v);\nint printk(const char *f, ...);\nvoid strange(void *p);\n"
                 "static int own;\n" + more + "static int hook(void *o)\n{\n" + body + "\n\treturn 0;\n}\n"
                 "int new_target(int a)\n{\n\treturn a + 1;\n}\n"
                 "static struct klp_func funcs[] = { { \"target\", new_target }, { } };\n"
                 "static struct klp_object objs[] = { { .funcs = funcs, .callbacks = { .pre_patch = hook } }, { } };\n"
                 "static struct klp_patch patch = { .objs = objs };\n"));
    if (!fix.ok()) return {std::string(fix.status().message())};
    std::vector<std::string> effects;
    for (const CallbackTouch& touch : fix->module->callback_effects)
      effects.push_back(touch.name + " " + std::string(Name(touch.effect)));
    return effects;
  }
};

TEST_F(Callback, AStoreToAGlobalOfTheKernelIsKnownByItsName) {
  EXPECT_THAT(Effects("\tkernels = 5;"), ElementsAre("kernels sets"));
  EXPECT_THAT(Effects("\tint *p = &own; own = *p; printk(\"x\");"), IsEmpty());
}

TEST_F(Callback, AStoreThroughAPointerIsKnownByItsTypeOrNotAtAll) {
  EXPECT_THAT(Effects("\tlist->x = 5;"), ElementsAre("struct s.x may-set"));
  EXPECT_THAT(Effects("\tint *p = o; *p = 5;"), ElementsAre("* may-set"));
  EXPECT_THAT(Effects("\tvoid (*f)(void) = o; f();"), ElementsAre("* may-set"));
}

TEST_F(Callback, CountsCommuteAndStrangersMayDoAnything) {
  EXPECT_THAT(Effects("\tatomic_inc(&kernels);"), ElementsAre("kernels adds"));
  EXPECT_THAT(Effects("\tkernels++;"), ElementsAre("kernels adds"));
  EXPECT_THAT(Effects("\tstrange(&kernels);"), ElementsAre("kernels may-set"));
  EXPECT_THAT(Effects("\tstrange(&own);"), ElementsAre("strange() may-set"));
}

TEST_F(Callback, FunctionsOfTheModuleAreFollowed) {
  EXPECT_THAT(Effects("\tset(3);", "static void set(int v) { kernels = v; }\n"), ElementsAre("kernels sets"));
}

TEST(FunctionList, ConditionsAreAskedOfTheConfiguration) {
  auto objects = ParseFunctionList("a f klpp_f IS_ENABLED(CONFIG_ON)\na g klpp_g IS_ENABLED(CONFIG_OFF)\n", "l",
                                   "#\nCONFIG_ON=m\n");
  ASSERT_TRUE(objects.ok());
  ASSERT_EQ((*objects)[0].funcs.size(), 1u);
  EXPECT_EQ((*objects)[0].funcs[0].old_name, "f");
}

TEST(FunctionList, ALineThatIsTooShortIsNamed) {
  EXPECT_THAT(std::string(ParseFunctionList("# c\nvmlinux f\n", "l", "").status().message()), HasSubstr("l:2: "));
  EXPECT_THAT(std::string(ParseFunctionList("vmlinux f,x g\n", "l", "").status().message()), HasSubstr("no number"));
}

}  // namespace
}  // namespace lpcheck
