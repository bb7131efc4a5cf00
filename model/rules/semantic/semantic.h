// The semantic rules: each takes the analysis of a fix and says which differences cannot be mixed. One rule, one file; the
// formula stands in the file. A rule only adds findings, gaps and conditions; the verdict is composed by model/decide.
#ifndef LPCHECK_MODEL_RULES_SEMANTIC_SEMANTIC_H_
#define LPCHECK_MODEL_RULES_SEMANTIC_SEMANTIC_H_

#include "model/heart/analysis.h"

namespace lpcheck::rules {

using Rule = void (*)(const heart::Analysis&, heart::Result&);

void StackMismatch(const heart::Analysis& analysis, heart::Result& result);
void Balance(const heart::Analysis& analysis, heart::Result& result);
void FieldMeaning(const heart::Analysis& analysis, heart::Result& result);
void CounterBalance(const heart::Analysis& analysis, heart::Result& result);
void LockProtection(const heart::Analysis& analysis, heart::Result& result);
void LockOrder(const heart::Analysis& analysis, heart::Result& result);
void LockNesting(const heart::Analysis& analysis, heart::Result& result);
void IrqUsage(const heart::Analysis& analysis, heart::Result& result);
void Agreement(const heart::Analysis& analysis, heart::Result& result);
void Extent(const heart::Analysis& analysis, heart::Result& result);
void OrderOfPhases(const heart::Analysis& analysis, heart::Result& result);
void WaitWake(const heart::Analysis& analysis, heart::Result& result);
void PatchModulePointer(const heart::Analysis& analysis, heart::Result& result);
void Publication(const heart::Analysis& analysis, heart::Result& result);
void ShadowIncomplete(const heart::Analysis& analysis, heart::Result& result);
void SleepInAtomic(const heart::Analysis& analysis, heart::Result& result);
void Undischarged(const heart::Analysis& analysis, heart::Result& result);
void NotUnderstood(const heart::Analysis& analysis, heart::Result& result);

inline constexpr Rule kSemanticRules[] = {StackMismatch, Balance,  FieldMeaning, CounterBalance, LockProtection,
                                          LockOrder,     LockNesting, IrqUsage, Agreement,    Extent, OrderOfPhases, WaitWake,
                                          PatchModulePointer, Publication, ShadowIncomplete, SleepInAtomic, NotUnderstood,
                                          Undischarged};

}  // namespace lpcheck::rules

#endif  // LPCHECK_MODEL_RULES_SEMANTIC_SEMANTIC_H_
