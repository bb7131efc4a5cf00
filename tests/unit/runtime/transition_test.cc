// Watching a transition: completion, force after patience, reversal and hold at the deadline.
#include "runtime/transition.h"

#include "gtest/gtest.h"
#include "tests/unit/runtime/fake_machine.h"

namespace lpcheck::runtime {
namespace {

constexpr char kFolder[] = "sys/kernel/livepatch/fix/";

struct Scene {
  FakeTree tree;
  FakeKernel kernel;
  Policy policy;
  WatchOrder order;

  Scene() {
    tree.PutPatch("fix", "f", "1", "1");
    policy.patience_seconds = 2;
    policy.deadline_seconds = 5;
    order.patch = "fix";
    order.reversible = true;
    kernel.on_write = [this](const std::string& name, const std::string&) {
      if (name == std::string(kFolder) + "force") tree.Put(std::string(kFolder) + "transition", "0\n");
      if (name == std::string(kFolder) + "enabled") tree.Remove("sys/kernel/livepatch/fix");
      return absl::OkStatus();
    };
  }
  TransitionResult Run() {
    return Watch(tree.root(), kernel, order, policy, [](int, long long) {});
  }
};

TEST(Watch, ATransitionThatCompletesIsComplete) {
  Scene scene;
  scene.kernel.on_sleep = [&](long long now) {
    if (now >= 1000) scene.tree.Put(std::string(kFolder) + "transition", "0\n");
  };
  const TransitionResult result = scene.Run();
  EXPECT_EQ(result.end, End::kComplete);
  EXPECT_TRUE(scene.kernel.writes.empty());
}

TEST(Watch, AnImmediateFixIsForcedWhenPatienceEnds) {
  Scene scene;
  scene.order.mechanism = Mechanism::kImmediate;
  scene.order.may.force = true;
  const TransitionResult result = scene.Run();
  EXPECT_EQ(result.end, End::kForced);
  EXPECT_EQ(result.milliseconds, 2000);
}

TEST(Watch, AConsistencyFixIsNeverForced) {
  Scene scene;
  scene.order.may.force = false;
  scene.policy.at_deadline = AtDeadline::kForce;
  const TransitionResult result = scene.Run();
  EXPECT_EQ(result.end, End::kReversed);
  EXPECT_EQ(scene.kernel.writes.count(std::string(kFolder) + "force"), 0u);
}

TEST(Watch, AtTheDeadlineTheTransitionIsTurnedRound) {
  Scene scene;
  const TransitionResult result = scene.Run();
  EXPECT_EQ(result.end, End::kReversed);
  EXPECT_EQ(scene.kernel.writes[std::string(kFolder) + "enabled"], "0");
}

TEST(Watch, NoReverseIsHeld) {
  Scene scene;
  scene.order.reversible = false;
  const TransitionResult result = scene.Run();
  EXPECT_EQ(result.end, End::kHeld);
  EXPECT_TRUE(scene.kernel.writes.empty());
}

TEST(Watch, AFailingReversalIsSaidAndNotHidden) {
  Scene scene;
  scene.kernel.on_write = [](const std::string&, const std::string&) {
    return absl::UnavailableError("busy");
  };
  const TransitionResult result = scene.Run();
  EXPECT_EQ(result.end, End::kHeld);
  EXPECT_FALSE(result.note.empty());
}

TEST(Watch, APatchThatVanishesIsGone) {
  Scene scene;
  scene.tree.Remove("sys/kernel/livepatch/fix");
  EXPECT_EQ(scene.Run().end, End::kGone);
}

// The disable ended at once, but the core's worker has not freed the patch yet.
TEST(Watch, ADisabledPatchThatIsFreedLaterIsGone) {
  Scene scene;
  scene.tree.PutPatch("fix", "f", "0", "0");
  scene.kernel.on_sleep = [&](long long now) {
    if (now >= 300) scene.tree.Remove("sys/kernel/livepatch/fix");
  };
  EXPECT_EQ(scene.Run().end, End::kGone);
}

TEST(OrderFor, ConditionsTakeAwayWhatTheVerdictAllowed) {
  Stamp stamp;
  stamp.may = {true, true, true};
  EXPECT_TRUE(OrderFor("p", Mechanism::kImmediate, stamp).may.force);
  stamp.conditions = {ConditionKind::kNoForce, ConditionKind::kNoReverse};
  const WatchOrder order = OrderFor("p", Mechanism::kImmediate, stamp);
  EXPECT_FALSE(order.may.force);
  EXPECT_FALSE(order.reversible);
}

}  // namespace
}  // namespace lpcheck::runtime
