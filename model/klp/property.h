// What can be wrong, as named formulas over states and steps. The numbers are those of
// docs/evaluation-model.md; properties.cc has the formulas. A Broken is a bit set, because one step can break
// several.
#ifndef LPCHECK_MODEL_KLP_PROPERTY_H_
#define LPCHECK_MODEL_KLP_PROPERTY_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace lpcheck::klp {

enum class Property {
  kS1,   ///< leave-patched-set: a task that switches has only selected versions of the patch's functions on
         ///< its stack
  kS2,   ///< completion: after an unforced transition no stack holds a version that is no longer selected
  kS3,   ///< lifetime: no frame lies, and no stored pointer leads, into a module that was freed
  kS4,   ///< thread consistency: one task between two quiescent points runs versions of one universe
  kS5,   ///< data: no version reads a value that it does not understand
  kS6,   ///< locks: balanced per task, never taken twice
  kS7,   ///< references: never put below zero
  kS8,   ///< selection: without a transition every entered version is the newest enabled one
  kS9,   ///< convergence: every started transition can still end without help
  kS10,  ///< memory safety of the core: no list head read as a klp_func, no stale or mismatched task flag
};
inline constexpr int kPropertyCount = 10;

using Broken = std::uint16_t;
constexpr Broken BitOf(Property property) { return static_cast<Broken>(1u << static_cast<int>(property)); }

std::string_view Name(Property property);     ///< "S1"
std::string_view Meaning(Property property);  ///< a sentence for people
std::optional<Property> PropertyFromName(std::string_view name);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_PROPERTY_H_
