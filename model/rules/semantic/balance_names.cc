#include "model/rules/semantic/balance_names.h"

#include <algorithm>
#include <set>

#include "model/heart/effect.h"

namespace lpcheck::rules {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

std::map<std::string, int> AssignmentsOf(const steps::Function& body) {
  std::map<std::string, int> out;
  for (const Step& step : body.steps) {
    if (step.kind == StepKind::kAssign && step.place->op == Op::kLocal) ++out[step.place->text];
  }
  for (const steps::Param& param : body.params) ++out[param.name];  // by the caller
  return out;
}

// Does the body store in a place of that name something that could be taken or given back?
bool StoresObjectIn(const std::string& datum, const steps::Function& body) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    if (step.kind != StepKind::kAssign || heart::DatumOf(step.place) != datum) return false;
    const ExprRef value = heart::Bare(step.value);
    return value->op != Op::kConst || value->value != 0;
  });
}

bool IsSteady(ExprRef place, const std::map<std::string, int>& assignments) {
  bool steady = true;
  steps::ForEach(place, [&](ExprRef part) {
    if (part->op == Op::kResult || part->op == Op::kCall || part->op == Op::kIndex || part->op == Op::kOpaque) steady = false;
    if (part->op != Op::kLocal) return;
    const auto count = assignments.find(part->text);
    steady &= count != assignments.end() && count->second == 1;
  });
  return steady;
}

std::map<std::string, std::string> PlacesOf(const steps::Function& body, const steps::Function& other) {
  std::map<std::string, std::string> out;
  const std::map<std::string, int> assignments = AssignmentsOf(body);
  for (const Step& step : body.steps) {
    if (step.kind != StepKind::kAssign || step.place->op != Op::kLocal || !step.place->type.is_pointer) continue;
    const ExprRef value = heart::Bare(step.value);
    if (assignments.at(step.place->text) != 1 || (value->op != Op::kField && value->op != Op::kGlobal)) continue;
    const std::string datum = heart::DatumOf(value);
    if (datum.empty() || !IsSteady(value, assignments) || StoresObjectIn(datum, body) || StoresObjectIn(datum, other)) continue;
    out[step.place->text] = steps::ToString(value);
  }
  return out;
}

}  // namespace

BalanceNames::BalanceNames(const steps::Function& before, const steps::Function& after)
    : before_(PlacesOf(before, after)), after_(PlacesOf(after, before)) {}

std::string BalanceNames::Name(std::string object, bool is_after) const {
  const Places& places = is_after ? after_ : before_;
  for (std::set<std::string> seen;;) {  // a place may hang on another such local
    const std::size_t begin = object.find_first_not_of("&*(");
    if (begin == std::string::npos) return object;
    const std::size_t end = std::min(object.find_first_of("-.[) ", begin), object.size());
    const std::string local = object.substr(begin, end - begin);
    const auto place = places.find(local);
    if (place == places.end() || !seen.insert(local).second) return object;
    object = object.substr(0, begin) + place->second + object.substr(end);
  }
}

heart::Resource BalanceNames::Rename(heart::Resource resource, bool is_after) const {
  resource.object = Name(std::move(resource.object), is_after);
  resource.datum.clear();  // a bare local has none
  return resource;
}

std::map<heart::Resource, int> BalanceNames::Unify(const std::map<heart::Resource, int>& net, bool is_after) const {
  std::map<heart::Resource, int> out;
  for (const auto& [resource, amount] : net) {
    out[Rename(resource, is_after)] += amount;
  }
  std::erase_if(out, [](const auto& entry) { return entry.second == 0; });
  return out;
}

heart::Resource BalanceNames::Spelled(const heart::Resource& unified, const heart::Outcome& before, const heart::Outcome& after) const {
  for (bool is_after : {true, false}) {
    for (const auto& [resource, amount] : (is_after ? after : before).net) {
      if (Rename(resource, is_after) == unified) return resource;
    }
  }
  return unified;
}

}  // namespace lpcheck::rules
