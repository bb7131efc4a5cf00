// What the DWARF of the running kernel does to the closure over inlining.
#include "analyzer/check/linked_inlining.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::check {
namespace {

using ::testing::ElementsAre;

/// `inner` changes; `holder` calls it and may hold it; `far` is shown by the sources to be the same.
CheckedUnit UnitOfThree() {
  CheckedUnit unit;
  unit.facts = std::make_unique<UnitPairFacts>();
  for (UnitFacts* version : {&unit.facts->before, &unit.facts->after}) {
    for (const char* name : {"inner", "holder", "far"}) version->functions[name].name = name;
    FunctionFact& inner = version->functions["inner"];
    inner.linkage = Linkage::kStatic;
    inner.body.low = inner.compiled.low = version == &unit.facts->after ? 2 : 1;
    version->functions["holder"].calls["inner"] = 1;
  }
  unit.changes = ChangesOf(*unit.facts);
  return unit;
}

std::vector<std::string> NamesWith(const std::set<std::string>& holders) {
  CheckedUnit unit = UnitOfThree();
  KeepHolders(holders, unit);
  std::vector<std::string> names;
  for (const FunctionChange& change : unit.changes.functions) names.push_back(change.name);
  return names;
}

TEST(KeepHolders, ACarrierThatHoldsNoCopyLeavesTheSet) { EXPECT_THAT(NamesWith({}), ElementsAre("inner")); }

TEST(KeepHolders, ACarrierThatHoldsACopyStays) { EXPECT_THAT(NamesWith({"holder"}), ElementsAre("holder", "inner")); }

TEST(KeepHolders, AHolderThatTheSourcesDidNotShowJoins) { EXPECT_THAT(NamesWith({"far"}), ElementsAre("far", "inner")); }

TEST(KeepHolders, AHolderOfAnotherFileIsNotOfThisUnit) { EXPECT_THAT(NamesWith({"elsewhere"}), ElementsAre("inner")); }

}  // namespace
}  // namespace lpcheck::check
