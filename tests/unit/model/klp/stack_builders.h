// Small stacks for the tests of conflicts.
#ifndef LPCHECK_TESTS_UNIT_MODEL_KLP_STACK_BUILDERS_H_
#define LPCHECK_TESTS_UNIT_MODEL_KLP_STACK_BUILDERS_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "model/klp/stack_conflicts.h"

namespace lpcheck::klp {

inline LoadedStack StackOf(std::vector<StackPatch> patches, const std::string& era = "6.1") {
  LoadedStack stack{.era = *EraFor(era)};
  stack.patches = std::move(patches);
  return stack;
}

inline StackPatch PatchOf(const std::string& name, const std::vector<std::string>& functions) {
  StackPatch patch{.name = name, .verdict = Verdict::kConsistency};
  for (const std::string& function : functions) patch.functions.push_back({.name = function});
  return patch;
}

// Every conflict that is named tells a run and what to do about it; of a patch that nobody summarised there is no run.
inline std::vector<std::string> KindsOf(const std::vector<Conflict>& conflicts) {
  std::vector<std::string> kinds;
  for (const Conflict& conflict : conflicts) {
    kinds.emplace_back(Name(conflict.kind));
    const bool known = conflict.because.find("nothing is known") == std::string::npos &&
                       conflict.because.find("cannot be checked") == std::string::npos &&
                       conflict.because.find("its verdict is") == std::string::npos;
    EXPECT_EQ(!conflict.trace.empty(), known) << kinds.back() << ": " << conflict.because;
    EXPECT_FALSE(conflict.remedy.empty()) << kinds.back() << ": " << conflict.because;
  }
  return kinds;
}

}  // namespace lpcheck::klp

#endif  // LPCHECK_TESTS_UNIT_MODEL_KLP_STACK_BUILDERS_H_
