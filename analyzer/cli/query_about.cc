#include "analyzer/cli/query_about.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/base/text.h"

namespace lpcheck::query {
namespace {

using index::FunctionRef;
using index::Reader;

constexpr std::size_t kMostObjects = 3;

constexpr std::pair<std::uint32_t, std::string_view> kFlags[] = {
    {index::kInline, "inline"}, {index::kAlwaysInline, "always-inline"}, {index::kNoInline, "noinline"}, {index::kInit, "init-only"},
    {index::kExit, "exit-only"}, {index::kNoReturn, "never returns"}, {index::kVariadic, "variadic"}, {index::kWeak, "weak"},
    {index::kSyscall, "system call"}};

constexpr std::pair<std::uint32_t, std::string_view> kEffects[] = {
    {index::kSleeps, "sleeps"}, {index::kWaits, "waits"}, {index::kLocks, "locks"}, {index::kUnlocks, "unlocks"}, {index::kGets, "gets"},
    {index::kPuts, "puts"}, {index::kAllocates, "allocates"}, {index::kAllocatesAtomic, "allocates without sleeping"}, {index::kFrees, "frees"},
    {index::kPublishes, "publishes"}, {index::kUnpublishes, "unpublishes"}, {index::kReadsShared, "reads shared"},
    {index::kWritesShared, "writes shared"}, {index::kDefers, "defers"}, {index::kWakes, "wakes"}, {index::kCopiesOut, "copies to or from user"},
    {index::kCallsPointer, "calls through pointers"}, {index::kHasAsm, "has assembly"}, {index::kDisablesIrq, "disables interrupts"},
    {index::kUnknownCall, "calls what no table knows"}};

template <typename Table>
std::string Words(std::uint32_t bits, const Table& table) {
  std::string text;
  for (const auto& [bit, word] : table) {
    if ((bits & bit) != 0) text += Cat(text.empty() ? "" : ", ", word);
  }
  return text;
}

/// Why the tracer has no entry that it could redirect; empty when it has one.
std::string WhyNotTraced(const FunctionRef& function, const std::string& section, const std::vector<index::BuiltIn>& built) {
  if ((function.flags & index::kAlwaysInline) != 0) return "it is always inlined";
  if ((function.flags & index::kNoTrace) != 0) return "its attributes say so";
  if (section.starts_with(".noinstr") || section.starts_with(".entry")) return Cat("section ", section, " is never traced");
  const bool any = std::any_of(built.begin(), built.end(), [](const index::BuiltIn& one) { return one.traced; });
  return any ? "" : "the command that builds it has no tracer flag";
}

std::string BuiltAs(const std::vector<index::BuiltIn>& built) {
  std::set<std::string> objects;
  for (const index::BuiltIn& one : built) objects.insert(one.object);
  std::string text;
  std::size_t count = 0;
  for (const std::string& object : objects) {
    if (count++ < kMostObjects) text += Cat(text.empty() ? "" : ", ", object);
  }
  return objects.size() <= kMostObjects ? text : Cat(text, " and ", objects.size() - kMostObjects, " more");
}

}  // namespace

Answer About(Reader& reader, const std::string& name) {
  Answer answer;
  for (const FunctionRef& function : reader.Functions(name)) {
    const std::vector<index::BuiltIn> built = reader.BuiltBy(function);
    const std::string section = reader.SectionOf(function), flags = Words(function.flags, kFlags);
    const std::string not_traced = WhyNotTraced(function, section, built);
    const index::Summary summary = reader.SummaryOf(function);
    std::string note = Cat((function.flags & index::kStatic) != 0 ? "static" : reader.Exported(name) ? "exported" : "global", flags.empty() ? "" : ", ", flags,
                           section.empty() ? "" : Cat(", section ", section), "; in ", BuiltAs(built), "; ",
                           not_traced.empty() ? "traceable" : Cat("not traceable: ", not_traced));
    note += Cat("; itself: ", Words(function.effects, kEffects), "; with what it calls", summary.complete ? "" : " (as far as is known)", ": ",
                Words(summary.effects, kEffects));
    answer.rows.push_back({name, function.file, function.line, std::move(note), {}});
  }
  for (const auto& [object, symbol] : reader.Symbols(name)) {
    const std::string from = symbol.file.empty() ? "" : Cat(" from ", symbol.file);
    answer.rows.push_back({symbol.symbol, "", 0, Cat("linked into ", object, from, ", old_sympos ", symbol.position), {}});
  }
  return answer;
}

Answer Layout(Reader& reader, const std::string& name) {
  constexpr std::int64_t kByte = 8;
  Answer answer;
  const std::string_view bare = name.starts_with("struct ") ? std::string_view(name).substr(7) : std::string_view(name);
  const std::string record(bare);
  for (const index::Record& found : reader.Records(record)) {
    answer.rows.push_back({record, "", 0, Cat(found.is_union ? "union" : "struct", ", size ", found.size, ", align ", found.align), {}});
    for (const index::Field& field : found.fields) {
      const std::int64_t bit = field.offset_bits % kByte;
      const bool whole = bit == 0 && field.size_bits % kByte == 0;
      const std::string where = whole ? Cat("offset ", field.offset_bits / kByte, ", size ", field.size_bits / kByte)
                                      : Cat("offset ", field.offset_bits / kByte, " bit ", bit, ", bits ", field.size_bits);
      answer.rows.push_back({Cat(record, ".", field.name), "", 0, Cat(where, ", ", field.type), {}});
    }
  }
  for (const auto& [holder, field] : reader.Embeddings(record)) answer.rows.push_back({Cat(holder, ".", field), "", 0, "holds it by value", {}});
  return answer;
}

}  // namespace lpcheck::query
