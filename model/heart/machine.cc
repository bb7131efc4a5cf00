#include "model/heart/machine.h"

#include <algorithm>
#include <set>
#include <utility>

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr std::uint64_t kFirstError = ~std::uint64_t{4095} + 1;  // include/linux/err.h: MAX_ERRNO

std::uint64_t Mask(int width) { return width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1; }

Number LikeOf(const steps::Type& type) {
  return {.bits = 0, .width = type.bits == 0 ? 64 : type.bits, .is_signed = type.is_signed, .points_to = nullptr};
}

Number With(Number like, std::uint64_t bits) {
  like.bits = bits & Mask(like.width);
  return like;
}

std::int64_t Signed(const Number& number) {
  const bool negative = number.width < 64 && ((number.bits >> (number.width - 1)) & 1) != 0;
  return static_cast<std::int64_t>(negative ? number.bits | ~Mask(number.width) : number.bits);
}

// C's conversion: by the value where it is signed.
std::uint64_t Widened(const Number& number) { return number.is_signed ? static_cast<std::uint64_t>(Signed(number)) : number.bits; }

Number As(const Number& from, Number like) { return With(like, Widened(from)); }

// Some number that depends on nothing but the key (FNV-1a).
std::uint64_t Arbitrary(const std::string& key) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (unsigned char c : key) hash = (hash ^ c) * 1099511628211ULL;
  return hash;
}

std::string KeyOf(const std::string& name, int width, const std::vector<Number>& operands) {
  std::string key = name + ":" + std::to_string(width);
  for (const Number& operand : operands) key += "/" + std::to_string(operand.width) + ":" + std::to_string(operand.bits);
  return key;
}

std::string NameOf(Op op, const std::string& text) { return std::to_string(static_cast<int>(op)) + " " + text; }

bool LeavesMemoryAlone(const Effect& effect) {
  return effect.kind == EffectKind::kHarmless || effect.kind == EffectKind::kLock || effect.kind == EffectKind::kUnlock ||
         effect.kind == EffectKind::kBarrier;
}

std::uint64_t Shifted(const std::string& op, const Number& value, const Number& by) {
  const bool negative = value.is_signed && Signed(value) < 0;
  if (by.bits >= static_cast<std::uint64_t>(value.width)) return op == ">>" && negative ? ~std::uint64_t{0} : 0;
  if (op == "<<") return value.bits << by.bits;
  return value.is_signed ? static_cast<std::uint64_t>(Signed(value) >> by.bits) : value.bits >> by.bits;
}

// Division by zero is whatever SMT-LIB says; no path of ours rests on it, since the kernel never gets there.
std::uint64_t Divided(const std::string& op, const Number& a, const Number& b) {
  const bool is_quotient = op == "/";
  if (b.bits == 0) {
    if (!is_quotient) return a.bits;
    return a.is_signed && Signed(a) < 0 ? 1 : ~std::uint64_t{0};
  }
  if (!a.is_signed) return is_quotient ? a.bits / b.bits : a.bits % b.bits;
  if (Signed(b) == -1) return is_quotient ? ~a.bits + 1 : 0;
  return static_cast<std::uint64_t>(is_quotient ? Signed(a) / Signed(b) : Signed(a) % Signed(b));
}

}  // namespace

Machine::Machine(const Valuation& values, const api::Table& table) : table_(table) {
  // Parts come before what is made of them, so the operands of each term are known when its key is made.
  auto address = values.addresses.begin();
  auto learn_addresses = [&](std::uint32_t below) {
    for (; address != values.addresses.end() && address->first->id <= below; ++address) Learn(AddressKey(address->first), address->second);
  };
  for (const auto& [expr, bits] : values.values) {
    learn_addresses(expr->id);
    if (expr->op != Op::kAddrOf && expr->op != Op::kConst) Learn(KeyOf(NameOf(expr->op, expr->text), LikeOf(expr->type).width, Operands(expr)), bits);
  }
  learn_addresses(~std::uint32_t{0});
}

void Machine::Learn(const std::string& key, std::uint64_t bits) {
  if (key.empty()) return;
  auto [known, is_new] = numbers_.try_emplace(key, bits);
  if (!is_new && known->second != bits) consistent_ = false;
}

Number Machine::Lookup(const std::string& name, Number like, const std::vector<Number>& operands) const {
  const std::string key = KeyOf(name, like.width, operands);
  auto known = numbers_.find(key);
  like.points_to = nullptr;
  return With(like, known != numbers_.end() ? known->second : Arbitrary(key));
}

// What a term is made of, as numbers; of a place not what it holds but which one it is.
std::vector<Number> Machine::Operands(ExprRef expr) const {
  std::vector<Number> out;
  const bool in_place = expr->op == Op::kField || expr->op == Op::kIndex;
  for (ExprRef kid : expr->kids) {
    const bool is_base = in_place && kid == expr->kids[0] && !(expr->op == Op::kIndex && kid->type.is_pointer);
    out.push_back(is_base ? Where(kid).held : Eval(kid));
  }
  return out;
}

Number Machine::OpenOf(ExprRef expr) const { return Lookup(NameOf(expr->op, expr->text), LikeOf(expr->type), Operands(expr)); }

// The name of the number that says where the place lies, "" if it follows from a pointer's value.
std::string Machine::AddressKey(ExprRef place) const {
  if (place->op == Op::kDeref) return "";
  if (place->op != Op::kField && place->op != Op::kIndex) return KeyOf("addr " + std::to_string(place->id), 64, {});
  const ExprRef base = place->kids[0];
  const bool by_pointer = place->op == Op::kIndex && base->type.is_pointer;
  std::vector<Number> parts = {by_pointer ? As(Eval(base), Number{}) : Where(base).address};
  if (place->op == Op::kIndex) parts.push_back(As(Eval(place->kids[1]), Number{}));
  return KeyOf(place->op == Op::kIndex ? (by_pointer ? "addr [*]" : "addr []") : "addr ." + place->text, 64, parts);
}

Spot Machine::Where(ExprRef place) const {
  if (place->op == Op::kDeref) {
    const Number pointer = Eval(place->kids[0]);
    if (pointer.points_to != nullptr) return *pointer.points_to;
    return {.key = "*" + std::to_string(pointer.bits), .datum = "", .is_local = false,
            .held = Lookup(NameOf(Op::kDeref, place->text), LikeOf(place->type), {pointer}), .address = As(pointer, Number{})};
  }
  Spot spot{.key = "", .datum = DatumOf(place), .is_local = steps::IsLocalStorage(place), .held = {}, .address = {}};
  const std::string address = AddressKey(place);
  auto known = numbers_.find(address);
  spot.address.bits = known != numbers_.end() ? known->second : Arbitrary(address);
  if (!steps::IsPlace(place)) {
    spot.key = "=" + std::to_string(place->id);
    spot.held = Eval(place);
    return spot;
  }
  spot.held = OpenOf(place);
  if (place->op != Op::kField && place->op != Op::kIndex) {
    spot.key = std::to_string(place->id);
    return spot;
  }
  const ExprRef base = place->kids[0];
  const bool by_pointer = place->op == Op::kIndex && base->type.is_pointer;
  if (by_pointer) {
    spot.key = "*" + std::to_string(Eval(base).bits);
  } else {
    const Spot below = Where(base);
    spot.key = below.key;
    spot.is_local = below.is_local;
  }
  spot.key += place->op == Op::kField ? "." + place->text : "[" + std::to_string(Eval(place->kids[1]).bits) + "]";
  return spot;
}

Number Machine::After(Number value, const std::string& datum) const {
  for (const Clobber& clobber : clobbers_) {
    if (!clobber.datum.empty() && !datum.empty() && clobber.datum != datum) continue;
    value = Lookup(NameOf(Op::kPure, "after"), value, {value, clobber.term});
  }
  return value;
}

Number Machine::Read(ExprRef place) const {
  const Spot spot = Where(place);
  auto known = memory_.find(spot.key);
  if (known != memory_.end()) return known->second.value;
  return spot.is_local ? spot.held : After(spot.held, spot.datum);
}

Number Machine::Unary(ExprRef expr) const {
  const Number like = LikeOf(expr->type);
  const Number kid = Eval(expr->kids[0]);
  if (expr->text == "!") return With(like, kid.bits == 0 ? 1 : 0);
  const std::uint64_t bits = As(kid, like).bits;
  return With(like, expr->text == "-" ? ~bits + 1 : ~bits);
}

Number Machine::Binary(ExprRef expr) const {
  const ExprRef a = expr->kids[0];
  const ExprRef b = expr->kids[1];
  const std::string& op = expr->text;
  Number like = LikeOf(expr->type);
  const Number left = Eval(a);
  const Number right = Eval(b);
  if (op == "&&") return With(like, left.bits != 0 && right.bits != 0 ? 1 : 0);
  if (op == "||") return With(like, left.bits != 0 || right.bits != 0 ? 1 : 0);
  if (op == "<" || op == "==") {
    Number common{.bits = 0, .width = std::max(left.width, right.width),
                  .is_signed = a->type.is_signed && (b->type.is_signed || b->op == Op::kConst), .points_to = nullptr};
    const Number x = As(left, common);
    const Number y = As(right, common);
    if (op == "==") return With(like, x.bits == y.bits ? 1 : 0);
    return With(like, (common.is_signed ? Signed(x) < Signed(y) : x.bits < y.bits) ? 1 : 0);
  }
  // Scaled arithmetic on pointers is left open.
  if (a->type.is_pointer || b->type.is_pointer || (expr->type.is_pointer && op != "-" && op != "+")) return OpenOf(expr);
  const Number x = As(left, like);
  const Number y = As(right, like);
  if (op == "+") return With(like, x.bits + y.bits);
  if (op == "-") return With(like, x.bits - y.bits);
  if (op == "*") return With(like, x.bits * y.bits);
  if (op == "&") return With(like, x.bits & y.bits);
  if (op == "|") return With(like, x.bits | y.bits);
  if (op == "^") return With(like, x.bits ^ y.bits);
  if (op == "<<" || op == ">>") return With(like, Shifted(op, x, y));
  if (op == "/" || op == "%") return With(like, Divided(op, x, y));
  return OpenOf(expr);
}

Number Machine::Pure(ExprRef expr) const {
  static const std::set<std::string, std::less<>> kSameValue = {"READ_ONCE", "likely", "unlikely", "smp_load_acquire", "ERR_PTR",
                                                                "PTR_ERR", "ERR_CAST", "data_race"};
  const std::string name = expr->text.substr(0, expr->text.find('<'));
  const Number like = LikeOf(expr->type);
  if (expr->kids.size() == 1) {
    const bool is_load = name == "smp_load_acquire" && expr->kids[0]->op == Op::kAddrOf;
    if ((kSameValue.contains(name) || name.starts_with("rcu_dereference")) && !is_load) return As(Eval(expr->kids[0]), like);
    if (name == "IS_ERR" || name == "IS_ERR_OR_NULL") {
      const std::uint64_t pointer = As(Eval(expr->kids[0]), Number{}).bits;
      return With(like, pointer >= kFirstError || (name == "IS_ERR_OR_NULL" && pointer == 0) ? 1 : 0);
    }
  }
  if (expr->kids.size() == 2 && (name == "min" || name == "max" || name == "min_t" || name == "max_t")) {
    const Number a = As(Eval(expr->kids[0]), like);
    const Number b = As(Eval(expr->kids[1]), like);
    const bool less = like.is_signed ? Signed(a) < Signed(b) : a.bits < b.bits;
    return less == name.starts_with("min") ? a : b;
  }
  return OpenOf(expr);
}

Number Machine::Eval(ExprRef expr) const {
  switch (expr->op) {
    case Op::kConst: return With(LikeOf(expr->type), static_cast<std::uint64_t>(expr->value));
    case Op::kLocal:
    case Op::kGlobal:
    case Op::kField:
    case Op::kIndex:
    case Op::kDeref: return Read(expr);
    case Op::kAddrOf: {
      const Spot spot = Where(expr->kids[0]);
      Number out = As(spot.address, LikeOf(expr->type));
      out.points_to = std::make_shared<Spot>(spot);
      return out;
    }
    case Op::kUnary: return Unary(expr);
    case Op::kBinary: return Binary(expr);
    case Op::kCast: return As(Eval(expr->kids[0]), LikeOf(expr->type));
    case Op::kSelect: return As(Eval(expr->kids[Eval(expr->kids[0]).bits != 0 ? 1 : 2]), LikeOf(expr->type));
    case Op::kPure: return Pure(expr);
    case Op::kResult: {
      auto known = results_.find(expr->kids[0]);
      return known != results_.end() ? known->second : OpenOf(expr);
    }
    case Op::kString:
    case Op::kFunction:
    case Op::kCall:
    case Op::kOpaque: return OpenOf(expr);
  }
  return OpenOf(expr);
}

void Machine::Record(const Effect& effect, std::string action, const std::vector<Number>& operands, const std::string& datum, Number term) {
  Event event{.kind = effect.kind, .action = std::move(action), .operands = {}, .line = effect.line};
  for (const Number& operand : operands) event.operands.push_back(operand.bits);
  events_.push_back(std::move(event));
  if (!LeavesMemoryAlone(effect)) clobbers_.push_back({datum, std::move(term)});
}

void Machine::Assign(const Step& step) {
  const Number value = Eval(step.value);
  const Spot spot = Where(step.place);
  Number stored = value;
  if (spot.is_local) {
    memory_[spot.key] = {stored, spot};
    return;
  }
  std::erase_if(memory_, [&](const auto& entry) {
    const Spot& other = entry.second.spot;
    return !other.is_local && (spot.datum.empty() || other.datum == spot.datum || other.datum.empty());
  });
  const std::string action = "write " + step.how;
  const std::vector<Number> operands = {spot.address, value};
  Record(EffectOf(step, table_), action, operands, spot.datum, Lookup(NameOf(Op::kPure, action), Number{}, operands));
  memory_[spot.key] = {stored, spot};
}

// What is handed over by address may come back changed.
void Machine::HandOut(ExprRef call, const Number& answer) {
  for (ExprRef arg : call->kids) {
    const Number handed = Eval(arg);
    if (handed.points_to == nullptr || !handed.points_to->is_local) continue;
    const Spot spot = *handed.points_to;
    const bool zeroes = call->text == "memset" && call->kids.size() == 3 && call->kids[1]->op == Op::kConst && call->kids[1]->value == 0;
    const Number out = zeroes ? With(spot.held, 0) : Lookup(NameOf(Op::kPure, "out"), spot.held, {spot.held, answer});
    memory_[spot.key] = {out, spot};
  }
}

void Machine::Call(const Step& step) {
  const Effect effect = EffectOf(step, table_);
  const std::vector<Number> operands = Operands(step.value);
  const Number term = OpenOf(step.value);
  const Number answer = Lookup(NameOf(Op::kResult, ""), LikeOf(step.value->type), {term});
  results_[step.value] = After(answer, "");
  if (!LeavesMemoryAlone(effect)) {
    std::erase_if(memory_, [](const auto& entry) { return !entry.second.spot.is_local; });
    HandOut(step.value, After(term, ""));
  }
  Record(effect, step.value->text, operands, "", term);
}

void Machine::Execute(const Step& step) {
  switch (step.kind) {
    case StepKind::kAssign: return Assign(step);
    case StepKind::kCall: return Call(step);
    case StepKind::kAsm:
    case StepKind::kGap: {
      const Number term = step.value == nullptr ? Lookup(NameOf(Op::kOpaque, "gap"), Number{}, {}) : OpenOf(step.value);
      return Record(EffectOf(step, table_), step.value == nullptr ? "gap" : step.value->text,
                    step.value == nullptr ? std::vector<Number>{} : Operands(step.value), "", term);
    }
    case StepKind::kReturn:
    case StepKind::kBranch:
    case StepKind::kSwitch: return;
  }
}

int Machine::Next(const Step& step) const {
  if (step.succ.empty()) return -1;
  const bool decides = step.kind == StepKind::kBranch || step.kind == StepKind::kSwitch;
  if (!decides) return step.succ[0];
  const Number value = Eval(step.value);
  if (step.kind == StepKind::kBranch) return step.succ[value.bits != 0 ? 0 : 1];
  for (std::size_t i = 0; i < step.cases.size(); ++i) {
    const Number low = With(value, static_cast<std::uint64_t>(step.cases[i].first));
    const Number high = With(value, static_cast<std::uint64_t>(step.cases[i].second));
    const bool inside = value.is_signed ? Signed(low) <= Signed(value) && Signed(value) <= Signed(high)
                                        : low.bits <= value.bits && value.bits <= high.bits;
    if (inside) return step.succ[i];
  }
  return step.succ.back();
}

std::map<std::string, std::uint64_t> Machine::Locals() const {
  std::map<std::string, std::uint64_t> out;
  for (const auto& [key, cell] : memory_) {
    if (cell.spot.is_local && cell.value.bits != cell.spot.held.bits) out[key] = cell.value.bits;
  }
  return out;
}

}  // namespace lpcheck::heart
