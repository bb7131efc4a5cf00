#include "analyzer/semantics/elsewhere.h"

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/index/facts.h"

namespace lpcheck::semantics {
namespace {

using index::Access;
using index::FactKind;
using index::FunctionRef;
using index::Site;

constexpr std::string_view kOf = " of ";
constexpr int kLongestDefinition = 120;  ///< lines; what is longer decides nothing

/// "struct tag.inner.field" -> tag, field: how the index spells it. A global has no record.
std::pair<std::string, std::string> Spelled(const std::string& datum) {
  const std::size_t dot = datum.find('.');
  if (dot == std::string::npos) return {"", datum};
  std::string record = datum.substr(0, dot);
  if (const std::size_t space = record.rfind(' '); space != std::string::npos) record.erase(0, space + 1);
  return {record, datum.substr(datum.rfind('.') + 1)};
}

bool HasLinkage(const FunctionRef& function) { return (function.flags & index::kStatic) == 0; }

}  // namespace

std::string NameOf(const Place& place) { return Cat(place.name, kOf, place.file); }

std::optional<Place> PlaceOf(const std::string& name) {
  const std::size_t of = name.find(kOf);
  if (of == std::string::npos) return std::nullopt;
  return Place{name.substr(0, of), name.substr(of + kOf.size())};
}

Elsewhere::Elsewhere(const IndexSource& source) : source_(source) {}

bool Elsewhere::IsOpen() {
  if (tried_ || source_.file.empty()) return reader_.has_value();
  tried_ = true;
  absl::StatusOr<index::Reader> reader = index::Reader::Open(source_.file);
  absl::Status status = reader.ok() ? reader->IsCurrent(source_.tree, source_.build) : reader.status();
  if (!status.ok()) {
    gaps_.push_back({.kind = "index-not-used", .matters = false, .message = Cat(std::string(status.message()), "; what other files do is not known")});
    return false;
  }
  const std::size_t known = reader->Units().size() - reader->Missing().size();
  if (known < source_.built) {
    gaps_.push_back({.kind = "index-partial", .matters = false,
                     .message = Cat("the index knows ", known, " of ", source_.built, " files; what the others do is not known")});
  }
  reader_.emplace(*std::move(reader));
  return true;
}

bool Elsewhere::KnowsEveryFile() { return IsOpen() && gaps_.empty(); }

bool Elsewhere::IsOther(const std::string& file) const { return !file.empty() && !source_.own.contains(file); }

std::vector<Place> Elsewhere::Callers(const std::string& name) {
  if (!IsOpen()) return {};
  std::set<std::string> shadowed;  // files that mean a function of their own by this name
  for (const FunctionRef& function : reader_->Functions(name)) {
    if (!HasLinkage(function)) shadowed.insert(function.file);
  }
  std::set<Place> callers;
  for (const Site& site : reader_->Callers(name)) {
    const FunctionRef& caller = site.function;
    if (IsOther(caller.file) && !caller.name.empty() && !shadowed.contains(caller.file)) callers.insert({caller.name, caller.file});
  }
  return {callers.begin(), callers.end()};
}

bool Elsewhere::Matters(const Place& caller, const CallerConcerns& concerns) {
  if (!IsOpen()) return false;
  for (const FunctionRef& function : reader_->Functions(caller.name)) {
    if (function.file != caller.file) continue;
    if (concerns.locks && (function.effects & index::kLocks) != 0) return true;
    if (concerns.releases && (function.effects & (index::kPuts | index::kFrees)) != 0) return true;
    for (const index::Fact& fact : reader_->FactsOf(function, {FactKind::kCompares})) {
      if (concerns.constants.contains(fact.mode)) return true;
    }
  }
  return false;
}

bool Elsewhere::Stores(const Place& place, const std::string& record, const std::string& field, const std::set<std::int64_t>& constants) {
  const FunctionRef function{.name = place.name, .file = place.file};
  const std::vector<index::Fact> facts = reader_->FactsOf(function, {FactKind::kStoreConstant});
  return std::any_of(facts.begin(), facts.end(), [&](const index::Fact& fact) {
    return fact.a == record && fact.b == field && constants.contains(fact.mode);
  });
}

std::vector<Place> Elsewhere::Users(const std::string& datum, const std::set<std::int64_t>& constants, std::size_t most) {
  if (!IsOpen()) return {};
  const auto [record, field] = Spelled(datum);
  if (record.empty() && datum.find(' ') != std::string::npos) return {};
  const std::vector<Site> sites = record.empty() ? reader_->GlobalUses(field, ~0) : reader_->FieldUses(record, field, ~0);
  std::vector<Place> users;
  std::set<Place> seen;
  for (const int wanted : {index::kGrows | index::kShrinks, static_cast<int>(index::kWrite), static_cast<int>(index::kRead)}) {
    std::set<Place> found;
    for (const Site& site : sites) {
      const Place place{site.function.name, site.function.file};
      if ((site.mode & wanted) != 0 && !place.name.empty() && IsOther(place.file)) found.insert(place);
    }
    std::size_t taken = 0;
    for (const Place& place : found) {
      if (taken == most) break;
      if (wanted == index::kWrite && !Stores(place, record, field, constants)) continue;
      if (!seen.insert(place).second) continue;
      users.push_back(place);
      ++taken;
    }
  }
  return users;
}

std::set<std::string> Elsewhere::AddressUses(const std::string& name) {
  if (!IsOpen()) return {};
  std::set<std::string> shadowed;
  for (const FunctionRef& function : reader_->Functions(name)) {
    if (!HasLinkage(function)) shadowed.insert(function.file);
  }
  std::set<std::string> uses;
  for (const Site& site : reader_->AddressUses(name)) {
    if (!IsOther(site.function.file) || shadowed.contains(site.function.file)) continue;
    const bool is_field = site.what.find('.') != std::string::npos;
    uses.insert(is_field ? site.what : "");
  }
  return uses;
}

std::optional<index::Sleeper> Elsewhere::SleepOf(const Place& place) {
  return IsOpen() ? index::SleepOf(*reader_, place.name, place.file) : std::nullopt;
}

std::optional<Place> Elsewhere::Definition(const std::string& name) {
  if (!IsOpen()) {
    const std::optional<std::string> file = source_.define ? source_.define(name) : std::nullopt;
    return file ? std::optional(Place{name, *file}) : std::nullopt;
  }
  std::vector<FunctionRef> defined;
  for (const FunctionRef& function : reader_->Functions(name)) {
    const bool counts = HasLinkage(function) && function.file.ends_with(".c");
    if (counts) defined.push_back(function);
  }
  if (defined.size() != 1 || (defined[0].flags & index::kWeak) != 0 || !IsOther(defined[0].file)) return std::nullopt;
  if (reader_->LinesOf(defined[0]) > kLongestDefinition) return std::nullopt;
  return Place{name, defined[0].file};
}

}  // namespace lpcheck::semantics
