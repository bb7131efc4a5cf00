// The table's grammar, its precedence, and facts of the embedded table that others build on.
#include "model/api/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace lpcheck::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Table Parsed(std::string_view text) {
  absl::StatusOr<Table> table = Table::Parse(text);
  if (!table.ok()) ADD_FAILURE() << table.status();
  return table.ok() ? *std::move(table) : Table();
}

std::string ErrorOf(std::string_view text) {
  absl::StatusOr<Table> table = Table::Parse(text);
  return table.ok() ? "parsed" : std::string(table.status().message());
}

const Entry& KernelEntry(std::string_view name) {
  const Entry* entry = Table::Kernel().Find(name);
  static const Entry kNothing = {};
  if (entry == nullptr) ADD_FAILURE() << name << " is not in the table";
  return entry == nullptr ? kNothing : *entry;
}

TEST(ApiTable, EveryKeyAndFlagIsRead) {
  Table table = Parsed(
      "get alloc obj=1 cls=a also=b,c value=2 size=3 gfp=4 irq=bh mode=read fails=errno sleeps null-ok "
      "zeroed "
      "scoped managed deferred lvalue fatal");
  const Entry* entry = table.Find("get");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->kind, Kind::kAlloc);
  EXPECT_EQ(entry->obj, 1);
  EXPECT_EQ(entry->cls, "a");
  EXPECT_THAT(entry->also, ElementsAre("b", "c"));
  EXPECT_EQ(entry->value, 2);
  EXPECT_EQ(entry->size, 3);
  EXPECT_EQ(entry->gfp, 4);
  EXPECT_EQ(entry->irq, "bh");
  EXPECT_EQ(entry->mode, "read");
  EXPECT_EQ(entry->fails, "errno");
  EXPECT_TRUE(entry->sleeps && entry->null_ok && entry->zeroed && entry->scoped && entry->managed);
  EXPECT_TRUE(entry->deferred && entry->lvalue && entry->fatal);
  EXPECT_FALSE(entry->guess);
}

TEST(ApiTable, ObjectDefaultsToWhatTheKindTouches) {
  Table table = Parsed("a alloc\nb put\nc pure\nd assert\ne load obj=none\n");
  EXPECT_EQ(table.Find("a")->obj, kResult);
  EXPECT_EQ(table.Find("b")->obj, 0);
  EXPECT_EQ(table.Find("c")->obj, kNoArg);
  EXPECT_EQ(table.Find("d")->value, 0);
  EXPECT_EQ(table.Find("e")->obj, kNoArg);
}

TEST(ApiTable, CommentsBlanksAndCarriageReturnsAreSkipped) {
  Table table = Parsed("# only a comment\n\n   \t\r\nfoo pure   # behind a line\r\n");
  EXPECT_EQ(table.entries().size(), 1u);
  EXPECT_NE(table.Find("foo"), nullptr);
}

TEST(ApiTable, LiteralBeatsPattern) {
  Table table = Parsed("*_put put cls=guess\nfoo_put pure\n");
  EXPECT_EQ(table.Find("foo_put")->kind, Kind::kPure);
  EXPECT_FALSE(table.Find("foo_put")->guess);
  EXPECT_EQ(table.Find("bar_put")->kind, Kind::kPut);
  EXPECT_TRUE(table.Find("bar_put")->guess);
}

TEST(ApiTable, LongestPatternWinsWhateverTheOrder) {
  for (std::string_view text : {"*_lock lock\n*_try_lock try-lock\n", "*_try_lock try-lock\n*_lock lock\n"}) {
    EXPECT_EQ(Parsed(text).Find("foo_try_lock")->kind, Kind::kTryLock);
  }
}

TEST(ApiTable, PatternsOfEqualLengthAreAskedInTheOrderOfTheTable) {
  EXPECT_EQ(Parsed("ab_* pure\n*_ab log\n").Find("ab_ab")->kind, Kind::kPure);
  EXPECT_EQ(Parsed("*_ab log\nab_* pure\n").Find("ab_ab")->kind, Kind::kLog);
}

TEST(ApiTable, StarMatchesAnythingAnywhere) {
  Table table = Parsed("a*b*c pure\n");
  for (std::string_view name : {"abc", "axbxc", "abcbc", "aabbcc"})
    EXPECT_NE(table.Find(name), nullptr) << name;
  for (std::string_view name : {"", "a", "ac", "abcd", "xabc", "acb"})
    EXPECT_EQ(table.Find(name), nullptr) << name;
}

TEST(ApiTable, UnmodelledStopsShorterPatterns) {
  Table table = Parsed("trace_* log\ntrace_seq_* unmodelled\nfoo_dbg unmodelled\n*_dbg log\n");
  EXPECT_EQ(table.Find("trace_seq_init"), nullptr);
  EXPECT_EQ(table.Find("foo_dbg"), nullptr);
  EXPECT_NE(table.Find("trace_sched_switch"), nullptr);
  EXPECT_NE(table.Find("bar_dbg"), nullptr);
  EXPECT_EQ(table.entries().size(), 2u);
}

TEST(ApiTable, ErrorsNameTheLineAndTheWord) {
  EXPECT_THAT(ErrorOf("a pure\nfoo\n"), HasSubstr("line 2: a line needs a name and a kind"));
  EXPECT_THAT(ErrorOf("foo flies"), HasSubstr("line 1: unknown kind 'flies'"));
  EXPECT_THAT(ErrorOf("foo-bar pure"), HasSubstr("'foo-bar' is not a name"));
  EXPECT_THAT(ErrorOf("* pure"), HasSubstr("a pattern needs a fixed character"));
  EXPECT_THAT(ErrorOf("foo pure shiny"), HasSubstr("unknown flag 'shiny'"));
  EXPECT_THAT(ErrorOf("foo pure colour=red"), HasSubstr("unknown key 'colour'"));
  EXPECT_THAT(ErrorOf("foo pure cls="), HasSubstr("'cls=' has no value"));
  EXPECT_THAT(ErrorOf("foo put obj=x"), HasSubstr("'obj=x' is not an argument index"));
  EXPECT_THAT(ErrorOf("foo put obj=16"), HasSubstr("'obj=16' is not an argument index"));
  EXPECT_THAT(ErrorOf("foo put value=-1"), HasSubstr("'value=-1' is not an argument index"));
  EXPECT_THAT(ErrorOf("foo lock irq=on"), HasSubstr("'irq=on' is none of off, save, bh, preempt"));
  EXPECT_THAT(ErrorOf("foo lock mode=rw"), HasSubstr("'mode=rw' is none of read, write"));
  EXPECT_THAT(ErrorOf("foo lock fails=badly"), HasSubstr("'fails=badly' is none of"));
  EXPECT_THAT(ErrorOf("foo lock obj=1 obj=1"), HasSubstr("'obj' is given twice"));
  EXPECT_THAT(ErrorOf("foo pure\nfoo log\n"), HasSubstr("line 2: 'foo' has an entry already"));
  EXPECT_THAT(ErrorOf("foo unmodelled sleeps"), HasSubstr("'unmodelled' takes no words but"));
}

TEST(ApiTable, ASlotIsAMemberOfARecordOfCallbacks) {
  const Table table = *Table::Parse("driver.remove slot sleeps\nops.* slot sleeps\ntimer.run slot\nbus_put put\n");
  EXPECT_TRUE(table.SlotSleeps("struct driver.remove"));
  EXPECT_TRUE(table.SlotSleeps("struct ops.open"));
  EXPECT_FALSE(table.SlotSleeps("struct timer.run"));
  EXPECT_FALSE(table.SlotSleeps("struct driver.probe"));
  EXPECT_FALSE(table.SlotSleeps("driver.remove"));
}

TEST(ApiKind, NamesReadBackAsThemselves) {
  for (int i = 0; i <= static_cast<int>(Kind::kSlot); ++i) {
    Kind kind = static_cast<Kind>(i);
    EXPECT_EQ(KindFromName(Name(kind)), kind);
  }
  EXPECT_EQ(KindFromName("unmodelled"), std::nullopt);
}

TEST(ApiKernelTable, ParsesAndIsLarge) { EXPECT_GT(Table::Kernel().entries().size(), 2500u); }

TEST(ApiKernelTable, EveryPatternIsAGuessAndNoLiteralIs) {
  for (const Entry& entry : Table::Kernel().entries()) {
    EXPECT_EQ(entry.guess, entry.name.find('*') != std::string::npos) << entry.name;
  }
}

TEST(ApiKernelTable, EveryLockClassCanBeUnlocked) {
  std::set<std::string> unlocked;
  for (const Entry& entry : Table::Kernel().entries()) {
    if (entry.kind == Kind::kUnlock) unlocked.insert(entry.cls);
  }
  for (const Entry& entry : Table::Kernel().entries()) {
    if (entry.kind != Kind::kLock || entry.scoped || entry.cls == "bit_lock") continue;
    EXPECT_TRUE(unlocked.contains(entry.cls)) << entry.name << " of class " << entry.cls;
  }
}

TEST(ApiKernelTable, EveryOwedClassCanBeDischarged) {
  std::set<std::string> released;
  for (const Entry& entry : Table::Kernel().entries()) {
    if (entry.kind != Kind::kPut && entry.kind != Kind::kFree && entry.kind != Kind::kUnregister &&
        entry.kind != Kind::kUnpublish) {
      continue;
    }
    released.insert(entry.cls);
    released.insert(entry.also.begin(), entry.also.end());
  }
  const std::set<std::string> released_elsewhere = {"atomic", "completion", "kobject_created", "snd_card"};
  for (const Entry& entry : Table::Kernel().entries()) {
    bool owes = entry.kind == Kind::kGet || entry.kind == Kind::kTryGet || entry.kind == Kind::kAlloc ||
                entry.kind == Kind::kRegister;
    if (!owes || entry.cls.empty() || released_elsewhere.contains(entry.cls)) continue;
    EXPECT_TRUE(released.contains(entry.cls)) << entry.name << " of class " << entry.cls;
  }
}

TEST(ApiKernelTable, KfreeDischargesKmallocAndKvfreeDischargesThree) {
  EXPECT_TRUE(Discharges(KernelEntry("kfree"), KernelEntry("kzalloc")));
  EXPECT_FALSE(Discharges(KernelEntry("kfree"), KernelEntry("vmalloc")));
  EXPECT_FALSE(Discharges(KernelEntry("vfree"), KernelEntry("kmalloc")));
  for (std::string_view name : {"kvmalloc", "vmalloc", "kmalloc"}) {
    EXPECT_TRUE(Discharges(KernelEntry("kvfree"), KernelEntry(name))) << name;
  }
  EXPECT_FALSE(Discharges(KernelEntry("kfree"), KernelEntry("devm_kzalloc")))
      << "managed memory owes nothing";
}

TEST(ApiKernelTable, GuardsAreScopedLocksOfTheSameClass) {
  EXPECT_TRUE(KernelEntry("guard(mutex)").scoped);
  EXPECT_EQ(KernelEntry("guard(mutex)").cls, KernelEntry("mutex_unlock").cls);
  EXPECT_EQ(KernelEntry("scoped_guard(spinlock_irqsave)").irq, "save");
  EXPECT_EQ(KernelEntry("class_rcu_constructor").cls, KernelEntry("rcu_read_unlock").cls);
}

TEST(ApiKernelTable, WhatLooksLikeAConventionButIsNotStaysUnknown) {
  const Table& table = Table::Kernel();
  for (std::string_view name :
       {"trace_seq_init", "trace_array_put", "cmpxchg", "atomic_dec_and_lock", "skb_pad",
        "inode_has_no_xattr", "neigh_update_is_router", "alx_write_phy_dbg", "krealloc"}) {
    EXPECT_EQ(table.Find(name), nullptr) << name;
  }
}

TEST(ApiKernelTable, BenignPatternsStayFew) {
  int benign = 0;
  for (const Entry& entry : Table::Kernel().entries()) {
    if (entry.guess && (entry.kind == Kind::kPure || entry.kind == Kind::kLog)) ++benign;
  }
  EXPECT_LE(benign, 20) << "a wrong benign guess hides an effect: prefer literal entries";
}

}  // namespace
}  // namespace lpcheck::api
