// See function_list.h.
#include "analyzer/input/function_list.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  for (line = Trim(line); !line.empty(); line = Trim(line)) {
    std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return words;
}

/// Only what is plainly IS_ENABLED(CONFIG_X) or defined(CONFIG_X) can be judged here; everything else counts as true.
bool Holds(std::string_view condition, std::string_view config) {
  for (std::string_view head : {"IS_ENABLED(", "defined("}) {
    if (!condition.starts_with(head) || condition.find(')') != condition.size() - 1) continue;
    std::string_view symbol = Trim(condition.substr(head.size(), condition.size() - head.size() - 1));
    return config.empty() || Contains(config, Cat('\n', symbol, "=y")) || Contains(config, Cat('\n', symbol, "=m"));
  }
  return true;
}

KlpObject& ObjectNamed(std::vector<KlpObject>& objects, std::string_view name) {
  auto same = [name](const KlpObject& object) { return object.name == name; };
  auto found = std::find_if(objects.begin(), objects.end(), same);
  if (found != objects.end()) return *found;
  objects.push_back({std::string(name), {}, {}});
  return objects.back();
}

}  // namespace

absl::StatusOr<std::vector<KlpObject>> ParseFunctionList(std::string_view text, std::string_view name,
                                                         std::string_view config) {
  std::vector<KlpObject> objects;
  int number = 0;
  for (std::string_view line : Split(text, '\n')) {
    ++number;
    std::vector<std::string_view> words = Words(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    auto bad = [&](std::string_view what) {
      return absl::InvalidArgumentError(
          Cat(name, ":", number, ": ", what, "; a line is: object old_name[,sympos] new_name [condition]"));
    };
    if (words.size() < 3) return bad("too few words");
    std::string_view condition = Trim(line.substr(static_cast<std::size_t>(words[2].end() - line.begin())));
    if (!Holds(condition, config)) continue;
    KlpFunc func;
    std::size_t comma = words[1].find(',');
    func.old_name = std::string(words[1].substr(0, comma));
    func.new_name = std::string(words[2]);
    func.where = {std::string(name), number};
    if (comma != std::string_view::npos) {
      std::string_view position = words[1].substr(comma + 1);
      auto [end, error] = std::from_chars(position.begin(), position.end(), func.sympos);
      if (error != std::errc() || end != position.end()) return bad("the symbol position is no number");
    }
    ObjectNamed(objects, words[0]).funcs.push_back(std::move(func));
  }
  return objects;
}

}  // namespace lpcheck
