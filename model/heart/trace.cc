#include "model/heart/trace.h"

#include <string_view>

namespace lpcheck::heart {
namespace {

std::string_view Name(EffectKind kind) {
  switch (kind) {
    case EffectKind::kNone: return "value";
    case EffectKind::kHarmless: return "harmless";
    case EffectKind::kLock: return "lock";
    case EffectKind::kUnlock: return "unlock";
    case EffectKind::kAcquire: return "acquire";
    case EffectKind::kRelease: return "release";
    case EffectKind::kWrite: return "write";
    case EffectKind::kCounter: return "count";
    case EffectKind::kPublish: return "publish";
    case EffectKind::kUnpublish: return "unpublish";
    case EffectKind::kCopyOut: return "copy-out";
    case EffectKind::kWait: return "wait";
    case EffectKind::kWake: return "wake";
    case EffectKind::kDefer: return "defer";
    case EffectKind::kCancel: return "cancel";
    case EffectKind::kBarrier: return "barrier";
    case EffectKind::kCall: return "call";
    case EffectKind::kIndirect: return "indirect-call";
    case EffectKind::kAsm: return "assembly";
    case EffectKind::kGap: return "gap";
  }
  return "";
}

std::string_view Name(DeltaKind kind) {
  switch (kind) {
    case DeltaKind::kAdded: return "added";
    case DeltaKind::kRemoved: return "removed";
    case DeltaKind::kChanged: return "changed";
    case DeltaKind::kRedirect: return "redirect";
    case DeltaKind::kResult: return "result";
  }
  return "";
}

std::string Text(const Effect& effect) {
  std::string out(Name(effect.kind));
  if (effect.entry != nullptr && effect.entry->guess) out += " (by name)";
  if (effect.object != nullptr) out += " " + steps::ToString(effect.object);
  if (effect.term != nullptr) out += " = " + steps::ToString(effect.term);
  return out;
}

std::string Text(const std::vector<Effect>& effects) {
  std::string out;
  for (const Effect& effect : effects) out += (out.empty() ? "" : "; ") + Text(effect);
  return out;
}

void AddVersion(const char* title, const steps::Function& body, const Obligations& owes, std::vector<std::string>& out) {
  out.push_back(title + steps::ToString(body));
  for (const auto& [outcome, line] : owes.outcomes) out.push_back("  owes at line " + std::to_string(line) + ": " + ToString(outcome));
}

}  // namespace

std::string ToString(const Delta& delta) {
  std::string out = "line " + std::to_string(delta.line) + ": " + std::string(Name(delta.kind));
  if (delta.by_value) out += " by value";
  if (delta.leaves_early) out += ", leaves early";
  if (delta.left_early) out += ", left early before";
  if (delta.before.term != nullptr || delta.before.object != nullptr) out += "; old " + Text(delta.before);
  if (delta.after.term != nullptr || delta.after.object != nullptr) out += "; new " + Text(delta.after);
  if (delta.old_value != nullptr) out += "; returned " + steps::ToString(delta.old_value);
  if (delta.new_value != nullptr) out += "; returns " + steps::ToString(delta.new_value);
  if (!delta.skipped.empty()) out += "; skips " + Text(delta.skipped);
  if (!delta.extra.empty()) out += "; runs instead " + Text(delta.extra);
  std::size_t index = 0;
  for (const Literal& literal : delta.condition) {
    out += index++ < delta.old_literals ? "; if old " : "; if new ";
    out += (literal.holds ? "" : "not ") + steps::ToString(literal.expr);
  }
  return out;
}

std::vector<std::string> TraceOf(const Analysis& analysis) {
  std::vector<std::string> out;
  for (const auto& function : analysis.functions) {
    if (!function->differs()) continue;
    if (function->before != nullptr) AddVersion("before: ", *function->before, function->owes_before, out);
    if (function->after != nullptr) AddVersion("after: ", *function->after, function->owes_after, out);
    for (const Delta& delta : function->diff.deltas) out.push_back(function->name + ", " + ToString(delta));
  }
  return out;
}

}  // namespace lpcheck::heart
