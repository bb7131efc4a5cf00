// See apply.h.
#include "analyzer/input/apply.h"

#include <algorithm>
#include <optional>

#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

constexpr std::size_t kShownText = 60;

/// Lines with their ends kept, so that what is not touched stays as it is to the byte.
std::vector<std::string_view> LinesWithEnds(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::size_t whole = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, whole));
    text.remove_prefix(whole);
  }
  return lines;
}

std::string_view WithoutEnd(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

using Side = std::vector<std::string_view>;

/// The lines that `hunk` has on one side: context and `kind`.
Side SideOf(const Hunk& hunk, LineKind kind) {
  Side side;
  for (const HunkLine& line : hunk.lines) {
    if (line.kind == LineKind::kContext || line.kind == kind) side.push_back(line.text);
  }
  return side;
}

class Text {
 public:
  explicit Text(std::string_view text) : lines_(LinesWithEnds(text)) {
    crlf_ = !lines_.empty() && lines_[0].ends_with("\r\n");
  }

  int size() const { return static_cast<int>(lines_.size()); }
  std::string_view raw(int line) const { return lines_[line]; }
  std::string_view plain(int line) const { return WithoutEnd(lines_[line]); }
  std::string_view line_end() const { return crlf_ ? "\r\n" : "\n"; }

  bool Matches(const Side& side, int at) const {
    if (at < 0 || at + static_cast<int>(side.size()) > size()) return false;
    for (std::size_t i = 0; i < side.size(); ++i) {
      if (plain(at + static_cast<int>(i)) != side[i]) return false;
    }
    return true;
  }

  /// The matching place nearest to `wanted`, not before `floor`.
  std::optional<int> Find(const Side& side, int wanted, int floor) const {
    for (int distance = 0; distance <= std::max(wanted, size()); ++distance) {
      if (wanted - distance >= floor && Matches(side, wanted - distance)) return wanted - distance;
      if (wanted + distance >= floor && Matches(side, wanted + distance)) return wanted + distance;
    }
    return std::nullopt;
  }

 private:
  std::vector<std::string_view> lines_;
  bool crlf_ = false;
};

/// The place where most lines of the hunk's old side match, and the first line that does not.
struct Nearest {
  int at = 0;
  int matching = 0;
};

Nearest FindNearest(const Text& text, const Side& side, int wanted) {
  Nearest best;
  for (int at = 0; at < text.size(); ++at) {
    int matching = 0;
    int end = std::min(static_cast<int>(side.size()), text.size() - at);
    for (int i = 0; i < end; ++i) matching += text.plain(at + i) == side[i] && !Trim(side[i]).empty() ? 1 : 0;
    bool nearer = matching == best.matching && std::abs(at - wanted) < std::abs(best.at - wanted);
    if (matching > best.matching || nearer) best = {at, matching};
  }
  return best;
}

std::string Shown(std::string_view line) {
  line = Trim(line);
  return Cat("'", line.substr(0, kShownText), line.size() > kShownText ? "..." : "", "'");
}

std::string FirstDifference(const Text& text, const Side& side, int at) {
  for (int i = 0; i < static_cast<int>(side.size()); ++i) {
    if (at + i >= text.size()) return Cat("the file ends at line ", text.size());
    if (text.plain(at + i) == side[i]) continue;
    return Cat("line ", at + i + 1, " has ", Shown(text.plain(at + i)), " where the hunk has ", Shown(side[i]));
  }
  return "it overlaps the hunk before";
}

absl::Status DoesNotApply(const Text& text, const Hunk& hunk, std::size_t number, std::size_t count, int wanted) {
  std::string message = Cat("hunk ", number + 1, " of ", count, " (", hunk.header, ", line ", hunk.patch_line,
                            " of the patch) does not apply");
  if (text.Find(SideOf(hunk, LineKind::kAdded), wanted, 0) && !SideOf(hunk, LineKind::kAdded).empty()) {
    return absl::InvalidArgumentError(
        Cat(message, "; its new text is there already, so the tree seems to have this fix: give the older tree"));
  }
  Side side = SideOf(hunk, LineKind::kRemoved);
  Nearest nearest = FindNearest(text, side, wanted);
  if (nearest.matching == 0) {
    return absl::InvalidArgumentError(
        Cat(message, "; no line of it occurs in the file: is it for another version of the kernel?"));
  }
  return absl::InvalidArgumentError(Cat(message, "; the nearest place is line ", nearest.at + 1, ", where ",
                                        nearest.matching, " of ", side.size(), " lines match: ",
                                        FirstDifference(text, side, nearest.at)));
}

/// Writes the hunk's new side: context as the file has it, added lines with the file's line ends.
void Emit(const Text& text, const Hunk& hunk, int at, std::string& out) {
  for (const HunkLine& line : hunk.lines) {
    switch (line.kind) {
      case LineKind::kContext:
        out.append(text.raw(at++));
        break;
      case LineKind::kRemoved:
        ++at;
        break;
      case LineKind::kAdded:
        if (!out.empty() && !out.ends_with('\n')) out.append(text.line_end());
        out.append(line.text);
        if (line.has_newline) out.append(text.line_end());
        break;
    }
  }
}

}  // namespace

absl::StatusOr<std::string> ApplyHunks(std::string_view original, const std::vector<Hunk>& hunks) {
  Text text(original);
  std::string out;
  int done = 0;    // lines of the original that are written or removed
  int offset = 0;  // how far the hunk before had moved
  for (std::size_t i = 0; i < hunks.size(); ++i) {
    Side side = SideOf(hunks[i], LineKind::kRemoved);
    int start = std::min(hunks[i].old_start, text.size() + 1);
    int wanted = std::max(0, side.empty() ? start : start - 1) + offset;
    std::optional<int> place = text.Find(side, wanted, done);
    if (!place) return DoesNotApply(text, hunks[i], i, hunks.size(), wanted);
    for (; done < *place; ++done) out.append(text.raw(done));
    Emit(text, hunks[i], *place, out);
    done = *place + static_cast<int>(side.size());
    offset += *place - wanted;
  }
  for (; done < text.size(); ++done) out.append(text.raw(done));
  return out;
}

}  // namespace lpcheck
