// Names of the runtime's enumerations, as text and JSON print them.
#ifndef LPCHECK_RUNTIME_WORDS_H_
#define LPCHECK_RUNTIME_WORDS_H_

#include <string>

#include "runtime/decide.h"
#include "runtime/transition.h"

namespace lpcheck::runtime {

std::string Word(Outcome outcome);
std::string Word(End end);
std::string Word(Mechanism mechanism);
std::string Word(Answer answer);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_WORDS_H_
