#include "model/klp/lock_graph.h"

#include <algorithm>
#include <deque>
#include <map>

namespace lpcheck::klp {
namespace {

// A shortest path from `from` to `to`, breadth first, as edge indices; empty if there is none.
std::vector<std::size_t> ShortestPath(const std::vector<LockEdge>& edges,
                                      const std::map<std::string, std::vector<std::size_t>>& leaving,
                                      const std::string& from, const std::string& to) {
  std::map<std::string, std::size_t> reached_by;
  std::deque<std::string> work = {from};
  while (!work.empty() && !reached_by.contains(to)) {
    const std::string lock = work.front();
    work.pop_front();
    const auto it = leaving.find(lock);
    if (it == leaving.end()) continue;
    for (std::size_t edge : it->second) {
      if (edges[edge].inner != from && reached_by.try_emplace(edges[edge].inner, edge).second) {
        work.push_back(edges[edge].inner);
      }
    }
  }
  std::vector<std::size_t> path;
  if (!reached_by.contains(to)) return path;
  for (std::string lock = to; lock != from; lock = edges[path.back()].outer)
    path.push_back(reached_by.at(lock));
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace

std::vector<LockEdge> ShortestMixedCycle(const std::vector<LockEdge>& edges, const std::string& patch) {
  std::map<std::string, std::vector<std::size_t>> leaving;
  for (std::size_t i = 0; i < edges.size(); ++i) leaving[edges[i].outer].push_back(i);
  std::vector<LockEdge> best;
  for (const LockEdge& closing : edges) {
    if (closing.patch != patch || closing.outer == closing.inner) continue;
    const std::vector<std::size_t> back = ShortestPath(edges, leaving, closing.inner, closing.outer);
    const bool mixed =
        std::any_of(back.begin(), back.end(), [&](std::size_t i) { return edges[i].patch != patch; });
    if (!mixed || (!best.empty() && best.size() <= back.size() + 1)) continue;
    best = {closing};
    for (std::size_t i : back) best.push_back(edges[i]);
  }
  return best;
}

}  // namespace lpcheck::klp
