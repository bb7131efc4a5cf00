// field-meaning: a datum that the fix writes otherwise and reads otherwise.
//
//   violated ⇔ ∃ datum D, f, g changed: a delta of f writes D ∧ a delta of g reads D
//              ∧ ¬ (the written value is a constant that unchanged code stores in D too ∧ the read only guards)
//              ∧ (f = g ⇒ f itself stores another value in D, not only a value computed from a changed one,
//                         nor what a call of the same function returns, nor NULL, in an object that it has not made itself, and reads D in more than a guard,
//                         and the two are not one action that moved, which undischarged.cc judges,
//                         and not both of an unchanged helper that runs once more,
//                         and the two values are constants, or differ in unit, flags or encoding: else it is a gap)
//              ∧ ¬ (both only set constant bits of D, or both only clear some)
//              ∧ ¬ (both only begin, or both only cease, to move D up, or down: counts commute; a balance is another rule)
//
// What one version wrote is then read by the other: objects outlive the switch, so the channels are concurrent, persistent
// and rollback; for records that live only on stacks, and for one call chain, it is the stack.
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::FunctionAnalysis;
using heart::Touch;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

// Does old or unchanged code store the same constant in the same datum?
bool IsKnownValue(const std::string& datum, const Touch& write, const Analysis& analysis) {
  if (write.new_value == nullptr || write.new_value->op != Op::kConst) return false;
  auto stores = [&](const steps::Function* body) {
    return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
      return step.kind == StepKind::kAssign && step.value == write.new_value && heart::DatumOf(step.place) == datum;
    });
  };
  for (const auto& function : analysis.functions) {
    if (stores(function->before)) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return false;
  for (const std::string& name : around.users(datum)) {
    if (stores(around.body(name))) return true;
  }
  return false;
}

// What a call of the same function returns means the same, whatever it was asked for.
bool SameSource(const heart::Delta& delta) {
  if (delta.kind != heart::DeltaKind::kChanged || delta.before.term == nullptr || delta.after.term == nullptr) return false;
  auto source = [](ExprRef value) {
    while (value->op == Op::kCast || (value->op == Op::kPure && value->text == "after")) value = value->kids[0];
    return value->op == Op::kResult ? value->kids[0]->text : std::string();
  };
  const std::string before = source(delta.before.term);
  return !before.empty() && before == source(delta.after.term);
}

// Inside one function most of what is written and read again belongs to one invocation.
bool IsOwnProtocol(const FunctionAnalysis& function, const Touch& write, const Touch& read, const Analysis& analysis) {
  if (write.delta->by_value || read.guards || read.delta->by_value) return false;
  if (SameSource(*write.delta)) return false;
  // A pointer that is tested, used and cleared: NULL has its meaning already, and who is surprised by it is asked of the store.
  const bool clears = write.new_value != nullptr && write.new_value->op == Op::kConst && write.new_value->value == 0;
  if (clears && write.delta->after.object != nullptr && write.delta->after.object->type.is_pointer) return false;
  const heart::Effect& effect = write.delta->after.object != nullptr ? write.delta->after : write.delta->before;
  return !heart::IsMadeHere(effect.object, function, *analysis.model->table);
}

// The same action at another place of the same invocation: whether it crosses something is judged as a move.
bool IsOneMove(const Touch& write, const Touch& read) {
  const heart::Delta* gone = write.delta->kind == heart::DeltaKind::kRemoved ? write.delta : read.delta;
  const heart::Delta* added = gone == write.delta ? read.delta : write.delta;
  if (gone->kind != heart::DeltaKind::kRemoved || added->kind != heart::DeltaKind::kAdded) return false;
  const heart::Effect& before = gone->before;
  const heart::Effect& after = added->after;
  return before.kind == after.kind && before.cls == after.cls && before.object == after.object && before.object != nullptr &&
         before.term != nullptr && after.term != nullptr && before.term->text == after.term->text;
}

// x->flags &= ~B or x->flags |= B: what the datum held before does not matter to it.
std::string BitUpdateOf(const heart::Effect& effect) {
  if (effect.kind != heart::EffectKind::kWrite || effect.term == nullptr) return "";
  ExprRef value = effect.term;
  while (value->op == Op::kCast) value = value->kids[0];
  if (value->op != Op::kBinary || (value->text != "&" && value->text != "|")) return "";
  ExprRef old = value->kids[0];
  while (old->op == Op::kCast) old = old->kids[0];
  while (old->op == Op::kPure && old->text == "after") old = old->kids[0];
  bool constant = old == effect.object;
  steps::ForEach(value->kids[1], [&](ExprRef part) {
    constant &= part->op == Op::kConst || part->op == Op::kBinary || part->op == Op::kUnary || part->op == Op::kCast;
  });
  return constant ? value->text : "";
}

std::string BitUpdate(const heart::Delta& delta, const std::string& datum) {
  for (const heart::Literal& literal : delta.condition) {
    bool tested = false;
    heart::ForEachDatum(literal.expr, [&](const std::string& read) { tested |= read == datum; });
    if (tested) return "";
  }
  switch (delta.kind) {
    case heart::DeltaKind::kAdded: return BitUpdateOf(delta.after);
    case heart::DeltaKind::kRemoved: return BitUpdateOf(delta.before);
    case heart::DeltaKind::kChanged: {
      const std::string after = BitUpdateOf(delta.after);
      return after == BitUpdateOf(delta.before) ? after : "";
    }
    case heart::DeltaKind::kRedirect:
    case heart::DeltaKind::kResult: return "";
  }
  return "";
}

// Both only set bits, or both only clear them: neither rests on what the other left.
bool AreBitUpdates(const std::string& datum, const Touch& write, const Touch& read) {
  const std::string update = BitUpdate(*write.delta, datum);
  return !update.empty() && update == BitUpdate(*read.delta, datum);
}

// A count that the difference adds or takes away, as its direction; empty where D also decides whether it happens.
std::string CountUpdate(const heart::Delta& delta, const std::string& datum) {
  const bool is_added = delta.kind == heart::DeltaKind::kAdded;
  const heart::Effect& effect = is_added ? delta.after : delta.before;
  if ((!is_added && delta.kind != heart::DeltaKind::kRemoved) || effect.kind != heart::EffectKind::kCounter) return "";
  for (const heart::Literal& literal : delta.condition) {
    bool tests = false;
    heart::ForEachDatum(literal.expr, [&](const std::string& tested) { tests |= tested == datum; });
    if (tests) return "";
  }
  const bool is_down = effect.entry != nullptr ? effect.entry->kind == api::Kind::kSub : effect.how.starts_with("-");
  return std::string(is_added ? "begins " : "ceases ") + (is_down ? "down" : "up");
}

// Neither rests on what the other left: each moves the count by its own amount.
bool AreCounts(const std::string& datum, const Touch& write, const Touch& read) {
  const std::string update = CountUpdate(*write.delta, datum);
  return !update.empty() && update == CountUpdate(*read.delta, datum);
}

// Code that no version changes, seen inside this function because a helper was opened: it runs once more, with its own
// writes and reads as they are everywhere.
bool IsUnchangedCode(const FunctionAnalysis& function, const Touch& touch, const Analysis& analysis) {
  if (touch.line <= 0) return false;
  auto covers = [&](const steps::Function* body) { return body != nullptr && touch.line >= body->line && touch.line <= body->end_line; };
  if (covers(function.before) || covers(function.after)) return false;
  return std::none_of(analysis.model->changed.begin(), analysis.model->changed.end(), [&](const heart::FunctionPair& pair) {
    return (pair.before && covers(&*pair.before)) || (pair.after && covers(&*pair.after));
  });
}

bool IsOfHelper(const FunctionAnalysis& function, const Touch& write, const Touch& read, const Analysis& analysis) {
  return IsUnchangedCode(function, write, analysis) && IsUnchangedCode(function, read, analysis);
}

// Another constant, unit or flag: a sign that readers of the old value and of the new one would not agree.
bool IsAnotherMeaning(const Touch& write) {
  const ExprRef before = write.old_value, after = write.new_value;
  if (before == nullptr || after == nullptr) return false;
  return (before->op == Op::kConst && after->op == Op::kConst) || ChangesScale(before, after);
}

std::string RecordOf(const std::string& datum) { return datum.substr(0, datum.rfind('.')); }

// A record on the stack that a changed function queues or publishes is reached from other contexts all the same.
bool LeavesItsContext(const std::string& record, const Analysis& analysis) {
  for (const auto& function : analysis.functions) {
    for (const steps::Function* body : {function->before, function->after}) {
      if (body == nullptr) continue;
      for (const Step& step : body->steps) {
        const heart::Effect effect = heart::EffectOf(step, *analysis.model->table);
        if (effect.kind != heart::EffectKind::kDefer && effect.kind != heart::EffectKind::kPublish) continue;
        bool found = false;
        steps::ForEach(effect.term, [&](ExprRef part) { found |= part->op == Op::kField && part->text.starts_with(record + "."); });
        if (found) return true;
      }
    }
  }
  return false;
}

bool IsOnStack(const std::string& datum, const Analysis& analysis) {
  const std::string record = RecordOf(datum);
  return analysis.model->stack_only_records.contains(record) && !LeavesItsContext(record, analysis);
}

void Report(const std::string& datum, const FunctionAnalysis& writer, const Touch& write, const FunctionAnalysis& reader,
            const Touch& read, const Analysis& analysis, heart::Result& result) {
  Finding finding = heart::NewFinding("field-meaning", writer, write.line,
                                      datum + " is written otherwise here and read otherwise in " + reader.name +
                                          " (line " + std::to_string(read.line) + ")");
  finding.peer = reader.name;
  const bool on_stack = IsOnStack(datum, analysis);
  if (on_stack) {
    finding.channels = {Channel::kStack};
    finding.remedy = "let the transition finish; do not force";
  } else {
    finding.channels = {Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
    finding.remedy = "let the new code read both meanings, or convert existing objects in a callback";
  }
  finding.witness = heart::WitnessOf(*write.delta, *analysis.prover);
  finding.witness->steps = {"old " + writer.name + " (or code before it) leaves " + datum + " as it always did",
                            "the patch becomes visible",
                            "new " + reader.name + " reads it with the new meaning at line " + std::to_string(read.line)};
  result.findings.push_back(std::move(finding));
}

}  // namespace

void FieldMeaning(const Analysis& analysis, heart::Result& result) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& writer : analysis.functions) {
    for (const auto& [datum, write] : writer->writes) {
      for (const auto& reader : analysis.functions) {
        auto [first, last] = reader->reads.equal_range(datum);
        for (auto read = first; read != last; ++read) {
          if (write.delta == read->second.delta) continue;  // x->n = x->n + 2: one action, judged by itself
          if (seen.contains({datum, reader->name})) continue;
          if (read->second.guards && IsKnownValue(datum, write, analysis)) continue;
          const bool on_stack = IsOnStack(datum, analysis);
          if (AreBitUpdates(datum, write, read->second) || AreCounts(datum, write, read->second)) continue;
          if (writer == reader && (IsOneMove(write, read->second) || IsOfHelper(*writer, write, read->second, analysis))) continue;
          if (writer == reader && (on_stack || !IsOwnProtocol(*writer, write, read->second, analysis))) continue;
          seen.insert({datum, reader->name});
          if (writer == reader && !IsAnotherMeaning(write)) {
            AddUndischarged(*writer, write.line, datum + " is computed otherwise here and read otherwise, whether it means the same was not proved", result);
            continue;
          }
          Report(datum, *writer, write, *reader, read->second, analysis, result);
        }
      }
    }
  }
}

}  // namespace lpcheck::rules
