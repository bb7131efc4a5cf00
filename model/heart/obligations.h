// What one version of a function owes at its exits, and which locks it holds where.
//
//   outcome = (exit class, net effect): exit class from the returned value (0, error, null, errptr, ...),
//             net effect = acquires minus releases of each (class, object), locks included
//
// An abstract interpretation over sets of states (at most 64 a step): a state is a net effect, what is known of local
// variables, and the branch decisions that recur. An acquire that can fail is undone on the branch where it failed. An
// allocation that is stored, published or returned is handed over and no longer owed. Both versions are abstracted the same
// way, so what the abstraction gets wrong in unchanged code cancels in the comparison.
#ifndef LPCHECK_MODEL_HEART_OBLIGATIONS_H_
#define LPCHECK_MODEL_HEART_OBLIGATIONS_H_

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/api/api.h"
#include "model/steps/function.h"

namespace lpcheck::heart {

/// Something that is acquired and released.
struct Resource {
  std::string cls;      ///< pairing class of the API table
  std::string object;   ///< the place, as text
  std::string datum;    ///< "struct tag.field" of the object, "" if it is a bare pointer
  bool is_lock = false;
  bool is_atomic = false;   ///< a lock under which nobody may sleep
  bool is_guess = false;    ///< known by a naming convention only
  bool is_memory = false;
  auto operator<=>(const Resource&) const = default;
};

struct Outcome {
  std::string exit;                    ///< "void", "0", "error", "positive", "null", "errptr", "pointer", "value"
  std::map<Resource, int> net;         ///< entries are never 0
  auto operator<=>(const Outcome&) const = default;
};

struct LockEdge {
  std::string held;
  std::string taken;
  auto operator<=>(const LockEdge&) const = default;
};

struct Obligations {
  std::map<Outcome, int> outcomes;             ///< -> line of a return with this outcome
  std::set<Resource> taken_here;               ///< acquired somewhere in the function
  std::vector<std::set<std::string>> held;     ///< per step: data names of locks held on every way to it
  std::vector<std::set<std::string>> atomic;   ///< per step: locks held on some way to it under which nobody may sleep
  std::set<Resource> shared;                   ///< acquired here, and where it is still held at an exit others may know of it
  std::set<Resource> hands_over_memory;        ///< allocated here and at some exit stored, published or returned
  std::map<std::string, int> taken_twice;      ///< lock that is taken while this invocation holds it -> line
  std::vector<std::set<std::string>> always_atomic;   ///< per step: those of `atomic` that are held on every way to it
  std::set<LockEdge> order;
  std::set<LockEdge> object_order;             ///< the same between the locks' places as written in this function
  std::map<std::string, std::set<std::string>> lock_modes;   ///< lock -> irq modes it is taken with ("" is plain)
  std::map<int, bool> gives_back_own;          ///< release step -> on every way to it this invocation had taken the thing, unseen by others
  bool complete = true;                        ///< false if states had to be merged
};

Obligations ObligationsOf(const steps::Function& function, const api::Table& table, steps::Arena& arena);

std::string ToString(const Outcome& outcome);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_OBLIGATIONS_H_
