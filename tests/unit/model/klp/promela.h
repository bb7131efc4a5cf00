// A third writing of the rules, for the era 4.12 to 4.15 only: a world as a Promela model, so that an
// independent model checker gives its own answer. Test code: nothing of lpcheck depends on it.
#ifndef LPCHECK_TESTS_UNIT_MODEL_KLP_PROMELA_H_
#define LPCHECK_TESTS_UNIT_MODEL_KLP_PROMELA_H_

#include <string>

#include "model/klp/world.h"

namespace lpcheck::klp {

/// A closed model with an assertion that fails where S1 (or S2) is broken. The world must be of era 4.12
/// without remedies, its check kBelow, all stacks reliable, its tasks users.
std::string Promela(const World& world, Property property);

}  // namespace lpcheck::klp

#endif  // LPCHECK_TESTS_UNIT_MODEL_KLP_PROMELA_H_
