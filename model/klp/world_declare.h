// The lines of a world file that declare what the world consists of. Each function reads the words of one
// line (the directive is words[0]) into the world, or says what is wrong with it; world_text.cc knows which
// line it was.
#ifndef LPCHECK_MODEL_KLP_WORLD_DECLARE_H_
#define LPCHECK_MODEL_KLP_WORLD_DECLARE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "model/klp/world.h"

namespace lpcheck::klp {

using Words = std::vector<std::string>;

/// Invalid argument unless `word` is a number within the bounds, both inclusive.
absl::StatusOr<int> Number(const std::string& word, int low, int high);

absl::Status DeclareObject(World& world, const Words& words);
absl::Status DeclareDatum(World& world, const Words& words);
absl::Status DeclareFunction(World& world, const Words& words);
absl::Status DeclarePatch(World& world, const Words& words);
absl::Status DeclareTask(World& world, const Words& words);
absl::Status DescribeFunc(World& world, const Words& words);
absl::Status DescribeDirect(World& world, const Words& words);
absl::Status DescribeState(World& world, const Words& words);
absl::Status DescribeEffect(World& world, const Words& words);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_WORLD_DECLARE_H_
