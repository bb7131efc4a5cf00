// What the index knows of objects: who builds a definition, and what a vmlinux or module made of it.
#include <algorithm>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/index/reader.h"
#include "analyzer/index/store.h"

namespace lpcheck::index {

std::vector<std::pair<std::string, LinkedSymbol>> Reader::Symbols(const std::string& name) {
  std::vector<std::pair<std::string, LinkedSymbol>> symbols;
  Statement& row = Query("SELECT object,symbol,position,file FROM symbol WHERE name=?1 ORDER BY object,symbol,position");
  row.Bind(1, std::string_view(name));
  while (row.Step()) symbols.push_back({row.Text(0), {name, row.Text(1), static_cast<int>(row.Integer(2)), row.Text(3)}});
  return symbols;
}

std::string Reader::SectionOf(const FunctionRef& function) {
  for (std::int64_t id : FunctionIds(function.name, function.file)) {
    Statement& row = Query("SELECT n.text FROM function f JOIN name n ON n.id=f.section WHERE f.id=?1");
    row.Bind(1, id);
    if (row.Step()) return row.Text(0);
  }
  return "";
}

std::vector<std::string> Reader::Macros(const std::string& name, const std::string& file) {
  std::vector<std::string> macros;
  for (std::int64_t id : FunctionIds(name, file)) {
    for (const Fact& fact : FactsOf(id, {FactKind::kApi})) macros.push_back(fact.a);
  }
  return macros;
}

bool Reader::HasDwarfOf(const std::string& object) {
  Statement& row = Query("SELECT 1 FROM binary WHERE object=?1");
  row.Bind(1, std::string_view(object));
  return row.Step();
}

std::vector<BuiltIn> Reader::BuiltBy(const FunctionRef& function) {
  std::set<std::int64_t> parts, blocks;
  for (std::int64_t id : FunctionIds(function.name, function.file)) {
    Statement& row = Query("SELECT part FROM function WHERE id=?1");
    row.Bind(1, id);
    if (row.Step()) parts.insert(row.Integer(0));
  }
  const auto names_one = [&parts](const std::string& list) {
    const std::vector<std::int64_t> ids = DecodeIds(list);
    return std::any_of(ids.begin(), ids.end(), [&parts](std::int64_t id) { return parts.contains(id); });
  };
  Statement& block = Query("SELECT id,parts FROM block");
  while (block.Step()) {
    if (names_one(block.Text(1))) blocks.insert(block.Integer(0));
  }
  std::vector<BuiltIn> built;
  Statement& unit = Query("SELECT file,object,traced,block,parts FROM unit ORDER BY file");
  while (unit.Step()) {
    if (!blocks.contains(unit.Integer(3)) && !names_one(unit.Text(4))) continue;
    built.push_back({unit.Text(0), unit.Text(1), unit.Integer(2) != 0});
  }
  return built;
}

std::optional<std::vector<std::string>> Reader::InlinedInto(const std::string& name) {
  Statement& any = Query("SELECT 1 FROM inlined LIMIT 1");
  if (!any.Step()) return std::nullopt;
  std::vector<std::string> names;
  Statement& query = Query("SELECT DISTINCT n.text FROM inlined i JOIN name n ON n.id=i.into_function WHERE i.function=?1 ORDER BY 1");
  query.Bind(1, Id(name));
  while (query.Step()) names.push_back(query.Text(0));
  return names;
}

}  // namespace lpcheck::index
