// lpadmit: loads live patches that lpcheck has judged. Reads the command line, prints the reply; everything
// else is in commands.h.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "runtime/commands.h"

namespace {

using lpcheck::runtime::Context;
using lpcheck::runtime::Reply;

constexpr char kUsage[] =
    "usage: lpadmit [--format text|json] [--policy FILE] [--audit FILE] COMMAND\n"
    "  load FIX.ko        decide, load, switch, watch; reverse at the deadline\n"
    "  decide FIX.ko      only say what would be done and why\n"
    "  status | watch     patches, transition, versions still on stacks\n"
    "  blocking           tasks that hold a transition up, with the function and why\n"
    "  drain [FUNCTION]   prove that dead versions have left every stack\n"
    "  unload NAME        disable, if verdict and stack allow it\n"
    "  policy check FILE  read a policy, say what it means, name what is wrong\n"
    "exit: 0 done, 1 refused, 2 undecided, 3 reversed at the deadline, 4 still in transition,\n"
    "      64 usage, 65 bad input, 69 environment, 70 our bug\n";

struct Options {
  std::string format = "text";
  std::string policy;
  std::string audit = "/var/log/lpcheck/audit.jsonl";
  std::string root = "/";
  std::vector<std::string> words;
  bool help = false;
  bool version = false;
  std::string wrong;
};

Options ReadOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    std::string* value = word == "--format"   ? &options.format
                         : word == "--policy" ? &options.policy
                         : word == "--audit"  ? &options.audit
                         : word == "--root"   ? &options.root
                                              : nullptr;
    if (value != nullptr && i + 1 < argc) {
      *value = argv[++i];
    } else if (word == "--help" || word == "-h") {
      options.help = true;
    } else if (word == "--version") {
      options.version = true;
    } else if (value != nullptr || word.rfind("--", 0) == 0) {
      options.wrong = value != nullptr ? word + " needs a value" : "unknown option " + word;
    } else {
      options.words.push_back(word);
    }
  }
  if (options.format != "text" && options.format != "json") options.wrong = "--format is text or json";
  return options;
}

/// Unimplemented: no such command, or the wrong number of arguments.
absl::StatusOr<Reply> Run(const Context& context, const std::vector<std::string>& words) {
  using namespace lpcheck::runtime;  // NOLINT: seven names of one header
  const std::string command = words.empty() ? "" : words[0];
  const size_t count = words.size();
  if (command == "load" && count == 2) return RunLoad(context, words[1]);
  if (command == "decide" && count == 2) return RunDecide(context, words[1]);
  if (command == "status" && count == 1) return RunStatus(context);
  if (command == "watch" && count == 1) return RunWatch(context);
  if (command == "blocking" && count == 1) return RunBlocking(context);
  if (command == "drain" && count <= 2) return RunDrain(context, count == 2 ? words[1] : "");
  if (command == "unload" && count == 2) return RunUnload(context, words[1]);
  if (command == "policy" && count == 3 && words[1] == "check") return RunPolicyCheck(context, words[2]);
  return absl::UnimplementedError(command.empty() ? "no command given"
                                                  : "wrong command or arguments: " + command);
}

int Main(int argc, char** argv) {
  const Options options = ReadOptions(argc, argv);
  if (options.help) {
    std::fputs(kUsage, stdout);
    return 0;
  }
  if (options.version) {
    std::puts("lpadmit " LPCHECK_VERSION);
    return 0;
  }
  if (!options.wrong.empty()) {
    std::fprintf(stderr, "lpadmit: %s\n%s", options.wrong.c_str(), kUsage);
    return lpcheck::runtime::kExitUsage;
  }
  const lpcheck::runtime::Root root(options.root);
  lpcheck::runtime::RealKernel kernel(root);
  const Context context{root, kernel, options.policy, options.audit,
                        [](const std::string& line) { std::fprintf(stderr, "lpadmit: %s\n", line.c_str()); }};
  absl::StatusOr<Reply> reply = Run(context, options.words);
  if (!reply.ok()) {
    const bool usage = reply.status().code() == absl::StatusCode::kUnimplemented;
    std::fprintf(stderr, "lpadmit: %s\n%s", std::string(reply.status().message()).c_str(),
                 usage ? kUsage : "");
    return usage ? lpcheck::runtime::kExitUsage : lpcheck::runtime::ExitFor(reply.status());
  }
  if (options.format == "json") {
    reply->json["exit"] = reply->exit;
    std::puts(reply->json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
  } else {
    std::fputs(reply->text.c_str(), stdout);
  }
  return reply->exit;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lpadmit: internal error: %s; please report it\n", error.what());
    return lpcheck::runtime::kExitBug;
  }
}
