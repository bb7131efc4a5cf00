// The parser that kernel and user space share, on records that are sound, cut, swapped, forged and random.
#include "kmod/shared/stamp_parse.h"

#include <cstring>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "kmod/shared/sha256.h"

namespace {

void Seal(std::string& record) {
  const __u32 size = static_cast<__u32>(record.size());
  std::memcpy(record.data() + offsetof(lpguard_stamp, total_size), &size, 4);
  const __u32 crc = lpguard_stamp_checksum(record.data(), record.size());
  std::memcpy(record.data() + offsetof(lpguard_stamp, crc32), &crc, 4);
}

// One function f of vmlinux. The test host is little-endian, as x86_64 is.
std::string Record() {
  lpguard_stamp head = {};
  head.magic = LPGUARD_STAMP_MAGIC;
  head.version = LPGUARD_STAMP_VERSION;
  head.header_size = sizeof(head);
  head.verdict = LPGUARD_VERDICT_IMMEDIATE;
  head.mechanisms = LPGUARD_MECH_IMMEDIATE;
  head.func_count = 1;
  head.kernel_id_size = 20;
  const std::string strings("\0vmlinux\0f\0", 11);
  head.string_size = static_cast<__u32>(strings.size());
  const lpguard_stamp_func func = {1, 9, 0};
  std::string record(reinterpret_cast<const char*>(&head), sizeof(head));
  record.append(reinterpret_cast<const char*>(&func), sizeof(func));
  record += strings;
  Seal(record);
  return record;
}

lpguard_stamp_error Parse(const std::string& record) {
  lpguard_stamp_view view;
  return lpguard_stamp_parse(record.data(), record.size(), &view);
}

template <typename T>
std::string With(size_t offset, T value) {
  std::string record = Record();
  std::memcpy(record.data() + offset, &value, sizeof(value));
  Seal(record);
  return record;
}

std::string Note(const std::string& record) {
  const __u32 header[3] = {LPGUARD_NOTE_NAMESZ, static_cast<__u32>(record.size()), LPGUARD_NOTE_TYPE};
  std::string note(reinterpret_cast<const char*>(header), sizeof(header));
  note.append(LPGUARD_NOTE_NAME, LPGUARD_NOTE_NAMESZ);
  note += record;
  note.resize((note.size() + 3) / 4 * 4);
  return note;
}

TEST(StampParse, ASoundRecordIsReadBack) {
  const std::string record = Record();
  lpguard_stamp_view view;
  ASSERT_EQ(lpguard_stamp_parse(record.data(), record.size(), &view), LPGUARD_STAMP_OK);
  const lpguard_stamp_func func = lpguard_stamp_func_at(&view, 0);
  EXPECT_STREQ(lpguard_stamp_string(&view, func.object), "vmlinux");
  EXPECT_STREQ(lpguard_stamp_string(&view, func.name), "f");
}

TEST(StampParse, EveryCutIsAnError) {
  const std::string record = Record();
  for (size_t size = 0; size < record.size(); ++size)
    EXPECT_NE(Parse(record.substr(0, size)), LPGUARD_STAMP_OK);
}

TEST(StampParse, EveryFlippedBitIsAnError) {
  for (size_t bit = 0; bit < Record().size() * 8; ++bit) {
    std::string record = Record();
    record[bit / 8] = static_cast<char>(record[bit / 8] ^ 1 << bit % 8);
    EXPECT_NE(Parse(record), LPGUARD_STAMP_OK) << "bit " << bit;
  }
}

TEST(StampParse, TheOtherByteOrderIsNamed) {
  EXPECT_EQ(Parse(With(offsetof(lpguard_stamp, magic), LPGUARD_STAMP_MAGIC_SWAPPED)),
            LPGUARD_STAMP_WRONG_ENDIAN);
}

TEST(StampParse, AnotherVersionIsNamed) {
  EXPECT_EQ(Parse(With<__u16>(offsetof(lpguard_stamp, version), 2)), LPGUARD_STAMP_BAD_VERSION);
}

TEST(StampParse, ForgedCountsWithARightChecksumAreErrors) {
  EXPECT_EQ(Parse(With<__u16>(offsetof(lpguard_stamp, func_count), 0)), LPGUARD_STAMP_BAD_FIELD);
  EXPECT_EQ(Parse(With<__u16>(offsetof(lpguard_stamp, func_count), 0xffff)), LPGUARD_STAMP_BAD_FIELD);
  EXPECT_EQ(Parse(With<__u16>(offsetof(lpguard_stamp, func_count), 2)), LPGUARD_STAMP_BAD_SIZE);
  EXPECT_EQ(Parse(With<__u32>(offsetof(lpguard_stamp, string_size), 0xfffffff0)), LPGUARD_STAMP_BAD_SIZE);
  EXPECT_EQ(Parse(With<__u8>(offsetof(lpguard_stamp, kernel_id_size), 21)), LPGUARD_STAMP_BAD_FIELD);
  EXPECT_EQ(Parse(With<__u8>(offsetof(lpguard_stamp, verdict), 0)), LPGUARD_STAMP_BAD_FIELD);
}

TEST(StampParse, StringsThatLeaveTheRecordAreErrors) {
  EXPECT_EQ(Parse(With<__u32>(offsetof(lpguard_stamp, fix), 11)), LPGUARD_STAMP_BAD_STRING);
  EXPECT_EQ(Parse(With<__u32>(offsetof(lpguard_stamp, fix), 0xffffffff)), LPGUARD_STAMP_BAD_STRING);
  EXPECT_EQ(Parse(With<__u32>(sizeof(lpguard_stamp), 1000)), LPGUARD_STAMP_BAD_STRING);
  std::string unterminated = Record();
  unterminated.back() = 'x';
  Seal(unterminated);
  EXPECT_EQ(Parse(unterminated), LPGUARD_STAMP_BAD_STRING);
}

TEST(StampParse, AnOversizedRecordIsAnError) {
  std::string record = Record();
  record.resize(LPGUARD_STAMP_MAX + 1);
  Seal(record);
  EXPECT_EQ(Parse(record), LPGUARD_STAMP_BAD_SIZE);
}

TEST(StampFind, OneNoteIsFoundAmongOtherBytes) {
  const std::string area = std::string(64, 'x') + Note(Record()) + std::string(64, 'y');
  lpguard_span record;
  ASSERT_EQ(lpguard_stamp_find(area.data(), area.size(), &record), LPGUARD_STAMP_OK);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(record.start), record.size), Record());
}

TEST(StampFind, TwoNotesAreOneTooMany) {
  const std::string area = Note(Record()) + Note(Record());
  lpguard_span record;
  EXPECT_EQ(lpguard_stamp_find(area.data(), area.size(), &record), LPGUARD_STAMP_DUPLICATE);
}

TEST(StampFind, ACutNoteIsNoAbsence) {
  const std::string area = Note(Record()).substr(0, 60);
  lpguard_span record;
  ASSERT_EQ(lpguard_stamp_find(area.data(), area.size(), &record), LPGUARD_STAMP_OK);
  EXPECT_EQ(record.size, 0u);
}

TEST(StampParse, RandomBytesNeitherCrashNorPass) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::string record = Record();
    for (int edits = 1 + static_cast<int>(random() % 8); edits > 0; --edits) {
      record[random() % record.size()] = static_cast<char>(random());
    }
    if (record == Record()) continue;
    if (round % 2 == 0) Seal(record);
    lpguard_stamp_view view;
    if (lpguard_stamp_parse(record.data(), record.size(), &view) != LPGUARD_STAMP_OK) continue;
    EXPECT_EQ(round % 2, 0) << "an unsealed change passed";
    for (unsigned i = 0; i < view.head.func_count; ++i) {
      EXPECT_LT(std::strlen(lpguard_stamp_string(&view, lpguard_stamp_func_at(&view, i).name)),
                record.size());
    }
  }
}

TEST(Sha256, GivesTheStandardsExample) {
  sha256 sha;
  unsigned char digest[32];
  sha256_start(&sha);
  sha256_add(&sha, "abc", 3);
  sha256_finish(&sha, digest);
  EXPECT_EQ(std::memcmp(digest,
                        "\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23\xb0\x03\x61\xa3\x96"
                        "\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad",
                        32),
            0);
}

}  // namespace
