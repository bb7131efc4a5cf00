// See symbols.h.
#include "analyzer/input/symbols.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>

#include "analyzer/base/text.h"
#include "analyzer/input/contents.h"
#include "analyzer/input/outline.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// How deep in #if the text is after this directive.
int DepthAfter(std::string_view directive, int depth) {
  directive = Trim(directive.substr(1));
  if (directive.starts_with("if")) return depth + 1;
  return directive.starts_with("endif") ? depth - 1 : depth;
}

/// "= name," and its kin: the address goes into a variable.
bool StoresAddress(std::string_view declaration, const std::string& name) {
  const std::vector<Token> tokens = TokensOf(declaration);
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (tokens[i].text != name) continue;
    const std::string_view before = tokens[i - 1].text == "&" && i > 1 ? tokens[i - 2].text : tokens[i - 1].text;
    const std::string_view after = tokens[i + 1].text;
    if (before == "=" && (after == "," || after == "}" || after == ";")) return true;
  }
  return false;
}

/// Other files may call it, and no other definition takes its place.
bool IsVisible(std::string_view specifiers) {
  return !ContainsWord(specifiers, "static") && !ContainsWord(specifiers, "inline") && !ContainsWord(specifiers, "__weak");
}

/// Where `word` stands next as a word.
std::size_t NextWord(std::string_view text, std::string_view word, std::size_t from) {
  while (from < text.size()) {
    const void* const hit = memmem(text.data() + from, text.size() - from, word.data(), word.size());
    if (hit == nullptr) break;
    const std::size_t at = static_cast<const char*>(hit) - text.data(), end = at + word.size();
    if ((at == 0 || !IsWord(text[at - 1])) && (end == text.size() || !IsWord(text[end]))) return at;
    from = at + 1;
  }
  return std::string_view::npos;
}

/// The start of the line that `at` stands in.
std::size_t LineOf(std::string_view text, std::size_t at) {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0: the first line
}

/// An argument of a macro that is called at the left margin.
bool IsMacroArgument(std::string_view text, std::string_view word) {
  for (std::size_t at = NextWord(text, word, 0); at != std::string_view::npos; at = NextWord(text, word, at + 1)) {
    std::size_t line = LineOf(text, at);
    while (line > 1 && (text[line] == ' ' || text[line] == '\t') && at - line < 400) line = LineOf(text, line - 1);
    std::size_t end = line;
    while (end < at && IsWord(text[end])) ++end;
    if (end > line && end < at && text[end] == '(') return true;
  }
  return false;
}

/// "## affix" or "affix ##", as macros write it.
bool IsPasted(std::string_view text, std::string_view affix) {
  for (std::size_t at = NextWord(text, affix, 0); at != std::string_view::npos; at = NextWord(text, affix, at + 1)) {
    if (Trim(text.substr(0, at)).ends_with("##") || Trim(text.substr(at + affix.size(), 4)).starts_with("##")) return true;
  }
  return false;
}

/// The name cut in two: one part is pasted by a macro, the other is what the macro is given.
struct Cut {
  std::string_view affix;
  std::string_view argument;
};

std::vector<Cut> CutsOf(std::string_view name) {
  std::vector<Cut> cuts;
  for (std::size_t at = 1; at + 1 < name.size(); ++at) {
    if (name[at] != '_') continue;
    const std::string_view head = name.substr(0, at), tail = name.substr(at);
    cuts.insert(cuts.end(), {{tail, head}, {name.substr(0, at + 1), name.substr(at + 1)}, {head, tail}, {tail.substr(1), name.substr(0, at + 1)}});
  }
  for (Cut& cut : cuts) {
    while (cut.argument.starts_with('_')) cut.argument.remove_prefix(1);
  }
  return cuts;
}

std::vector<std::string> HeadersBelow(const Tree& tree, const std::string& folder) {
  std::vector<std::string> headers;
  std::error_code error;
  for (fs::recursive_directory_iterator it(tree.Absolute(folder), error); !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    if (it->path().extension() == ".h") headers.push_back(fs::relative(it->path(), tree.root()).string());
  }
  return headers;
}

/// The text declares it as data, or a header defines the function.
bool NamesData(std::string_view text, const std::string& name) {
  if (NextWord(text, name, 0) == std::string_view::npos) return false;
  const std::vector<Piece> outline = OutlineOf(text);
  return std::any_of(outline.begin(), outline.end(), [&](const Piece& piece) {
    const bool names = std::find(piece.names.begin(), piece.names.end(), name) != piece.names.end();
    return names && piece.kind == PieceKind::kDeclaration && !piece.is_prototype;
  });
}

bool DefinesInline(std::string_view text, const std::string& name) {
  if (NextWord(text, name, 0) == std::string_view::npos) return false;
  const std::vector<Piece> outline = OutlineOf(text);
  return std::any_of(outline.begin(), outline.end(),
                     [&](const Piece& piece) { return piece.kind == PieceKind::kFunction && piece.names[0] == name; });
}

}  // namespace

std::vector<std::string> HeadersFor(const std::vector<std::string>& files, const Tree& tree) {
  std::vector<std::string> headers = HeadersBelow(tree, "include");
  std::error_code ignored;
  for (fs::directory_iterator it(tree.Absolute("arch"), ignored); !ignored && it != fs::directory_iterator(); it.increment(ignored)) {
    const std::vector<std::string> more = HeadersBelow(tree, Cat("arch/", it->path().filename().string(), "/include"));
    headers.insert(headers.end(), more.begin(), more.end());
  }
  std::vector<std::string> folders;
  for (const std::string& file : files) folders.emplace_back(DirName(file));
  std::sort(folders.begin(), folders.end());
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  for (const std::string& folder : folders) {
    std::error_code error;
    for (fs::directory_iterator it(tree.Absolute(folder), error); !error && it != fs::directory_iterator(); it.increment(error)) {
      if (it->path().extension() == ".h") headers.push_back(Cat(folder, '/', it->path().filename().string()));
    }
  }
  return headers;
}

bool HeaderUses(std::string_view text, const std::string& name) {
  if (NextWord(text, name, 0) == std::string_view::npos) return false;
  const std::vector<Piece> outline = OutlineOf(text);
  return std::any_of(outline.begin(), outline.end(), [&](const Piece& piece) {
    const bool is_code = piece.kind == PieceKind::kFunction || piece.kind == PieceKind::kDefine;
    const bool defines = is_code && piece.names[0] == name;
    return is_code && !defines && ContainsWord(text.substr(piece.begin, piece.end - piece.begin), name);
  });
}

bool SurelyEmits(std::string_view text, const std::string& name) {
  int depth = 0;
  bool defined = false, visible = false, stored = false;
  for (const Piece& piece : OutlineOf(text)) {
    const std::string_view whole = text.substr(piece.begin, piece.end - piece.begin);
    if (piece.kind == PieceKind::kDirective) depth = DepthAfter(whole, depth);
    if (depth > 0) continue;
    if (piece.kind == PieceKind::kFunction && piece.names[0] == name) {
      defined = true;
      visible = IsVisible(text.substr(piece.begin, piece.name_at - piece.begin));
    } else if (piece.kind == PieceKind::kDeclaration) {
      stored = stored || StoresAddress(whole, name);
    }
  }
  return defined && (visible || stored);
}

bool MayEmitUnseen(const std::string& name, const std::vector<std::string>& files, const Tree& tree) {
  std::vector<Cut> cuts;  // those whose argument is there
  const std::vector<Cut> all = CutsOf(name);
  std::vector<std::string> pasting = HeadersFor(files, tree);
  for (const std::string& header : pasting) {
    if (DefinesInline(Contents(tree, header).text(), name)) return true;
  }
  for (const std::string& file : files) {
    const Contents contents(tree, file);
    if (NamesData(contents.text(), name)) return true;
    for (const Cut& cut : all) {
      if (IsMacroArgument(contents.text(), cut.argument)) cuts.push_back(cut);
    }
  }
  pasting.insert(pasting.end(), files.begin(), files.end());
  return !cuts.empty() && std::any_of(pasting.begin(), pasting.end(), [&](const std::string& file) {
    const Contents contents(tree, file);
    return std::any_of(cuts.begin(), cuts.end(), [&](const Cut& cut) { return IsPasted(contents.text(), cut.affix); });
  });
}

}  // namespace lpcheck
