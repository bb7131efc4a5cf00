// How the layout of one record differs between two versions, and what that means for objects that exist
// already. Names do not matter: a member of the same type at the same place is the same member.
#ifndef LPCHECK_MODEL_LAYOUT_H_
#define LPCHECK_MODEL_LAYOUT_H_

#include <string>
#include <vector>

#include "model/facts.h"

namespace lpcheck {

enum class LayoutEffect {
  kSame,       ///< renamed or retyped members only: every byte keeps its place
  kRemoved,    ///< members are gone, the others keep their place
  kInPadding,  ///< new members lie where no member was, the size is the same
  kMoved,      ///< offsets, widths, sizes or the alignment differ, or a member took another one's place
};

struct LayoutDelta {
  LayoutEffect effect = LayoutEffect::kSame;
  std::vector<std::string> notes;  ///< one phrase for each difference, in the order of the members
};

LayoutDelta CompareLayout(const RecordFact& before, const RecordFact& after);

}  // namespace lpcheck

#endif  // LPCHECK_MODEL_LAYOUT_H_
