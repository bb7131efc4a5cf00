// A C file cut into its top-level pieces by its tokens alone: directives, function definitions, other declarations. No
// preprocessing, so both branches of an #if are seen. It serves where functions are moved between files as text;
// meaning is Clang's business.
#ifndef LPCHECK_ANALYZER_INPUT_OUTLINE_H_
#define LPCHECK_ANALYZER_INPUT_OUTLINE_H_

#include <string>
#include <string_view>
#include <vector>

namespace lpcheck {

enum class PieceKind {
  kFunction,     ///< a definition with a body
  kSyscall,      ///< SYSCALL_DEFINEn(name, ...) { body }; called __do_sys_name
  kDefine,       ///< #define NAME
  kInclude,      ///< name is what stands behind #include, delimiters included
  kDirective,    ///< every other directive
  kDeclaration,  ///< types, variables, prototypes, macro calls
};

/// Offsets count from the start of the text; [begin, end) has neither leading nor trailing blanks or comments.
struct Piece {
  PieceKind kind = PieceKind::kDeclaration;
  std::vector<std::string> names;  ///< what it declares: a function has one, a declaration perhaps several
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t name_at = 0;   ///< functions: offset of the name
  std::size_t parameters = 0;  ///< functions: offset of the "(" of the parameters
  std::size_t body = 0;        ///< functions: offset of the "{"
  bool is_prototype = false;   ///< a declaration that ends in ")" or attributes and ";"
};

std::vector<Piece> OutlineOf(std::string_view text);

struct Token {
  std::string_view text;
  std::size_t at = 0;
  bool is_identifier = false;
};

/// The tokens of C text without blanks and comments; a directive's tokens are among them.
std::vector<Token> TokensOf(std::string_view text);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_OUTLINE_H_
