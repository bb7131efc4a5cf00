#include "model/layout.h"

#include <algorithm>

namespace lpcheck {
namespace {

std::string Place(std::uint64_t bits) {
  std::string text = "byte " + std::to_string(bits / 8);
  if (bits % 8 != 0) text += " bit " + std::to_string(bits % 8);
  return text;
}

bool IsPointer(const FieldFact& field) { return !field.type.empty() && field.type.back() == '*'; }

/// The same bytes, read in the same way: a pointer to something else, an integer of the same width.
bool SameSlot(const FieldFact& a, const FieldFact& b) {
  return a.offset_bits == b.offset_bits && a.size_bits == b.size_bits && a.is_bit_field == b.is_bit_field &&
         IsPointer(a) == IsPointer(b);
}

const FieldFact* FindByName(const RecordFact& record, const std::string& name) {
  for (const FieldFact& field : record.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool HasSlot(const RecordFact& record, const FieldFact& field) {
  return std::any_of(record.fields.begin(), record.fields.end(), [&](const FieldFact& other) {
    return SameSlot(other, field) && other.type == field.type;
  });
}

bool Overlaps(const FieldFact& a, const FieldFact& b) {
  return a.offset_bits < b.offset_bits + b.size_bits && b.offset_bits < a.offset_bits + a.size_bits;
}

class Comparison {
 public:
  Comparison(const RecordFact& before, const RecordFact& after) : before_(before), after_(after) {}

  LayoutDelta Run() {
    for (const FieldFact& field : before_.fields) CompareOld(field);
    for (const FieldFact& field : after_.fields) CompareNew(field);
    if (before_.size_bits != after_.size_bits) {
      Note(LayoutEffect::kMoved, "size " + std::to_string(before_.size_bits / 8) + " -> " +
                                     std::to_string(after_.size_bits / 8) + " bytes");
    }
    if (before_.align_bits != after_.align_bits) {
      Note(LayoutEffect::kMoved, "alignment " + std::to_string(before_.align_bits / 8) + " -> " +
                                     std::to_string(after_.align_bits / 8) + " bytes");
    }
    return std::move(delta_);
  }

 private:
  void Note(LayoutEffect effect, std::string text) {
    delta_.effect = std::max(delta_.effect, effect);
    delta_.notes.push_back(std::move(text));
  }

  void CompareOld(const FieldFact& old_field) {
    const FieldFact* new_field = FindByName(after_, old_field.name);
    if (new_field == nullptr) {
      if (HasSlot(after_, old_field)) return;  // renamed
      Note(LayoutEffect::kRemoved,
           "`" + old_field.name + "` at " + Place(old_field.offset_bits) + " is gone");
    } else if (old_field.offset_bits != new_field->offset_bits) {
      Note(LayoutEffect::kMoved, "`" + old_field.name + "` moves from " + Place(old_field.offset_bits) +
                                     " to " + Place(new_field->offset_bits));
    } else if (!SameSlot(old_field, *new_field)) {
      Note(LayoutEffect::kMoved,
           "`" + old_field.name + "` becomes " + new_field->type + ", it was " + old_field.type);
    } else if (old_field.type != new_field->type) {
      Note(LayoutEffect::kSame, "`" + old_field.name + "` is now " + new_field->type + " in the same place");
    }
  }

  void CompareNew(const FieldFact& new_field) {
    if (FindByName(before_, new_field.name) != nullptr || HasSlot(before_, new_field)) return;
    const std::string what = "new `" + new_field.name + "` at " + Place(new_field.offset_bits);
    if (new_field.offset_bits >= before_.size_bits) {
      Note(LayoutEffect::kMoved, what + ", behind the end of the old object");
      return;
    }
    for (const FieldFact& old_field : before_.fields) {
      if (!Overlaps(old_field, new_field)) continue;
      const FieldFact* kept = FindByName(after_, old_field.name);
      if (kept != nullptr && kept->offset_bits != old_field.offset_bits) continue;  // it made room
      Note(LayoutEffect::kMoved, what + ", where `" + old_field.name + "` is in old objects");
      return;
    }
    Note(LayoutEffect::kInPadding, what + ", in padding");
  }

  const RecordFact& before_;
  const RecordFact& after_;
  LayoutDelta delta_;
};

}  // namespace

LayoutDelta CompareLayout(const RecordFact& before, const RecordFact& after) {
  return Comparison(before, after).Run();
}

}  // namespace lpcheck
