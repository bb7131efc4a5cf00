#include "model/klp/property.h"

#include <array>

namespace lpcheck::klp {
namespace {

struct Text {
  std::string_view name;
  std::string_view meaning;
};
constexpr std::array<Text, kPropertyCount> kTexts = {{
    {"S1", "a task switched while a version that it leaves is still on its stack"},
    {"S2", "the transition is over while a version that nobody should run is still on a stack"},
    {"S3", "a stack or a stored pointer leads into a freed module"},
    {"S4", "one task ran versions of two universes between two quiescent points"},
    {"S5", "a version read data that it does not understand"},
    {"S6", "a lock was taken twice, dropped without being held, or kept at the end"},
    {"S7", "a reference was put that was never taken"},
    {"S8", "a version was entered that is not the newest enabled one, although no transition runs"},
    {"S9", "a transition can no longer end without help"},
    {"S10", "the core read past its own data, or completed with a task flag still set"},
}};

}  // namespace

std::string_view Name(Property property) { return kTexts[static_cast<int>(property)].name; }
std::string_view Meaning(Property property) { return kTexts[static_cast<int>(property)].meaning; }

std::optional<Property> PropertyFromName(std::string_view name) {
  for (int i = 0; i < kPropertyCount; ++i) {
    if (kTexts[i].name == name) return static_cast<Property>(i);
  }
  return std::nullopt;
}

}  // namespace lpcheck::klp
