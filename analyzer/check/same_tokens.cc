#include "analyzer/check/same_tokens.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

namespace lpcheck::check {
namespace {

/// Tokens of one text, one at a time. Where a directive begins counts: a line break may end one.
class Tokens {
 public:
  explicit Tokens(const std::string& text)
      : text_(text),
        lexer_(clang::SourceLocation::getFromRawEncoding(1), options_, text.data(), text.data(),
               text.data() + text.size()) {}

  /// False at the end.
  bool Next() {
    lexer_.LexFromRawLexer(token_);
    return token_.isNot(clang::tok::eof);
  }

  std::string Spelling() const {
    const std::size_t offset = token_.getLocation().getRawEncoding() - 1;
    const char* line = token_.isAtStartOfLine() && token_.is(clang::tok::hash) ? "\n" : "";
    return line + text_.substr(offset, token_.getLength());
  }

 private:
  const std::string& text_;
  clang::LangOptions options_;
  clang::Lexer lexer_;
  clang::Token token_;
};

}  // namespace

bool SameTokens(const std::string& before, const std::string& after) {
  Tokens old_tokens(before);
  Tokens new_tokens(after);
  while (true) {
    const bool old_more = old_tokens.Next();
    const bool new_more = new_tokens.Next();
    if (old_more != new_more) return false;
    if (!old_more) return true;
    if (old_tokens.Spelling() != new_tokens.Spelling()) return false;
  }
}

}  // namespace lpcheck::check
