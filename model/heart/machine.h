// The plain interpreter of step graphs: runs steps on numbers. What the step language leaves open (what memory held, what
// a call answers, where things lie) comes from one table of numbers, the witness; what the table does not say is some
// fixed number, the same in both versions. It shares no code with path.h and prover.h, so that their mistakes show.
// Like them it lets others write what is shared: memory read after a write or a call is a new unknown.
#ifndef LPCHECK_MODEL_HEART_MACHINE_H_
#define LPCHECK_MODEL_HEART_MACHINE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/heart/effect.h"
#include "model/heart/prover.h"
#include "model/steps/function.h"

namespace lpcheck::heart {

struct Spot;

/// A value of the machine: `bits` modulo 2^width.
struct Number {
  std::uint64_t bits = 0;
  int width = 64;
  bool is_signed = false;
  std::shared_ptr<const Spot> points_to;   ///< a place whose address it was made from
};

/// Where a place lies.
struct Spot {
  std::string key;
  std::string datum;      ///< as DatumOf says
  bool is_local = false;
  Number held;            ///< what it held at the start
  Number address;
};

/// Something that others can see.
struct Event {
  EffectKind kind;
  std::string action;
  std::vector<std::uint64_t> operands;
  int line = 0;
  auto operator<=>(const Event&) const = default;
};

class Machine {
 public:
  /// Machines of one table of numbers behave alike on equal steps.
  Machine(const Valuation& values, const api::Table& table);

  Number Eval(steps::ExprRef expr) const;
  /// Assignments, calls, assembly. Branches and returns are the caller's business.
  void Execute(const steps::Step& step);
  /// The successor that a branch or switch takes.
  int Next(const steps::Step& step) const;

  const std::vector<Event>& events() const { return events_; }
  /// Local places that hold something else than at the start, with what they hold.
  std::map<std::string, std::uint64_t> Locals() const;
  /// False if one application of a function has two values in the witness.
  bool consistent() const { return consistent_; }

 private:
  struct Cell {
    Number value;
    Spot spot;
  };
  struct Clobber {
    std::string datum;
    Number term;
  };

  Number Lookup(const std::string& name, Number like, const std::vector<Number>& operands) const;
  Number OpenOf(steps::ExprRef expr) const;
  std::string AddressKey(steps::ExprRef place) const;
  std::vector<Number> Operands(steps::ExprRef expr) const;
  Spot Where(steps::ExprRef place) const;
  Number Read(steps::ExprRef place) const;
  Number After(Number value, const std::string& datum) const;
  Number Unary(steps::ExprRef expr) const;
  Number Binary(steps::ExprRef expr) const;
  Number Pure(steps::ExprRef expr) const;
  void Assign(const steps::Step& step);
  void Call(const steps::Step& step);
  void HandOut(steps::ExprRef call, const Number& answer);
  void Record(const Effect& effect, std::string action, const std::vector<Number>& operands, const std::string& datum, Number term);
  void Learn(const std::string& key, std::uint64_t bits);

  const api::Table& table_;
  std::map<std::string, std::uint64_t> numbers_;
  std::map<std::string, Cell> memory_;
  std::map<steps::ExprRef, Number> results_;
  std::vector<Clobber> clobbers_;
  std::vector<Event> events_;
  bool consistent_ = true;
};

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_MACHINE_H_
