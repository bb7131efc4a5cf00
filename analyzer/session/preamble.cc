#include "analyzer/session/preamble.h"

#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "analyzer/session/recorder.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/Sema.h"
#include "clang/Serialization/ASTWriter.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck::session {
namespace {

constexpr char kPchPath[] = "/lpcheck-preamble.pch";

/// Serialises the unit into memory instead of a file.
class PreambleAction final : public clang::ASTFrontendAction {
 public:
  explicit PreambleAction(std::shared_ptr<clang::PCHBuffer> buffer) : buffer_(std::move(buffer)) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    return std::make_unique<clang::PCHGenerator>(
        compiler.getPreprocessor(), compiler.getModuleCache(), kPchPath, "", buffer_,
        llvm::ArrayRef<std::shared_ptr<clang::ModuleFileExtension>>(),
        /*AllowASTWithErrors=*/false, /*IncludeTimestamps=*/false);
  }
  clang::TranslationUnitKind getTranslationUnitKind() override { return clang::TU_Prefix; }
  bool hasASTFileSupport() const override { return false; }

 private:
  std::shared_ptr<clang::PCHBuffer> buffer_;
};

/// The serialised preamble as a file that only this compiler sees.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> WithPch(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> base,
                                                        const Preamble& preamble) {
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  memory->addFile(kPchPath, 0,
                  llvm::MemoryBuffer::getMemBuffer(preamble.pch, "", /*RequiresNullTerminator=*/false));
  auto both = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(std::move(base));
  both->pushOverlay(std::move(memory));
  return both;
}

/// A compiler instance with all it points to, torn down in the right order.
class Unit final : public ParsedUnit {
 public:
  Unit(const Invocation& invocation, std::shared_ptr<const Preamble> preamble, llvm::StringRef text)
      : preamble_(std::move(preamble)),
        text_(llvm::MemoryBuffer::getMemBufferCopy(text, invocation.main_file)) {
    auto options = std::make_shared<clang::CompilerInvocation>(*invocation.options);
    clang::PreprocessorOptions& how = options->getPreprocessorOpts();
    how.addRemappedFile(invocation.main_file, text_.get());
    how.RetainRemappedFileBuffers = true;
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = invocation.files;
    if (preamble_ != nullptr) {
      how.ImplicitPCHInclude = kPchPath;
      how.PrecompiledPreambleBytes = {static_cast<unsigned>(preamble_->text.size()),
                                      preamble_->ends_at_line_start};
      how.DisablePCHOrModuleValidation = clang::DisableValidationForModuleKind::PCH;
      files = WithPch(files, *preamble_);
      paths_.insert(preamble_->files.begin(), preamble_->files.end());
    }
    compiler_.setInvocation(std::move(options));
    compiler_.createDiagnostics(&recorder_, /*ShouldOwnClient=*/false);
    compiler_.createFileManager(std::move(files));
    compiler_.createSourceManager(compiler_.getFileManager());
  }

  ~Unit() override {
    if (begun_) action_->EndSourceFile();
  }

  clang::PreprocessorOptions& preprocessor_options() {
    return compiler_.getInvocation().getPreprocessorOpts();
  }

  /// False when the compiler could not even begin.
  bool Run(std::unique_ptr<clang::FrontendAction> action, const std::string& directory) {
    action_ = std::move(action);
    if (!compiler_.createTarget()) return false;
    begun_ = action_->BeginSourceFile(compiler_, compiler_.getFrontendOpts().Inputs[0]);
    if (!begun_) return false;
    clang::Preprocessor& preprocessor = compiler_.getPreprocessor();
    preprocessor.addPPCallbacks(std::make_unique<IncludeRecorder>(directory, paths_));
    preprocessor.addPPCallbacks(
        std::make_unique<SkipRecorder>(directory, compiler_.getSourceManager(), skipped_));
    if (llvm::Error error = action_->Execute()) {
      llvm::consumeError(std::move(error));
      return false;
    }
    includes_.assign(paths_.begin(), paths_.end());
    return true;
  }

  bool complete() const { return compiler_.hasASTContext() && compiler_.hasPreprocessor(); }
  clang::ASTContext& ast() const override { return compiler_.getASTContext(); }
  clang::SourceManager& sources() const override { return compiler_.getSourceManager(); }
  clang::Preprocessor& preprocessor() const override { return compiler_.getPreprocessor(); }
  const std::vector<std::string>& includes() const override { return includes_; }
  const std::vector<ParseError>& errors() const override { return recorder_.errors(); }
  const std::vector<SkippedLines>& skipped() const override { return skipped_; }

 private:
  std::shared_ptr<const Preamble> preamble_;
  std::unique_ptr<llvm::MemoryBuffer> text_;
  ErrorRecorder recorder_;
  std::set<std::string> paths_;
  std::vector<std::string> includes_;
  std::vector<SkippedLines> skipped_;
  clang::CompilerInstance compiler_;
  std::unique_ptr<clang::FrontendAction> action_;
  bool begun_ = false;
};

}  // namespace

clang::PreambleBounds BoundsOf(const Invocation& invocation) {
  return clang::ComputePreambleBounds(invocation.options->getLangOpts(),
                                      llvm::MemoryBufferRef(invocation.main_text, invocation.main_file), 0);
}

std::shared_ptr<const Preamble> BuildPreamble(const Invocation& invocation) {
  const clang::PreambleBounds bounds = BoundsOf(invocation);
  if (bounds.Size == 0) return nullptr;
  auto preamble = std::make_shared<Preamble>();
  preamble->text = invocation.main_text.substr(0, bounds.Size);
  preamble->ends_at_line_start = bounds.PreambleEndsAtStartOfLine;
  auto buffer = std::make_shared<clang::PCHBuffer>();
  {
    Unit unit(invocation, nullptr, preamble->text);
    unit.preprocessor_options().GeneratePreamble = true;
    if (!unit.Run(std::make_unique<PreambleAction>(buffer), invocation.directory)) return nullptr;
    if (!unit.errors().empty() || !buffer->IsComplete) return nullptr;
    preamble->files = unit.includes();
  }
  preamble->storage =
      llvm::MemoryBuffer::getMemBufferCopy(llvm::StringRef(buffer->Data.data(), buffer->Data.size()));
  preamble->pch = preamble->storage->getBuffer();
  return preamble;
}

absl::StatusOr<std::unique_ptr<ParsedUnit>> ParseUnit(const Invocation& invocation,
                                                      std::shared_ptr<const Preamble> preamble) {
  auto unit = std::make_unique<Unit>(invocation, std::move(preamble), invocation.main_text);
  if (!unit->Run(std::make_unique<clang::SyntaxOnlyAction>(), invocation.directory) || !unit->complete()) {
    return absl::InvalidArgumentError(absl::StrCat(
        invocation.main_file, ": clang cannot start on this file: ",
        unit->errors().empty() ? std::string("no reason given") : unit->errors().front().message));
  }
  return unit;
}

}  // namespace lpcheck::session
