// See patch_text.h. A cursor walks over the text line by line; the text may be a hundred megabytes of noise, so lines
// are never collected.
#include "analyzer/input/patch_text.h"

#include <charconv>
#include <optional>
#include <utility>

#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

/// One line at a time, without its end ("\n" or "\r\n").
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) { Cut(); }

  bool done() const { return done_; }
  std::string_view line() const { return line_; }
  int number() const { return number_; }
  void Next() {
    rest_.remove_prefix(whole_);
    ++number_;
    Cut();
  }
  /// The line after this one; empty at the end.
  std::string_view Peek() const {
    Cursor next = *this;
    next.Next();
    return next.done_ ? std::string_view() : next.line_;
  }

 private:
  void Cut() {
    done_ = rest_.empty();
    std::size_t end = rest_.find('\n');
    whole_ = end == std::string_view::npos ? rest_.size() : end + 1;
    line_ = rest_.substr(0, end);
    if (line_.ends_with('\r')) line_.remove_suffix(1);
  }

  std::string_view rest_;
  std::string_view line_;
  std::size_t whole_ = 0;
  int number_ = 1;
  bool done_ = false;
};

absl::Status Bad(std::string_view name, int line, std::string_view what) {
  return absl::InvalidArgumentError(Cat(name, ":", line, ": ", what));
}

/// Undoes git's quoting: "a/\303\274.c" in double quotes with octal and C escapes.
std::string Unquote(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return std::string(text);
  constexpr std::string_view kNames = "abtnvfr\"\\";
  constexpr std::string_view kValues = "\a\b\t\n\v\f\r\"\\";
  std::string out;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t name = i + 1 < text.size() ? kNames.find(text[i + 1]) : std::string_view::npos;
    if (text[i] != '\\') {
      out.push_back(text[i]);
    } else if (name != std::string_view::npos) {
      out.push_back(kValues[name]);
      ++i;
    } else {
      int value = 0;
      auto [end, error] = std::from_chars(text.data() + i + 1, text.data() + std::min(i + 4, text.size()), value, 8);
      out.push_back(static_cast<char>(value));
      i = static_cast<std::size_t>(end - text.data()) - 1;
      if (error != std::errc()) ++i;
    }
  }
  return out;
}

/// The file name of a "--- " or "+++ " line: up to the tab that diff puts before the date.
std::string HeaderName(std::string_view line) {
  line.remove_prefix(4);
  if (line.starts_with('"')) return Unquote(line.substr(0, line.rfind('"') + 1));
  return std::string(Trim(line.substr(0, line.find('\t'))));
}

bool StartsFile(const Cursor& at) { return at.line().starts_with("--- ") && at.Peek().starts_with("+++ "); }

bool TakeNumber(std::string_view& text, int& out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || out < 0) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

/// "12,3" or "12" (count 1).
bool TakeRange(std::string_view& text, int& start, int& count) {
  count = 1;
  if (!TakeNumber(text, start)) return false;
  if (!text.starts_with(',')) return true;
  text.remove_prefix(1);
  return TakeNumber(text, count);
}

struct Counts {
  int old_count = 0;
  int new_count = 0;
};

/// "@@ -1,2 +3,4 @@ anything"
bool ParseHunkHeader(std::string_view line, Hunk& hunk, Counts& counts) {
  if (!line.starts_with("@@ -")) return false;
  std::string_view rest = line.substr(4);
  if (!TakeRange(rest, hunk.old_start, counts.old_count) || !rest.starts_with(" +")) return false;
  rest.remove_prefix(2);
  if (!TakeRange(rest, hunk.new_start, counts.new_count) || !rest.starts_with(" @@")) return false;
  hunk.header = std::string(line.substr(0, line.find("@@", 2) + 2));
  return true;
}

/// The kind that a line's mark says. An empty line is a context line whose blank a mail program has eaten.
std::optional<LineKind> KindOfLine(std::string_view line) {
  if (line.empty() || line[0] == ' ' || line[0] == '\t') return LineKind::kContext;
  if (line[0] == '-') return LineKind::kRemoved;
  if (line[0] == '+') return LineKind::kAdded;
  return std::nullopt;
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view name) : at_(text), name_(name) {}

  absl::StatusOr<std::vector<FilePatch>> Run() {
    while (!at_.done()) {
      absl::Status step = Step();
      if (!step.ok()) return step;
    }
    return std::move(files_);
  }

 private:
  absl::Status Step() {
    if (at_.line().starts_with("diff --git ")) return GitSection();
    if (at_.line().starts_with("diff --cc ") || at_.line().starts_with("diff --combined ")) {
      return Bad(name_, at_.number(), "a merge's combined diff; make a diff against one parent (git diff A B)");
    }
    if (at_.line().starts_with("Binary files ") && at_.line().ends_with(" differ")) return Binary();
    if (StartsFile(at_)) return PlainSection();
    at_.Next();
    return absl::OkStatus();
  }

  absl::Status Binary() const {
    return Bad(name_, at_.number(), "changes a binary file, which no live patch can carry; leave that file out");
  }

  absl::Status PlainSection() {
    FilePatch file;
    file.patch_line = at_.number();
    absl::Status read = NamesAndHunks(file);
    if (read.ok() && !file.hunks.empty()) files_.push_back(std::move(file));
    return read;
  }

  /// The extended header lines of git, then perhaps names and hunks.
  absl::Status GitSection() {
    FilePatch file;
    file.patch_line = at_.number();
    std::string_view names = at_.line().substr(11);
    for (at_.Next(); !at_.done(); at_.Next()) {
      absl::StatusOr<bool> known = GitHeader(file);
      if (!known.ok()) return known.status();
      if (!*known) break;
    }
    if (StartsFile(at_)) {
      absl::Status read = NamesAndHunks(file);
      if (!read.ok()) return read;
    } else if (file.old_name.empty()) {
      NamesFromGitLine(names, file);
    }
    bool counts = file.action != PatchAction::kModify || !file.hunks.empty();
    if (counts) files_.push_back(std::move(file));
    return absl::OkStatus();
  }

  absl::StatusOr<bool> GitHeader(FilePatch& file) {
    std::string_view line = at_.line();
    if (line.starts_with("GIT binary patch") || line.starts_with("Binary files ")) return Binary();
    if (Contains(line, "mode 120000")) {
      return Bad(name_, at_.number(), "changes a symbolic link, which no live patch can carry; leave that file out");
    }
    if (Contains(line, "mode 160000")) return Bad(name_, at_.number(), "changes a submodule; leave it out");
    if (line.starts_with("new file mode")) {
      file.action = PatchAction::kCreate;
    } else if (line.starts_with("deleted file mode")) {
      file.action = PatchAction::kDelete;
    } else if (line.starts_with("rename from ") || line.starts_with("copy from ")) {
      file.action = line[0] == 'r' ? PatchAction::kRename : PatchAction::kCopy;
      file.old_name = Unquote(line.substr(line.find("from ") + 5));
      file.names_have_prefix = false;
    } else if (line.starts_with("rename to ") || line.starts_with("copy to ")) {
      file.new_name = Unquote(line.substr(line.find("to ") + 3));
    } else {
      return line.starts_with("index ") || line.starts_with("similarity index ") ||
             line.starts_with("dissimilarity index ") || line.starts_with("old mode ") ||
             line.starts_with("new mode ");
    }
    return true;
  }

  /// For sections without "---" and "+++" (an empty file made or removed): "a/x b/x", both of the same length.
  static void NamesFromGitLine(std::string_view names, FilePatch& file) {
    std::size_t half = names.size() / 2;
    file.old_name = Unquote(names.substr(0, half));
    file.new_name = Unquote(names.substr(std::min(half + 1, names.size())));
  }

  absl::Status NamesAndHunks(FilePatch& file) {
    std::string old_name = HeaderName(at_.line());
    at_.Next();
    std::string new_name = HeaderName(at_.line());
    at_.Next();
    if (file.names_have_prefix) {
      file.old_name = std::move(old_name);
      file.new_name = std::move(new_name);
      if (file.old_name == "/dev/null") file.action = PatchAction::kCreate;
      if (file.new_name == "/dev/null") file.action = PatchAction::kDelete;
    }
    while (!at_.done() && at_.line().starts_with("@@")) {
      absl::Status read = OneHunk(file);
      if (!read.ok()) return read;
    }
    return absl::OkStatus();
  }

  absl::Status OneHunk(FilePatch& file) {
    Hunk hunk;
    Counts left;
    hunk.patch_line = at_.number();
    if (at_.line().starts_with("@@@")) {
      return Bad(name_, at_.number(), "a merge's combined diff; make a diff against one parent (git diff A B)");
    }
    if (!ParseHunkHeader(at_.line(), hunk, left)) {
      return Bad(name_, at_.number(), Cat("a damaged hunk header: ", at_.line().substr(0, 60)));
    }
    for (at_.Next(); left.old_count > 0 || left.new_count > 0; at_.Next()) {
      absl::Status taken = OneLine(hunk, left);
      if (!taken.ok()) return taken;
    }
    if (!at_.done() && at_.line().starts_with("\\ ")) {
      if (!hunk.lines.empty()) hunk.lines.back().has_newline = false;
      at_.Next();
    }
    file.hunks.push_back(std::move(hunk));
    return absl::OkStatus();
  }

  absl::Status OneLine(Hunk& hunk, Counts& left) {
    std::optional<LineKind> kind = at_.done() ? std::nullopt : KindOfLine(at_.line());
    if (!at_.done() && at_.line().starts_with("\\ ") && !hunk.lines.empty()) {
      hunk.lines.back().has_newline = false;
      return absl::OkStatus();
    }
    bool in_old = kind && *kind != LineKind::kAdded;
    bool in_new = kind && *kind != LineKind::kRemoved;
    if (!kind || (in_old && left.old_count == 0) || (in_new && left.new_count == 0)) return CutOff(hunk, left);
    left.old_count -= in_old ? 1 : 0;
    left.new_count -= in_new ? 1 : 0;
    std::string_view text = at_.line();
    if (!text.empty() && text[0] != '\t') text.remove_prefix(1);
    hunk.lines.push_back({*kind, std::string(text), true});
    return absl::OkStatus();
  }

  absl::Status CutOff(const Hunk& hunk, const Counts& left) const {
    return Bad(name_, at_.number(),
               Cat("hunk ", hunk.header, " of line ", hunk.patch_line, " lacks ", left.old_count, " old and ",
                   left.new_count, " new lines here; the patch is cut off or damaged, get it again"));
  }

  Cursor at_;
  std::string_view name_;
  std::vector<FilePatch> files_;
};

}  // namespace

absl::StatusOr<std::vector<FilePatch>> ParsePatch(std::string_view text, std::string_view name) {
  absl::StatusOr<std::vector<FilePatch>> files = Parser(text, name).Run();
  if (!files.ok() || !files->empty()) return files;
  std::string_view what = Contains(text, std::string_view("\0", 1)) ? "is binary and holds no unified diff"
                                                                    : "holds no unified diff that changes a file";
  return absl::InvalidArgumentError(Cat(name, ": ", what, "; give a patch (git format-patch, diff -up) or a livepatch "
                                                          "module's source"));
}

bool LooksLikePatch(std::string_view text) {
  for (Cursor at(text); !at.done(); at.Next()) {
    if (at.line().starts_with("diff --git ") || at.line().starts_with("diff --cc ") || StartsFile(at)) return true;
    if (at.line().starts_with("Binary files ") && at.line().ends_with(" differ")) return true;
  }
  return false;
}

}  // namespace lpcheck
