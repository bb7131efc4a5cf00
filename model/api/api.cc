// Parses the API table line by line and finds names in it. A line that is not understood makes the whole
// table invalid: a silently dropped line would turn a lock into an unknown call. Patterns are globs with `*`
// only.
#include "model/api/api.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <set>
#include <utility>

#include "absl/status/status.h"

namespace lpcheck::api {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 36> kKinds = {{
    {Kind::kLock, "lock"},
    {Kind::kUnlock, "unlock"},
    {Kind::kTryLock, "try-lock"},
    {Kind::kAssertHeld, "assert-held"},
    {Kind::kGet, "get"},
    {Kind::kPut, "put"},
    {Kind::kTryGet, "try-get"},
    {Kind::kAlloc, "alloc"},
    {Kind::kFree, "free"},
    {Kind::kRegister, "register"},
    {Kind::kUnregister, "unregister"},
    {Kind::kStart, "start"},
    {Kind::kStop, "stop"},
    {Kind::kPublish, "publish"},
    {Kind::kUnpublish, "unpublish"},
    {Kind::kInit, "init"},
    {Kind::kWrite, "write"},
    {Kind::kCopyOut, "copy-out"},
    {Kind::kCopyIn, "copy-in"},
    {Kind::kAdd, "add"},
    {Kind::kSub, "sub"},
    {Kind::kSetBit, "set-bit"},
    {Kind::kClearBit, "clear-bit"},
    {Kind::kStore, "store"},
    {Kind::kLoad, "load"},
    {Kind::kBarrier, "barrier"},
    {Kind::kWait, "wait"},
    {Kind::kWake, "wake"},
    {Kind::kDefer, "defer"},
    {Kind::kCancel, "cancel"},
    {Kind::kSleep, "sleep"},
    {Kind::kLog, "log"},
    {Kind::kAssert, "assert"},
    {Kind::kPure, "pure"},
    {Kind::kNoReturn, "no-return"},
    {Kind::kSlot, "slot"},
}};

constexpr std::string_view kUnmodelledKind = "unmodelled";
constexpr int kMaxArgument = 15;

constexpr std::array<std::string_view, 4> kIrqs = {"off", "save", "bh", "preempt"};
constexpr std::array<std::string_view, 6> kModes = {"read", "write", "again", "sum", "difference", "product"};
constexpr std::array<std::string_view, 7> kFails = {"null", "errptr", "errno", "false", "zero", "nonzero", "tested"};

constexpr std::array<std::pair<std::string_view, bool Entry::*>, 8> kFlags = {{
    {"sleeps", &Entry::sleeps},
    {"null-ok", &Entry::null_ok},
    {"zeroed", &Entry::zeroed},
    {"scoped", &Entry::scoped},
    {"managed", &Entry::managed},
    {"deferred", &Entry::deferred},
    {"lvalue", &Entry::lvalue},
    {"fatal", &Entry::fatal},
}};

/// What `obj` means when the line does not say: the result of an allocation, nothing where no object is
/// touched.
int DefaultObject(Kind kind) {
  switch (kind) {
    case Kind::kAlloc:
      return kResult;
    case Kind::kBarrier:
    case Kind::kSleep:
    case Kind::kLog:
    case Kind::kAssert:
    case Kind::kPure:
    case Kind::kNoReturn:
    case Kind::kSlot:
      return kNoArg;
    case Kind::kLock:
    case Kind::kUnlock:
    case Kind::kTryLock:
    case Kind::kAssertHeld:
    case Kind::kGet:
    case Kind::kPut:
    case Kind::kTryGet:
    case Kind::kFree:
    case Kind::kRegister:
    case Kind::kUnregister:
    case Kind::kStart:
    case Kind::kStop:
    case Kind::kPublish:
    case Kind::kUnpublish:
    case Kind::kInit:
    case Kind::kWrite:
    case Kind::kCopyOut:
    case Kind::kCopyIn:
    case Kind::kAdd:
    case Kind::kSub:
    case Kind::kSetBit:
    case Kind::kClearBit:
    case Kind::kStore:
    case Kind::kLoad:
    case Kind::kWait:
    case Kind::kWake:
    case Kind::kDefer:
    case Kind::kCancel:
      return 0;
  }
  std::abort();
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '*' ||
         c == '(' || c == ')' || c == '.';
}

std::size_t FixedCharacters(std::string_view glob) {
  return glob.size() - static_cast<std::size_t>(std::count(glob.begin(), glob.end(), '*'));
}

/// Does `name` match `glob`? The last `*` seen is the only one worth going back to.
bool Matches(std::string_view glob, std::string_view name) {
  std::size_t g = 0, n = 0, star = std::string_view::npos, resume = 0;
  while (n < name.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = n;
    } else if (g < glob.size() && glob[g] == name[n]) {
      ++g, ++n;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

bool EndsCanMatch(std::string_view glob, std::string_view name) {
  return (glob.front() == '*' || glob.front() == name.front()) &&
         (glob.back() == '*' || glob.back() == name.back());
}

absl::Status Bad(std::initializer_list<std::string_view> parts) {
  std::string message;
  for (std::string_view part : parts) message += part;
  return absl::InvalidArgumentError(message);
}

/// The non-empty pieces of `text` between characters of `separators`.
std::vector<std::string_view> Split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> pieces;
  while (true) {
    std::size_t begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) return pieces;
    text.remove_prefix(begin);
    std::size_t length = std::min(text.find_first_of(separators), text.size());
    pieces.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
}

struct Line {
  Entry entry;
  bool unmodelled = false;
};

/// One line's words; errors say what is wrong, the caller says where.
class LineParser {
 public:
  absl::StatusOr<Line> Parse(const std::vector<std::string_view>& words) {
    if (words.size() < 2) return Bad({"a line needs a name and a kind"});
    if (absl::Status status = ParseName(words[0]); !status.ok()) return status;
    if (words[1] == kUnmodelledKind) {
      line_.unmodelled = true;
      for (std::size_t i = 2; i < words.size(); ++i) {
        if (!words[i].starts_with("size=") && !words[i].starts_with("count=")) return Bad({"'unmodelled' takes no words but 'size=' and 'count='"});
        if (absl::Status status = ParseWord(words[i]); !status.ok()) return status;
      }
      return line_;
    }
    std::optional<Kind> kind = KindFromName(words[1]);
    if (!kind) return Bad({"unknown kind '", words[1], "'"});
    line_.entry.kind = *kind;
    line_.entry.obj = DefaultObject(*kind);
    if (*kind == Kind::kAssert) line_.entry.value = 0;
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (absl::Status status = ParseWord(words[i]); !status.ok()) return status;
    }
    return line_;
  }

 private:
  absl::Status ParseName(std::string_view name) {
    if (!std::all_of(name.begin(), name.end(), IsNameCharacter)) {
      return Bad({"'", name, "' is not a name or a pattern"});
    }
    if (FixedCharacters(name) == 0) return Bad({"a pattern needs a fixed character"});
    line_.entry.name = std::string(name);
    line_.entry.guess = FixedCharacters(name) != name.size();
    return absl::OkStatus();
  }

  absl::Status ParseWord(std::string_view word) {
    std::size_t equals = word.find('=');
    std::string_view key = word.substr(0, equals);
    if (!seen_.insert(key).second) return Bad({"'", key, "' is given twice"});
    return equals == std::string_view::npos ? ParseFlag(word) : ParseKey(key, word.substr(equals + 1));
  }

  absl::Status ParseFlag(std::string_view word) {
    for (const auto& [name, member] : kFlags) {
      if (name != word) continue;
      line_.entry.*member = true;
      return absl::OkStatus();
    }
    return Bad({"unknown flag '", word, "'"});
  }

  absl::Status ParseKey(std::string_view key, std::string_view value) {
    Entry& entry = line_.entry;
    if (value.empty()) return Bad({"'", key, "=' has no value"});
    if (key == "obj") return ParseObject(value);
    if (key == "value") return ParseArgument(key, value, entry.value);
    if (key == "size") return ParseArgument(key, value, entry.size);
    if (key == "count") return ParseArgument(key, value, entry.count);
    if (key == "tests") return ParseArgument(key, value, entry.tests);
    if (key == "gfp") return ParseArgument(key, value, entry.gfp);
    if (key == "irq") return ParseOneOf(key, value, kIrqs, entry.irq);
    if (key == "mode") return ParseOneOf(key, value, kModes, entry.mode);
    if (key == "fails") return ParseOneOf(key, value, kFails, entry.fails);
    if (key == "cls") {
      entry.cls = std::string(value);
      return absl::OkStatus();
    }
    if (key == "also") {
      for (std::string_view name : Split(value, ",")) entry.also.emplace_back(name);
      return absl::OkStatus();
    }
    return Bad({"unknown key '", key, "'"});
  }

  absl::Status ParseObject(std::string_view value) {
    if (value == "result" || value == "none") {
      line_.entry.obj = value == "none" ? kNoArg : kResult;
      return absl::OkStatus();
    }
    return ParseArgument("obj", value, line_.entry.obj);
  }

  static absl::Status ParseArgument(std::string_view key, std::string_view value, int& index) {
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
    bool number = error == std::errc() && end == value.data() + value.size();
    if (number && index >= 0 && index <= kMaxArgument) return absl::OkStatus();
    return Bad({"'", key, "=", value, "' is not an argument index from 0 to ", std::to_string(kMaxArgument)});
  }

  template <std::size_t kCount>
  static absl::Status ParseOneOf(std::string_view key, std::string_view value,
                                 const std::array<std::string_view, kCount>& allowed, std::string& target) {
    std::string choices;
    for (std::string_view choice : allowed) {
      if (choice == value) {
        target = std::string(value);
        return absl::OkStatus();
      }
      choices += choices.empty() ? "" : ", ";
      choices += choice;
    }
    return Bad({"'", key, "=", value, "' is none of ", choices});
  }

  Line line_;
  std::set<std::string_view> seen_;
};

absl::Status AtLine(int number, std::string_view message) {
  return Bad({"kernel API table, line ", std::to_string(number), ": ", message});
}

}  // namespace

absl::StatusOr<Table> Table::Parse(std::string_view text) {
  Table table;
  std::vector<Line> patterns;
  std::set<std::string, std::less<>> names;
  int number = 0;
  while (!text.empty()) {
    ++number;
    std::string_view raw = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(raw.size() + 1, text.size()));
    std::vector<std::string_view> words = Split(raw.substr(0, raw.find('#')), " \t\r");
    if (words.empty()) continue;
    absl::StatusOr<Line> line = LineParser().Parse(words);
    if (!line.ok()) return AtLine(number, std::string(line.status().message()));
    if (!names.insert(line->entry.name).second) {
      return AtLine(number, "'" + line->entry.name + "' has an entry already");
    }
    if (line->entry.guess) {
      patterns.push_back(*std::move(line));
      continue;
    }
    if (line->unmodelled && line->entry.size >= 0) table.sizes_.emplace(line->entry.name, line->entry);
    table.literal_.emplace(line->entry.name, line->unmodelled ? kUnmodelled : table.entries_.size());
    if (!line->unmodelled) table.entries_.push_back(std::move(line->entry));
  }
  std::stable_sort(patterns.begin(), patterns.end(), [](const Line& a, const Line& b) {
    return FixedCharacters(a.entry.name) > FixedCharacters(b.entry.name);
  });
  for (Line& line : patterns) {
    table.patterns_.push_back({line.entry.name, line.unmodelled ? kUnmodelled : table.entries_.size()});
    if (!line.unmodelled) table.entries_.push_back(std::move(line.entry));
  }
  return table;
}

const Entry* Table::FindSize(std::string_view name) const {
  const auto found = sizes_.find(name);
  return found == sizes_.end() ? nullptr : &found->second;
}

const Entry* Table::Find(std::string_view name) const {
  if (name.empty()) return nullptr;
  if (auto literal = literal_.find(name); literal != literal_.end()) {
    return literal->second == kUnmodelled ? nullptr : &entries_[literal->second];
  }
  for (const Pattern& pattern : patterns_) {
    if (!EndsCanMatch(pattern.glob, name) || !Matches(pattern.glob, name)) continue;
    return pattern.entry == kUnmodelled ? nullptr : &entries_[pattern.entry];
  }
  return nullptr;
}

bool Table::SlotSleeps(std::string_view datum) const {
  constexpr std::string_view kTag = "struct ";
  if (!datum.starts_with(kTag)) return false;
  const Entry* entry = Find(datum.substr(kTag.size()));
  return entry != nullptr && entry->kind == Kind::kSlot && entry->sleeps;
}

std::string_view Name(Kind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  std::abort();
}

std::optional<Kind> KindFromName(std::string_view name) {
  for (const auto& [kind, known] : kKinds) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

bool Discharges(const Entry& release, const Entry& acquire) {
  if (acquire.cls.empty()) return false;
  return acquire.cls == release.cls ||
         std::find(release.also.begin(), release.also.end(), acquire.cls) != release.also.end();
}

}  // namespace lpcheck::api
