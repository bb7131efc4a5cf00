// The rules of the transition system one by one, each against a sentence of the kernel's behaviour.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/klp/explore.h"
#include "model/klp/func_stack.h"
#include "model/klp/world_text.h"

namespace lpcheck::klp {
namespace {

using testing::HasSubstr;

World WorldOf(const std::string& text) {
  absl::StatusOr<WorldFile> file = ParseWorld("world w\n" + text);
  EXPECT_TRUE(file.ok()) << file.status().message();
  return file.ok() ? file->world : World{};
}

/// The state after the events, given in the notation of world files.
State After(const World& world, const std::vector<std::string>& events) {
  State state = Initial(world);
  for (const std::string& text : events) {
    absl::StatusOr<Event> event = EventFromText(world, text);
    EXPECT_TRUE(event.ok()) << event.status().message();
    Outcome outcome = Apply(world, state, *event);
    EXPECT_TRUE(outcome.happened()) << text << ": " << outcome.refusal;
    state = outcome.next;
  }
  return state;
}

std::string RefusalOf(const World& world, const std::vector<std::string>& before, const std::string& text) {
  return std::string(Apply(world, After(world, before), *EventFromText(world, text)).refusal);
}

const char kOne[] =
    "frames 2\nfunction a\nfunction b\npatch p changes a\ntask t user\ntask k kthread\nwith force interrupt "
    "rmmod fork die\n";
const char kTwo[] =
    "frames 1\nfunction a\nfunction b\npatch p changes a b\npatch q changes a\ntask t user\nwith force "
    "rmmod\n";

TEST(Handler, GivesAnUnswitchedTaskTheVersionBelow) {
  const World world = WorldOf(kTwo);
  const State state = After(world, {"enable p", "exit t", "complete", "enable q"});
  EXPECT_EQ(Select(world, state, 0, PatchState::kUnpatched), VersionOf(0));
  EXPECT_EQ(Select(world, state, 0, PatchState::kPatched), VersionOf(1));
  EXPECT_EQ(Select(world, state, 1, PatchState::kUnpatched), VersionOf(0));
}

TEST(Handler, GivesTheOriginalWhereNothingIsBelow) {
  const World world = WorldOf(kTwo);
  EXPECT_EQ(Select(world, After(world, {"enable p"}), 0, PatchState::kUnpatched), kOriginal);
}

TEST(Handler, LooksOnlyAtTheFirstEntrysTransitionFlag) {
  const World world = WorldOf(kTwo);
  const State state =
      After(world, {"enable p", "exit t", "complete", "enable q", "exit t", "complete", "disable p"});
  EXPECT_EQ(Select(world, state, 0, PatchState::kUnpatched), VersionOf(1));
  EXPECT_EQ(Select(world, state, 1, PatchState::kUnpatched), kOriginal);
}

TEST(TrySwitch, ATaskSleepingInTheOriginalIsBlocked) {
  EXPECT_THAT(RefusalOf(WorldOf(kOne), {"call t a", "enable p"}, "try-switch t"), HasSubstr("sleeps"));
}

TEST(TrySwitch, ATaskSleepingElsewhereIsSwitched) {
  const World world = WorldOf(kOne);
  const State state = After(world, {"call t b", "enable p", "try-switch t"});
  EXPECT_EQ(state.tasks[0].patch_state, PatchState::kPatched);
  EXPECT_FALSE(state.tasks[0].pending);
}

TEST(TrySwitch, AFrameAnywhereOnTheStackBlocks) {
  EXPECT_THAT(RefusalOf(WorldOf(kOne), {"call t a", "call t b", "enable p"}, "try-switch t"),
              HasSubstr("sleeps"));
}

TEST(TrySwitch, ATaskInTheNewVersionIsBlockedOnTheWayBack) {
  const World world = WorldOf(kOne);
  EXPECT_THAT(RefusalOf(world, {"enable p", "exit t", "call t a", "reverse"}, "try-switch t"),
              HasSubstr("sleeps"));
}

TEST(TrySwitch, AnInterruptedTaskIsRunning) {
  EXPECT_THAT(RefusalOf(WorldOf(kOne), {"enable p", "interrupt t b"}, "try-switch t"), HasSubstr("running"));
}

TEST(TrySwitch, AnUnreliableStackIsNotLookedAt) {
  const World world = WorldOf("function a\npatch p changes a\ntask t user unreliable\n");
  EXPECT_THAT(RefusalOf(world, {"enable p"}, "try-switch t"), HasSubstr("not reliable"));
}

TEST(Exit, SwitchesAPendingUserTaskAndNeverAKernelThread) {
  const World world = WorldOf(kOne);
  EXPECT_EQ(After(world, {"enable p", "exit t"}).tasks[0].patch_state, PatchState::kPatched);
  EXPECT_THAT(RefusalOf(world, {"enable p"}, "exit k"), HasSubstr("never leaves"));
  EXPECT_THAT(RefusalOf(world, {"call t b", "enable p"}, "exit t"), HasSubstr("inside"));
}

TEST(Interrupt, RunsInTheUniverseOfTheInterruptedTask) {
  const World world = WorldOf(kOne);
  EXPECT_EQ(After(world, {"enable p", "interrupt t a"}).tasks[0].stack.back().version, kOriginal);
  EXPECT_EQ(After(world, {"enable p", "exit t", "interrupt t a"}).tasks[0].stack.back().version,
            VersionOf(0));
}

TEST(Complete, WaitsForEveryListedTask) {
  const World world = WorldOf(kOne);
  EXPECT_THAT(RefusalOf(world, {"enable p", "exit t"}, "complete"), HasSubstr("not switched"));
  const State state = After(world, {"enable p", "exit t", "try-switch k", "complete"});
  EXPECT_EQ(state.phase, Phase::kIdle);
  EXPECT_EQ(state.tasks[0].patch_state, PatchState::kUndefined);
}

TEST(Complete, DoesNotWaitForATaskThatLeftTheTaskList) {
  const World world = WorldOf(kOne);
  After(world, {"call t b", "enable p", "die t", "try-switch k", "complete"});
}

TEST(Force, CountsEveryPendingTaskAsSwitched) {
  const World world = WorldOf(kOne);
  const State state = After(world, {"call t a", "enable p", "force", "complete"});
  EXPECT_EQ(state.tasks[0].stack.back().version, kOriginal);
  EXPECT_EQ(state.func_stack[0].size(), 1u);
}

TEST(Force, NeedsATransition) {
  EXPECT_THAT(RefusalOf(WorldOf(kOne), {}, "force"), HasSubstr("no transition"));
}

TEST(Force, PinsThePatchBeingRemovedOnly) {
  const World world = WorldOf(std::string(kOne) + "era 6.1\n");
  EXPECT_FALSE(After(world, {"enable p", "force", "complete"}).patches[0].pinned);
  EXPECT_TRUE(After(world, {"enable p", "exit t", "try-switch k", "complete", "disable p", "force"})
                  .patches[0]
                  .pinned);
}

TEST(Reverse, TurnsPatchAndTargetAroundAndMarksThoseWhoSwitched) {
  const World world = WorldOf(kOne);
  const State state = After(world, {"enable p", "exit t", "reverse"});
  EXPECT_EQ(state.target, PatchState::kUnpatched);
  EXPECT_FALSE(state.patches[0].enabled);
  EXPECT_TRUE(state.tasks[0].pending);
  EXPECT_FALSE(state.tasks[1].pending);
}

TEST(Enable, OneTransitionAtATime) {
  EXPECT_THAT(RefusalOf(WorldOf(kTwo), {"enable p"}, "enable q"), HasSubstr("EBUSY"));
}

TEST(Enable, ADisabledPatchIsGoneSinceFiveOneAndComesBackBefore) {
  const std::vector<std::string> gone = {"enable p", "exit t", "complete", "disable p", "exit t", "complete"};
  EXPECT_THAT(RefusalOf(WorldOf(kTwo), gone, "enable p"), HasSubstr("gone"));
  EXPECT_EQ(RefusalOf(WorldOf(std::string(kTwo) + "era 4.16\n"), gone, "enable p"), "");
}

TEST(Disable, TheOrderIsEnforcedBeforeFiveOne) {
  const std::vector<std::string> both = {"enable p", "exit t", "complete", "enable q", "exit t", "complete"};
  EXPECT_THAT(RefusalOf(WorldOf(std::string(kTwo) + "era 4.16\n"), both, "disable p"), HasSubstr("EBUSY"));
  EXPECT_EQ(RefusalOf(WorldOf(kTwo), both, "disable p"), "");
}

TEST(Module, ADisabledPatchCanBeRemovedOnceItsTransitionIsOver) {
  const World world = WorldOf(kTwo);
  EXPECT_THAT(RefusalOf(world, {"enable p", "exit t", "complete", "disable p"}, "rmmod p"),
              HasSubstr("EBUSY"));
  EXPECT_EQ(
      RefusalOf(world, {"enable p", "exit t", "complete", "disable p", "exit t", "complete"}, "rmmod p"), "");
}

TEST(Fork, AChildInheritsItsParentsStateAndFlag) {
  const World world = WorldOf("function a\npatch p changes a\ntask t user\ntask c user absent\nwith fork\n");
  const State state = After(world, {"enable p", "fork t c"});
  EXPECT_EQ(state.tasks[1].patch_state, PatchState::kUnpatched);
  EXPECT_TRUE(state.tasks[1].pending);
}

TEST(States, AReplaceThatDoesNotKnowAnInstalledStateIsRefused) {
  const std::string text =
      "function a\npatch p changes a\nstate p 7 1\npatch q replace changes a\ntask t user\n";
  const std::vector<std::string> before = {"enable p", "exit t", "complete"};
  EXPECT_THAT(RefusalOf(WorldOf("era 6.1\n" + text), before, "enable q"), HasSubstr("EINVAL"));
  EXPECT_EQ(RefusalOf(WorldOf("era 5.1\n" + text), before, "enable q"), "");
}

TEST(ReplaceSets, TwoSetsMustNotShareAFunction) {
  const World world = WorldOf(
      "era replace-set\nfunction a\npatch p replace set 1 changes a\npatch q replace set 2 changes a\ntask t "
      "user\n");
  EXPECT_THAT(RefusalOf(world, {"enable p", "exit t", "complete"}, "enable q"),
              HasSubstr("another replace set"));
}

TEST(PrePatch, AFailingCallbackCancelsTheEnable) {
  const World world = WorldOf("function a\npatch p pre-patch-fails changes a\ntask t user\n");
  EXPECT_THAT(RefusalOf(world, {}, "enable p"), HasSubstr("pre_patch"));
}

TEST(Explore, ALimitThatCutsIsSaidAndProvesNothing) {
  const World world = WorldOf(kTwo);
  EXPECT_TRUE(Explore(world).complete);
  EXPECT_FALSE(Explore(world, {.max_states = 10}).complete);
  EXPECT_FALSE(Explore(world, {.max_depth = 2}).complete);
}

TEST(Era, AKernelVersionMapsToTheNewestEraNotAboveIt) {
  EXPECT_EQ(EraFor("6.1.187")->name, "6.1");
  EXPECT_EQ(EraFor("6.12")->name, "6.4");
  EXPECT_EQ(EraFor("4.14.3-rc1")->name, "4.12");
  EXPECT_FALSE(EraFor("3.2").ok());
  EXPECT_FALSE(EraFor("").ok());
}

std::string ErrorOf(const std::string& text) { return std::string(ParseWorld(text).status().message()); }

TEST(WorldText, ErrorsNameTheLineAndWhatWasExpected) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("begin with 'world NAME'"));
  EXPECT_THAT(ErrorOf("world w\nera 2.6\n"), HasSubstr("line 2: unknown era '2.6'"));
  EXPECT_THAT(ErrorOf("world w\nfunction a\nfunction a\n"), HasSubstr("line 3: 'a' is declared twice"));
  EXPECT_THAT(ErrorOf("world w\npatch p changes a\n"), HasSubstr("line 2: unknown name 'a'"));
  EXPECT_THAT(ErrorOf("world w\nfunction a\ntask t daemon\n"), HasSubstr("user, kthread or idle"));
  EXPECT_THAT(ErrorOf("world w\nfunction a\ntask t user\nfrobnicate x\n"), HasSubstr("unknown directive"));
  EXPECT_THAT(ErrorOf("world w\nframes 9\n"), HasSubstr("from 1 to 4"));
  EXPECT_THAT(ErrorOf("world w\nstep call t a\n"), HasSubstr("'trace' line before it"));
}

TEST(Replay, AStepThatCannotHappenIsNamed) {
  const World world = WorldOf(kOne);
  absl::StatusOr<Replayed> replayed =
      Replay(world, {{EventKind::kEnable, 0, 0}, {EventKind::kComplete, 0, 0}});
  EXPECT_THAT(std::string(replayed.status().message()), HasSubstr("step 2 'complete' cannot happen"));
}

}  // namespace
}  // namespace lpcheck::klp
