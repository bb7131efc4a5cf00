// The outline of C text: what is a function, what a declaration, and what they are called.
#include "analyzer/input/outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lpcheck {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Names(std::string_view text, PieceKind kind) {
  std::vector<std::string> names;
  for (const Piece& piece : OutlineOf(text)) {
    if (piece.kind == kind) names.insert(names.end(), piece.names.begin(), piece.names.end());
  }
  return names;
}

TEST(Outline, FunctionsAreNamedWhateverStandsAroundTheName) {
  EXPECT_THAT(Names("int a(void)\n{\n}\n"
                    "static __printf(1, 2) struct x *b(int c, int (*d)(int))\n\t__acquires(l)\n{ if (c) { } }\n"
                    "__attribute__((cold)) void e(void) __releases(x) { }\n",
                    PieceKind::kFunction),
              ElementsAre("a", "b", "e"));
}

TEST(Outline, SyscallsAreCalledAsTheKernelCallsThem) {
  EXPECT_THAT(Names("SYSCALL_DEFINE2(foo, int, a, char __user *, b)\n{\n\treturn 0;\n}\n", PieceKind::kSyscall),
              ElementsAre("__do_sys_foo"));
}

TEST(Outline, TablesTypesAndVariablesAreDeclarations) {
  EXPECT_THAT(Names("struct s { int a; };\nstatic struct s v = { .a = f(1) };\nint p(int x);\nDEFINE_MUTEX(m);\n"
                    "static int (*klpe_q)(int);\nenum { ONE, TWO = 2 };\n",
                    PieceKind::kDeclaration),
              ElementsAre("s", "v", "p", "DEFINE_MUTEX", "m", "klpe_q", "ONE", "TWO"));
}

TEST(Outline, DirectivesAreReadWithTheirContinuation) {
  std::vector<Piece> outline = OutlineOf("#define A(x) \\\n\tint x() { }\n#include <linux/a.h>\nint b;\n");
  ASSERT_EQ(outline.size(), 3u);
  EXPECT_EQ(outline[0].kind, PieceKind::kDefine);
  EXPECT_EQ(outline[0].names[0], "A");
  EXPECT_EQ(outline[1].names[0], "<linux/a.h>");
}

TEST(Outline, BracesInStringsAndCommentsDoNotCount) {
  EXPECT_THAT(Names("void a(void) { p(\"}\"); /* } */ c('}'); // }\n }\nvoid b(void) { }\n", PieceKind::kFunction),
              ElementsAre("a", "b"));
}

TEST(Outline, PiecesCoverTheirTextToTheByte) {
  std::string_view text = "/* c */ static int a(int b)\n{\n\treturn b;\n}\n";
  Piece piece = OutlineOf(text)[0];
  EXPECT_EQ(text.substr(piece.begin, piece.end - piece.begin), "static int a(int b)\n{\n\treturn b;\n}");
  EXPECT_EQ(text.substr(piece.parameters, 7), "(int b)");
  EXPECT_EQ(text[piece.body], '{');
}

TEST(Outline, BrokenTextEndsQuietly) {
  for (std::string_view text : {"int a(", "}}}", "\"", "/*", "#", "#define", "'", "{", "int a() {", "enum {", "\\"}) {
    OutlineOf(text);
    TokensOf(text);
  }
}

}  // namespace
}  // namespace lpcheck
