// The text of a file of the tree as the fix finds it, without copying it: what is laid over the tree comes first.
#ifndef LPCHECK_ANALYZER_INPUT_CONTENTS_H_
#define LPCHECK_ANALYZER_INPUT_CONTENTS_H_

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/input/tree.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck {

class Contents {
 public:
  /// A file that cannot be read is empty.
  Contents(const Tree& tree, const std::string& file) {
    auto laid = tree.overlay().find(file);
    if (laid != tree.overlay().end()) {
      if (laid->second) text_ = *laid->second;
      return;
    }
    auto buffer = llvm::MemoryBuffer::getFile(tree.Absolute(file), false, false);
    if (!buffer) return;
    buffer_ = std::move(*buffer);
    text_ = std::string_view(buffer_->getBufferStart(), buffer_->getBufferSize());
  }
  std::string_view text() const { return text_; }

 private:
  std::unique_ptr<llvm::MemoryBuffer> buffer_;
  std::string_view text_;
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_CONTENTS_H_
