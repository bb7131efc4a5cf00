#include "analyzer/lower/macro.h"

#include <algorithm>
#include <set>

#include "clang/AST/Expr.h"
#include "clang/Lex/Lexer.h"

namespace lpcheck::lower {
namespace {

using clang::SourceLocation;

// Expansion points that the end of the statement belongs to, from the innermost outwards.
std::set<unsigned> ExpansionsOf(SourceLocation loc, const clang::SourceManager& sources) {
  std::set<unsigned> out;
  for (int depth = 0; loc.isMacroID() && depth < 32; ++depth) {
    loc = sources.getImmediateExpansionRange(loc).getBegin();
    out.insert(loc.getRawEncoding());
  }
  return out;
}

struct TextRange {
  unsigned begin = 0;
  unsigned last = 0;  // offset of the last token
  std::string text;
};

// Splits `name(a, b, c)` at top-level commas by raw lexing from the name.
std::vector<TextRange> SplitArguments(SourceLocation at, const clang::SourceManager& sources,
                                      const clang::LangOptions& language) {
  const auto [file, offset] = sources.getDecomposedLoc(at);
  const llvm::StringRef buffer = sources.getBufferData(file);
  clang::Lexer lexer(sources.getLocForStartOfFile(file), language, buffer.begin(), buffer.begin() + offset, buffer.end());
  clang::Token token;
  lexer.LexFromRawLexer(token);  // the name
  if (lexer.LexFromRawLexer(token) || token.isNot(clang::tok::l_paren)) return {};
  std::vector<TextRange> out;
  TextRange current;
  bool empty = true;
  for (int depth = 1; depth > 0;) {
    if (lexer.LexFromRawLexer(token)) break;
    if (token.isOneOf(clang::tok::l_paren, clang::tok::l_brace, clang::tok::l_square)) ++depth;
    if (token.isOneOf(clang::tok::r_paren, clang::tok::r_brace, clang::tok::r_square)) --depth;
    if (depth == 0) break;
    if (depth == 1 && token.is(clang::tok::comma)) {
      out.push_back(std::exchange(current, {}));
      empty = true;
      continue;
    }
    const unsigned position = sources.getFileOffset(token.getLocation());
    if (empty) current.begin = position;
    current.last = position;
    current.text += (empty ? "" : " ") + clang::Lexer::getSpelling(token, sources, language);
    empty = false;
  }
  if (!empty || !out.empty()) out.push_back(std::move(current));
  return out;
}

const clang::Expr* FindArgument(const clang::Stmt& stmt, const TextRange& range, clang::FileID file,
                                const clang::SourceManager& sources) {
  const auto* expr = llvm::dyn_cast<clang::Expr>(&stmt);
  if (expr != nullptr && expr->getBeginLoc().isMacroID()) {
    const auto begin = sources.getDecomposedLoc(sources.getFileLoc(expr->getBeginLoc()));
    const auto end = sources.getDecomposedLoc(sources.getFileLoc(expr->getEndLoc()));
    if (begin.first == file && end.first == file && begin.second == range.begin && end.second == range.last) return expr;
  }
  for (const clang::Stmt* child : stmt.children()) {
    if (child == nullptr) continue;
    if (const clang::Expr* found = FindArgument(*child, range, file, sources)) return found;
  }
  return nullptr;
}

}  // namespace

std::vector<MacroUse> MacrosCovering(const clang::Stmt& stmt, const clang::SourceManager& sources,
                                     const clang::LangOptions& language) {
  std::vector<MacroUse> out;
  SourceLocation begin = stmt.getBeginLoc();
  if (!begin.isMacroID()) return out;
  const std::set<unsigned> ends = ExpansionsOf(stmt.getEndLoc(), sources);
  while (begin.isMacroID() && sources.isMacroBodyExpansion(begin)) {
    SourceLocation at;
    if (!sources.isAtStartOfImmediateMacroExpansion(begin, &at)) break;
    at = sources.getImmediateExpansionRange(begin).getBegin();
    if (!ends.contains(at.getRawEncoding())) break;
    out.push_back({clang::Lexer::getImmediateMacroName(begin, sources, language).str(), at});
    begin = at;
  }
  return out;
}

std::vector<MacroArg> ArgumentsOf(const MacroUse& use, const clang::Stmt& stmt, const clang::SourceManager& sources,
                                  const clang::LangOptions& language) {
  std::vector<MacroArg> out;
  // A use written inside a macro argument has a spelling in the file; one inside a macro body has none we can trust.
  SourceLocation at = use.at;
  if (at.isMacroID()) {
    if (!sources.isMacroArgExpansion(at)) return out;
    at = sources.getFileLoc(at);
  }
  const clang::FileID file = sources.getFileID(at);
  for (TextRange& range : SplitArguments(at, sources, language)) {
    MacroArg arg{.text = range.text};
    for (const clang::Stmt* child : stmt.children()) {
      if (child != nullptr && arg.expr == nullptr) arg.expr = FindArgument(*child, range, file, sources);
    }
    out.push_back(std::move(arg));
  }
  return out;
}

std::string TokensOf(clang::SourceRange range, const clang::SourceManager& sources, const clang::LangOptions& language) {
  const SourceLocation begin = sources.getFileLoc(range.getBegin());
  const SourceLocation end = sources.getFileLoc(range.getEnd());
  const auto [file, first] = sources.getDecomposedLoc(begin);
  const auto [end_file, last] = sources.getDecomposedLoc(end);
  if (file != end_file || last < first) return "?";
  const llvm::StringRef buffer = sources.getBufferData(file);
  clang::Lexer lexer(sources.getLocForStartOfFile(file), language, buffer.begin(), buffer.begin() + first, buffer.end());
  std::string out;
  clang::Token token;
  while (!lexer.LexFromRawLexer(token)) {
    if (sources.getFileOffset(token.getLocation()) > last || out.size() > 400) break;
    if (!out.empty()) out += ' ';
    out += clang::Lexer::getSpelling(token, sources, language);
  }
  // A macro invocation ends at its name; two invocations that differ only in arguments must not look the same.
  int depth = 0;
  for (char c : out) depth += c == '(' ? 1 : c == ')' ? -1 : 0;
  if (range.getEnd().isMacroID() && token.is(clang::tok::l_paren) && depth == 0) {
    do {
      depth += token.is(clang::tok::l_paren) ? 1 : token.is(clang::tok::r_paren) ? -1 : 0;
      out += ' ' + clang::Lexer::getSpelling(token, sources, language);
    } while (depth > 0 && !lexer.LexFromRawLexer(token) && out.size() < 800);
  }
  return out;
}

}  // namespace lpcheck::lower
