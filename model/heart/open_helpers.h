// Unchanged helpers whose bodies can be seen, opened where a difference hangs on them: the value that they compute, or
// the call that one version makes and the other does not. What the helper does is then compared and judged step by step,
// where the call alone would have to be taken for the worst. A helper that the API table names literally stays one step.
#ifndef LPCHECK_MODEL_HEART_OPEN_HELPERS_H_
#define LPCHECK_MODEL_HEART_OPEN_HELPERS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/heart/delta.h"
#include "model/heart/fix_model.h"

namespace lpcheck::heart {

class HelperOpener {
 public:
  /// `model` must outlive the opener.
  explicit HelperOpener(const FixModel& model) : model_(model) {}

  /// Opens in both versions what the differences hang on. False if there was nothing to open: `diff` stands.
  bool Open(const FunctionDiff& diff, steps::Function& before, steps::Function& after);

 private:
  const steps::Function* ValueHelper(const std::string& name) const;
  std::set<std::string> ValueHelpersOf(const FunctionDiff& diff) const;
  steps::ExprRef ValueOf(const std::string& name, const std::vector<steps::ExprRef>& args, int depth);
  bool OpenPure(steps::Function& before, steps::Function& after);
  const steps::Function* Actor(const std::string& name);
  std::set<std::string> ActorsOf(const FunctionDiff& diff);
  std::set<std::string> ClassesOf(const FunctionDiff& diff, const std::set<std::string>& actors);
  void AddPartners(const steps::Function& version, const std::set<std::string>& classes, std::set<std::string>& actors);

  const FixModel& model_;
  std::map<std::string, steps::Function> actors_;   ///< with locals of their own names; empty steps: not to be opened
  std::set<std::string> opened_;
};

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_OPEN_HELPERS_H_
