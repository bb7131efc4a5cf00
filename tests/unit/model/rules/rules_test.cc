#include "model/rules/rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// One unit in two versions that starts out equal; a test edits one or both sides.
struct World {
  UnitPairFacts facts;

  FunctionFact& Before(const std::string& name) { return At(facts.before, name); }
  FunctionFact& After(const std::string& name) { return At(facts.after, name); }
  /// `name` changes its code.
  void Change(const std::string& name) {
    Before(name);
    After(name).compiled.low += 1;
    After(name).body.low += 1;
  }
  Subject subject() const { return {{ChangesOf(facts)}}; }

 private:
  static FunctionFact& At(UnitFacts& unit, const std::string& name) {
    FunctionFact& fact = unit.functions[name];
    fact.name = name;
    return fact;
  }
};

GlobalFact Variable(std::uint64_t value) {
  GlobalFact fact;
  fact.name = "v";
  fact.type = "int";
  fact.linkage = Linkage::kStatic;
  fact.initializer = {0, value};
  return fact;
}

TEST(NotPatchableInit, AChangedInitFunctionCannotBeDelivered) {
  World world;
  world.Change("start");
  world.Before("start").section = world.After("start").section = ".init.text";
  const Outcome outcome = NotPatchableInit(world.subject());
  ASSERT_THAT(outcome.findings, SizeIs(1));
  EXPECT_TRUE(IsUndeliverable(outcome, "start"));
}

TEST(NotPatchableInit, AHelperOfInitCodeThatOthersCallIsDelivered) {
  World world;
  world.Change("helper");
  world.Before("start").section = ".init.text";
  world.Before("start").calls["helper"] = 1;
  EXPECT_THAT(NotPatchableInit(world.subject()).findings, IsEmpty());
}

TEST(NotPatchableInit, AStaticHelperInsideInitCodeAloneIsNot) {
  World world;
  world.Change("helper");
  world.Before("helper").linkage = world.After("helper").linkage = Linkage::kStatic;
  world.Before("start").section = world.After("start").section = ".init.text";
  world.Before("start").calls["helper"] = world.After("start").calls["helper"] = 1;
  EXPECT_THAT(NotPatchableInit(world.subject()).findings, SizeIs(1));
}

TEST(NotPatchableNotrace, NotraceNoinstrAndUntracedFilesHaveNoEntry) {
  World notrace, noinstr, untraced, traced;
  for (World* world : {&notrace, &noinstr, &untraced, &traced}) world->Change("f");
  notrace.Before("f").no_instrument = true;
  noinstr.Before("f").section = ".noinstr.text";
  untraced.facts.before.traced = false;
  EXPECT_THAT(NotPatchableNotrace(notrace.subject()).findings, SizeIs(1));
  EXPECT_THAT(NotPatchableNotrace(noinstr.subject()).findings, SizeIs(1));
  EXPECT_THAT(NotPatchableNotrace(untraced.subject()).findings, SizeIs(1));
  EXPECT_THAT(NotPatchableNotrace(traced.subject()).findings, IsEmpty());
}

TEST(NotPatchableNoreturn, ThreadMainsAreNeverLeft) {
  World started, asking, helper;
  for (World* world : {&started, &asking, &helper}) world->Change("f");
  started.Before("probe").thread_mains.insert("f");
  asking.Before("f").prototype = asking.After("f").prototype = {"int", {"void*"}, false};
  asking.Before("f").calls["kthread_should_stop"] = 1;
  EXPECT_THAT(NotPatchableNoreturn(started.subject()).findings, SizeIs(1));
  EXPECT_THAT(NotPatchableNoreturn(asking.subject()).findings, SizeIs(1));
  EXPECT_THAT(NotPatchableNoreturn(helper.subject()).findings, IsEmpty());
}

TEST(PrototypeExported, AnExportedFunctionKeepsItsPrototype) {
  World world;
  world.Change("f");
  world.After("f").prototype.parameters.push_back("int");
  world.facts.before.exported.insert("f");
  EXPECT_THAT(PrototypeExported(world.subject()).findings, SizeIs(1));
  EXPECT_THAT(PrototypeMismatch(world.subject()).findings, IsEmpty());
}

TEST(PrototypeMismatch, CallersOnTheStackAndCallersThroughPointersDiffer) {
  World direct;
  direct.Change("f");
  direct.After("f").prototype.parameters.push_back("int");
  direct.Before("caller").calls["f"] = direct.After("caller").calls["f"] = 2;
  const Outcome on_stack = PrototypeMismatch(direct.subject());
  ASSERT_THAT(on_stack.findings, SizeIs(1));
  EXPECT_THAT(on_stack.findings[0].channels, ElementsAre(Channel::kStack));
  EXPECT_EQ(on_stack.findings[0].peer, "caller");

  World pointer = direct;
  pointer.Before("setup").addresses_taken.insert("f");
  EXPECT_EQ(PrototypeMismatch(pointer.subject()).findings[0].severity, Severity::kUndeliverable);
}

TEST(InitialValueChange, AWritableVariableKeepsItsOldValue) {
  World world;
  world.facts.before.globals["v"] = Variable(1);
  world.facts.after.globals["v"] = Variable(2);
  EXPECT_THAT(InitialValueChange(world.subject()).findings, SizeIs(1));
  world.facts.after.globals["v"] = Variable(1);
  EXPECT_THAT(InitialValueChange(world.subject()).findings, IsEmpty());
}

TEST(ConstTableChange, ATableOfChangedReadersTravelsAndOthersStay) {
  World world;
  for (UnitFacts* unit : {&world.facts.before, &world.facts.after}) {
    unit->globals["v"] = Variable(unit == &world.facts.before ? 1 : 2);
    unit->globals["v"].is_const = true;
  }
  world.Change("reader");
  world.Before("reader").globals = world.After("reader").globals = {"v"};
  ASSERT_THAT(ConstTableChange(world.subject()).findings, SizeIs(1));
  EXPECT_EQ(ConstTableChange(world.subject()).findings[0].severity, Severity::kNote);

  world.Before("other").globals = world.After("other").globals = {"v"};
  EXPECT_EQ(ConstTableChange(world.subject()).findings[0].severity, Severity::kUndeliverable);
}

TEST(StaticLocalDuplicated, AuthorsStaticsMustStayTheOriginals) {
  World world;
  world.Change("f");
  StaticLocalFact state{"state", "int", false, false, {}};
  StaticLocalFact once{"__warned", "bool", false, true, {}};
  world.Before("f").static_locals = world.After("f").static_locals = {state, once};
  const Outcome outcome = StaticLocalDuplicated(world.subject());
  ASSERT_THAT(outcome.conditions, SizeIs(1));
  EXPECT_EQ(outcome.conditions[0].name, "state");
}

TEST(StaticKeyInModule, OnlyKeysOfAModuleAreRefused) {
  World world;
  world.Change("f");
  world.After("f").static_keys = {"key"};
  world.facts.after.globals["key"].name = "key";
  world.facts.before.globals["key"].name = "key";
  world.facts.after.object = "vmlinux";
  EXPECT_THAT(StaticKeyInModule(world.subject()).findings, IsEmpty());
  world.facts.after.object = "ext4";
  EXPECT_THAT(StaticKeyInModule(world.subject()).findings, SizeIs(1));
}

class LayoutChangeTest : public ::testing::Test {
 protected:
  LayoutChangeTest() {
    const FieldFact a = {"a", "int", 0, 32, false};
    const FieldFact b = {"b", "int", 32, 32, false};
    world_.facts.before.records["struct r"] = {"struct r", {}, 32, 32, {a}};
    world_.facts.after.records["struct r"] = {"struct r", {}, 64, 32, {a, b}};
  }
  RecordUse& use() { return world_.facts.after.record_uses["struct r"]; }
  World world_;
};

TEST_F(LayoutChangeTest, AllocatedObjectsNeedMigration) {
  use().sized_by = {"alloc"};
  const Outcome outcome = LayoutChange(world_.subject());
  ASSERT_THAT(outcome.findings, SizeIs(1));
  EXPECT_THAT(outcome.findings[0].channels,
              ElementsAre(Channel::kConcurrent, Channel::kPersistent, Channel::kRollback));
}

TEST_F(LayoutChangeTest, ObjectsOnTheStackTravelOnTheStack) {
  use().local_in = {"caller"};
  use().used_by = {"callee", "caller"};
  const Outcome outcome = LayoutChange(world_.subject());
  ASSERT_THAT(outcome.findings, SizeIs(1));
  EXPECT_THAT(outcome.findings[0].channels, ElementsAre(Channel::kStack));
  EXPECT_THAT(StackOnlyRecords(world_.subject()), ElementsAre("struct r"));
}

TEST_F(LayoutChangeTest, ObjectsOfOneCallAreOnlyNoted) {
  use().local_in = use().used_by = {"alone"};
  EXPECT_EQ(LayoutChange(world_.subject()).findings[0].severity, Severity::kNote);
}

TEST_F(LayoutChangeTest, UnseenObjectsAreAGap) {
  use().used_by = {"reader"};
  const Outcome outcome = LayoutChange(world_.subject());
  EXPECT_THAT(outcome.findings, IsEmpty());
  ASSERT_THAT(outcome.gaps, SizeIs(1));
  EXPECT_EQ(outcome.gaps[0].kind, "unknown-lifetime");
}

TEST(NotPatchableInit, OneIncluderThatCallsAHelperFromInitSaysNothingAboutTheOthers) {
  UnitPairFacts at_boot, at_work;
  for (UnitPairFacts* facts : {&at_boot, &at_work}) {
    for (UnitFacts* version : {&facts->before, &facts->after}) {
      version->file = facts == &at_boot ? "boot.c" : "work.c";
      FunctionFact& helper = version->functions["helper"];
      helper.name = "helper";
      helper.linkage = Linkage::kStatic;
      helper.inlining = Inlining::kHint;
      helper.where.file = "include/helper.h";
      helper.body.low = helper.compiled.low = version == &facts->after ? 2 : 1;
      FunctionFact& caller = version->functions["caller"];
      caller.name = "caller";
      caller.calls["helper"] = 1;
      caller.section = facts == &at_boot ? ".init.text" : "";
    }
  }
  EXPECT_THAT(NotPatchableInit({{ChangesOf(at_boot)}}).findings, SizeIs(1));
  EXPECT_THAT(NotPatchableInit({{ChangesOf(at_boot), ChangesOf(at_work)}}).findings, IsEmpty());
}

TEST(NotPatchableInit, InitialisationOfAnUntouchedFileIsAGap) {
  World world;
  world.Change("start");
  world.Before("start").section = world.After("start").section = ".init.text";
  world.facts.after.touched = false;
  const Outcome outcome = NotPatchableInit(world.subject());
  EXPECT_THAT(outcome.findings, IsEmpty());
  EXPECT_THAT(outcome.gaps, SizeIs(1));
}

TEST(RegistrationChange, AnAddedEntryForWhatIsThereCannotBeDelivered) {
  World world;
  GlobalFact entry = Variable(1);
  entry.section = ".initcall6.init";
  world.facts.after.globals["entry"] = entry;
  EXPECT_THAT(RegistrationChange(world.subject()).findings, SizeIs(1));
  world.facts.after.globals["entry"].section = ".data..read_mostly";
  EXPECT_THAT(RegistrationChange(world.subject()).findings, IsEmpty());
}

TEST(RegistrationChange, AParameterOfANewVariableIsOnlyNoted) {
  World world;
  GlobalFact entry = Variable(1);
  entry.section = "__param";
  entry.mentions = {"v"};
  world.facts.after.globals["__param_v"] = entry;
  ASSERT_THAT(RegistrationChange(world.subject()).findings, SizeIs(1));
  EXPECT_EQ(RegistrationChange(world.subject()).findings[0].severity, Severity::kNote);
  world.facts.before.globals["v"] = world.facts.after.globals["v"] = Variable(1);
  EXPECT_EQ(RegistrationChange(world.subject()).findings[0].severity, Severity::kUndeliverable);
}

TEST(DeclarationChange, ACalleeDeclaredOtherwiseIsAGapUnlessTheFixDefinesIt) {
  World world;
  world.Change("f");
  world.Before("f").declared["callee"] = "int(int)";
  world.After("f").declared["callee"] = "int(long)";
  EXPECT_THAT(DeclarationChange(world.subject()).gaps, SizeIs(1));
  world.After("callee");
  EXPECT_THAT(DeclarationChange(world.subject()).gaps, IsEmpty());
}

TEST(DeclarationChange, VolatileMayBeAddedAndNotTakenAway) {
  World world;
  world.Change("f");
  world.Before("f").declared["v"] = "int";
  world.After("f").declared["v"] = "volatile int";
  EXPECT_THAT(DeclarationChange(world.subject()).gaps, IsEmpty());
  std::swap(world.Before("f").declared["v"], world.After("f").declared["v"]);
  EXPECT_THAT(DeclarationChange(world.subject()).gaps, SizeIs(1));
}

TEST(ConstTableChange, ATableThatTravelsIsAGapForItsReader) {
  World world;
  world.Change("f");
  world.Before("f").globals = world.After("f").globals = {"v"};
  world.facts.before.globals["v"] = world.facts.after.globals["v"] = Variable(1);
  world.facts.before.globals["v"].is_const = world.facts.after.globals["v"].is_const = true;
  EXPECT_THAT(ConstTableChange(world.subject()).gaps, IsEmpty());
  world.facts.after.globals["v"].initializer.low = 2;
  EXPECT_THAT(ConstTableChange(world.subject()).gaps, SizeIs(1));
}

}  // namespace
}  // namespace lpcheck::rules
