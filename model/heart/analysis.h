// Everything the semantic rules look at: each changed function with its deltas, what both versions owe, which data the
// deltas write and read, and how changed functions reach each other. Built once a fix; the rules only read it.
#ifndef LPCHECK_MODEL_HEART_ANALYSIS_H_
#define LPCHECK_MODEL_HEART_ANALYSIS_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "model/heart/delta.h"
#include "model/heart/fix_model.h"
#include "model/heart/obligations.h"

namespace lpcheck::heart {

/// A place where a difference touches a datum ("struct tag.field" or a global).
struct Touch {
  const Delta* delta = nullptr;
  steps::ExprRef old_value = nullptr;  ///< writes: what the old version stores, if anything
  steps::ExprRef new_value = nullptr;
  bool guards = false;                 ///< reads: only decides an early way out
  int line = 0;
};

struct FunctionAnalysis {
  std::string name;
  const steps::Function* before = nullptr;  ///< nullptr: new function
  const steps::Function* after = nullptr;   ///< nullptr: removed function
  FunctionDiff diff;                       ///< with visible helpers opened where a difference hangs on them
  FunctionDiff closed;                     ///< the same with every helper left a call: who calls what
  Obligations owes_before;
  Obligations owes_after;
  std::set<std::string> made_here;         ///< locals that point into memory allocated by this invocation
  std::multimap<std::string, Touch> writes;
  std::multimap<std::string, Touch> reads;

  const steps::Function& any() const { return after != nullptr ? *after : *before; }
  bool differs() const { return !diff.deltas.empty() || !diff.gaps.empty(); }
};

/// A changed caller reaches a changed callee within one invocation chain.
struct CallEdge {
  const FunctionAnalysis* caller;
  const FunctionAnalysis* callee;
  std::string via;   ///< "" for a direct call, else the ops-table field
};

struct Analysis {
  const FixModel* model = nullptr;
  std::vector<std::unique_ptr<steps::Function>> bodies;   ///< versions after normalisation; owns what the rest points to
  std::vector<std::unique_ptr<FunctionAnalysis>> functions;
  std::vector<CallEdge> calls;
  std::unique_ptr<Prover> prover;

  const FunctionAnalysis* Find(const std::string& name) const;
  bool CallsDirectly(const FunctionAnalysis& caller, const FunctionAnalysis& callee) const;
  /// A changed function that reaches both, so that both run under one frame of it. nullptr if there is none.
  const FunctionAnalysis* CommonCaller(const FunctionAnalysis& a, const FunctionAnalysis& b) const;
};

Analysis Analyse(const FixModel& model);

/// Names of functions a call may enter: the callee, or the implementers of the ops-table field it goes through.
std::set<std::string> TargetsOf(steps::ExprRef call, const FixModel& model);

/// True if the object that the place lies in was allocated by this invocation of the function.
bool IsMadeHere(steps::ExprRef object, const FunctionAnalysis& function, const api::Table& table);

/// Common parts of a finding in `function`.
Finding NewFinding(std::string rule, const FunctionAnalysis& function, int line, std::string message);
/// Lines and values of the delta as a witness.
Witness WitnessOf(const Delta& delta, Prover& prover);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_ANALYSIS_H_
