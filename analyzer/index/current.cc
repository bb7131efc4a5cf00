// Whether an index still speaks of the tree and build that somebody asks about.
#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/index/reader.h"
#include "analyzer/index/source_files.h"

namespace lpcheck::index {

absl::Status Reader::IsCurrent(const std::string& tree, const std::string& build) {
  std::map<std::string, std::string> meta = Meta();
  for (const auto& [key, wanted] : {std::pair<std::string, std::string>{"tree", tree}, {"build", AbsolutePath(build)}}) {
    if (meta[key] == wanted) continue;
    return absl::FailedPreconditionError(Cat("the index is of another ", key, " (", meta[key], ", not ", wanted, ")"));
  }
  if (!meta.contains("finished")) {
    return absl::FailedPreconditionError("the index is not finished: run lpcheck index again, it continues");
  }
  std::size_t changed = 0;
  std::string first;
  Statement& row = Query("SELECT n.text,s.size,s.modified,s.changed,s.hash FROM source s JOIN name n ON n.id=s.file ORDER BY n.text");
  while (row.Step()) {
    const auto number = [&row](int column) { return static_cast<std::uint64_t>(row.Integer(column)); };
    const SourceStamp stamp{number(1), number(2), number(3), number(4)};
    const std::string file = row.Text(0);
    if (InodeOf(file).SameInode(stamp) || HashOfContents(file) == stamp.hash) continue;
    if (changed++ == 0) first = file.starts_with(root_) ? file.substr(root_.size()) : file;
  }
  if (changed == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(Cat("the index is stale: ", first, changed == 1 ? "" : Cat(" and ", changed - 1, " more"),
                                           " changed since; run lpcheck index again"));
}

std::vector<Fact> Reader::FactsOf(const FunctionRef& function, const std::vector<FactKind>& kinds) {
  std::vector<Fact> facts;
  for (std::int64_t id : FunctionIds(function.name, function.file)) {
    for (Fact& fact : FactsOf(id, kinds)) facts.push_back(std::move(fact));
  }
  return facts;
}

int Reader::LinesOf(const FunctionRef& function) {
  int lines = 0;
  for (std::int64_t id : FunctionIds(function.name, function.file)) {
    Statement& row = Query("SELECT last_line-line+1 FROM function WHERE id=?1");
    row.Bind(1, id);
    if (row.Step()) lines = std::max(lines, static_cast<int>(row.Integer(0)));
  }
  return lines;
}

std::vector<std::string> Reader::Units() {
  std::vector<std::string> files;
  Statement& row = Query("SELECT file FROM unit ORDER BY file");
  while (row.Step()) files.push_back(row.Text(0));
  return files;
}

}  // namespace lpcheck::index
