// What the callbacks of a livepatch module do to the kernel, read off their bodies: two patches collide in the data
// that both set, not in the names of their callbacks. Static functions of the module are followed.
//
//   sets(x)      ⇔ x is a global of the kernel that is stored to by name
//   may-set(x)   ⇔ x = "struct tag.field" stored to through a pointer: the objects need not be the same
//                 ∨ x is a global handed by address, or x = "f()", to a function that the table of interfaces lacks
//                 ∨ x = "*": a store, call or assembly whose place is not known: anything
//   adds(x)      ⇔ x is counted up or down, or something is registered, linked or started there: commutes with others
//
// Not counted: the module's own variables, locals, the livepatch core's structures (each patch has its own), locks,
// messages, allocations, and klp_shadow_*, which are compared by their ids.
#ifndef LPCHECK_ANALYZER_INPUT_KLP_CALLBACKS_H_
#define LPCHECK_ANALYZER_INPUT_KLP_CALLBACKS_H_

#include <cstddef>

#include "analyzer/input/fix.h"
#include "analyzer/session/session.h"

namespace lpcheck {

/// Adds what the callbacks of `module.objects[first...]` do, as `unit` defines them.
void ReadCallbackEffects(const session::ParsedUnit& unit, std::size_t first, KlpModule& module);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_KLP_CALLBACKS_H_
