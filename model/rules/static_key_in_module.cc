// static-key-in-module: see rules.h for the formula.
#include "model/rules/common.h"

namespace lpcheck::rules {

Outcome StaticKeyInModule(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    const UnitFacts& after = unit.facts->after;
    if (after.object.empty() || after.object == "vmlinux") continue;
    for (const FunctionChange* change : Redirected(unit)) {
      for (const std::string& key : change->after->static_keys) {
        if (after.globals.count(key) == 0) continue;
        outcome.findings.push_back(
            Undeliverable("static-key-in-module", *change->after,
                          change->name + " branches on static key " + key + " of module " + after.object +
                              ": the patch's jump table is read before that key has an address",
                          "test the key with static_key_enabled(&" + key + ".key) in the replaced function"));
      }
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
