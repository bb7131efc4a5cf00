// See record.h. Numbers are written byte by byte, so that the host's byte order does not matter.
#include "analyzer/stamp/record.h"

#include <cstddef>
#include <cstring>
#include <map>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

void Put(std::string& bytes, size_t offset, uint64_t number, unsigned size) {
  for (unsigned i = 0; i < size; ++i) bytes[offset + i] = static_cast<char>(number >> (8 * i));
}

void Append(std::string& bytes, uint32_t number) {
  bytes.resize(bytes.size() + 4);
  Put(bytes, bytes.size() - 4, number, 4);
}

/// Strings of a record, each stored once; offset 0 is the empty one.
class StringTable {
 public:
  uint32_t Add(const std::string& text) {
    auto [found, fresh] = offsets_.try_emplace(text, static_cast<uint32_t>(bytes_.size()));
    if (fresh) bytes_ += text + '\0';
    return found->second;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_ = std::string(1, '\0');
  std::map<std::string, uint32_t> offsets_ = {{"", 0}};
};

uint8_t VerdictByte(Verdict verdict) {
  switch (verdict) {
    case Verdict::kImmediate:
      return LPGUARD_VERDICT_IMMEDIATE;
    case Verdict::kConsistency:
      return LPGUARD_VERDICT_CONSISTENCY;
    case Verdict::kUndecided:
      return LPGUARD_VERDICT_UNDECIDED;
    case Verdict::kRefused:
      return LPGUARD_VERDICT_REFUSED;
  }
  return LPGUARD_VERDICT_REFUSED;
}

uint8_t MechanismBit(Mechanism mechanism) {
  switch (mechanism) {
    case Mechanism::kImmediate:
      return LPGUARD_MECH_IMMEDIATE;
    case Mechanism::kPerTask:
      return LPGUARD_MECH_PER_TASK;
    case Mechanism::kKernelExit:
      return LPGUARD_MECH_KERNEL_EXIT;
    case Mechanism::kStopMachine:
      return LPGUARD_MECH_STOP_MACHINE;
    case Mechanism::kMigration:
      return LPGUARD_MECH_MIGRATION;
    case Mechanism::kNone:
      return LPGUARD_MECH_NONE;
  }
  return LPGUARD_MECH_NONE;
}

uint32_t ConditionNumber(ConditionKind kind) {
  switch (kind) {
    case ConditionKind::kNoDisable:
      return LPGUARD_COND_NO_DISABLE;
    case ConditionKind::kNoReverse:
      return LPGUARD_COND_NO_REVERSE;
    case ConditionKind::kPinModule:
      return LPGUARD_COND_PIN_MODULE;
    case ConditionKind::kCorrelateStatic:
      return LPGUARD_COND_CORRELATE_STATIC;
    case ConditionKind::kAddCaller:
      return LPGUARD_COND_ADD_CALLER;
    case ConditionKind::kNoForce:
      return LPGUARD_COND_NO_FORCE;
  }
  return LPGUARD_COND_NO_FORCE;
}

uint8_t MayBits(const May& may) {
  return static_cast<uint8_t>((may.force ? LPGUARD_MAY_FORCE : 0) | (may.reverse ? LPGUARD_MAY_REVERSE : 0) |
                              (may.disable ? LPGUARD_MAY_DISABLE : 0));
}

uint8_t MechanismBits(const std::vector<Mechanism>& mechanisms) {
  uint8_t bits = 0;
  for (Mechanism mechanism : mechanisms) bits |= MechanismBit(mechanism);
  return bits;
}

#define LPCHECK_FIELD(name) offsetof(lpguard_stamp, name)

void PutBytes(std::string& head, size_t offset, std::string_view bytes) {
  std::memcpy(head.data() + offset, bytes.data(), bytes.size());
}

void PutIdentity(std::string& head, const StampInputs& inputs) {
  head[LPCHECK_FIELD(kernel_id_size)] = static_cast<char>(inputs.kernel_id.size());
  head[LPCHECK_FIELD(module_id_size)] = static_cast<char>(inputs.module_id.size());
  PutBytes(head, LPCHECK_FIELD(kernel_id), inputs.kernel_id);
  PutBytes(head, LPCHECK_FIELD(module_id), inputs.module_id);
  PutBytes(head, LPCHECK_FIELD(module_digest), inputs.module_digest);
  PutBytes(head, LPCHECK_FIELD(verdict_digest), inputs.verdict_digest);
}

void PutStrings(std::string& head, const StampInputs& inputs, StringTable& strings) {
  const Binding& bound = inputs.report.bound_to;
  Put(head, LPCHECK_FIELD(fix), strings.Add(inputs.report.fix), 4);
  Put(head, LPCHECK_FIELD(kernel_release), strings.Add(inputs.patch.release), 4);
  Put(head, LPCHECK_FIELD(config_hash), strings.Add(bound.config_hash), 4);
  Put(head, LPCHECK_FIELD(compiler), strings.Add(bound.compiler), 4);
  Put(head, LPCHECK_FIELD(source_hash), strings.Add(bound.source_hash), 4);
  Put(head, LPCHECK_FIELD(functions_hash), strings.Add(bound.functions_hash), 4);
  std::string stack;
  for (const std::string& patch : inputs.report.target.stack) stack += (stack.empty() ? "" : " ") + patch;
  Put(head, LPCHECK_FIELD(base_stack), strings.Add(stack), 4);
}

std::string EncodeHead(const StampInputs& inputs, StringTable& strings) {
  std::string head(sizeof(lpguard_stamp), '\0');
  Put(head, LPCHECK_FIELD(magic), LPGUARD_STAMP_MAGIC, 4);
  Put(head, LPCHECK_FIELD(version), LPGUARD_STAMP_VERSION, 2);
  Put(head, LPCHECK_FIELD(header_size), sizeof(lpguard_stamp), 2);
  Put(head, LPCHECK_FIELD(verdict), VerdictByte(inputs.report.verdict), 1);
  Put(head, LPCHECK_FIELD(mechanisms), MechanismBits(inputs.report.mechanisms), 1);
  Put(head, LPCHECK_FIELD(may), MayBits(inputs.report.may), 1);
  Put(head, LPCHECK_FIELD(replace), inputs.patch.replace ? 1 : 0, 1);
  Put(head, LPCHECK_FIELD(func_count), inputs.patch.functions.size(), 2);
  Put(head, LPCHECK_FIELD(state_count), inputs.patch.states.size(), 2);
  Put(head, LPCHECK_FIELD(condition_count), inputs.report.conditions.size(), 2);
  PutIdentity(head, inputs);
  PutStrings(head, inputs, strings);
  return head;
}

std::string EncodeTables(const StampInputs& inputs, StringTable& strings) {
  std::string tables;
  for (const PatchedFunction& function : inputs.patch.functions) {
    Append(tables, strings.Add(function.object));
    Append(tables, strings.Add(function.name));
    Append(tables, function.sympos);
  }
  for (const PatchState& state : inputs.patch.states) {
    Append(tables, static_cast<uint32_t>(state.id));
    Append(tables, static_cast<uint32_t>(state.id >> 32));
    Append(tables, state.version);
  }
  for (const Condition& condition : inputs.report.conditions) {
    Append(tables, ConditionNumber(condition.kind));
    Append(tables, strings.Add(condition.name));
  }
  return tables;
}

absl::Status CheckSizes(const StampInputs& inputs) {
  if (inputs.kernel_id.empty() || inputs.kernel_id.size() > LPGUARD_ID_MAX) {
    return absl::InvalidArgumentError("the kernel's build id has an impossible length");
  }
  if (inputs.module_id.size() > LPGUARD_ID_MAX || inputs.module_digest.size() != LPGUARD_DIGEST_SIZE ||
      inputs.verdict_digest.size() != LPGUARD_DIGEST_SIZE) {
    return absl::InvalidArgumentError("the module's build id has an impossible length");
  }
  if (inputs.patch.functions.empty() || inputs.patch.functions.size() > LPGUARD_FUNCS_MAX ||
      inputs.patch.states.size() > LPGUARD_STATES_MAX ||
      inputs.report.conditions.size() > LPGUARD_CONDITIONS_MAX) {
    return absl::InvalidArgumentError("no function, or more functions, states or conditions than a stamp can hold");
  }
  return absl::OkStatus();
}

std::string_view VerdictText(uint8_t verdict) {
  switch (verdict) {
    case LPGUARD_VERDICT_IMMEDIATE:
      return Name(Verdict::kImmediate);
    case LPGUARD_VERDICT_CONSISTENCY:
      return Name(Verdict::kConsistency);
    case LPGUARD_VERDICT_UNDECIDED:
      return Name(Verdict::kUndecided);
    default:
      return Name(Verdict::kRefused);
  }
}

constexpr Mechanism kMechanisms[] = {Mechanism::kImmediate,   Mechanism::kPerTask,   Mechanism::kKernelExit,
                                     Mechanism::kStopMachine, Mechanism::kMigration, Mechanism::kNone};
constexpr ConditionKind kConditions[] = {ConditionKind::kNoDisable, ConditionKind::kNoReverse,
                                         ConditionKind::kPinModule, ConditionKind::kCorrelateStatic,
                                         ConditionKind::kAddCaller, ConditionKind::kNoForce};

std::string Hex(const unsigned char* bytes, size_t size) {
  return absl::BytesToHexString(std::string(reinterpret_cast<const char*>(bytes), size));
}

std::string_view ConditionText(uint32_t number) {
  for (ConditionKind kind : kConditions) {
    if (ConditionNumber(kind) == number) return Name(kind);
  }
  return "unknown";
}

}  // namespace

absl::StatusOr<std::string> EncodeRecord(const StampInputs& inputs) {
  if (absl::Status status = CheckSizes(inputs); !status.ok()) return status;
  StringTable strings;
  std::string record = EncodeHead(inputs, strings);
  record += EncodeTables(inputs, strings);
  record += strings.bytes();
  Put(record, LPCHECK_FIELD(string_size), strings.bytes().size(), 4);
  Put(record, LPCHECK_FIELD(total_size), record.size(), 4);
  Put(record, LPCHECK_FIELD(crc32), lpguard_stamp_checksum(record.data(), record.size()), 4);
  lpguard_stamp_view view;
  const lpguard_stamp_error error = lpguard_stamp_parse(record.data(), record.size(), &view);
  if (error != LPGUARD_STAMP_OK) {
    return absl::InvalidArgumentError(
        Cat("this verdict does not fit into a stamp: ", lpguard_stamp_error_text(error)));
  }
  return record;
}

std::string EncodeNote(std::string_view record) {
  std::string note;
  Append(note, LPGUARD_NOTE_NAMESZ);
  Append(note, static_cast<uint32_t>(record.size()));
  Append(note, LPGUARD_NOTE_TYPE);
  note.append(LPGUARD_NOTE_NAME, LPGUARD_NOTE_NAMESZ);
  note.append(record);
  note.resize((note.size() + LPGUARD_NOTE_ALIGN - 1) / LPGUARD_NOTE_ALIGN * LPGUARD_NOTE_ALIGN, '\0');
  return note;
}

std::string DescribeStamp(const lpguard_stamp_view& view) {
  const lpguard_stamp& head = view.head;
  std::string text = Cat("stamp version ", head.version, "\nverdict ", VerdictText(head.verdict));
  text += Cat("\nmechanisms");
  for (Mechanism mechanism : kMechanisms) {
    if (head.mechanisms & MechanismBit(mechanism)) text += Cat(" ", Name(mechanism));
  }
  text += Cat("\nmay force ", head.may & LPGUARD_MAY_FORCE ? "yes" : "no", ", reverse ",
              head.may & LPGUARD_MAY_REVERSE ? "yes" : "no", ", disable ",
              head.may & LPGUARD_MAY_DISABLE ? "yes" : "no");
  text += Cat("\nfix ", lpguard_stamp_string(&view, head.fix), "\nkernel ",
              lpguard_stamp_string(&view, head.kernel_release), " build-id ",
              Hex(head.kernel_id, head.kernel_id_size), "\nmodule build-id ",
              Hex(head.module_id, head.module_id_size), " digest ",
              Hex(head.module_digest, LPGUARD_DIGEST_SIZE), "\nreplace ", head.replace ? "yes" : "no",
              "\nbase ", lpguard_stamp_string(&view, head.base_stack), "\n");
  for (unsigned i = 0; i < head.func_count; ++i) {
    const lpguard_stamp_func func = lpguard_stamp_func_at(&view, i);
    text += Cat("function ", lpguard_stamp_string(&view, func.object), " ",
                lpguard_stamp_string(&view, func.name), " sympos ", func.sympos, "\n");
  }
  for (unsigned i = 0; i < head.state_count; ++i) {
    const lpguard_stamp_state state = lpguard_stamp_state_at(&view, i);
    text += Cat("state ", (uint64_t{state.id_high} << 32) | state.id_low, " version ", state.version, "\n");
  }
  for (unsigned i = 0; i < head.condition_count; ++i) {
    const lpguard_stamp_condition condition = lpguard_stamp_condition_at(&view, i);
    text += Cat("condition ", ConditionText(condition.kind), " ", lpguard_stamp_string(&view, condition.name),
                "\n");
  }
  return text;
}

}  // namespace lpcheck
