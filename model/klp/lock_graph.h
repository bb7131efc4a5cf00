// Lock orders of several patches as one graph: the shortest cycle that no patch has alone. The graph holds
// each edge with the patch that brings it.
#ifndef LPCHECK_MODEL_KLP_LOCK_GRAPH_H_
#define LPCHECK_MODEL_KLP_LOCK_GRAPH_H_

#include <string>
#include <vector>

namespace lpcheck::klp {

/// While `outer` is held, code of `patch` takes `inner`.
struct LockEdge {
  std::string outer;
  std::string inner;
  std::string patch;
};

/// A shortest cycle with an edge of `patch` and an edge of another patch; empty if there is none.
/// Deterministic: ties go to the edge given first.
std::vector<LockEdge> ShortestMixedCycle(const std::vector<LockEdge>& edges, const std::string& patch);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_LOCK_GRAPH_H_
