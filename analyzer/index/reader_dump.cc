// The contents of an index as text: what comparing a continued, an incremental or a shared run with a fresh one rests
// on. Ids, digests and the order of work do not appear.
#include <algorithm>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/index/reader.h"

namespace lpcheck::index {
namespace {

constexpr const char* kQueries[] = {
    "SELECT p.file,'unit '||u.file||' in '||u.object||' '||u.traced||' '||u.error FROM unit u, (SELECT 0 AS file) p",
    "SELECT p.file,'function '||n.text||' '||f.line||'-'||f.last_line||' flags '||f.flags||' effects '||f.effects||' '||"
    "s.text||' '||t.text FROM function f JOIN part p ON p.id=f.part JOIN name n ON n.id=f.name JOIN name s ON "
    "s.id=f.section JOIN name t ON t.id=f.type",
    "SELECT p.file,'fact '||COALESCE((SELECT n.text||':'||f.line FROM function f JOIN name n ON n.id=f.name WHERE "
    "f.id=x.function),'')||' '||x.kind||' '||a.text||' '||b.text||' '||x.line||' '||x.mode||' '||d.text FROM fact x JOIN part "
    "p ON p.id=x.part JOIN name a ON a.id=x.a JOIN name b ON b.id=x.b JOIN name d ON d.id=x.detail",
    "SELECT p.file,'record '||n.text||' '||r.line||' '||r.is_union||' '||r.size||' '||r.align FROM record r JOIN part p "
    "ON p.id=r.part JOIN name n ON n.id=r.name",
    "SELECT p.file,'field '||n.text||'.'||m.text||' '||t.text||' '||f.offset||' '||f.size FROM field f JOIN record r ON "
    "r.id=f.record JOIN part p ON p.id=r.part JOIN name n ON n.id=r.name JOIN name m ON m.id=f.name JOIN name t ON "
    "t.id=f.type",
    "SELECT p.file,'global '||n.text||' '||g.line||' '||g.is_static||' '||t.text||' '||s.text FROM global g JOIN part p "
    "ON p.id=g.part JOIN name n ON n.id=g.name JOIN name t ON t.id=g.type JOIN name s ON s.id=g.section",
    "SELECT 0,'binary '||object||' '||build_id FROM binary",
    "SELECT 0,'symbol '||symbol||' '||position||' '||object||' '||file FROM symbol",
    "SELECT 0,'inlined '||n.text||' into '||m.text||' of '||i.object FROM inlined i JOIN name n ON n.id=i.function JOIN "
    "name m ON m.id=i.into_function",
};

}  // namespace

absl::Status Reader::Dump(const std::function<void(const std::string&)>& line) {
  std::vector<std::string> lines;
  for (const char* sql : kQueries) {
    absl::StatusOr<Statement> rows = db_->Prepare(sql);
    if (!rows.ok()) return rows.status();
    while (rows->Step()) {
      std::int64_t file = rows->Integer(0);
      lines.push_back(Cat(file == 0 ? "" : Relative(file), ": ", rows->Text(1)));
    }
  }
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  for (const std::string& text : lines) line(text);
  return absl::OkStatus();
}

}  // namespace lpcheck::index
