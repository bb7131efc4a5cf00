#include "model/facts.h"

namespace lpcheck {

std::string ToString(const Prototype& prototype) {
  std::string text = prototype.result + "(";
  for (std::size_t i = 0; i < prototype.parameters.size(); ++i) {
    if (i != 0) text += ", ";
    text += prototype.parameters[i];
  }
  if (prototype.variadic) text += prototype.parameters.empty() ? "..." : ", ...";
  return text + ")";
}

}  // namespace lpcheck
