#include "analyzer/session/invocation.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "analyzer/session/overlay_fs.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck::session {
namespace {

/// Remembers the first error: arguments are wrong or right, a list helps nobody.
class FirstError final : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override {
    if (level < clang::DiagnosticsEngine::Error || !message_.empty()) return;
    llvm::SmallString<128> text;
    info.FormatDiagnostic(text);
    message_ = std::string(text);
  }
  const std::string& message() const { return message_; }

 private:
  std::string message_;
};

std::vector<const char*> CommandLine(const ParseRequest& request) {
  std::vector<const char*> argv = {"clang"};
  for (const std::string& arg : request.args) argv.push_back(arg.c_str());
  for (const char* arg :
       {"-resource-dir", LPCHECK_CLANG_RESOURCE_DIR, "-w", "-ferror-limit=20", "-fno-spell-checking"})
    argv.push_back(arg);
  argv.push_back(request.main_file.c_str());
  return argv;
}

/// What a checker has no use for and pays for.
void Trim(clang::CompilerInvocation& options) {
  options.getFrontendOpts().DisableFree = false;
  options.getFrontendOpts().ProgramAction = clang::frontend::ParseSyntaxOnly;
  options.getPreprocessorOpts().WriteCommentListToPCH = false;
  options.getDependencyOutputOpts() = clang::DependencyOutputOptions();
  options.getDiagnosticOpts().ShowCarets = 0;
}

}  // namespace

absl::StatusOr<Invocation> MakeInvocation(const ParseRequest& request) {
  Invocation made;
  made.files = MakeOverlayFs(request.directory, request.overlay);
  made.main_file = request.main_file;
  made.directory = request.directory;
  made.args = request.args;
  made.overlay = request.overlay;
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> text = made.files->getBufferForFile(request.main_file);
  if (!text) return absl::NotFoundError(absl::StrCat(request.main_file, ": ", text.getError().message()));
  made.main_text = (*text)->getBuffer().str();

  FirstError error;
  clang::CreateInvocationOptions how;
  how.VFS = made.files;
  how.Diags = clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions, &error, false);
  made.options = clang::createInvocation(CommandLine(request), how);
  if (made.options == nullptr || !error.message().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(request.main_file, ": clang does not accept its compile command: ", error.message(),
                     "; drop or map that flag in the table of flags"));
  }
  Trim(*made.options);
  return made;
}

}  // namespace lpcheck::session
