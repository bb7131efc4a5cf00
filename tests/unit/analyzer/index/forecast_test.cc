// Which functions sleep for long, and what a report says of it.
#include "analyzer/semantics/forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/analyzer/index/small_kernel.h"

namespace lpcheck::semantics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ForecastTest : public testing::Test {
 protected:
  void SetUp() override {
    kernel_.Write("lib/wait.c",
                  "#include <linux/base.h>\nvoid *kthread_create_on_node(int (*main)(void *), void *data);\nvoid *mutex;\n"
                  "static void nap(void) { schedule(); }\nvoid poller(void) { nap(); }\n"
                  "void locker(struct mutex *m) { mutex_lock(m); mutex_unlock(m); }\n"
                  "static int thread(void *data) { for (;;) nap(); return 0; }\n"
                  "void *start(void) { return kthread_create_on_node(thread, 0); }\n");
    kernel_.Write("lib/twin.c", "static void nap(void) {}\nvoid twin(void) { nap(); }\n");
    // What a lock does inside is nobody's long sleep.
    kernel_.Write("lib/mutex.c", "#include <linux/base.h>\nvoid mutex_lock(struct mutex *lock) { schedule(); }\n");
    std::string deep = "#include <linux/base.h>\nvoid deep0(void) { schedule(); }\n";
    for (int i = 1; i < 8; ++i) deep += "void deep" + std::to_string(i) + "(void) { deep" + std::to_string(i - 1) + "(); }\n";
    kernel_.Write("lib/deep.c", deep);
    ASSERT_TRUE(kernel_.Build().ok());
    const std::string root = kernel_.Path("lib").substr(0, kernel_.Path("lib").size() - 4);
    source_ = {.file = kernel_.Index(), .tree = root, .build = root, .built = 7, .parse = {}};
  }

  std::vector<Finding> Of(const std::string& name, const std::string& file) {
    heart::FunctionPair pair{.name = name};
    pair.before.emplace().file = file;
    pair.after.emplace().file = file;
    Elsewhere elsewhere(source_);
    return Forecast({pair}, elsewhere);
  }

  index::SmallKernel kernel_;
  IndexSource source_;
};

TEST_F(ForecastTest, TheChainDownToTheWaitIsTold) {
  const std::vector<Finding> findings = Of("poller", "lib/wait.c");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "sleeps-long");
  EXPECT_EQ(findings[0].severity, Severity::kNote);
  EXPECT_THAT(findings[0].message, HasSubstr("(poller > nap > schedule)"));
}

TEST_F(ForecastTest, AStaticFunctionOfTheSameNameElsewhereIsAnother) { EXPECT_THAT(Of("twin", "lib/twin.c"), IsEmpty()); }

TEST_F(ForecastTest, ALockIsNoLongSleep) { EXPECT_THAT(Of("locker", "lib/wait.c"), IsEmpty()); }

TEST_F(ForecastTest, AThreadsMainFunctionIsOnItsStackForEver) {
  const std::vector<Finding> findings = Of("thread", "lib/wait.c");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_THAT(findings[0].message, HasSubstr("main function of a kernel thread"));
  EXPECT_THAT(findings[0].message, HasSubstr("thread > nap > schedule"));
}

TEST_F(ForecastTest, FarDownItIsNoLongerTheFunctionsOwn) {
  EXPECT_EQ(Of("deep4", "lib/deep.c").size(), 1u);
  EXPECT_THAT(Of("deep7", "lib/deep.c"), IsEmpty());
}

TEST_F(ForecastTest, WithoutAnIndexNothingIsForetold) {
  source_.file.clear();
  EXPECT_THAT(Of("poller", "lib/wait.c"), IsEmpty());
}

}  // namespace
}  // namespace lpcheck::semantics
