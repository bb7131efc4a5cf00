// Which files share a precompiled block of headers, and which headers it holds. Decided from the text of the files
// alone, so that the same tree gives the same clusters.
#ifndef LPCHECK_ANALYZER_INDEX_CLUSTER_H_
#define LPCHECK_ANALYZER_INDEX_CLUSTER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lpcheck::index {

/// What a .c file says about headers before it says anything else.
struct IncludeBlock {
  std::vector<std::string> headers;   ///< as written, <...> or "...", outside of #if, in order; no tracepoints
  std::vector<std::string> defines;   ///< names that it defines or undefines before its last #include
};

IncludeBlock ReadIncludes(std::string_view text);

/// True when including the header twice is the same as once.
bool HasGuard(std::string_view text);

struct ClusterInput {
  std::string directory;      ///< of the file
  std::string flags;          ///< arguments without module and file names: only equal ones share
  std::vector<std::string> headers;  ///< "..." ones with their absolute path
};

struct Cluster {
  std::vector<std::size_t> members;  ///< indices of the inputs, ascending
  std::vector<std::string> headers;  ///< in the order in which to include them; empty: parse plainly
};

/// Files of one folder and equal flags form a cluster; small ones join those of the folder above. A header is shared
/// when at least a quarter of the members include it; the folder's own headers come behind the kernel's, in the order
/// in which the members have them.
std::vector<Cluster> MakeClusters(const std::vector<ClusterInput>& inputs);

/// The headers to try when the block did not parse: without the one that `error_file` belongs to, else without the
/// folder's own, else none.
std::vector<std::string> WithoutCulprit(const std::vector<std::string>& headers, const std::string& error_file);

/// Hashes of the identifiers in a header, sorted: a file that defines one of them before its includes would give the
/// header another meaning than the shared one has.
std::vector<std::uint64_t> Identifiers(std::string_view text);
std::uint64_t IdentifierHash(std::string_view name);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_CLUSTER_H_
