// The table of commands: one line each, in the order that the help lists them.
#include "analyzer/cli/command.h"
#include "analyzer/cli/diff_command.h"
#include "analyzer/cli/explain_command.h"
#include "analyzer/cli/index_command.h"
#include "analyzer/cli/model_command.h"
#include "analyzer/cli/prepare_command.h"
#include "analyzer/cli/query_command.h"
#include "analyzer/cli/stack_command.h"
#include "analyzer/cli/stamp_command.h"

namespace lpcheck {
namespace {

constexpr Command kCommands[] = {
    {"prepare", "configure a tree and record a compile database, compiling nothing", RunPrepare},
    {"stack", "conflicts with patches already loaded, or among a series", RunStack},
    {"upgrade", "a cumulative patch replaced by the next one", RunUpgrade},
    {"stamp", "bind a verdict to a built module, or show the one that is there", RunStamp},
    {"model", "run a world of the algorithm's model, check a property, compare eras", RunModel},
    {"diff", "print a fix as lpcheck understands it, as a unified diff of the tree", RunDiff},
    {"index", "facts of a whole kernel, or of some folders (incremental)", RunIndex},
    {"query", "ask an index: callers, who-writes, contexts, reaches, sleepers, ...", RunQuery},
    {"explain", "what a rule means, with its two corpus twins", RunExplain},
};

}  // namespace

absl::Span<const Command> Commands() { return kCommands; }

}  // namespace lpcheck
