// Walks over the call graph of an index: from which context a function is entered, whether one function reaches
// another, and which functions sleep for long. Calls through pointers are followed by the field they go through, for
// every function whose address is stored in that field: possible, not certain.
#ifndef LPCHECK_ANALYZER_INDEX_GRAPH_H_
#define LPCHECK_ANALYZER_INDEX_GRAPH_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/index/reader.h"

namespace lpcheck::index {

/// A static function of a .c file: nobody else means it by its name.
bool IsOfOneFile(const FunctionRef& function);

/// How code is entered. kTask is what nothing else claims.
enum class Context { kTask, kSoftIrq, kHardIrq, kIrqThread, kKernelThread, kWork, kIpi, kRcuCallback, kNotifier, kInit };

std::string_view Name(Context context);

struct Entered {
  Context context;
  std::vector<std::string> path;  ///< from the entry to the function
};

struct ContextAnswer {
  std::vector<Entered> entered;  ///< at most one a context, the shortest path
  bool complete = true;          ///< false: the walk met its limit, or an address that went where nobody follows
};

ContextAnswer ContextsOf(Reader& reader, const std::string& function, const std::string& file = "");

/// A shortest chain of calls; nullopt when there is none (or none within the limit of the walk).
std::optional<std::vector<std::string>> PathBetween(Reader& reader, const std::string& from, const std::string& to);

/// True for what returns when somebody wakes the caller, and not before: wait_event(), schedule(). Not locks, which are held
/// shortly, not waits with a timeout, not grace periods.
bool WaitsUntilWoken(const std::string& name);

struct Sleeper {
  FunctionRef function;
  std::string wait;               ///< what it waits in: wait_event, schedule, kthread main
  std::vector<std::string> path;  ///< from the function asked about to the wait; one element when it waits itself
  bool IsThreadMain() const { return wait == kThreadMain; }
  static constexpr char kThreadMain[] = "kthread main";
};

/// Functions whose own text waits without a bound, and kernel-thread mains.
std::vector<Sleeper> Sleepers(Reader& reader);

/// The nearest such wait that `function` reaches by a few direct calls, or that it is the main function of a kernel thread.
/// What the API table knows is not entered: an allocation or a lock may wait, too, but not for long. `file` tells static
/// functions of one name apart, "" takes any.
std::optional<Sleeper> SleepOf(Reader& reader, const std::string& function, const std::string& file = "");

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_GRAPH_H_
