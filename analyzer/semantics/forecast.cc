#include "analyzer/semantics/forecast.h"

#include <string>
#include <utility>

#include "analyzer/base/text.h"

namespace lpcheck::semantics {
namespace {

std::string Chain(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& name : path) text += (text.empty() ? "" : " > ") + name;
  return text;
}

std::string Says(const std::string& name, const index::Sleeper& sleeper) {
  const bool waits = sleeper.path.size() > 1;
  if (sleeper.IsThreadMain()) {
    return Cat(name, " is the main function of a kernel thread and on its stack as long as that lives: stop-machine cannot replace it, and per-task ",
               "waits for the thread to leave it", waits ? Cat(" (it sleeps in ", Chain(sleeper.path), ")") : "");
  }
  return Cat(name, " may sleep until it is woken (", Chain(sleeper.path), "): a task that does delays per-task, and stop-machine is refused meanwhile");
}

}  // namespace

std::vector<Finding> Forecast(const std::vector<heart::FunctionPair>& changed, Elsewhere& elsewhere) {
  std::vector<Finding> findings;
  for (const heart::FunctionPair& pair : changed) {
    if (!pair.before || !pair.after) continue;
    const std::optional<index::Sleeper> sleeper = elsewhere.SleepOf({pair.name, pair.before->file});
    if (!sleeper) continue;
    Finding finding;
    finding.rule = "sleeps-long";
    finding.function = pair.name;
    finding.where = {pair.before->file, sleeper->function.line};
    finding.message = Says(pair.name, *sleeper);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace lpcheck::semantics
