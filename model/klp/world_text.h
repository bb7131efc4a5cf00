// World files: a small line format for worlds, what is expected of them in which era, and stored traces. Text
// in, values out, and back; no files are opened here. The grammar, one directive a line, '#' starts a
// comment:
//
//   world NAME                       title TEXT              bug ID
//   era ERA                          remedy REMEDY           grain coarse|fine
//   frames N                         arch reliable|unreliable
//   object NAME [loaded]             datum NAME [= N] [of PATCH] [pointer FUNC]
//   function NAME [in OBJECT] [cold] [never-returns] [waits] [guest] [inlined-into FUNC]
//   patch NAME [immediate] [semantic] [replace] [set N] [pre-patch-fails] [on PATCH] changes FUNC...
//   func PATCH FUNC [immediate] [sympos N]
//   direct PATCH CALLER CALLEE       state PATCH ID VERSION
//   task NAME user|kthread|idle [unreliable] [busy] [absent] [in FUNC]
//   effect FUNC@PATCH|FUNC@original when|reads|writes|takes|drops|gets|puts|stores DATUM [VALUE...]
//   effect PATCH.pre-patch|post-patch|pre-unpatch|post-unpatch reads|writes DATUM VALUE...
//   with EVENT...    without EVENT...    watch PATCH    check PROPERTY...
//   expect ERA[+REMEDY...] PROPERTY... broken|hold
//   trace ERA[+REMEDY...] breaks PROPERTY          followed by   step EVENT
//
// Names must be declared before they are used. Every error names the line, what is wrong and what was
// expected.
#ifndef LPCHECK_MODEL_KLP_WORLD_TEXT_H_
#define LPCHECK_MODEL_KLP_WORLD_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/explore.h"
#include "model/klp/world.h"

namespace lpcheck::klp {

/// An era with changed rules: "4.12+check-present".
struct EraChoice {
  std::string era;
  std::vector<Remedy> remedies;
};

struct Expectation {
  EraChoice in;
  Property property = Property::kS1;
  bool broken = false;
};

struct StoredTrace {
  EraChoice in;
  Property breaks = Property::kS1;  ///< by the last step
  Trace steps;
};

struct WorldFile {
  World world;
  std::string bug;
  std::vector<Expectation> expectations;
  std::vector<StoredTrace> traces;
};

absl::StatusOr<WorldFile> ParseWorld(std::string_view text);

/// Canonical text: ParseWorld(PrintWorld(w)) is w again.
std::string PrintWorld(const WorldFile& file);

absl::StatusOr<EraChoice> ParseEraChoice(std::string_view text);
std::string ToText(const EraChoice& choice);

/// The same world under another era.
absl::StatusOr<World> InEra(const World& world, const EraChoice& choice);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_WORLD_TEXT_H_
