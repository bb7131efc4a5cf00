#include "analyzer/index/shared_parse.h"

#include <set>
#include <string_view>
#include <utility>

#include "analyzer/session/invocation.h"
#include "analyzer/session/recorder.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Sema/Sema.h"
#include "clang/Serialization/ASTWriter.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck::index {
namespace {

class Watcher final : public clang::ASTConsumer {
 public:
  explicit Watcher(const std::function<void(clang::ASTContext&)>& on_ast) : on_ast_(on_ast) {}
  void HandleTranslationUnit(clang::ASTContext& ast) override {
    if (!ast.getDiagnostics().hasErrorOccurred()) on_ast_(ast);
  }

 private:
  const std::function<void(clang::ASTContext&)>& on_ast_;
};

class BlockAction final : public clang::ASTFrontendAction {
 public:
  BlockAction(std::shared_ptr<clang::PCHBuffer> buffer, const std::function<void(clang::ASTContext&)>& on_ast)
      : buffer_(std::move(buffer)), on_ast_(on_ast) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    std::vector<std::unique_ptr<clang::ASTConsumer>> consumers;
    consumers.push_back(std::make_unique<Watcher>(on_ast_));
    consumers.push_back(std::make_unique<clang::PCHGenerator>(
        compiler.getPreprocessor(), compiler.getModuleCache(), "/lpcheck-block.pch", "", buffer_,
        llvm::ArrayRef<std::shared_ptr<clang::ModuleFileExtension>>(), /*AllowASTWithErrors=*/false,
        /*IncludeTimestamps=*/false));
    return std::make_unique<clang::MultiplexConsumer>(std::move(consumers));
  }
  clang::TranslationUnitKind getTranslationUnitKind() override { return clang::TU_Prefix; }
  bool hasASTFileSupport() const override { return false; }

 private:
  std::shared_ptr<clang::PCHBuffer> buffer_;
  const std::function<void(clang::ASTContext&)>& on_ast_;
};

/// The name under which the block is parsed; it is no file.
std::string BlockPath(const std::string& directory) { return directory + "/.lpcheck-block.c"; }

}  // namespace

absl::StatusOr<std::shared_ptr<const SharedBlock>> Precompile(const std::string& directory, const std::vector<std::string>& args,
                                                          const std::string& block,
                                                          const std::function<void(clang::ASTContext&)>& on_ast) {
  const std::string path = BlockPath(directory);
  session::ParseRequest request{directory, path, args, {{path, block}}};
  absl::StatusOr<session::Invocation> invocation = session::MakeInvocation(request);
  if (!invocation.ok()) return invocation.status();

  clang::CompilerInstance compiler;
  session::ErrorRecorder errors;
  compiler.setInvocation(std::make_shared<clang::CompilerInvocation>(*invocation->options));
  compiler.createDiagnostics(&errors, /*ShouldOwnClient=*/false);
  compiler.createFileManager(invocation->files);
  compiler.createSourceManager(compiler.getFileManager());
  if (!compiler.createTarget()) return absl::InternalError("no target");

  auto buffer = std::make_shared<clang::PCHBuffer>();
  BlockAction action(buffer, on_ast);
  if (!action.BeginSourceFile(compiler, compiler.getFrontendOpts().Inputs[0])) {
    return absl::InternalError("clang cannot start on a block of headers");
  }
  std::set<std::string> files;
  compiler.getPreprocessor().addPPCallbacks(std::make_unique<session::IncludeRecorder>(directory, files));
  bool failed = static_cast<bool>(llvm::errorToBool(action.Execute()));
  action.EndSourceFile();
  if (!errors.errors().empty()) return absl::InvalidArgumentError(errors.errors().front().file);
  if (failed || !buffer->IsComplete) return absl::InvalidArgumentError("");

  auto made = std::make_shared<session::Preamble>();
  made->files.assign(files.begin(), files.end());
  made->storage = llvm::MemoryBuffer::getMemBufferCopy(llvm::StringRef(buffer->Data.data(), buffer->Data.size()));
  made->pch = made->storage->getBuffer();
  return std::make_shared<SharedBlock>(SharedBlock{block, std::move(made)});
}

absl::StatusOr<std::unique_ptr<session::ParsedUnit>> ParseShared(const std::string& directory, const std::string& file,
                                                                 const std::vector<std::string>& args,
                                                                 const SharedBlock* shared) {
  session::Overlay overlay;
  if (shared != nullptr) overlay[BlockPath(directory)] = shared->text;
  absl::StatusOr<session::Invocation> invocation = session::MakeInvocation({directory, file, args, std::move(overlay)});
  if (!invocation.ok()) return invocation.status();
  return session::ParseUnit(*invocation, shared == nullptr ? nullptr : shared->header);
}

std::vector<std::string> WithoutModuleName(const std::vector<std::string>& args) {
  std::vector<std::string> out;
  for (const std::string& arg : args) {
    std::string_view view = arg;
    bool names = false;
    for (std::string_view macro : {"-DKBUILD_MODNAME=", "-DKBUILD_BASENAME=", "-DKBUILD_MODFILE=", "-D__KBUILD_MODNAME="}) {
      if (!view.starts_with(macro)) continue;
      bool quoted = macro == "-DKBUILD_BASENAME=" || macro == "-DKBUILD_MODNAME=" || macro == "-DKBUILD_MODFILE=";
      out.push_back(std::string(macro) + (quoted ? "\"lpcheck\"" : "kmod_lpcheck"));
      names = true;
    }
    if (!names) out.push_back(arg);
  }
  return out;
}

}  // namespace lpcheck::index
