// extent: the size an object is allocated with and the size others copy, clear or free it with change together.
//
//   violated ⇔ ∃ f, g changed, f ≠ g: a delta of f changes an allocation's size ∧ a delta of g changes a length
//
// Objects allocated by the old version meet the new length: persistent.
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Delta;
using heart::Effect;
using heart::FunctionAnalysis;

bool IsAllocation(const Effect& effect) { return effect.entry != nullptr && effect.entry->kind == api::Kind::kAlloc; }

bool IsCopy(const Effect& effect) {
  return effect.entry != nullptr && (effect.entry->kind == api::Kind::kWrite || effect.entry->kind == api::Kind::kCopyOut ||
                                     effect.entry->kind == api::Kind::kCopyIn);
}

// The delta changes a size: the operand differs, or (a value that reaches an unchanged call) may differ.
bool ChangesSize(const Delta& delta) {
  const heart::Extent after = heart::ExtentOf(delta.after);
  return delta.kind == heart::DeltaKind::kChanged && after.size != nullptr && (delta.by_value || after != heart::ExtentOf(delta.before));
}

// A copy or clear of a given length that is new, gone, or of another length.
bool ChangesCopy(const Delta& delta) {
  if (ChangesSize(delta) && IsCopy(delta.after)) return true;
  if (delta.by_value) return false;
  return (delta.kind == heart::DeltaKind::kAdded && IsCopy(delta.after) && heart::ExtentOf(delta.after).size != nullptr) ||
         (delta.kind == heart::DeltaKind::kRemoved && IsCopy(delta.before) && heart::ExtentOf(delta.before).size != nullptr);
}

bool ChangesAllocation(const Delta& delta) { return ChangesSize(delta) && IsAllocation(delta.after); }

const Delta* FindDelta(const FunctionAnalysis& function, bool (*wanted)(const Delta&)) {
  for (const Delta& delta : function.diff.deltas) {
    if (wanted(delta)) return &delta;
  }
  return nullptr;
}

}  // namespace

void Extent(const heart::Analysis& analysis, heart::Result& result) {
  for (const auto& maker : analysis.functions) {
    const Delta* allocation = FindDelta(*maker, ChangesAllocation);
    if (allocation == nullptr) continue;
    for (const auto& user : analysis.functions) {
      const Delta* copy = user == maker ? nullptr : FindDelta(*user, ChangesCopy);
      if (copy == nullptr) continue;
      Finding finding = heart::NewFinding("extent", *maker, allocation->line,
                                          "allocates another size, and " + user->name + " copies another length");
      finding.peer = user->name;
      finding.channels = {Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
      finding.remedy = "keep the length with the object, or bound the copy by what old objects have";
      finding.witness = Witness{.steps = {"old " + maker->name + " allocates an object of the old size",
                                          "the patch becomes visible",
                                          "new " + user->name + " copies the new length out of it"}};
      result.findings.push_back(std::move(finding));
    }
  }
}

}  // namespace lpcheck::rules
