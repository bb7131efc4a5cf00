#include "model/changes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

FunctionFact Function(const std::string& name, std::uint64_t code) {
  FunctionFact fact;
  fact.name = name;
  fact.linkage = Linkage::kStatic;
  fact.prototype = {"int", {"int"}, false};
  fact.body = {0, code};
  fact.compiled = {0, code};
  return fact;
}

UnitFacts Unit(std::vector<FunctionFact> functions) {
  UnitFacts unit;
  for (FunctionFact& function : functions) unit.functions.emplace(function.name, function);
  return unit;
}

FunctionFact Calling(FunctionFact fact, const std::string& callee, int sites) {
  fact.calls[callee] = sites;
  return fact;
}

std::vector<std::string> Names(const UnitChanges& changes) {
  std::vector<std::string> names;
  for (const FunctionChange& change : changes.functions) names.push_back(change.name);
  return names;
}

TEST(ChangesOf, EqualVersionsChangeNothing) {
  const UnitPairFacts facts = {Unit({Function("f", 1)}), Unit({Function("f", 1)})};
  EXPECT_THAT(ChangesOf(facts).functions, IsEmpty());
}

TEST(ChangesOf, ChangedAddedAndRemovedFunctionsAreToldApart) {
  const UnitPairFacts facts = {Unit({Function("f", 1), Function("old", 2)}),
                               Unit({Function("f", 3), Function("new", 4)})};
  const UnitChanges changes = ChangesOf(facts);
  ASSERT_THAT(Names(changes), ElementsAre("f", "new", "old"));
  EXPECT_EQ(changes.functions[0].kind, FunctionChangeKind::kCode);
  EXPECT_EQ(changes.functions[1].kind, FunctionChangeKind::kAdded);
  EXPECT_EQ(changes.functions[2].kind, FunctionChangeKind::kRemoved);
}

TEST(ChangesOf, TheSameCodeOverAnotherLayoutIsALayoutChange) {
  FunctionFact moved = Function("f", 1);
  moved.compiled = {0, 9};
  const UnitPairFacts facts = {Unit({Function("f", 1)}), Unit({moved})};
  ASSERT_THAT(ChangesOf(facts).functions, SizeIs(1));
  EXPECT_EQ(ChangesOf(facts).functions[0].kind, FunctionChangeKind::kLayout);
}

TEST(ChangesOf, ARenamedMemberIsNoChange) {
  FunctionFact renamed = Function("f", 1);
  renamed.body = {0, 9};
  const UnitPairFacts facts = {Unit({Function("f", 1)}), Unit({renamed})};
  EXPECT_THAT(ChangesOf(facts).functions, IsEmpty());
}

TEST(ChangesOf, CallersOfAStaticInlineCarryItsChange) {
  FunctionFact before = Function("helper", 1), after = Function("helper", 2);
  before.inlining = after.inlining = Inlining::kHint;
  const FunctionFact one = Calling(Function("one", 3), "helper", 2);
  const FunctionFact two = Calling(Function("two", 4), "helper", 1);
  const UnitPairFacts facts = {Unit({before, one, two}), Unit({after, one, two})};
  const UnitChanges changes = ChangesOf(facts);
  ASSERT_THAT(Names(changes), ElementsAre("helper", "one", "two"));
  EXPECT_EQ(changes.functions[1].kind, FunctionChangeKind::kCarrier);
  EXPECT_THAT(changes.functions[1].because, HasSubstr("helper"));
}

TEST(ChangesOf, TheOnlyCallerOfAStaticFunctionCarriesItsChange) {
  const FunctionFact caller = Calling(Function("caller", 3), "helper", 1);
  const UnitPairFacts facts = {Unit({Function("helper", 1), caller}), Unit({Function("helper", 2), caller})};
  EXPECT_THAT(Names(ChangesOf(facts)), ElementsAre("caller", "helper"));
}

TEST(ChangesOf, ANoinlineFunctionHasNoCarriers) {
  FunctionFact before = Function("helper", 1), after = Function("helper", 2);
  before.inlining = after.inlining = Inlining::kNever;
  const FunctionFact caller = Calling(Function("caller", 3), "helper", 1);
  const UnitPairFacts facts = {Unit({before, caller}), Unit({after, caller})};
  EXPECT_THAT(Names(ChangesOf(facts)), ElementsAre("helper"));
}

TEST(ChangesOf, ElementsOfATableAreNamed) {
  UnitPairFacts facts;
  GlobalFact table;
  table.name = "table";
  table.initializer = {0, 1};
  table.elements = {{"[0]", "1"}, {"[1].type", "2"}};
  facts.before.globals["table"] = table;
  table.initializer = {0, 2};
  table.elements["[1].type"] = "3";
  facts.after.globals["table"] = table;
  const UnitChanges changes = ChangesOf(facts);
  ASSERT_THAT(changes.globals, SizeIs(1));
  EXPECT_THAT(changes.globals[0].elements, ElementsAre("[1].type"));
}

TEST(ChangesOf, AnotherInitialValueOfAStaticLocalChangesItsFunction) {
  FunctionFact before = Function("f", 1), after = Function("f", 1);
  before.static_locals = {{"budget", "int", false, false, {0, 1}}};
  after.static_locals = {{"budget", "int", false, false, {0, 2}}};
  const UnitPairFacts facts = {Unit({before}), Unit({after})};
  ASSERT_THAT(Names(ChangesOf(facts)), ElementsAre("f"));
  before.static_locals[0].from_macro = after.static_locals[0].from_macro = true;
  const UnitPairFacts from_macro = {Unit({before}), Unit({after})};
  EXPECT_THAT(ChangesOf(from_macro).functions, IsEmpty());
}

TEST(ChangesOf, AnotherSectionIsAChangeThatReachesNoCaller) {
  FunctionFact before = Function("f", 1), after = Function("f", 1);
  before.section = ".init.text";
  const UnitPairFacts facts = {Unit({before, Calling(Function("g", 2), "f", 1)}),
                               Unit({after, Calling(Function("g", 2), "f", 1)})};
  const UnitChanges changes = ChangesOf(facts);
  ASSERT_THAT(Names(changes), ElementsAre("f"));
  EXPECT_EQ(changes.functions[0].kind, FunctionChangeKind::kPlacement);
}

TEST(ChangesOf, ARenamedMemberChangesNothing) {
  FunctionFact renamed = Function("f", 1);
  renamed.body = {0, 9};
  const UnitPairFacts facts = {Unit({Function("f", 1)}), Unit({renamed})};
  EXPECT_THAT(ChangesOf(facts).functions, IsEmpty());
}

TEST(ChangesOf, FileLevelAssemblyAndExportsAreMarks) {
  UnitPairFacts facts;
  facts.after.assembly = {".pci_fixup"};
  facts.before.exported = {"f"};
  const UnitChanges changes = ChangesOf(facts);
  ASSERT_THAT(changes.marks, SizeIs(2));
  EXPECT_EQ(changes.marks[0].side, MarkChange::Side::kAdded);
  EXPECT_EQ(changes.marks[1].kind, MarkChange::Kind::kExport);
}

}  // namespace
}  // namespace lpcheck
