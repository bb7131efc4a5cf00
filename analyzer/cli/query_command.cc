// See query_command.h. Every question fills the same kind of rows, so that one writer serves text and JSON.
#include "analyzer/cli/query_command.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analyzer/base/text.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/cli/query_about.h"
#include "analyzer/index/graph.h"
#include "analyzer/index/reader.h"

namespace lpcheck {
namespace {

using index::Reader;
using index::Site;
using query::About;
using query::Answer;
using query::Layout;
using query::Row;

Row RowOf(const Site& site, std::string note) {
  return {site.function.name.empty() ? "(initialiser)" : site.function.name, site.function.file, site.line, std::move(note), {}};
}

std::vector<Row> RowsOf(const std::vector<Site>& sites) {
  std::vector<Row> rows;
  for (const Site& site : sites) rows.push_back(RowOf(site, site.what));
  return rows;
}

/// "reads, writes, under sock.sk_lock"
std::string AccessNote(const Site& site) {
  const int mode = site.mode;
  std::string note;
  for (auto [bit, word] : {std::pair{index::kRead, "reads"}, {index::kWrite, "writes"}, {index::kAddress, "takes its address"}}) {
    if ((mode & bit) != 0) note += (note.empty() ? "" : ", ") + std::string(word);
  }
  return site.detail.empty() ? note : Cat(note, ", under ", site.detail);
}

absl::StatusOr<std::pair<std::string, std::string>> FieldOf(const std::string& name) {
  std::string_view bare = name;
  if (bare.starts_with("struct ")) bare.remove_prefix(7);
  std::size_t dot = bare.find('.');
  if (dot == bare.npos) return absl::InvalidArgumentError(name + ": a field is named RECORD.FIELD");
  return std::pair(std::string(bare.substr(0, dot)), std::string(bare.substr(dot + 1)));
}

/// Callers, and who may call through a field that holds the address.
Answer Callers(Reader& reader, const std::string& name) {
  Answer answer{RowsOf(reader.Callers(name)), ""};
  for (const Site& use : reader.AddressUses(name)) {
    std::size_t dot = use.what.find('.');
    if (dot == std::string::npos) {
      answer.rows.push_back(RowOf(use, use.what.ends_with("()") ? "passes it to " + use.what : "takes its address"));
      continue;
    }
    answer.rows.push_back(RowOf(use, "stores it in " + use.what));
    for (const Site& site : reader.PointerCallers(use.what.substr(0, dot), use.what.substr(dot + 1))) {
      answer.rows.push_back(RowOf(site, "may call it through " + use.what));
    }
  }
  return answer;
}

Answer Callees(Reader& reader, const std::string& name) {
  Answer answer;
  for (const Site& site : reader.Callees(name)) {
    if (site.mode == 0) {
      answer.rows.push_back({site.what, site.function.file, site.line, "", {}});
      continue;
    }
    std::size_t dot = site.what.find('.');
    auto targets = dot == std::string::npos ? std::vector<Site>() : reader.Targets(site.what.substr(0, dot), site.what.substr(dot + 1));
    if (targets.empty()) answer.gap = "the call through " + site.what + " has no known target";
    for (const Site& target : targets) {
      answer.rows.push_back({target.what, site.function.file, site.line, "through " + site.what, {}});
    }
  }
  return answer;
}

absl::StatusOr<Answer> FieldUses(Reader& reader, const std::string& name, int access) {
  Answer answer;
  std::vector<Site> sites;
  if (name.find('.') == std::string::npos) {
    sites = reader.GlobalUses(name, access);
  } else {
    auto field = FieldOf(name);
    if (!field.ok()) return field.status();
    sites = reader.FieldUses(field->first, field->second, access);
  }
  for (const Site& site : sites) answer.rows.push_back(RowOf(site, AccessNote(site)));
  return answer;
}

Answer Allocations(Reader& reader, const std::string& record) {
  Answer answer;
  for (const Site& site : reader.Allocations(record)) {
    answer.rows.push_back(RowOf(site, site.detail.empty() ? site.what : Cat(site.what, "(", site.detail, ")")));
  }
  return answer;
}

Answer Contexts(Reader& reader, const std::string& name) {
  Answer answer;
  index::ContextAnswer contexts = index::ContextsOf(reader, name);
  for (index::Entered& entered : contexts.entered) {
    answer.rows.push_back({std::string(index::Name(entered.context)), "", 0, "", std::move(entered.path)});
  }
  if (!contexts.complete) answer.gap = "an address goes where it is not followed, or there are too many callers";
  return answer;
}

Answer InlinedInto(Reader& reader, const std::string& name) {
  Answer answer;
  if (auto names = reader.InlinedInto(name)) {
    for (const std::string& into : *names) answer.rows.push_back({into, "", 0, "from DWARF", {}});
    return answer;
  }
  answer.gap = "no DWARF was read (index --vmlinux FILE): every caller of a static or inline function may hold a copy";
  bool may = false;
  for (const index::FunctionRef& function : reader.Functions(name)) {
    may = may || ((function.flags & (index::kStatic | index::kInline)) != 0 && (function.flags & index::kNoInline) == 0);
  }
  if (may) answer.rows = RowsOf(reader.Callers(name));
  return answer;
}

Answer SleepersOf(Reader& reader, const std::vector<std::string>& names) {
  Answer answer;
  std::vector<index::Sleeper> sleepers;
  if (names.empty()) sleepers = index::Sleepers(reader);
  for (const std::string& name : names) {
    if (auto sleeper = index::SleepOf(reader, name)) sleepers.push_back(*sleeper);
  }
  for (index::Sleeper& sleeper : sleepers) {
    answer.rows.push_back({sleeper.function.name, sleeper.function.file, sleeper.function.line, sleeper.wait, std::move(sleeper.path)});
  }
  return answer;
}

absl::StatusOr<Answer> Ask(Reader& reader, const std::string& question, const std::vector<std::string>& names) {
  const std::string name = names.empty() ? "" : names[0];
  if (question == "sleepers") return SleepersOf(reader, names);
  if (names.empty()) return absl::OutOfRangeError(question + ": about which name?");
  if (question == "about") return About(reader, name);
  if (question == "layout") return Layout(reader, name);
  if (question == "callers") return Callers(reader, name);
  if (question == "callees") return Callees(reader, name);
  if (question == "who-writes") return FieldUses(reader, name, index::kWrite | index::kAddress);
  if (question == "who-reads") return FieldUses(reader, name, index::kRead | index::kAddress);
  if (question == "who-allocates") return Allocations(reader, name);
  if (question == "who-frees") return Answer{RowsOf(reader.Frees(name)), ""};
  if (question == "inlined-into") return InlinedInto(reader, name);
  if (question == "contexts") return Contexts(reader, name);
  if (question != "reaches") return absl::OutOfRangeError(question + ": no such question; see lpcheck query --help");
  if (names.size() != 2) return absl::OutOfRangeError("reaches: from which function to which?");
  Answer answer;
  if (auto path = index::PathBetween(reader, names[0], names[1])) answer.rows.push_back({names[1], "", 0, "", *path});
  return answer;
}

/// Why there is no answer, when the question is about something that the index does not have.
std::string WhyNone(Reader& reader, const std::string& question, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const std::size_t dot = name.find('.');
    const bool is_record = question == "layout" || question == "who-allocates" || question == "who-frees";
    if (dot != std::string::npos || is_record) {
      const std::size_t from = name.starts_with("struct ") ? 7 : 0;
      const std::string record = name.substr(from, dot == std::string::npos ? dot : dot - from);
      const std::vector<index::Record> found = reader.Records(record);
      if (found.empty()) return Cat("the index has no definition of struct ", record);
      const bool has = dot == std::string::npos || std::any_of(found.begin(), found.end(), [&](const index::Record& one) {
        return std::any_of(one.fields.begin(), one.fields.end(), [&](const index::Field& field) { return field.name == name.substr(dot + 1); });
      });
      if (!has) return Cat("struct ", record, " has no member ", name.substr(dot + 1), " (it may be a macro for another name: see lpcheck query layout)");
    } else if (!question.starts_with("who-") && reader.Functions(name).empty()) {
      return Cat("the index has no definition of ", name);
    }
  }
  return "";
}

std::string Joined(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& name : path) text += (text.empty() ? "" : " > ") + name;
  return text;
}

void PrintText(const Answer& answer) {
  for (const Row& row : answer.rows) {
    std::string line = row.file.empty() ? row.name : Cat(row.file, ":", row.line, ": ", row.name);
    if (!row.note.empty()) line += ": " + row.note;
    if (row.path.size() > 1) line += ": " + Joined(row.path);
    std::printf("%s\n", line.c_str());
  }
  if (!answer.gap.empty()) std::printf("%s: %s\n", answer.rows.empty() ? "nothing found" : "there may be more", answer.gap.c_str());
}

void PrintJson(const std::string& question, const std::vector<std::string>& names, const Answer& answer) {
  nlohmann::ordered_json out = {{"schema", "lpcheck.query/1"}, {"question", question}, {"names", names},
                                {"complete", answer.gap.empty()}, {"gap", answer.gap}, {"answers", nlohmann::json::array()}};
  for (const Row& row : answer.rows) {
    out["answers"].push_back({{"name", row.name}, {"file", row.file}, {"line", row.line}, {"note", row.note}, {"path", row.path}});
  }
  std::printf("%s\n", out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

int RunQuery(const Arguments& arguments) {
  std::string build = FromEnvironment("LPCHECK_BUILD", ""), file, format = "text", question;
  std::vector<std::string> names;
  CLI::App app("Ask an index of the kernel.", "lpcheck query");
  app.add_option("--index", file, "the index (default: lpcheck.index in the build folder)")->type_name("FILE");
  app.add_option("-p,--build", build, "the build folder (else $LPCHECK_BUILD)")->type_name("DIR");
  app.add_option("--format", format, "text or json")->check(CLI::IsMember({"text", "json"}));
  app.add_option("QUESTION", question,
                 "about, layout, callers, callees, who-writes, who-reads, who-allocates, who-frees, inlined-into, contexts, reaches, sleepers")->required();
  app.add_option("NAME", names, "a function, a record, or RECORD.FIELD");
  app.footer(
      "about NAME        where a function is defined, what builds it, whether it can be traced, what it does\n"
      "layout NAME       members of a record with offset and size in bytes, and the records that embed it\n"
      "callers NAME      also through fields that hold its address\n"
      "callees NAME      also through fields: everything stored in them\n"
      "who-writes R.F    with the locks that the writer itself holds there; who-reads likewise; a global by its name\n"
      "who-allocates R   with the size as written; who-frees R\n"
      "inlined-into NAME from DWARF where the index has it\n"
      "contexts NAME     how it is entered, with a chain for each: task, softirq, hardirq, kernel thread, ...\n"
      "reaches F G       a shortest chain of calls\n"
      "sleepers [NAME]   functions that wait until they are woken, or where NAME does\n\nExamples:\n  lpcheck query -p build-def callers tcp_sendmsg\n  lpcheck query -p build-def who-writes sock.sk_state\n"
      "  lpcheck query -p build-def reaches do_sys_open schedule");
  if (std::optional<int> exit = ParseOptions(app, arguments)) return *exit;
  if (file.empty() && build.empty()) return Fail(absl::OutOfRangeError("query needs --index FILE or --build DIR"));
  if (file.empty()) file = build + "/lpcheck.index";
  absl::StatusOr<Reader> reader = Reader::Open(file);
  if (!reader.ok()) return Fail(reader.status());
  absl::StatusOr<Answer> answer = Ask(*reader, question, names);
  if (!answer.ok()) return Fail(answer.status());
  if (answer->rows.empty() && answer->gap.empty()) answer->gap = WhyNone(*reader, question, names);
  if (std::size_t missing = reader->Missing().size(); missing > 0) {
    answer->gap += Cat(answer->gap.empty() ? "" : "; ", missing, " files did not parse");
  }
  if (format == "json") {
    PrintJson(question, names, *answer);
  } else {
    PrintText(*answer);
  }
  return kExitDeliverable;
}

}  // namespace lpcheck
