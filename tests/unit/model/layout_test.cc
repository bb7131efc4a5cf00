#include "model/layout.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RecordFact Record(std::uint64_t size_bits, std::vector<FieldFact> fields) {
  return {"struct r", {}, size_bits, 64, std::move(fields)};
}

const FieldFact kFirst = {"first", "int", 0, 32, false};
const FieldFact kPointer = {"next", "struct r*", 64, 64, false};

TEST(CompareLayout, EqualRecordsAreTheSame) {
  EXPECT_EQ(CompareLayout(Record(128, {kFirst, kPointer}), Record(128, {kFirst, kPointer})).effect,
            LayoutEffect::kSame);
}

TEST(CompareLayout, ARenamedMemberIsTheSame) {
  FieldFact renamed = kFirst;
  renamed.name = "count";
  const LayoutDelta delta = CompareLayout(Record(128, {kFirst, kPointer}), Record(128, {renamed, kPointer}));
  EXPECT_EQ(delta.effect, LayoutEffect::kSame);
  EXPECT_THAT(delta.notes, IsEmpty());
}

TEST(CompareLayout, AMemberInAHoleIsInPadding) {
  const FieldFact flag = {"flag", "bool", 32, 8, false};
  const LayoutDelta delta =
      CompareLayout(Record(128, {kFirst, kPointer}), Record(128, {kFirst, flag, kPointer}));
  EXPECT_EQ(delta.effect, LayoutEffect::kInPadding);
  EXPECT_THAT(delta.notes, ElementsAre(HasSubstr("in padding")));
}

TEST(CompareLayout, ABitInAHoleBetweenBitFieldsIsInPadding) {
  const FieldFact one = {"one", "unsigned int", 0, 1, true};
  const FieldFact two = {"two", "unsigned int", 1, 1, true};
  EXPECT_EQ(CompareLayout(Record(32, {one}), Record(32, {one, two})).effect, LayoutEffect::kInPadding);
}

TEST(CompareLayout, AMemberInsertedBeforeOthersMovesThem) {
  FieldFact moved = kPointer;
  moved.offset_bits = 128;
  const FieldFact inserted = {"lock", "struct spinlock", 64, 32, false};
  const LayoutDelta delta =
      CompareLayout(Record(128, {kFirst, kPointer}), Record(192, {kFirst, inserted, moved}));
  EXPECT_EQ(delta.effect, LayoutEffect::kMoved);
  EXPECT_THAT(delta.notes[0], HasSubstr("`next` moves from byte 8 to byte 16"));
}

TEST(CompareLayout, AnAppendedMemberLiesBehindOldObjects) {
  const FieldFact appended = {"seq", "long", 128, 64, false};
  EXPECT_EQ(CompareLayout(Record(128, {kFirst, kPointer}), Record(192, {kFirst, kPointer, appended})).effect,
            LayoutEffect::kMoved);
}

TEST(CompareLayout, APointerWhosePlaceAnIntegerTakesIsMoved) {
  const FieldFact id = {"id", "int", 64, 32, false};
  EXPECT_EQ(CompareLayout(Record(128, {kFirst, kPointer}), Record(128, {kFirst, id})).effect,
            LayoutEffect::kMoved);
}

TEST(CompareLayout, AWidenedMemberIsMoved) {
  FieldFact wide = kFirst;
  wide.type = "long";
  wide.size_bits = 64;
  EXPECT_EQ(CompareLayout(Record(128, {kFirst, kPointer}), Record(128, {wide, kPointer})).effect,
            LayoutEffect::kMoved);
}

TEST(CompareLayout, AnAliasInAUnionOfTheSameTypeIsTheSame) {
  FieldFact alias = kPointer;
  alias.name = "next_rcu";
  EXPECT_EQ(CompareLayout(Record(128, {kFirst, kPointer}), Record(128, {kFirst, kPointer, alias})).effect,
            LayoutEffect::kSame);
}

TEST(CompareLayout, ARemovedMemberThatMovesNobodyIsOnlyRemoved) {
  EXPECT_EQ(CompareLayout(Record(128, {kFirst, kPointer}), Record(128, {kPointer})).effect,
            LayoutEffect::kRemoved);
}

}  // namespace
}  // namespace lpcheck
