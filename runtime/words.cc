// See words.h.
#include "runtime/words.h"

namespace lpcheck::runtime {

std::string Word(Outcome outcome) {
  switch (outcome) {
    case Outcome::kLoad:
      return "load";
    case Outcome::kRefuse:
      return "refuse";
    case Outcome::kUndecided:
      return "undecided";
  }
  return "refuse";
}

std::string Word(End end) {
  switch (end) {
    case End::kComplete:
      return "complete";
    case End::kForced:
      return "forced";
    case End::kReversed:
      return "reversed";
    case End::kHeld:
      return "in-transition";
    case End::kGone:
      return "gone";
  }
  return "in-transition";
}

/// The runtime knows two ways: at once, or task by task.
std::string Word(Mechanism mechanism) {
  return mechanism == Mechanism::kImmediate ? "immediate" : "consistency";
}

std::string Word(Answer answer) {
  switch (answer) {
    case Answer::kNo:
      return "no";
    case Answer::kYes:
      return "yes";
    case Answer::kUnknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace lpcheck::runtime
