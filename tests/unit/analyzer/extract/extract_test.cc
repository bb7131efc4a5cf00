#include "analyzer/extract/extract.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::extract {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;

constexpr char kFile[] = "/lpcheck-test/main.c";

UnitFacts Facts(const std::string& text) {
  session::ParseRequest request{"/", kFile, {"-std=gnu11"}, {{kFile, text}}};
  auto unit = session::Parse(request);
  EXPECT_TRUE(unit.ok()) << unit.status();
  EXPECT_THAT((*unit)->errors(), IsEmpty()) << text;
  return Extract(**unit, kFile, {"/lpcheck-test", {kFile}, Scope::Headers::kMayDiffer});
}

FunctionFact Function(const std::string& text, const std::string& name = "f") {
  return Facts(text).functions.at(name);
}

bool SameCode(const std::string& a, const std::string& b) {
  return Function(a).compiled == Function(b).compiled;
}

TEST(SameCode, CommentsLinesParenthesesAndLocalNamesDoNotMatter) {
  EXPECT_TRUE(SameCode("int f(int a) { int b = a + 1; return b; }",
                       "/* new */\n\nint f(int x)\n{\n\tint sum = (x + 1);\n\n\treturn (sum);\n}"));
  EXPECT_FALSE(SameCode("int f(int a) { return a + 1; }", "int f(int a) { return a + 2; }"));
}

TEST(SameCode, MacrosWithTheSameTokensAreTheSame) {
  EXPECT_TRUE(SameCode("#define ONE 1\nint f(void) { return ONE; }", "int f(void) { return 1; }"));
}

TEST(SameCode, LineNumbersInCodeDoNotMatter) {
  EXPECT_TRUE(SameCode("void w(int); void f(void) { w(__LINE__); }",
                       "void w(int);\n\n\nvoid f(void) { w(__LINE__); }"));
  EXPECT_FALSE(SameCode("void w(int); void f(void) { w(__LINE__); }", "void w(int); void f(void) { w(1); }"));
}

TEST(SameCode, LineNumbersInsideLiteralsDoNotMatter) {
  const std::string macros =
      "void w(const char *);\n#define STR_(x) #x\n#define STR(x) STR_(x)\n#define COPY(p) w(\"at \" __FILE__ \":\" STR(__LINE__))\n";
  EXPECT_TRUE(SameCode(macros + "void f(void) { COPY(p); }", macros + "\n\n\n\n\nvoid f(void)\n{ COPY(p); }"));
  EXPECT_FALSE(SameCode(macros + "void f(void) { w(\"at:\" STR(17)); }", macros + "void f(void) { w(\"at:\" STR(18)); }"));
}

TEST(SameCode, MacrosThatExpandToNothingLeaveNothing) {
  const std::string macros =
      "int printk(const char *);\n#define DEBUG(x) do { if (0) printk(x); } while (0)\n#define ENTER() do {} "
      "while (0)\n";
  EXPECT_TRUE(SameCode(macros + "int f(void) { DEBUG(\"in\"); ENTER(); return 0; }",
                       macros + "int f(void) { return 0; }"));
}

TEST(SameCode, BranchesUnderConstantConditionsAreLeftOut) {
  EXPECT_TRUE(SameCode("int g(void); int f(void) { if (0) return g(); return 1; }",
                       "int g(void); int f(void) { return 1; }"));
  EXPECT_FALSE(SameCode("int g(void); int f(int x) { if (x) return g(); return 1; }",
                        "int g(void); int f(int x) { return 1; }"));
  EXPECT_FALSE(SameCode("int g(void); int f(int x) { goto in; if (0) { in: return g(); } return 1; }",
                        "int g(void); int f(int x) { goto in; in: return 1; }"));
}

TEST(SameCode, AVolatileReadIsAnotherReadAndConstIsNot) {
  EXPECT_FALSE(SameCode("int f(int *p) { return *p; }", "int f(int *p) { return *(volatile int *)p; }"));
  EXPECT_TRUE(SameCode("int f(int *p) { return *p; }", "int f(const int *p) { return *p; }"));
}

TEST(SameCode, AssemblyConstantsAndCallsMatter) {
  EXPECT_FALSE(SameCode("void f(void) { asm volatile(\"nop\"); }",
                        "void f(void) { asm volatile(\"nop\" ::: \"memory\"); }"));
  EXPECT_FALSE(
      SameCode("enum e { A = 1 }; int f(void) { return A; }", "enum e { A = 2 }; int f(void) { return A; }"));
  EXPECT_FALSE(SameCode("int g(int); int h(int); int f(int x) { return g(x); }",
                        "int g(int); int h(int); int f(int x) { return h(x); }"));
}

TEST(SameCode, ARenamedMemberIsTheSameCodeAndAMovedOneIsNot) {
  const FunctionFact old_fact = Function("struct s { int a; int b; }; int f(struct s *s) { return s->b; }");
  const FunctionFact renamed = Function("struct s { int a; int c; }; int f(struct s *s) { return s->c; }");
  const FunctionFact moved =
      Function("struct s { int a; int x; int b; }; int f(struct s *s) { return s->b; }");
  EXPECT_EQ(old_fact.compiled, renamed.compiled);
  EXPECT_NE(old_fact.body, renamed.body);
  EXPECT_NE(old_fact.compiled, moved.compiled);
  EXPECT_EQ(old_fact.body, moved.body);
}

TEST(SameCode, WrappingAMemberIntoAnAnonymousUnionIsTheSameCode) {
  EXPECT_TRUE(
      SameCode("struct s { long a; int *d; }; int f(struct s *s) { return *s->d; }",
               "struct s { long a; union { int *d; int *r; }; }; int f(struct s *s) { return *s->d; }"));
}

TEST(Extract, CallsAddressesGlobalsAndStatics) {
  const FunctionFact fact = Function(
      "int g(int); int h(int); static int count; int *start(int (*)(int)); struct s { int a; };\n"
      "int f(struct s *p) { static int state = 3; start(h); count += g(1) + g(2); return p->a + state + "
      "sizeof(struct s); }");
  EXPECT_EQ(fact.calls.at("g"), 2);
  EXPECT_THAT(fact.addresses_taken, ElementsAre("h"));
  EXPECT_THAT(fact.globals, ElementsAre("count"));
  EXPECT_THAT(fact.used_records, ElementsAre("struct s"));
  EXPECT_THAT(fact.sized_records, ElementsAre("struct s"));
  ASSERT_EQ(fact.static_locals.size(), 1u);
  EXPECT_EQ(fact.static_locals[0].name, "state");
}

TEST(Extract, AttributesAndEndlessBodies) {
  const UnitFacts facts = Facts(
      "void wait(void);\n"
      "__attribute__((section(\".init.text\"))) int start(void) { return 0; }\n"
      "__attribute__((no_instrument_function)) int quiet(void) { return 0; }\n"
      "static inline __attribute__((no_instrument_function)) int small(void) { return 0; }\n"
      "int main_loop(void *d) { for (;;) wait(); return 0; }\n"
      "int leaves(int n) { for (;;) { if (n--) break; } return 0; }\n");
  EXPECT_EQ(facts.functions.at("start").section, ".init.text");
  EXPECT_TRUE(facts.functions.at("quiet").no_instrument);
  EXPECT_FALSE(facts.functions.at("small").no_instrument);
  EXPECT_TRUE(facts.functions.at("main_loop").never_returns);
  EXPECT_FALSE(facts.functions.at("leaves").never_returns);
}

TEST(Extract, RecordsWithAnonymousMembersAreFlat) {
  const RecordFact record =
      Facts("struct r { char kind; union { long number; struct { int x : 3, y : 5; }; }; };")
          .records.at("struct r");
  ASSERT_EQ(record.fields.size(), 4u);
  EXPECT_EQ(record.fields[1].name, "number");
  EXPECT_EQ(record.fields[1].offset_bits, 64u);
  EXPECT_EQ(record.fields[3].name, "y");
  EXPECT_EQ(record.fields[3].offset_bits, 67u);
  EXPECT_EQ(record.fields[3].size_bits, 5u);
  EXPECT_TRUE(record.fields[3].is_bit_field);
}

TEST(Extract, UsesOfARecord) {
  const UnitFacts facts = Facts(
      "void *kzalloc(unsigned long, int); void kfree(const void *);\n"
      "struct in { int a; }; struct out { struct in member; struct in *pointer; }; static struct in fixed;\n"
      "struct in *make(void) { return kzalloc(sizeof(struct in), 0); }\n"
      "void drop(struct in *i) { kfree(i); }\n"
      "int local(void) { struct in i = { 1 }; return i.a; }\n");
  const RecordUse& use = facts.record_uses.at("struct in");
  EXPECT_THAT(use.embedded_in, ElementsAre("struct out"));
  EXPECT_THAT(use.globals, ElementsAre("fixed"));
  EXPECT_THAT(use.sized_by, ElementsAre("make"));
  EXPECT_THAT(use.freed_by, ElementsAre("drop"));
  EXPECT_THAT(use.local_in, ElementsAre("local"));
}

TEST(Extract, TablesTellTheirElements) {
  const std::string type = "struct p { int type, len; };";
  const GlobalFact before =
      Facts(type + "static const struct p t[3] = { [1] = { .type = 4, .len = 8 } };").globals.at("t");
  const GlobalFact after =
      Facts(type + "static const struct p t[3] = { [1] = { .type = 4, .len = 9 } };").globals.at("t");
  EXPECT_TRUE(before.is_const);
  EXPECT_NE(before.initializer, after.initializer);
  EXPECT_EQ(before.elements.at("[1].type"), after.elements.at("[1].type"));
  EXPECT_NE(before.elements.at("[1].len"), after.elements.at("[1].len"));
}

TEST(Extract, ExportsOfBothKinds) {
  const UnitFacts facts = Facts(
      "int a(void) { return 0; } extern const char __kstrtab_a[];\n"
      "int b(void) { return 0; } asm(\".section \\\".export_symbol\\\",\\\"a\\\" ; __export_symbol_b: .asciz "
      "\\\"\\\"\");\n");
  EXPECT_THAT(facts.exported, ElementsAre("a", "b"));
}

TEST(Extract, ThreadMainsAreSeenWhereTheyAreStarted) {
  const FunctionFact fact = Function(
      "void *kthread_create_on_node(int (*)(void *), void *, int, const char *, ...); int worker(void *);\n"
      "void f(void) { kthread_create_on_node(worker, 0, 0, \"w\"); }");
  EXPECT_THAT(fact.thread_mains, ElementsAre("worker"));
}

TEST(Extract, StaticsThatNameThemselvesAndEachOther) {
  const FunctionFact fact = Function(
      "struct l { struct l *next, *prev; }; void use(struct l *);\n"
      "void f(void) { static struct l head = { &head, &head }; static struct l *p = &head; use(p); }");
  ASSERT_EQ(fact.static_locals.size(), 2u);
  EXPECT_EQ(fact.static_locals[0].name, "head");
}

TEST(Extract, AnIncompleteAstIsSurvived) {
  session::ParseRequest request{
      "/", kFile, {}, {{kFile, "struct s { missing_t a; }; int f(struct s *s) { return s->a + nope(s); "}}};
  auto unit = session::Parse(request);
  ASSERT_TRUE(unit.ok());
  EXPECT_THAT((*unit)->errors(), Not(IsEmpty()));
  EXPECT_THAT(Extract(**unit, kFile, {}).functions, Contains(Key("f")));
}

}  // namespace
}  // namespace lpcheck::extract
