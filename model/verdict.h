// The answer lpcheck gives, as plain values: verdict, mechanisms, conditions, findings with their
// witness, and gaps. Terms and precedence are those of ARCHITECTURE.md ("What is decided"). Nothing here knows how
// an answer was reached, nor how it is printed: analyzer/report writes it, model/decide composes it.
#ifndef LPCHECK_MODEL_VERDICT_H_
#define LPCHECK_MODEL_VERDICT_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lpcheck {

/// Order is precedence: a report takes the largest of its parts.
enum class Verdict { kImmediate, kConsistency, kUndecided, kRefused };

/// Change-over mechanisms; `leaves x switches` in the taxonomy of Pavlik (lkml, 7 Nov 2014).
enum class Mechanism { kImmediate, kPerTask, kKernelExit, kStopMachine, kMigration, kNone };

/// How a value or an obligation can travel between two versions of the code.
enum class Channel { kStack, kSequence, kConcurrent, kPersistent, kRollback };

enum class Direction { kNewToOld, kOldToNew, kBoth };

enum class ConditionKind { kNoDisable, kNoReverse, kPinModule, kCorrelateStatic, kAddCaller, kNoForce };

/// What happened to a function, from harmless to undeliverable.
enum class Change { kNone, kLocal, kContract, kData, kUndeliverable, kUnknown };

/// A position in the kernel tree. `file` is relative to the tree, `line` is 1-based, 0 if unknown.
struct Location {
  std::string file;
  int line = 0;
  bool operator==(const Location&) const = default;
};

/// Concrete evidence: values that select the paths, the lines each version runs, and the
/// interleaving in numbered sentences.
struct Witness {
  std::map<std::string, std::string> values;
  std::vector<int> old_path;
  std::vector<int> new_path;
  std::vector<std::string> steps;
};

enum class Severity { kNote, kMismatch, kUndeliverable };

/// One thing a rule has to say. A kMismatch needs `channels`; a kUndeliverable needs none: no redirect can deliver
/// it; a kNote informs and never changes the verdict.
struct Finding {
  std::string rule;  ///< kebab-case id, explained by `lpcheck explain RULE`
  Severity severity = Severity::kNote;
  std::vector<Channel> channels;
  Direction direction = Direction::kBoth;
  std::string function;
  std::string peer;
  Location where;
  std::string message;
  std::optional<Witness> witness;
  std::string remedy;
};

/// Something relevant that was not understood. It makes the verdict weaker where `matters`, never stronger.
struct Gap {
  std::string kind;  ///< kebab-case: inline-asm, unknown-callee, solver-gave-up, not-in-config, ...
  std::string function;
  Location where;
  bool matters = true;
  std::string message;
};

struct Condition {
  ConditionKind kind;
  std::string name;  ///< the static or caller for kCorrelateStatic and kAddCaller, else empty
  std::string because;
};

/// A function that the fix replaces, the closure over inlining included.
struct FixFunction {
  std::string name;
  std::string object = "vmlinux";  ///< vmlinux or module name, as klp_object names it
  Location where;
  Change change = Change::kUnknown;
  std::string because;  ///< why it is in the set when the diff does not name it
};

/// The operator's three questions.
struct May {
  bool force = false;
  bool reverse = false;
  bool disable = false;
};

/// The machine the verdict was decided for.
struct Target {
  std::string era;
  std::string arch = "x86_64";
  bool reliable_stacks = true;
  std::vector<std::string> stack;  ///< loaded patches, oldest first
};

/// What the verdict is bound to; a stamp is valid only for the same binding. Hashes are lower-case hex.
struct Binding {
  std::string kernel;
  std::string config_hash;
  std::string compiler;
  std::string build_id;
  std::string source_hash;
  std::string functions_hash;
};

/// A reviewed assumption that was applied to this report; never lifts a verdict to immediate.
struct AppliedWaiver {
  std::string finding;
  std::string reason;
  std::string who;
  std::string until;  ///< ISO date, compared with nothing inside the model
};

/// A datum or an interface that a fix touches: "struct tag.field", a global, "f()" for what f returns, "f(...)" for
/// what f is handed. Formats are names of meanings: "original", or "changed-in-F".
struct DatumTouch {
  std::string name;
  std::vector<std::string> reads;  ///< formats that the differences rest on; empty: they read nothing
  std::string writes;              ///< the format that a difference leaves; empty: none
  bool derived = true;             ///< seen by the checker, not declared by a person: a reason to look, no proof
  bool operator==(const DatumTouch&) const = default;
};

struct StateTouch {
  std::string id;
  int version = 0;
  bool operator==(const StateTouch&) const = default;
};

struct ShadowTouch {
  std::string id;
  std::string meaning;
  bool operator==(const ShadowTouch&) const = default;
};

/// What a callback does to something that does not belong to its patch; from the mildest.
enum class CallbackEffect {
  kAdds,    ///< counts, registers, links or starts there: commutes with another that does
  kMaySet,  ///< may store there
  kSets,    ///< stores there
};

/// A global, "struct tag.field", "f()" for what a call of f does, or "*": anything.
struct CallbackTouch {
  std::string name;
  CallbackEffect effect = CallbackEffect::kSets;
  bool operator==(const CallbackTouch&) const = default;
};

/// What other patches can collide with. Lists are sorted and say each thing once.
struct Touches {
  std::vector<std::pair<std::string, std::string>> direct_calls;  ///< (caller, callee), both of the fix
  std::vector<DatumTouch> data;
  std::vector<std::pair<std::string, std::string>> locks;  ///< (held, taken), orders that the fix brings
  std::vector<StateTouch> states;
  std::vector<ShadowTouch> shadows;
  std::vector<CallbackTouch> callbacks;  ///< what its callbacks do
  bool operator==(const Touches&) const = default;
};

/// Everything said about one fix.
struct Report {
  std::string fix;
  Verdict verdict = Verdict::kUndecided;
  std::vector<Mechanism> mechanisms;
  std::vector<Condition> conditions;
  May may;
  std::vector<FixFunction> functions;
  std::vector<Finding> findings;
  std::vector<Gap> gaps;
  std::vector<AppliedWaiver> waivers;
  std::vector<std::string> trace;  ///< how the differences were seen, for --verbose; part of no output format
  Target target;
  Binding bound_to;
  std::optional<Touches> touches;  ///< nullopt: not looked at, which is not the same as nothing
  std::vector<std::string> checked_on;  ///< fixes that were in "before" (--base), oldest first
  bool replace = false;                 ///< what a livepatch module's source says of itself
};

std::string_view Name(Verdict verdict);
std::string_view Name(Mechanism mechanism);
std::string_view Name(Channel channel);
std::string_view Name(Direction direction);
std::string_view Name(ConditionKind kind);
std::string_view Name(Change change);
std::string_view Name(Severity severity);
std::string_view Name(CallbackEffect effect);

std::optional<Verdict> VerdictFromName(std::string_view name);
std::optional<Mechanism> MechanismFromName(std::string_view name);
std::optional<Channel> ChannelFromName(std::string_view name);
std::optional<Change> ChangeFromName(std::string_view name);
std::optional<ConditionKind> ConditionKindFromName(std::string_view name);
std::optional<Direction> DirectionFromName(std::string_view name);
std::optional<Severity> SeverityFromName(std::string_view name);
std::optional<CallbackEffect> CallbackEffectFromName(std::string_view name);

}  // namespace lpcheck

#endif  // LPCHECK_MODEL_VERDICT_H_
