// A tree of a few files with its compile database, in a temporary folder: enough kernel to index.
#ifndef LPCHECK_TESTS_UNIT_ANALYZER_INDEX_SMALL_KERNEL_H_
#define LPCHECK_TESTS_UNIT_ANALYZER_INDEX_SMALL_KERNEL_H_

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analyzer/compile/database.h"
#include "analyzer/index/builder.h"
#include "analyzer/index/reader.h"

namespace lpcheck::index {

class SmallKernel {
 public:
  SmallKernel() {
    root_ = std::filesystem::path(testing::TempDir()) /
            ("index-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(root_);
    Write("include/linux/base.h",
          "#ifndef BASE_H\n#define BASE_H\n"
          "#define NULL ((void *)0)\n#define GFP_KERNEL 1\n#define GFP_ATOMIC 2\n"
          "typedef unsigned long size_t;\n"
          "struct mutex { int owner; };\n"
          "struct list_head { struct list_head *next, *prev; };\n"
          "void mutex_lock(struct mutex *lock);\nvoid mutex_unlock(struct mutex *lock);\n"
          "void *kmalloc(size_t size, int flags);\nvoid kfree(const void *object);\nvoid schedule(void);\n"
          "#endif\n");
    Write("include/linux/thing.h",
          "#ifndef THING_H\n#define THING_H\n#include <linux/base.h>\n"
          "struct thing { struct mutex lock; int count; unsigned flag : 3; struct list_head link; };\n"
          "struct thing_ops { int (*open)(struct thing *t); void (*close)(struct thing *t); };\n"
          "static inline int thing_count(struct thing *t) { return t->count; }\n"
          "int thing_run(struct thing *t, const struct thing_ops *ops);\n"
          "#endif\n");
    Write("lib/thing.c",
          "#include <linux/base.h>\n#include <linux/thing.h>\n"
          "int thing_run(struct thing *t, const struct thing_ops *ops)\n{\n"
          "  mutex_lock(&t->lock);\n  t->count++;\n  mutex_unlock(&t->lock);\n"
          "  return ops->open(t) + thing_count(t);\n}\n");
    Write("lib/user.c",
          "#include <linux/base.h>\n#include <linux/thing.h>\n"
          "static int user_open(struct thing *t) { t->flag = 1; return 0; }\n"
          "static void user_close(struct thing *t) { kfree(t); }\n"
          "static const struct thing_ops user_ops = { .open = user_open, .close = user_close };\n"
          "int user_start(void)\n{\n  struct thing *t = kmalloc(sizeof(*t), GFP_KERNEL);\n"
          "  if (!t)\n    return -12;\n  return thing_run(t, &user_ops);\n}\n");
    Write("lib/sleepy.c",
          "#include <linux/base.h>\n#include <linux/thing.h>\n"
          "void sleepy(void) { schedule(); }\nvoid outer(void) { sleepy(); }\n");
  }
  ~SmallKernel() { std::filesystem::remove_all(root_); }

  std::string Path(const std::string& file) const { return (root_ / file).string(); }
  std::string Index(const std::string& name = "test.index") const { return Path(name); }

  void Write(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
    bool known = std::find(files_.begin(), files_.end(), file) != files_.end();
    if (file.ends_with(".c") && !known) files_.push_back(file);
  }
  void Remove(const std::string& file) { std::erase(files_, file); }

  absl::StatusOr<IndexSummary> Build(IndexOptions options = {}) {
    nlohmann::json commands = nlohmann::json::array();
    for (const std::string& file : files_) {
      std::string command = "gcc -nostdinc -I" + Path("include") + " -DKBUILD_MODNAME='\"" + std::string(file) +
                            "\"' -c -o " + file + ".o " + Path(file);
      commands.push_back({{"directory", root_.string()}, {"command", command}, {"file", Path(file)}});
    }
    std::ofstream(root_ / "compile_commands.json") << commands.dump();
    absl::StatusOr<Database> database = Database::Load(root_.string(), root_.string());
    if (!database.ok()) return database.status();
    if (options.file.empty()) options.file = Index();
    options.kernel_version = "6.1.0";
    return BuildIndex(*database, options);
  }

  /// Builds afresh beside the index under test.
  std::string FreshDump(IndexOptions::Headers headers = IndexOptions::Headers::kShared) {
    IndexOptions options;
    options.file = Index("fresh.index");
    options.existing = Store::Existing::kRebuild;
    options.headers = headers;
    EXPECT_TRUE(Build(options).ok());
    return DumpOf(options.file);
  }
  static std::string DumpOf(const std::string& file) {
    absl::StatusOr<Reader> reader = Reader::Open(file);
    if (!reader.ok()) return std::string(reader.status().message());
    std::string text;
    EXPECT_TRUE(reader->Dump([&text](const std::string& line) { text += line + "\n"; }).ok());
    return text;
  }

 private:
  std::filesystem::path root_;
  std::vector<std::string> files_;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_TESTS_UNIT_ANALYZER_INDEX_SMALL_KERNEL_H_
