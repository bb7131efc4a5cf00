#include "analyzer/semantics/semantics.h"

#include <map>
#include <utility>

#include "analyzer/semantics/forecast.h"
#include "analyzer/semantics/other_files.h"
#include "model/heart/effect.h"
#include "model/heart/judge.h"

namespace lpcheck::semantics {
namespace {

class Asker {
 public:
  explicit Asker(const Question& question)
      : question_(question), table_(api::Table::Kernel()), elsewhere_(question.index), others_(question.index, table_, *question.arena) {}

  heart::Result Run() {
    model_.arena = question_.arena;
    model_.table = &table_;
    model_.stack_only_records = question_.stack_only_records;
    model_.solver_limit = question_.solver_limit;
    model_.on_query = question_.on_query;
    model_.wants_trace = question_.wants_trace;
    for (const std::string& name : question_.changed) AddChanged(name);
    for (Unit* unit : question_.units) {
      Merge(unit->Context(Side::kBefore), model_.before);
      Merge(unit->Context(Side::kAfter), model_.after);
    }
    model_.surroundings.body = [this](const std::string& name) { return Body(name); };
    model_.surroundings.definition = [this](const std::string& name) { return Definition(name); };
    model_.surroundings.users = [this](const std::string& datum) { return Users(datum); };
    model_.surroundings.callers = [this](const std::string& name) { return Callers(name); };
    model_.surroundings.shows_callers = [this](const std::string& name) { return ShowsCallers(name); };
    AddOtherUsesOfAddresses();
    heart::Result result = heart::JudgeFix(model_);
    for (Finding& finding : Forecast(model_.changed, elsewhere_)) result.findings.push_back(std::move(finding));
    for (Gap& gap : elsewhere_.Gaps()) result.gaps.push_back(std::move(gap));
    result.gaps.insert(result.gaps.end(), gaps_.begin(), gaps_.end());
    return result;
  }

 private:
  static void Merge(const steps::UnitContext& from, steps::UnitContext& to) {
    for (const auto& [field, functions] : from.implementers) to.implementers[field].insert(functions.begin(), functions.end());
    to.address_taken.insert(from.address_taken.begin(), from.address_taken.end());
    to.private_data.insert(from.private_data.begin(), from.private_data.end());
  }

  std::optional<steps::Function> LowerFrom(Side side, const std::string& name) {
    for (Unit* unit : question_.units) {
      std::optional<steps::Function> function = unit->Lower(side, name);
      if (!function) continue;
      if (function->file.starts_with(question_.tree + "/")) function->file.erase(0, question_.tree.size() + 1);
      return function;
    }
    return std::nullopt;
  }

  void AddChanged(const std::string& name) {
    heart::FunctionPair pair{.name = name};
    pair.before = LowerFrom(Side::kBefore, name);
    pair.after = LowerFrom(Side::kAfter, name);
    pair.prototype_changed = question_.prototype_changed.contains(name);
    if (pair.before || pair.after) model_.changed.push_back(std::move(pair));
  }

  const steps::Function* Body(const std::string& name) {
    if (question_.changed.contains(name)) return nullptr;
    auto [known, is_new] = bodies_.try_emplace(name);
    if (is_new) known->second = MakeBody(name);
    return known->second ? &*known->second : nullptr;
  }

  std::optional<steps::Function> MakeBody(const std::string& name) {
    if (const std::optional<Place> place = PlaceOf(name)) {
      std::optional<steps::Function> body = others_.Lower(*place);
      if (!body && callers_asked_.contains(name)) AddUnread(name);
      return body;
    }
    return LowerFrom(Side::kAfter, name);
  }

  const steps::Function* Definition(const std::string& name) {
    if (question_.changed.contains(name)) return nullptr;
    if (const steps::Function* body = Body(name)) return body;
    const api::Entry* entry = table_.Find(name);
    if (entry != nullptr && !entry->guess) return nullptr;
    const std::optional<Place> place = elsewhere_.Definition(name);
    return place ? Body(NameOf(*place)) : nullptr;
  }

  void AddUnread(const std::string& caller) {
    gaps_.push_back({.kind = "caller-not-read", .matters = true,
                     .message = caller + " calls a changed function and was not looked into: too many files call it, or it does not parse"});
  }

  bool HasLinkage(const std::string& name) const {
    for (const Side side : {Side::kAfter, Side::kBefore}) {
      for (Unit* unit : question_.units) {
        if (const std::optional<bool> is_visible = unit->IsVisible(side, name)) return *is_visible;
      }
    }
    return false;
  }

  bool ShowsCallers(const std::string& name) {
    if (!HasLinkage(name) || elsewhere_.KnowsEveryFile()) return true;
    return question_.index.other_caller && !question_.index.other_caller(name);
  }

  // Tables and callbacks of other files that enter a changed function.
  void AddOtherUsesOfAddresses() {
    for (const std::string& name : question_.changed) {
      if (!HasLinkage(name)) continue;
      for (const std::string& field : elsewhere_.AddressUses(name)) {
        for (steps::UnitContext* unit : {&model_.before, &model_.after}) {
          if (field.empty()) unit->address_taken.insert(name);
          if (!field.empty()) unit->implementers["struct " + field].insert(name);
        }
      }
    }
  }

  const CallerConcerns& Concerns() {
    if (concerns_) return *concerns_;
    concerns_.emplace();
    for (const heart::FunctionPair& pair : model_.changed) {
      if (!pair.after) continue;
      for (const steps::Step& step : pair.after->steps) {
        const heart::Effect effect = heart::EffectOf(step, table_);
        concerns_->locks |= effect.kind == heart::EffectKind::kLock;
        concerns_->releases |= effect.kind == heart::EffectKind::kRelease;
        if (step.value == nullptr) continue;
        steps::ForEach(step.value, [&](steps::ExprRef part) {
          if (part->op == steps::Op::kConst) concerns_->constants.insert(part->value);
        });
      }
    }
    return *concerns_;
  }

  std::vector<std::string> Collect(const std::string& name, bool is_field) {
    std::set<std::string> out;
    for (Unit* unit : question_.units) {
      const Mentions& mentions = unit->AfterMentions();
      const auto& map = is_field ? mentions.fields : mentions.names;
      auto found = map.find(name);
      if (found != map.end()) out.insert(found->second.begin(), found->second.end());
    }
    for (const std::string& changed : question_.changed) out.erase(changed);
    return {out.begin(), out.end()};
  }

  std::vector<std::string> Users(const std::string& datum) {
    const std::size_t dot = datum.rfind('.');
    std::vector<std::string> users = dot == std::string::npos ? Collect(datum, false) : Collect(datum.substr(dot + 1), true);
    for (const Place& place : elsewhere_.Users(datum, Concerns().constants, kMostUsers)) users.push_back(NameOf(place));
    return users;
  }

  // Of callers in other files only those that a rule could take an interest in.
  std::vector<std::string> Callers(const std::string& name) {
    std::vector<std::string> callers = Collect(name, false);
    if (!HasLinkage(name)) return callers;
    for (const Place& place : elsewhere_.Callers(name)) {
      callers.push_back(NameOf(place));
      if (elsewhere_.Matters(place, Concerns())) {
        callers_asked_.insert(callers.back());
      } else {
        bodies_.try_emplace(callers.back());  // no rule asks for more than its name
      }
    }
    return callers;
  }

  static constexpr std::size_t kMostUsers = 3;

  const Question& question_;
  const api::Table& table_;
  heart::FixModel model_;
  std::map<std::string, std::optional<steps::Function>> bodies_;
  Elsewhere elsewhere_;
  OtherFiles others_;
  std::set<std::string> callers_asked_;
  std::optional<CallerConcerns> concerns_;
  std::vector<Gap> gaps_;
};

}  // namespace

heart::Result Judge(const Question& question) { return Asker(question).Run(); }

}  // namespace lpcheck::semantics
