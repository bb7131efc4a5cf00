// Builds the step graph while statements are visited: open edges wait for the next step, labels for their place. No Clang.
#ifndef LPCHECK_ANALYZER_LOWER_FLOW_H_
#define LPCHECK_ANALYZER_LOWER_FLOW_H_

#include <map>
#include <utility>
#include <vector>

#include "model/steps/function.h"

namespace lpcheck::lower {

struct Edge {
  int step;
  int slot;
};
using Edges = std::vector<Edge>;

/// A point that can be jumped to before or after it is placed. Must outlive the Flow that it is used with.
struct Label {
  int target = -1;
  Edges refs;
};

class Flow {
 public:
  static constexpr int kDefaultSlot = -1;

  /// Appends the step; everything open leads to it. Afterwards only the step's first successor is open.
  int Emit(steps::Step step);
  /// A step without a fall-through: nothing is open afterwards.
  int EmitLast(steps::Step step);
  void Place(Label& label) { pending_.push_back(&label); }
  void Jump(Label& label);

  Edges TakeOpen();
  void Open(const Edges& edges) { open_.insert(open_.end(), edges.begin(), edges.end()); }
  bool IsOpen() const { return !open_.empty() || !pending_.empty(); }

  /// Adds one case to a switch step and returns its edge.
  Edge AddCase(int step, std::pair<std::int64_t, std::int64_t> range);
  bool HasDefault(int step) const { return default_target_.contains(step); }

  /// Drops what cannot be reached, numbers the rest in source order, and hands the steps out.
  std::vector<steps::Step> Finish();

 private:
  void Set(Edge edge, int target);
  void SettleLabels();

  std::vector<steps::Step> steps_;
  Edges open_;
  std::vector<Label*> pending_;
  std::map<int, int> default_target_;
};

}  // namespace lpcheck::lower

#endif  // LPCHECK_ANALYZER_LOWER_FLOW_H_
