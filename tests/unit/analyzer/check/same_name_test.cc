#include "analyzer/check/same_name.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::check {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A unit whose function `changed` changes and calls `callee`, which stands in `place`.
UnitPairFacts Unit(const std::string& changed, const std::string& callee, const std::string& place) {
  UnitPairFacts facts;
  for (UnitFacts* version : {&facts.before, &facts.after}) {
    FunctionFact& function = version->functions[changed];
    function.name = changed;
    function.where.file = place;
    function.calls[callee] = 1;
    function.compiled.low = function.body.low = version == &facts.after ? 2 : 1;
    FunctionFact& called = version->functions[callee];
    called.name = callee;
    called.linkage = Linkage::kStatic;
    called.where.file = place;
  }
  return facts;
}

TEST(SameNames, TwoStaticHelpersOfOneNameAreAGap) {
  const UnitPairFacts a = Unit("f", "helper", "a.c"), b = Unit("g", "helper", "b.c");
  const UnitChanges first = ChangesOf(a), second = ChangesOf(b);
  EXPECT_THAT(SameNames({&first, &second}), SizeIs(1));
  EXPECT_THAT(SameNames({&first}), IsEmpty());
}

TEST(SameNames, AHeadersHelperIsOneHelper) {
  UnitPairFacts a = Unit("f", "helper", "a.c"), b = Unit("g", "helper", "b.c");
  for (UnitPairFacts* facts : {&a, &b}) {
    for (UnitFacts* version : {&facts->before, &facts->after}) version->functions["helper"].where.file = "h.h";
  }
  const UnitChanges first = ChangesOf(a), second = ChangesOf(b);
  EXPECT_THAT(SameNames({&first, &second}), IsEmpty());
}

}  // namespace
}  // namespace lpcheck::check
