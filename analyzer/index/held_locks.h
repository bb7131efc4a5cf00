// Which locks a function's own text holds at a point, walking the syntax once in order: what is held on every way that
// leads there. A lock that some way does not hold is not held; what callers hold and callees take is not known here, and
// a lock that is only tried for is never counted. Nothing here knows Clang: labels are opaque.
#ifndef LPCHECK_ANALYZER_INDEX_HELD_LOCKS_H_
#define LPCHECK_ANALYZER_INDEX_HELD_LOCKS_H_

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lpcheck::index {

class HeldLocks {
 public:
  using Set = std::set<std::string>;
  using State = std::optional<Set>;  ///< nullopt: no way leads here

  void Take(const std::string& lock) {
    if (now_) now_->insert(lock);
  }
  void Release(const std::string& lock) {
    if (now_) now_->erase(lock);
  }
  const State& Now() const { return now_; }
  void Become(State state) { now_ = std::move(state); }
  void Stop() { now_.reset(); }

  /// Joins a way that comes from somewhere else.
  void Join(const State& other) {
    if (!other) return;
    if (!now_) {
      now_ = other;
      return;
    }
    std::erase_if(*now_, [&](const std::string& lock) { return !other->contains(lock); });
  }

  /// A loop or a switch: what leaves it early joins behind it, what goes on early joins at its end.
  void Enter(bool is_loop) { around_.push_back({is_loop, {}, {}}); }
  void Break() {
    if (!around_.empty()) around_.back().breaks.push_back(now_);
    Stop();
  }
  void Continue() {
    auto loop = std::find_if(around_.rbegin(), around_.rend(), [](const Around& around) { return around.is_loop; });
    if (loop != around_.rend()) loop->continues.push_back(now_);
    Stop();
  }
  void JoinContinues() {
    for (const State& state : around_.back().continues) Join(state);
  }
  void Leave() {
    const std::vector<State> breaks = std::move(around_.back().breaks);
    around_.pop_back();
    for (const State& state : breaks) Join(state);
  }

  /// A jump to a label. One that stands before it in the text is walked already: see Again().
  void Jump(const void* label) {
    if (!now_) return;
    auto [found, added] = labels_.try_emplace(label, *now_);
    Set& known = found->second;
    if (!added) std::erase_if(known, [this](const std::string& lock) { return !now_->contains(lock); });
    auto passed = passed_.find(label);
    if (passed != passed_.end() && !std::includes(known.begin(), known.end(), passed->second.begin(), passed->second.end())) again_ = true;
    Stop();
  }
  void Label(const void* label) {
    if (auto found = labels_.find(label); found != labels_.end()) Join(found->second);
    if (now_) passed_[label] = *now_;
  }

  /// True when a jump backwards held less than what the walk assumed at its label: the function has to be walked again.
  bool Again() {
    bool again = std::exchange(again_, false);
    now_.emplace();
    passed_.clear();
    around_.clear();
    return again;
  }

  std::string Text() const {
    std::string text;
    for (const std::string& lock : now_.value_or(Set())) text += (text.empty() ? "" : " ") + lock;
    return text;
  }

 private:
  struct Around {
    bool is_loop;
    std::vector<State> breaks, continues;
  };

  State now_ = Set();
  std::vector<Around> around_;
  std::map<const void*, Set> labels_;
  std::map<const void*, Set> passed_;
  bool again_ = false;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_HELD_LOCKS_H_
