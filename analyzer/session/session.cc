#include "analyzer/session/session.h"

#include <utility>

#include "analyzer/session/invocation.h"
#include "analyzer/session/preamble.h"
#include "analyzer/session/preamble_cache.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Path.h"

namespace lpcheck::session {
namespace {

/// A block shorter than this is parsed faster than it is shared.
constexpr unsigned kSmallestBlock = 16;

bool IsCFile(const std::string& path) { return llvm::StringRef(path).ends_with(".c"); }

/// True when the versions differ in .c files alone: then the headers, whichever they are, are the same.
bool OnlyCFilesDiffer(const Overlay& before, const Overlay& after) {
  for (const auto* side : {&before, &after}) {
    const Overlay& other = side == &before ? after : before;
    for (const auto& [path, text] : *side) {
      auto found = other.find(path);
      if ((found == other.end() || found->second != text) && !IsCFile(path)) return false;
    }
  }
  return true;
}

bool SameBlock(const Invocation& before, const Invocation& after) {
  const clang::PreambleBounds bounds = BoundsOf(before);
  const clang::PreambleBounds other = BoundsOf(after);
  return bounds.Size == other.Size && bounds.PreambleEndsAtStartOfLine == other.PreambleEndsAtStartOfLine &&
         before.args == after.args && before.main_file == after.main_file &&
         llvm::StringRef(before.main_text).substr(0, bounds.Size) ==
             llvm::StringRef(after.main_text).substr(0, bounds.Size);
}

using Shared = std::shared_ptr<const Preamble>;

struct PreamblePair {
  Shared before;
  Shared after;
};

/// What is at hand or pays off: a preamble costs one and a half parses, so one that only serves a single
/// version is not made.
PreamblePair PreamblesFor(const Invocation& before, const Invocation& after, const SessionOptions& options) {
  PreamblePair pair;
  const bool same_block = SameBlock(before, after);
  pair.before = FindPreamble(before, options);
  if (pair.before == nullptr && same_block && BoundsOf(before).Size >= kSmallestBlock &&
      OnlyCFilesDiffer(before.overlay, after.overlay)) {
    pair.before = BuildPreamble(before);
    if (pair.before != nullptr) KeepPreamble(before, *pair.before, options);
  }
  if (pair.before != nullptr && same_block && OverlayAgrees(after, before, *pair.before)) {
    pair.after = pair.before;
  } else {
    pair.after = FindPreamble(after, options);
  }
  return pair;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ParsedUnit>> Parse(const ParseRequest& request) {
  absl::StatusOr<Invocation> invocation = MakeInvocation(request);
  if (!invocation.ok()) return invocation.status();
  return ParseUnit(*invocation, nullptr);
}

absl::StatusOr<std::unique_ptr<ParsedUnit>> ParseCached(const ParseRequest& request,
                                                        const SessionOptions& options) {
  absl::StatusOr<Invocation> invocation = MakeInvocation(request);
  if (!invocation.ok()) return invocation.status();
  return ParseUnit(*invocation, FindPreamble(*invocation, options));
}

absl::StatusOr<UnitPair> ParsePair(const ParseRequest& before, const ParseRequest& after,
                                   const SessionOptions& options) {
  absl::StatusOr<Invocation> old_invocation = MakeInvocation(before);
  if (!old_invocation.ok()) return old_invocation.status();
  absl::StatusOr<Invocation> new_invocation = MakeInvocation(after);
  if (!new_invocation.ok()) return new_invocation.status();
  const PreamblePair preambles = PreamblesFor(*old_invocation, *new_invocation, options);
  UnitPair units;
  absl::StatusOr<std::unique_ptr<ParsedUnit>> old_unit = ParseUnit(*old_invocation, preambles.before);
  if (!old_unit.ok()) return old_unit.status();
  absl::StatusOr<std::unique_ptr<ParsedUnit>> new_unit = ParseUnit(*new_invocation, preambles.after);
  if (!new_unit.ok()) return new_unit.status();
  units.before = *std::move(old_unit);
  units.after = *std::move(new_unit);
  units.shared = preambles.before != nullptr && preambles.before == preambles.after;
  return units;
}

}  // namespace lpcheck::session
