// See outline.h.
#include "analyzer/input/outline.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

/// Walks over C text: blanks and comments are skipped, strings and characters are one token.
class Lexer {
 public:
  explicit Lexer(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  std::optional<Token> Next() {
    Skip();
    if (at_ >= text_.size()) return std::nullopt;
    std::size_t begin = at_;
    char c = text_[at_];
    if (c == '"' || c == '\'') {
      Quoted(c);
    } else if (IsWord(c)) {
      while (at_ < text_.size() && IsWord(text_[at_])) ++at_;
    } else {
      ++at_;
    }
    bool word = IsWord(c) && std::isdigit(static_cast<unsigned char>(c)) == 0;
    return Token{text_.substr(begin, at_ - begin), begin, word};
  }

  /// The end of the directive that starts at `begin`, continuation lines included.
  std::size_t DirectiveEnd(std::size_t begin) {
    at_ = begin;
    while (at_ < text_.size()) {
      if (text_[at_] == '\n' && !Continued()) break;
      if (text_.substr(at_, 2) == "/*") {
        Comment();
      } else {
        ++at_;
      }
    }
    return at_;
  }

 private:
  bool Continued() const {
    std::size_t before = at_;
    if (before > 0 && text_[before - 1] == '\r') --before;
    return before > 0 && text_[before - 1] == '\\';
  }
  void Comment() {
    std::size_t end = text_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? text_.size() : end + 2;
  }
  void Skip() {
    while (at_ < text_.size()) {
      std::string_view two = text_.substr(at_, 2);
      if (two == "/*") {
        Comment();
      } else if (two == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (two == "\\\n" || std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else {
        return;
      }
    }
  }
  void Quoted(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_;
};

/// Function-like attributes that stand between a function's parameters and its body, or before its name.
bool IsAttribute(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kAttributes = {
      "__attribute__", "__acquires",  "__releases", "__must_hold", "__printf", "__scanf",
      "__aligned",     "__section",   "__alias",    "__malloc",    "__cond_acquires", "__alloc_size"};
  return std::find(kAttributes.begin(), kAttributes.end(), word) != kAttributes.end();
}

bool IsKeyword(std::string_view word) {
  static constexpr std::array<std::string_view, 16> kKeywords = {
      "int",  "char", "void", "long",  "short",  "unsigned", "signed",   "float",
      "enum", "bool", "_Bool", "double", "struct", "union",    "__typeof", "typeof"};
  return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}

bool IsSyscall(std::string_view word) {
  return word.starts_with("SYSCALL_DEFINE") || word.starts_with("COMPAT_SYSCALL_DEFINE");
}

/// Collects tokens until a piece is complete.
class Outliner {
 public:
  explicit Outliner(std::string_view text) : text_(text) {}

  std::vector<Piece> Run() {
    Lexer lexer(text_);
    while (std::optional<Token> token = lexer.Next()) {
      if (token->text == "#" && AtLineStart(token->at)) {
        std::size_t end = lexer.DirectiveEnd(token->at);
        if (depth_ == 0) Directive(token->at, end);
        continue;
      }
      Take(*token);
    }
    return std::move(pieces_);
  }

 private:
  bool AtLineStart(std::size_t at) const {
    while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    return at == 0 || text_[at - 1] == '\n';
  }

  void Directive(std::size_t begin, std::size_t end) {
    Piece piece;
    piece.begin = begin;
    piece.end = end;
    Lexer lexer(text_.substr(0, end), begin + 1);
    std::optional<Token> word = lexer.Next();
    std::optional<Token> name = word ? lexer.Next() : std::nullopt;
    piece.kind = PieceKind::kDirective;
    if (word && name && word->text == "define") {
      piece.kind = PieceKind::kDefine;
      piece.names = {std::string(name->text)};
    } else if (word && name && word->text == "include") {
      piece.kind = PieceKind::kInclude;
      std::string_view line = text_.substr(name->at, end - name->at);
      std::size_t close = line.find(line[0] == '<' ? '>' : '"', 1);
      piece.names = {std::string(line.substr(0, close == std::string_view::npos ? close : close + 1))};
    }
    pieces_.push_back(std::move(piece));
  }

  void Take(const Token& token) {
    if (depth_ == 0 && tokens_.empty()) begin_ = token.at;
    char c = token.text.size() == 1 ? token.text[0] : '\0';
    if (c == '{' && depth_ == 0) body_ = body_.value_or(tokens_.size());
    if (depth_ == 0 || (depth_ == 1 && (c == ')' || c == '}' || c == ']'))) tokens_.push_back(token);
    if (c == '(' || c == '{' || c == '[') ++depth_;
    if (c == ')' || c == '}' || c == ']') depth_ = std::max(0, depth_ - 1);
    if (depth_ != 0) return;
    if (c == ';') Finish(token.at + 1);
    if (c == '}' && IsFunction()) Finish(token.at + 1);
  }

  /// ident ( ) attributes { : no "=" before the body, and a parameter list there.
  bool IsFunction() const {
    if (!body_) return false;
    bool parameters = false;
    for (std::size_t i = 0; i < *body_; ++i) {
      if (tokens_[i].text == "=") return false;
      if (tokens_[i].text == "(" && i > 0 && tokens_[i - 1].is_identifier) parameters = true;
    }
    return parameters;
  }

  /// The "(" of the parameters: the last one that follows an identifier which is no attribute.
  std::size_t ParametersAt(std::size_t end) const {
    std::size_t found = tokens_.size();
    for (std::size_t i = 1; i < end; ++i) {
      if (tokens_[i].text == "(" && tokens_[i - 1].is_identifier && !IsAttribute(tokens_[i - 1].text)) found = i;
    }
    return found;
  }

  void Finish(std::size_t end) {
    Piece piece;
    piece.begin = begin_;
    piece.end = end;
    if (IsFunction() && ParametersAt(*body_) < tokens_.size()) {
      std::size_t open = ParametersAt(*body_);
      piece.kind = PieceKind::kFunction;
      piece.parameters = tokens_[open].at;
      piece.name_at = tokens_[open - 1].at;
      piece.body = tokens_[*body_].at;
      std::string name(tokens_[open - 1].text);
      if (IsSyscall(name)) {
        piece.kind = PieceKind::kSyscall;
        std::optional<Token> first = Lexer(text_, piece.parameters + 1).Next();
        name = Cat(name.starts_with("COMPAT") ? "__do_compat_sys_" : "__do_sys_",
                   first ? first->text : std::string_view());
      }
      piece.names = {name};
    } else {
      NameDeclaration(piece);
    }
    pieces_.push_back(std::move(piece));
    tokens_.clear();
    body_.reset();
  }

  /// Names of a declaration: a tag before "{", and every identifier before "=", "[", ",", ";" or "(" at the top.
  void NameDeclaration(Piece& piece) const {
    bool after_equal = false;
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      std::string_view next = tokens_[i + 1].text;
      if (tokens_[i].text == "=") after_equal = true;
      if (tokens_[i].text == ",") after_equal = false;
      if (!tokens_[i].is_identifier || after_equal) continue;
      bool ends = next == "=" || next == "[" || next == "," || next == ";" || next == "(" || next == "{";
      if (ends && !IsAttribute(tokens_[i].text) && !IsKeyword(tokens_[i].text)) piece.names.emplace_back(tokens_[i].text);
      if (next == "(" && !IsAttribute(tokens_[i].text)) NameInside(i + 1, piece);
    }
    NameConstants(piece);
    piece.is_prototype = !body_ && tokens_.size() > 2 && tokens_[tokens_.size() - 2].text == ")" &&
                         std::none_of(tokens_.begin(), tokens_.end(), [](const Token& t) { return t.text == "="; });
  }

  /// "int (*name)(int)" and "DEFINE_MUTEX(name)": the name stands first inside the parentheses.
  void NameInside(std::size_t open, Piece& piece) const {
    Lexer lexer(text_, tokens_[open].at + 1);
    std::optional<Token> first = lexer.Next();
    bool pointer = first && first->text == "*";
    bool macro = open == 1 || (open == 2 && tokens_[0].text == "static");
    std::optional<Token> name = pointer ? lexer.Next() : first;
    if ((pointer || macro) && name && name->is_identifier) piece.names.emplace_back(name->text);
  }

  /// The constants between the braces of an enum.
  void NameConstants(Piece& piece) const {
    bool is_enum = body_ && *body_ > 0 &&
                   std::any_of(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(*body_),
                               [](const Token& token) { return token.text == "enum"; });
    if (!is_enum) return;
    bool expected = false;
    for (const Token& token : TokensOf(text_.substr(tokens_[*body_].at, piece.end - tokens_[*body_].at))) {
      if (expected && token.is_identifier) piece.names.emplace_back(token.text);
      expected = token.text == "{" || token.text == ",";
    }
  }

  std::string_view text_;
  std::vector<Piece> pieces_;
  std::vector<Token> tokens_;  ///< of the piece being read, at depth 0, with the brackets of depth 1
  std::optional<std::size_t> body_;
  std::size_t begin_ = 0;
  int depth_ = 0;
};

}  // namespace

std::vector<Piece> OutlineOf(std::string_view text) { return Outliner(text).Run(); }

std::vector<Token> TokensOf(std::string_view text) {
  std::vector<Token> tokens;
  Lexer lexer(text);
  while (std::optional<Token> token = lexer.Next()) tokens.push_back(*token);
  return tokens;
}

}  // namespace lpcheck
