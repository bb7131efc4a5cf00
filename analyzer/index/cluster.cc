#include "analyzer/index/cluster.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analyzer/base/text.h"
#include "llvm/Support/xxhash.h"

namespace lpcheck::index {
namespace {

constexpr std::size_t kSmall = 8;      ///< a folder with fewer files joins the one above
constexpr std::size_t kWorthwhile = 3;  ///< a precompiled block costs one and a half parses

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view FirstWord(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && IsWordCharacter(text[end])) ++end;
  return text.substr(0, end);
}

bool IsLocal(const std::string& header) { return header.starts_with('"'); }

struct Popularity {
  std::size_t files = 0;
  std::size_t positions = 0;
};

std::vector<std::string> SharedHeaders(const std::vector<ClusterInput>& inputs, const std::vector<std::size_t>& members) {
  std::map<std::string, Popularity> seen;
  for (std::size_t member : members) {
    std::set<std::string> once;
    for (std::size_t i = 0; i < inputs[member].headers.size(); ++i) {
      if (!once.insert(inputs[member].headers[i]).second) continue;
      Popularity& popularity = seen[inputs[member].headers[i]];
      ++popularity.files;
      popularity.positions += i;
    }
  }
  struct Choice {
    std::string header;
    double rank;
  };
  std::vector<Choice> chosen;
  for (const auto& [header, popularity] : seen) {
    if (popularity.files < 2 || popularity.files * 4 < members.size()) continue;
    auto files = static_cast<double>(popularity.files);
    chosen.push_back({header, IsLocal(header) ? 1e6 + static_cast<double>(popularity.positions) / files : -files});
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const Choice& a, const Choice& b) { return a.rank < b.rank; });
  std::vector<std::string> headers;
  for (Choice& choice : chosen) headers.push_back(std::move(choice.header));
  return headers;
}

}  // namespace

IncludeBlock ReadIncludes(std::string_view text) {
  IncludeBlock block;
  std::vector<std::string> pending;
  int depth = 0;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = Trim(line);
    if (!line.starts_with('#')) continue;
    line = Trim(line.substr(1));
    std::string_view word = FirstWord(line);
    std::string_view rest = Trim(line.substr(word.size()));
    if (word == "if" || word == "ifdef" || word == "ifndef") ++depth;
    if (word == "endif") --depth;
    if (word == "define" || word == "undef") pending.emplace_back(FirstWord(rest));
    if (word != "include") continue;
    block.defines.insert(block.defines.end(), pending.begin(), pending.end());
    pending.clear();
    bool local = rest.starts_with('"');
    std::size_t close = rest.find(local ? '"' : '>', 1);
    bool whole = (local || rest.starts_with('<')) && close != rest.npos && !rest.starts_with("<trace/");
    if (depth == 0 && whole) block.headers.emplace_back(rest.substr(0, close + 1));
  }
  return block;
}

bool HasGuard(std::string_view text) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = Trim(line);
    if (!line.starts_with('#')) continue;
    line = Trim(line.substr(1));
    std::string_view word = FirstWord(line);
    return word == "ifndef" || (word == "if" && Contains(line, "!defined")) || (word == "pragma" && Contains(line, "once"));
  }
  return false;
}

std::vector<Cluster> MakeClusters(const std::vector<ClusterInput>& inputs) {
  std::map<std::string, std::map<std::string, std::vector<std::size_t>>> groups;  // flags -> folder -> files
  for (std::size_t i = 0; i < inputs.size(); ++i) groups[inputs[i].flags][inputs[i].directory].push_back(i);
  std::vector<Cluster> clusters;
  for (auto& [flags, folders] : groups) {
    // Deepest folder first: a longer path sorts behind its own beginning.
    while (!folders.empty()) {
      auto last = std::prev(folders.end());
      std::string folder = last->first;
      std::vector<std::size_t> members = std::move(last->second);
      folders.erase(last);
      std::string above(DirName(folder));
      if (members.size() < kSmall && !above.empty() && above != folder) {
        std::vector<std::size_t>& joined = folders[above];
        joined.insert(joined.end(), members.begin(), members.end());
        continue;
      }
      std::sort(members.begin(), members.end());
      Cluster cluster;
      if (members.size() >= kWorthwhile) cluster.headers = SharedHeaders(inputs, members);
      cluster.members = std::move(members);
      clusters.push_back(std::move(cluster));
    }
  }
  std::sort(clusters.begin(), clusters.end(), [](const Cluster& a, const Cluster& b) { return a.members < b.members; });
  return clusters;
}

std::vector<std::string> WithoutCulprit(const std::vector<std::string>& headers, const std::string& error_file) {
  std::vector<std::string> rest = headers;
  std::erase_if(rest, [&error_file](const std::string& header) {
    std::string_view name = std::string_view(header).substr(1, header.size() - 2);
    return error_file.ends_with(name) && !name.empty();
  });
  if (rest.size() == headers.size()) std::erase_if(rest, IsLocal);
  if (rest.size() == headers.size()) rest.clear();
  return rest;
}

std::uint64_t IdentifierHash(std::string_view name) { return llvm::xxh3_64bits(llvm::StringRef(name.data(), name.size())); }

std::vector<std::uint64_t> Identifiers(std::string_view text) {
  std::vector<std::uint64_t> hashes;
  for (std::size_t i = 0; i < text.size();) {
    if (!IsWordCharacter(text[i])) {
      ++i;
      continue;
    }
    std::string_view word = FirstWord(text.substr(i));
    if (word[0] < '0' || word[0] > '9') hashes.push_back(IdentifierHash(word));
    i += word.size();
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

}  // namespace lpcheck::index
