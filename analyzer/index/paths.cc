// Chains of calls: whether one function reaches another, and where a function waits.
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "analyzer/index/graph.h"
#include "model/api/api.h"

namespace lpcheck::index {
namespace {

constexpr std::size_t kLimit = 20000;  ///< functions a walk looks at
constexpr std::size_t kNear = 5;       ///< calls down to a wait; further down it is that of a subsystem, taken now and then
constexpr const char* kThreadMakers[] = {"kthread_create_on_node", "kthread_create_on_cpu", "kthread_run_on_cpu", "kernel_thread", "user_mode_thread"};

struct Node {
  std::string name;
  std::string file;  ///< where it is defined, "" when nobody knows
  auto operator<=>(const Node&) const = default;
};

/// What a call of `name` in `file` means: the file's own function, else the one with linkage, else one of a header.
std::vector<Node> Resolve(Reader& reader, const std::string& name, const std::string& file) {
  std::vector<Node> own, linked, inlines;
  for (const FunctionRef& function : reader.Functions(name)) {
    const Node node{name, function.file};
    if ((function.flags & kStatic) == 0) linked.push_back(node);
    if (IsOfOneFile(function) && function.file == file) own.push_back(node);
    if ((function.flags & kStatic) != 0 && !IsOfOneFile(function)) inlines.push_back(node);
  }
  if (!own.empty()) return own;
  if (!linked.empty()) return linked;
  return inlines.empty() ? std::vector<Node>{{name, ""}} : inlines;
}

struct Rules {
  std::function<bool(const std::string&)> goal;
  std::function<bool(const std::string&)> is_closed = [](const std::string&) { return false; };  ///< not entered
  bool pointers = true;                                                                          ///< follow calls through fields
  std::size_t deepest = ~std::size_t{0};
};

class Search {
 public:
  Search(Reader& reader, Rules rules) : reader_(reader), rules_(std::move(rules)) {}

  /// Breadth first over callees. The path ends with the name that met the goal; nullopt: none within the limits.
  std::optional<std::vector<std::string>> From(const std::vector<Node>& starts) {
    for (const Node& start : starts) Visit(start, std::nullopt, 0);
    while (!todo_.empty() && parent_.size() < kLimit) {
      const auto [node, depth] = todo_.front();
      todo_.pop_front();
      for (const auto& [name, file] : Next(node)) {
        if (rules_.goal(name)) return PathTo(node, name);
        if (depth + 1 >= rules_.deepest || rules_.is_closed(name)) continue;
        for (const Node& callee : Resolve(reader_, name, file)) Visit(callee, node, depth + 1);
      }
    }
    return std::nullopt;
  }

 private:
  void Visit(const Node& node, const std::optional<Node>& from, std::size_t depth) {
    if (parent_.try_emplace(node, from).second) todo_.emplace_back(node, depth);
  }

  /// Names that are called, with the file that means them; macros of the API table stand for what they expand to.
  std::vector<std::pair<std::string, std::string>> Next(const Node& node) {
    std::vector<std::pair<std::string, std::string>> next;
    for (const std::string& macro : reader_.Macros(node.name, node.file)) next.emplace_back(macro, node.file);
    for (const Site& site : reader_.Callees(node.name, node.file)) {
      const std::size_t dot = site.what.find('.');
      if (site.mode == 0) next.emplace_back(site.what, node.file);
      if (site.mode == 0 || !rules_.pointers || dot == std::string::npos) continue;
      for (const Site& target : reader_.Targets(site.what.substr(0, dot), site.what.substr(dot + 1))) {
        next.emplace_back(target.what, target.function.file);
      }
    }
    return next;
  }

  std::vector<std::string> PathTo(const Node& node, const std::string& last) const {
    std::vector<std::string> path = {last};
    for (std::optional<Node> at = node; at; at = parent_.at(*at)) path.push_back(at->name);
    std::reverse(path.begin(), path.end());
    return path;
  }

  Reader& reader_;
  Rules rules_;
  std::map<Node, std::optional<Node>> parent_;
  std::deque<std::pair<Node, std::size_t>> todo_;
};

std::vector<Node> Starts(Reader& reader, const std::string& function, const std::string& file) {
  std::vector<Node> starts;
  for (const FunctionRef& found : reader.Functions(function)) {
    if (file.empty() || found.file == file) starts.push_back({function, found.file});
  }
  return starts;
}

bool IsKnown(const std::string& name) {
  const api::Entry* entry = api::Table::Kernel().Find(name);
  return entry != nullptr && !entry->guess;
}

bool IsThreadMain(Reader& reader, const std::string& function, const std::string& file) {
  const std::vector<Site> uses = reader.AddressUses(function);
  return std::any_of(uses.begin(), uses.end(), [&file](const Site& use) {
    const bool is_maker = std::any_of(std::begin(kThreadMakers), std::end(kThreadMakers), [&use](const char* maker) {
      return use.what == std::string(maker) + "()" && use.mode == 0;
    });
    return is_maker && (file.empty() || use.function.file == file);
  });
}

}  // namespace

bool WaitsUntilWoken(const std::string& name) {
  const api::Entry* entry = api::Table::Kernel().Find(name);
  if (entry == nullptr || entry->guess || name.starts_with("io_schedule")) return false;
  if (entry->kind == api::Kind::kSleep) return name.starts_with("schedule");
  const bool timed = name.find("timeout") != std::string::npos;
  return entry->kind == api::Kind::kWait && entry->sleeps && !timed && entry->cls != "rcu" && entry->cls != "srcu";
}

std::optional<std::vector<std::string>> PathBetween(Reader& reader, const std::string& from, const std::string& to) {
  return Search(reader, {.goal = [&to](const std::string& name) { return name == to; }}).From(Starts(reader, from, ""));
}

std::vector<Sleeper> Sleepers(Reader& reader) {
  std::vector<Sleeper> sleepers;
  for (const std::string& wait : reader.Called(WaitsUntilWoken)) {
    for (const Site& site : reader.Waiters(wait)) sleepers.push_back({site.function, wait, {site.function.name}});
  }
  for (const char* maker : kThreadMakers) {
    for (const std::string& name : reader.PassedTo(maker, 0)) {
      for (const FunctionRef& function : reader.Functions(name)) {
        if (IsThreadMain(reader, name, IsOfOneFile(function) ? function.file : "")) sleepers.push_back({function, Sleeper::kThreadMain, {name}});
      }
    }
  }
  std::sort(sleepers.begin(), sleepers.end(), [](const Sleeper& a, const Sleeper& b) {
    return std::tie(a.function, a.wait) < std::tie(b.function, b.wait);
  });
  return sleepers;
}

std::optional<Sleeper> SleepOf(Reader& reader, const std::string& function, const std::string& file) {
  const std::vector<Node> starts = Starts(reader, function, file);
  if (starts.empty()) return std::nullopt;
  FunctionRef found;
  for (const FunctionRef& one : reader.Functions(function)) {
    if (one.file == starts.front().file) found = one;
  }
  auto path = Search(reader, {.goal = WaitsUntilWoken, .is_closed = IsKnown, .pointers = false, .deepest = kNear}).From(starts);
  const bool is_main = IsThreadMain(reader, function, IsOfOneFile(found) ? found.file : "");
  if (!path && !is_main) return std::nullopt;
  const std::string wait = is_main ? Sleeper::kThreadMain : path->back();
  return Sleeper{found, wait, path.value_or(std::vector<std::string>{function})};
}

}  // namespace lpcheck::index
