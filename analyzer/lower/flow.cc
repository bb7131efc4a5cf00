#include "analyzer/lower/flow.h"

#include <utility>

namespace lpcheck::lower {

void Flow::Set(Edge edge, int target) {
  if (edge.slot == kDefaultSlot) {
    default_target_[edge.step] = target;
    return;
  }
  std::vector<int>& succ = steps_[edge.step].succ;
  if (static_cast<int>(succ.size()) <= edge.slot) succ.resize(edge.slot + 1, -1);
  succ[edge.slot] = target;
}

int Flow::Emit(steps::Step step) {
  const int index = EmitLast(std::move(step));
  open_ = {{index, 0}};
  return index;
}

int Flow::EmitLast(steps::Step step) {
  const int index = static_cast<int>(steps_.size());
  steps_.push_back(std::move(step));
  for (Edge edge : open_) Set(edge, index);
  for (Label* label : pending_) {
    label->target = index;
    for (Edge edge : label->refs) Set(edge, index);
    label->refs.clear();
  }
  pending_.clear();
  open_.clear();
  return index;
}

// A label right before a jump or a join needs a step of its own to name; Finish() skips it again.
void Flow::SettleLabels() {
  if (!pending_.empty()) Emit({.kind = steps::StepKind::kGap});
}

void Flow::Jump(Label& label) {
  SettleLabels();
  for (Edge edge : open_) {
    if (label.target >= 0) {
      Set(edge, label.target);
    } else {
      label.refs.push_back(edge);
    }
  }
  open_.clear();
}

Edges Flow::TakeOpen() {
  SettleLabels();
  return std::exchange(open_, {});
}

Edge Flow::AddCase(int step, std::pair<std::int64_t, std::int64_t> range) {
  steps_[step].cases.push_back(range);
  return {step, static_cast<int>(steps_[step].cases.size()) - 1};
}

std::vector<steps::Step> Flow::Finish() {
  for (const auto& [step, target] : default_target_) {
    steps_[step].succ.resize(steps_[step].cases.size(), -1);
    steps_[step].succ.push_back(target);
  }
  // A step without meaning (made for a label before a jump) is skipped over.
  auto resolve = [&](int index) {
    for (std::size_t hops = 0; hops <= steps_.size(); ++hops) {
      if (index < 0 || steps_[index].kind != steps::StepKind::kGap || steps_[index].value != nullptr) return index;
      if (steps_[index].succ.empty() || steps_[index].succ[0] == index) return index;
      index = steps_[index].succ[0];
    }
    return index;
  };
  std::vector<int> number(steps_.size(), -1);
  std::vector<int> work;
  if (!steps_.empty()) work.push_back(resolve(0));
  const int entry = work.empty() ? -1 : work[0];
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (index < 0 || number[index] >= 0) continue;
    number[index] = 0;
    for (int& next : steps_[index].succ) {
      next = resolve(next);
      work.push_back(next);
    }
  }
  std::vector<steps::Step> out;
  if (entry < 0) return out;
  number[entry] = 1;
  int count = 0;
  std::vector<int> order = {entry};
  for (int i = 0; i < static_cast<int>(steps_.size()); ++i) {
    if (number[i] >= 0 && i != entry) order.push_back(i);
  }
  for (int index : order) number[index] = count++;
  for (int index : order) out.push_back(std::move(steps_[index]));
  for (steps::Step& step : out) {
    for (int& next : step.succ) next = next < 0 ? -1 : number[next];
  }
  return out;
}

}  // namespace lpcheck::lower
