#include "model/heart/open_helpers.h"

#include <algorithm>

#include "model/heart/align.h"
#include "model/heart/splice.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr std::size_t kMaxActorSteps = 60;   // larger helpers stay calls: comparing them costs more than it decides
constexpr std::size_t kMaxCallerSteps = 2000;

// A function of another file has its file in its name. It stays a call: no version of the fix was compiled knowing its text,
// and opened it costs the prover more than it decides.
const steps::Function* NearBody(const FixModel& model, const std::string& name) {
  const steps::Function* body = model.surroundings.body ? model.surroundings.body(name) : nullptr;
  return body != nullptr && body->name == name ? body : nullptr;
}

void AddClass(const Effect& effect, std::set<std::string>& out) {
  const bool pairs = effect.kind == EffectKind::kAcquire || effect.kind == EffectKind::kRelease || effect.kind == EffectKind::kLock ||
                     effect.kind == EffectKind::kUnlock;
  if (pairs && effect.entry != nullptr && !effect.entry->guess) out.insert(effect.cls);
}

void AddClasses(const steps::Function& body, const api::Table& table, std::set<std::string>& out) {
  for (const Step& step : body.steps) AddClass(EffectOf(step, table), out);
}

// Does it ask whether an acquire failed?
bool TestsAcquire(const steps::Function& body, const api::Table& table) {
  bool found = false;
  for (const Step& step : body.steps) {
    if (step.value == nullptr) continue;
    steps::ForEach(step.value, [&](ExprRef part) {
      const api::Entry* entry = part->op == Op::kPure ? table.Find(part->text) : nullptr;
      found |= entry != nullptr && entry->tests >= 0;
    });
  }
  return found;
}

// Opened, it would show the same call again.
bool CallsItself(const steps::Function& body) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    return CallOf(step) != nullptr && step.value->text == body.name;
  });
}

}  // namespace

// A helper that only computes a value: one return of a term without calls of its own.
const steps::Function* HelperOpener::ValueHelper(const std::string& name) const {
  const api::Entry* entry = model_.table->Find(name);
  if (entry != nullptr && !entry->guess && entry->kind != api::Kind::kPure) return nullptr;
  const steps::Function* body = NearBody(model_, name);
  if (body == nullptr || body->steps.size() > 2 || body->steps.back().kind != StepKind::kReturn) return nullptr;
  for (const Step& step : body->steps) {
    const bool computes = step.kind == StepKind::kReturn || (step.kind == StepKind::kAssign && steps::IsLocalStorage(step.place)) ||
                          (step.kind == StepKind::kCall && !step.value->text.empty());
    if (!computes) return nullptr;
  }
  return body->steps.back().value == nullptr ? nullptr : body;
}

std::set<std::string> HelperOpener::ValueHelpersOf(const FunctionDiff& diff) const {
  std::set<std::string> out;
  auto collect = [&](ExprRef expr) {
    if (expr == nullptr) return;
    steps::ForEach(expr, [&](ExprRef part) {
      if (part->op == Op::kCall && !part->text.empty() && ValueHelper(part->text) != nullptr) out.insert(part->text);
    });
  };
  for (const Delta& delta : diff.deltas) {
    if (delta.kind == DeltaKind::kRedirect) continue;
    for (ExprRef expr : {delta.old_value, delta.new_value, delta.before.term, delta.after.term}) collect(expr);
  }
  return out;
}

// The term that a value helper returns for these arguments; nullptr if it cannot be written as one.
ExprRef HelperOpener::ValueOf(const std::string& name, const std::vector<ExprRef>& args, int depth) {
  const steps::Function* body = depth > 4 ? nullptr : ValueHelper(name);
  if (body == nullptr) return nullptr;
  std::map<ExprRef, ExprRef> known;
  for (std::size_t i = 0; i < body->params.size() && i < args.size(); ++i) {
    known[model_.arena->Make(Op::kLocal, body->params[i].name, {}, body->params[i].type)] = args[i];
  }
  for (const Step& step : body->steps) {
    if (step.kind == StepKind::kAssign) return nullptr;
    if (step.kind != StepKind::kCall) continue;
    std::vector<ExprRef> inner;
    for (ExprRef arg : step.value->kids) inner.push_back(Substitute(*model_.arena, arg, known));
    const ExprRef value = ValueOf(step.value->text, inner, depth + 1);
    if (value == nullptr) return nullptr;
    known[model_.arena->Make(Op::kResult, "", {step.value}, step.value->type)] = value;
  }
  return Substitute(*model_.arena, body->steps.back().value, known);
}

// The same for pure functions, which stand inside terms: replaced by the term that they return.
bool HelperOpener::OpenPure(steps::Function& before, steps::Function& after) {
  std::map<ExprRef, ExprRef> opened;
  auto collect = [&](ExprRef expr) {
    if (expr == nullptr) return;
    steps::ForEach(expr, [&](ExprRef part) {
      if (part->op != Op::kPure || opened.contains(part)) return;
      if (const ExprRef value = ValueOf(part->text, part->kids, 0)) opened[part] = value;
    });
  };
  for (const steps::Function* version : {&before, &after}) {
    for (const Step& step : version->steps) {
      collect(step.value);
      collect(step.place);
    }
  }
  if (opened.empty()) return false;
  for (steps::Function* version : {&before, &after}) {
    for (Step& step : version->steps) {
      step.value = Substitute(*model_.arena, step.value, opened);
      step.place = Substitute(*model_.arena, step.place, opened);
    }
  }
  return true;
}

// A helper that is called for what it does, and that nothing literal is known of.
const steps::Function* HelperOpener::Actor(const std::string& name) {
  const api::Entry* entry = model_.table->Find(name);
  if (name.empty() || opened_.contains(name) || (entry != nullptr && !entry->guess)) return nullptr;
  auto [known, is_new] = actors_.try_emplace(name);
  if (is_new) {
    const steps::Function* body = NearBody(model_, name);
    const bool fits = body != nullptr && body->steps.size() <= kMaxActorSteps && !CallsItself(*body);
    if (fits) known->second = WithOwnNames(*body, *model_.arena);
  }
  return known->second.steps.empty() ? nullptr : &known->second;
}

std::set<std::string> HelperOpener::ActorsOf(const FunctionDiff& diff) {
  std::set<std::string> out;
  auto collect = [&](const Effect& effect) {
    const bool is_call = effect.term != nullptr && effect.term->op == Op::kCall;
    if (is_call && Actor(effect.term->text) != nullptr) out.insert(effect.term->text);
  };
  for (const Delta& delta : diff.deltas) {
    if (delta.by_value) continue;
    if (delta.kind == DeltaKind::kAdded || delta.kind == DeltaKind::kChanged) collect(delta.after);
    if (delta.kind == DeltaKind::kRemoved) collect(delta.before);
    for (const Effect& effect : delta.extra_new) collect(effect);
  }
  return out;
}

// Other helpers of the function that handle what the difference handles: one half of a pair by its body and the other by its
// name would not match.
void HelperOpener::AddPartners(const steps::Function& version, const std::set<std::string>& classes, std::set<std::string>& actors) {
  for (const Step& step : version.steps) {
    const steps::Function* body = CallOf(step) == nullptr ? nullptr : Actor(step.value->text);
    if (body == nullptr) continue;
    std::set<std::string> found;
    AddClasses(*body, *model_.table, found);
    const bool shares = std::any_of(found.begin(), found.end(), [&](const std::string& cls) { return classes.contains(cls); });
    if (shares || TestsAcquire(*body, *model_.table)) actors.insert(step.value->text);
  }
}

// Pairing classes that the differences, or the helpers opened for them, take or give back.
std::set<std::string> HelperOpener::ClassesOf(const FunctionDiff& diff, const std::set<std::string>& actors) {
  std::set<std::string> out;
  for (const Delta& delta : diff.deltas) {
    if (delta.by_value) continue;
    AddClass(delta.before, out);
    AddClass(delta.after, out);
    for (const Effect& effect : delta.extra_new) AddClass(effect, out);
  }
  for (const std::string& name : actors) AddClasses(*Actor(name), *model_.table, out);
  return out;
}

bool HelperOpener::Open(const FunctionDiff& diff, steps::Function& before, steps::Function& after) {
  if (diff.deltas.empty()) return false;
  const std::set<std::string> values = ValueHelpersOf(diff);
  std::set<std::string> actors;
  if (std::max(before.steps.size(), after.steps.size()) <= kMaxCallerSteps) {
    actors = ActorsOf(diff);
    const std::set<std::string> classes = ClassesOf(diff, actors);
    if (!classes.empty()) {
      AddPartners(before, classes, actors);
      AddPartners(after, classes, actors);
    }
  }
  const bool opened = OpenPure(before, after);
  if (values.empty() && actors.empty()) return opened;
  const BodyOf body_of = [&](const std::string& name) -> const steps::Function* {
    if (values.contains(name)) return ValueHelper(name);
    return actors.contains(name) ? Actor(name) : nullptr;
  };
  SpliceCalls(before, body_of, *model_.arena);
  SpliceCalls(after, body_of, *model_.arena);
  opened_.insert(actors.begin(), actors.end());
  return true;
}

}  // namespace lpcheck::heart
