#include "analyzer/index/graph.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <set>
#include <utility>

namespace lpcheck::index {
namespace {

constexpr std::size_t kLimit = 4000;  ///< functions a walk looks at

/// Where an address that is passed or stored will be called from.
struct Entrance {
  std::string_view place;  ///< "FUNCTION()" with the argument index, or RECORD.FIELD; a trailing `*` stands for any field
  int argument;
  Context context;
};

constexpr Entrance kEntrances[] = {
    {"request_irq()", 1, Context::kHardIrq},
    {"request_threaded_irq()", 1, Context::kHardIrq},
    {"request_threaded_irq()", 2, Context::kIrqThread},
    {"devm_request_irq()", 2, Context::kHardIrq},
    {"devm_request_threaded_irq()", 2, Context::kHardIrq},
    {"devm_request_threaded_irq()", 3, Context::kIrqThread},
    {"irqaction.handler", -1, Context::kHardIrq},
    {"irqaction.thread_fn", -1, Context::kIrqThread},
    {"hrtimer.function", -1, Context::kHardIrq},
    {"irq_work.func", -1, Context::kHardIrq},
    {"init_timer_key()", 1, Context::kSoftIrq},
    {"init_timer_on_stack_key()", 1, Context::kSoftIrq},
    {"timer_list.function", -1, Context::kSoftIrq},
    {"tasklet_setup()", 1, Context::kSoftIrq},
    {"tasklet_init()", 1, Context::kSoftIrq},
    {"open_softirq()", 1, Context::kSoftIrq},
    {"netif_napi_add()", 2, Context::kSoftIrq},
    {"netif_napi_add_weight()", 2, Context::kSoftIrq},
    {"net_device_ops.ndo_start_xmit", -1, Context::kSoftIrq},
    {"net_protocol.handler", -1, Context::kSoftIrq},
    {"packet_type.func", -1, Context::kSoftIrq},
    {"call_rcu()", 1, Context::kRcuCallback},
    {"call_srcu()", 2, Context::kRcuCallback},
    {"work_struct.func", -1, Context::kWork},
    {"kthread_create_on_node()", 0, Context::kKernelThread},
    {"kthread_create_on_cpu()", 0, Context::kKernelThread},
    {"kthread_run_on_cpu()", 0, Context::kKernelThread},
    {"kernel_thread()", 0, Context::kKernelThread},
    {"smp_call_function_single()", 1, Context::kIpi},
    {"smp_call_function_many()", 1, Context::kIpi},
    {"smp_call_function()", 0, Context::kIpi},
    {"on_each_cpu()", 0, Context::kIpi},
    {"on_each_cpu_cond_mask()", 1, Context::kIpi},
    {"notifier_block.notifier_call", -1, Context::kNotifier},
    {"file_operations.*", -1, Context::kTask},
    {"proto_ops.*", -1, Context::kTask},
    {"inode_operations.*", -1, Context::kTask},
    {"super_operations.*", -1, Context::kTask},
    {"kernfs_ops.*", -1, Context::kTask},
    {"seq_operations.*", -1, Context::kTask},
    {"device_attribute.*", -1, Context::kTask},
    {"ctl_table.proc_handler", -1, Context::kTask},
    {"net_device_ops.ndo_open", -1, Context::kTask},
    {"net_device_ops.ndo_stop", -1, Context::kTask},
};

std::optional<Context> ContextOfPlace(const std::string& place, int argument) {
  for (const Entrance& entrance : kEntrances) {
    bool any = entrance.place.ends_with('*');
    std::string_view fixed = entrance.place.substr(0, entrance.place.size() - (any ? 1 : 0));
    bool matches = any ? std::string_view(place).starts_with(fixed) : place == fixed;
    if (matches && (entrance.argument < 0 || entrance.argument == argument)) return entrance.context;
  }
  return std::nullopt;
}

struct Node {
  std::string name;
  std::string file;  ///< for static functions of a .c file, else ""
  auto operator<=>(const Node&) const = default;
};

Node NodeOf(const FunctionRef& function) { return {function.name, IsOfOneFile(function) ? function.file : ""}; }

/// One walk backwards over callers, with the parent of every node for the path.
class ContextWalk {
 public:
  explicit ContextWalk(Reader& reader) : reader_(reader) {}

  ContextAnswer Run(const Node& start) {
    Visit(start, std::nullopt);
    while (!todo_.empty()) {
      if (parent_.size() > kLimit) {
        answer_.complete = false;
        break;
      }
      Node node = todo_.front();
      todo_.pop_front();
      Expand(node);
    }
    std::sort(answer_.entered.begin(), answer_.entered.end(),
              [](const Entered& a, const Entered& b) { return a.context < b.context; });
    return std::move(answer_);
  }

 private:
  void Visit(const Node& node, const std::optional<Node>& from) {
    if (parent_.try_emplace(node, from).second) todo_.push_back(node);
  }

  void Enter(Context context, const Node& node) {
    if (!found_.insert(context).second) return;
    Entered entered{context, {}};
    for (std::optional<Node> at = node; at; at = parent_.at(*at)) entered.path.push_back(at->name);
    answer_.entered.push_back(std::move(entered));
  }

  void Expand(const Node& node) {
    std::set<std::string> others;  // files that mean a function of their own by this name
    for (const FunctionRef& function : reader_.Functions(node.name)) {
      if (node.file.empty() && IsOfOneFile(function)) others.insert(function.file);
      if (node.file.empty() ? IsOfOneFile(function) : function.file != node.file) continue;
      if ((function.flags & kSyscall) != 0) Enter(Context::kTask, node);
      if ((function.flags & kInit) != 0) Enter(Context::kInit, node);
    }
    for (const Site& site : reader_.Callers(node.name, node.file)) {
      if (!others.contains(site.function.file)) Visit(NodeOf(site.function), node);
    }
    for (const Site& use : reader_.AddressUses(node.name)) {
      const bool is_other = node.file.empty() ? others.contains(use.function.file) : use.function.file != node.file;
      if (!is_other) Follow(node, use);
    }
  }

  void Follow(const Node& node, const Site& use) {
    if (std::optional<Context> context = ContextOfPlace(use.what, use.mode)) return Enter(*context, node);
    std::size_t dot = use.what.find('.');
    if (dot == std::string::npos || dot == 0) {
      answer_.complete = false;
      return;
    }
    for (const Site& site : reader_.PointerCallers(use.what.substr(0, dot), use.what.substr(dot + 1))) {
      Visit(NodeOf(site.function), node);
    }
  }

  Reader& reader_;
  ContextAnswer answer_;
  std::map<Node, std::optional<Node>> parent_;
  std::deque<Node> todo_;
  std::set<Context> found_;
};

}  // namespace

std::string_view Name(Context context) {
  switch (context) {
    case Context::kTask:
      return "task";
    case Context::kSoftIrq:
      return "softirq";
    case Context::kHardIrq:
      return "hardirq";
    case Context::kIrqThread:
      return "irq-thread";
    case Context::kKernelThread:
      return "kernel-thread";
    case Context::kWork:
      return "work";
    case Context::kIpi:
      return "ipi";
    case Context::kRcuCallback:
      return "rcu-callback";
    case Context::kNotifier:
      return "notifier";
    case Context::kInit:
      return "init";
  }
  std::abort();
}

bool IsOfOneFile(const FunctionRef& function) { return (function.flags & kStatic) != 0 && function.file.ends_with(".c"); }

ContextAnswer ContextsOf(Reader& reader, const std::string& function, const std::string& file) {
  return ContextWalk(reader).Run({function, file});
}

}  // namespace lpcheck::index
