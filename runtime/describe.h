// The machine's facts as JSON and as lines for people; shared by the commands.
#ifndef LPCHECK_RUNTIME_DESCRIBE_H_
#define LPCHECK_RUNTIME_DESCRIBE_H_

#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "runtime/decide.h"
#include "runtime/machine.h"
#include "runtime/tasks.h"
#include "runtime/transition.h"

namespace lpcheck::runtime {

nlohmann::ordered_json ToJson(const Machine& machine);
nlohmann::ordered_json ToJson(const Decision& decision);
nlohmann::ordered_json ToJson(const std::vector<BlockingTask>& tasks);
nlohmann::ordered_json ToJson(const TransitionResult& result);

std::string ToText(const Machine& machine);
std::string ToText(const std::vector<BlockingTask>& tasks);
/// "3 tasks left", or, when every task of /proc has switched, what the kernel itself still has to do.
std::string TasksLeftText(int tasks_left);
std::string Indented(const std::vector<std::string>& lines);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_DESCRIBE_H_
