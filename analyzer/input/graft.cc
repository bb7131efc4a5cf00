// See graft.h.
#include "analyzer/input/graft.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/input/outline.h"

namespace lpcheck {
namespace {

constexpr std::string_view kPointerPrefix = "klpe_";

/// "foo" of klpr_foo and klpp_foo, which are copies of foo; empty for other names.
std::string_view OriginalOf(std::string_view name) {
  for (std::string_view prefix : {"klpr_", "klpp_"}) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return {};
}

std::vector<std::string_view> Texts(std::string_view text) {
  std::vector<std::string_view> texts;
  for (const Token& token : TokensOf(text)) texts.push_back(token.text);
  return texts;
}

bool IsFunction(const Piece& piece) { return piece.kind == PieceKind::kFunction || piece.kind == PieceKind::kSyscall; }

bool IsStorage(std::string_view word) {
  static constexpr std::array<std::string_view, 15> kWords = {
      "static",  "inline", "extern", "noinline",       "__always_inline", "asmlinkage", "__visible", "notrace",
      "__init",  "__used", "__cold", "__maybe_unused", "__ref",           "__sched",    "__weak"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// What will be written at one place of the target instead of [begin, end).
struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

class Grafter {
 public:
  explicit Grafter(const GraftRequest& request)
      : request_(request),
        target_(OutlineOf(request.target)),
        source_(OutlineOf(request.source)),
        renames_(request.renames) {}

  Grafted Run() {
    for (const GraftFunction& function : InTargetOrder()) GraftOne(function);
    std::sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t done = 0;
    for (const Edit& edit : edits_) {
      out.append(request_.target.substr(done, edit.begin - done)).append(edit.text);
      done = edit.end;
    }
    out.append(request_.target.substr(done));
    return {std::move(out), std::move(gaps_)};
  }

 private:
  std::vector<GraftFunction> InTargetOrder() const {
    std::vector<GraftFunction> functions = request_.functions;
    auto place = [this](const GraftFunction& function) {
      const Piece* piece = Only(target_, function.old_name);
      return piece == nullptr ? request_.target.size() : piece->begin;
    };
    std::stable_sort(functions.begin(), functions.end(),
                     [&place](const auto& a, const auto& b) { return place(a) < place(b); });
    return functions;
  }

  void AddGap(std::string kind, const std::string& function, std::string message) {
    gaps_.push_back({std::move(kind), function, {}, true, std::move(message)});
  }

  /// The one function piece of that name; null for none and for several.
  static const Piece* Only(const std::vector<Piece>& outline, std::string_view name) {
    const Piece* found = nullptr;
    for (const Piece& piece : outline) {
      if (!IsFunction(piece) || piece.names[0] != name) continue;
      if (found != nullptr) return nullptr;
      found = &piece;
    }
    return found;
  }

  /// What defines `name` in the module: no prototype, the first one.
  const Piece* Definition(std::string_view name) const {
    for (const Piece& piece : source_) {
      bool defines = std::find(piece.names.begin(), piece.names.end(), name) != piece.names.end();
      if (defines && piece.kind != PieceKind::kInclude && !piece.is_prototype) return &piece;
    }
    return nullptr;
  }

  std::string_view SourceText(std::size_t begin, std::size_t end) const {
    return request_.source.substr(begin, end - begin);
  }
  std::string_view TargetText(std::size_t begin, std::size_t end) const {
    return request_.target.substr(begin, end - begin);
  }

  void GraftOne(const GraftFunction& function) {
    const Piece* from = Only(source_, function.new_name);
    const Piece* to = Only(target_, function.old_name);
    if (from == nullptr || to == nullptr) {
      return AddGap("not-grafted", function.old_name,
                    Cat(from == nullptr ? function.new_name : function.old_name,
                        " has no single definition in the ", from == nullptr ? "module" : "tree's file",
                        "; its new body could not be put into the tree"));
    }
    std::vector<const Piece*> needed;
    Collect(*from, needed);
    std::optional<Edit> edit = Replacement(*from, *to, function);
    if (!edit) return;
    std::string block = Block(*from, needed, to->begin);
    if (!block.empty()) edits_.push_back({to->begin, to->begin, std::move(block)});
    edits_.push_back(*std::move(edit));
  }

  /// Every piece of the module that `piece` uses and the tree's file does not have, what they use first.
  void Collect(const Piece& piece, std::vector<const Piece*>& needed) {
    for (const Token& token : TokensOf(SourceText(piece.begin, piece.end))) {
      if (!token.is_identifier || token.text.starts_with(kPointerPrefix)) continue;
      const Piece* definition = Definition(token.text);
      if (definition == nullptr || definition == &piece || renames_.count(std::string(token.text)) != 0) continue;
      if (copied_.count(definition) != 0 || IsTheTrees(*definition, std::string(token.text))) continue;
      copied_.insert(definition);
      Collect(*definition, needed);
      needed.push_back(definition);
    }
  }

  /// Whether the tree's own `name` serves instead of the module's definition. A copy that differs gets a name of its own.
  bool IsTheTrees(const Piece& definition, const std::string& name) {
    std::string original(OriginalOf(name));
    if (!original.empty() && request_.target_names.count(original) != 0 && SameFunction(definition, original)) {
      renames_[name] = original;
      return true;
    }
    if (request_.target_names.count(name) == 0) return false;
    if (definition.kind == PieceKind::kFunction && Only(target_, name) != nullptr && !SameFunction(definition, name)) {
      renames_[name] = Cat("klp_copy_", name);
      return false;
    }
    if (IsData(definition)) {
      AddGap("duplicated-data", name,
             Cat("the module defines its own ", name, " beside the kernel's; the kernel's value stays where it is"));
    }
    return true;
  }

  bool IsData(const Piece& piece) const {
    if (piece.kind != PieceKind::kDeclaration || piece.is_prototype) return false;
    std::vector<std::string_view> words = Texts(SourceText(piece.begin, piece.end));
    bool is_type = words[0] == "typedef" || words[0] == "extern" || words[0] == "enum" ||
                   ((words[0] == "struct" || words[0] == "union") && words[words.size() - 2] == "}");
    return !is_type && std::find(words.begin(), words.end(), "const") == words.end();
  }

  bool SameFunction(const Piece& copy, const std::string& original) const {
    const Piece* piece = Only(target_, original);
    if (piece == nullptr) return copy.kind == PieceKind::kFunction;  // in a header: the copy is taken for equal
    std::string text = Renamed(SourceText(copy.body, copy.end));
    return copy.kind == PieceKind::kFunction && Texts(text) == Texts(TargetText(piece->body, piece->end));
  }

  /// `text` with names mapped back. "(*klpe_foo)" is foo, klpe_foo alone its address.
  std::string Renamed(std::string_view text) const {
    std::vector<Token> tokens = TokensOf(text);
    std::string out;
    std::size_t done = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!tokens[i].is_identifier) continue;
      auto renamed = renames_.find(std::string(tokens[i].text));
      std::size_t begin = tokens[i].at;
      std::size_t end = begin + tokens[i].text.size();
      std::string name;
      if (renamed != renames_.end()) {
        name = renamed->second;
      } else if (tokens[i].text.starts_with(kPointerPrefix)) {
        name = std::string(tokens[i].text.substr(kPointerPrefix.size()));
        bool followed = i >= 2 && i + 1 < tokens.size() && tokens[i - 1].text == "*" && tokens[i - 2].text == "(" &&
                        tokens[i + 1].text == ")";
        if (followed) begin = tokens[i - 2].at, end = tokens[i + 1].at + 1;
        if (!followed) name = Cat("(&", name, ')');
      } else {
        continue;
      }
      out.append(text.substr(done, begin - done)).append(name);
      done = end;
    }
    return out.append(text.substr(done));
  }

  static std::vector<std::string> Without(const std::string& text, bool (*leave_out)(std::string_view)) {
    std::vector<std::string> kept;
    for (std::string_view word : Texts(text)) {
      if (!leave_out(word)) kept.emplace_back(word);
    }
    return kept;
  }

  /// The new body under the old head where both have the same parameters, else head and body anew.
  std::optional<Edit> Replacement(const Piece& from, const Piece& to, const GraftFunction& function) {
    std::string body = Renamed(SourceText(from.body, from.end));
    std::string new_parameters = Renamed(SourceText(from.parameters, from.body));
    std::string old_parameters(TargetText(to.parameters, to.body));
    if (to.kind == PieceKind::kSyscall) {
      auto comma = [](std::string_view word) { return word == ","; };
      std::vector<std::string> old_words = Without(old_parameters, comma);
      old_words.erase(old_words.begin() + 1);  // the name of the call
      if (old_words != Without(new_parameters, comma)) {
        AddGap("not-grafted", function.old_name, "the parameters differ from those of the SYSCALL_DEFINE");
        return std::nullopt;
      }
      return Edit{to.body, to.end, std::move(body)};
    }
    std::string new_head(SourceText(from.begin, from.name_at));
    std::string old_head(TargetText(to.begin, to.name_at));
    if (Without(Renamed(new_head), IsStorage) != Without(old_head, IsStorage)) {
      std::string storage = Texts(old_head)[0] == "static" && Texts(new_head)[0] != "static" ? "static " : "";
      return Edit{to.begin, to.end, Cat(storage, Renamed(new_head), function.old_name, new_parameters, body)};
    }
    if (Texts(new_parameters) != Texts(old_parameters)) return Edit{to.parameters, to.end, new_parameters + body};
    return Edit{to.body, to.end, std::move(body)};
  }

  /// Includes, forward declarations and copies that stand before the grafted function.
  std::string Block(const Piece& from, const std::vector<const Piece*>& needed, std::size_t place) {
    std::vector<const Piece*> ordered = needed;
    std::sort(ordered.begin(), ordered.end(), [](const Piece* a, const Piece* b) { return a->begin < b->begin; });
    std::string copies;
    std::set<std::string> used;
    NoteNames(Renamed(SourceText(from.begin, from.end)), used);
    for (const Piece* piece : ordered) {
      copies.append(Renamed(SourceText(piece->begin, piece->end))).append("\n\n");
      NoteNames(Renamed(SourceText(piece->begin, piece->end)), used);
      for (const std::string& name : piece->names) given_.insert(name);
    }
    return Cat(Includes(used), Forward(used, place), copies);
  }

  static void NoteNames(std::string_view text, std::set<std::string>& names) {
    for (const Token& token : TokensOf(text)) {
      if (token.is_identifier) names.insert(std::string(token.text));
    }
  }

  /// The module's includes, when something is used that only they can give, or that the tree's file knows without using it:
  /// THIS_MODULE has a type there, of which nobody said more than the name. Include guards make the rest harmless.
  std::string Includes(const std::set<std::string>& used) {
    std::set<std::string> written;
    NoteNames(request_.target, written);
    auto missing = [&](const std::string& name) {
      const bool is_familiar = request_.target_names.count(name) != 0 && written.count(name) != 0;
      return !is_familiar && given_.count(name) == 0 && request_.source_names.count(name) != 0 && Definition(name) == nullptr;
    };
    if (includes_given_ || std::none_of(used.begin(), used.end(), missing)) return "";
    includes_given_ = true;
    std::string out;
    for (const Piece& piece : source_) {
      if (piece.kind != PieceKind::kInclude || !piece.names[0].starts_with('<')) continue;
      if (!Contains(request_.target, piece.names[0])) out.append(Cat("#include ", piece.names[0], "\n"));
    }
    return out.empty() ? out : out + "\n";
  }

  /// Functions that the tree's file defines only further down.
  std::string Forward(const std::set<std::string>& used, std::size_t place) {
    std::string out;
    for (const Piece& piece : target_) {
      if (piece.kind != PieceKind::kFunction || piece.begin <= place || used.count(piece.names[0]) == 0) continue;
      if (!forwarded_.insert(piece.names[0]).second || DeclaredBefore(piece.names[0], place)) continue;
      out.append(Trim(TargetText(piece.begin, piece.body))).append(";\n");
    }
    return out;
  }

  bool DeclaredBefore(const std::string& name, std::size_t place) const {
    return std::any_of(target_.begin(), target_.end(), [&](const Piece& piece) {
      return piece.begin < place && piece.is_prototype &&
             std::find(piece.names.begin(), piece.names.end(), name) != piece.names.end();
    });
  }

  const GraftRequest& request_;
  std::vector<Piece> target_;
  std::vector<Piece> source_;
  std::map<std::string, std::string> renames_;
  std::set<const Piece*> copied_;
  std::set<std::string> given_;
  std::set<std::string> forwarded_;
  bool includes_given_ = false;
  std::vector<Edit> edits_;
  std::vector<Gap> gaps_;
};

}  // namespace

Grafted Graft(const GraftRequest& request) { return Grafter(request).Run(); }

}  // namespace lpcheck
