#include "analyzer/check/exact_changes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::check {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

exact::Object ObjectWith(const std::map<std::string, std::string>& functions) {
  exact::Object object;
  for (const auto& [name, bytes] : functions) object.functions[name] = {name, ".text", bytes.size(), false, bytes};
  return object;
}

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

std::vector<std::string> Names(const CheckedUnit& unit) {
  std::vector<std::string> names;
  for (const FunctionChange& change : unit.changes.functions) names.push_back(change.name);
  return names;
}

TEST(Refine, ACarrierWhoseObjectIsTheSameLeavesTheSet) {
  CheckedUnit unit = UnitOfThree();
  ASSERT_THAT(Names(unit), ElementsAre("holder", "inner"));
  Refine(ViewOf(ObjectWith({{"inner", "1"}, {"holder", "h"}}), ObjectWith({{"inner", "2"}, {"holder", "h"}})), unit);
  EXPECT_THAT(Names(unit), ElementsAre("inner"));
}

TEST(Refine, ACarrierWithAChangedCloneOrNoObjectStays) {
  CheckedUnit unit = UnitOfThree();
  Refine(ViewOf(ObjectWith({{"holder", "h"}, {"holder.cold", "1"}}), ObjectWith({{"holder", "h"}, {"holder.cold", "2"}})), unit);
  EXPECT_THAT(Names(unit), ElementsAre("holder", "inner"));
  Refine(ViewOf(ObjectWith({}), ObjectWith({})), unit);
  EXPECT_THAT(Names(unit), ElementsAre("holder", "inner"));
}

TEST(Refine, AFunctionThatOnlyTheObjectShowsJoins) {
  CheckedUnit unit = UnitOfThree();
  Refine(ViewOf(ObjectWith({{"far.isra.0", "1"}}), ObjectWith({{"far.isra.0", "2"}})), unit);
  EXPECT_THAT(Names(unit), ElementsAre("far", "holder", "inner"));
  EXPECT_THAT(unit.gaps, IsEmpty());
}

TEST(Refine, ADifferenceInNoFunctionOfTheSourcesIsAGap) {
  CheckedUnit unit = UnitOfThree();
  Refine(ViewOf(ObjectWith({{"unseen", "1"}}), ObjectWith({{"unseen", "2"}})), unit);
  ASSERT_THAT(unit.gaps, SizeIs(1));
  EXPECT_TRUE(unit.gaps[0].matters);
}

TEST(Refine, AChangedFunctionStaysEvenIfTheCompilerMakesTheSameOfIt) {
  CheckedUnit unit = UnitOfThree();
  Refine(ViewOf(ObjectWith({{"inner", "1"}}), ObjectWith({{"inner", "1"}})), unit);
  EXPECT_THAT(Names(unit), ElementsAre("holder", "inner"));
}

}  // namespace
}  // namespace lpcheck::check
