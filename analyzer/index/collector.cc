#include "analyzer/index/collector.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "analyzer/index/body_walker.h"
#include "analyzer/index/names.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace lpcheck::index {
namespace {

class Collector {
 public:
  Collector(clang::ASTContext& ast, const std::string& directory)
      : ast_(ast), sources_(ast.getSourceManager()), trail_(sources_), directory_(directory) {}

  std::vector<Part> Run() {
    for (const clang::Decl* decl : ast_.getTranslationUnitDecl()->noload_decls()) {
      if (!decl->isFromASTFile()) Visit(decl);
    }
    std::vector<Part> parts;
    for (auto& [file, part] : parts_) {
      part.file = file;
      std::sort(part.functions.begin(), part.functions.end());
      std::sort(part.records.begin(), part.records.end());
      std::sort(part.globals.begin(), part.globals.end());
      std::sort(part.facts.begin(), part.facts.end());
      part.functions.erase(std::unique(part.functions.begin(), part.functions.end()), part.functions.end());
      part.records.erase(std::unique(part.records.begin(), part.records.end()), part.records.end());
      part.globals.erase(std::unique(part.globals.begin(), part.globals.end()), part.globals.end());
      if (!part.empty()) parts.push_back(std::move(part));
    }
    return parts;
  }

 private:
  /// Null for what stands in no file (builtins, the command line).
  Part* PartOf(clang::SourceLocation location) {
    clang::FileID id = sources_.getFileID(sources_.getExpansionLoc(location));
    auto [found, added] = part_of_.try_emplace(id.getHashValue(), nullptr);
    if (!added) return found->second;
    clang::OptionalFileEntryRef entry = sources_.getFileEntryRefForID(id);
    if (!entry) return nullptr;
    llvm::SmallString<256> path(entry->getName());
    if (!llvm::sys::path::is_absolute(path)) {
      path = directory_;
      llvm::sys::path::append(path, entry->getName());
    }
    llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
    return part_of_[id.getHashValue()] = &parts_[std::string(path)];
  }

  void Visit(const clang::Decl* decl) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) return VisitFunction(function);
    if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(decl)) return VisitRecord(record);
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) return VisitVariable(variable);
  }

  void VisitFunction(const clang::FunctionDecl* function) {
    if (!function->isThisDeclarationADefinition() || function->getBody() == nullptr) return;
    Part* part = PartOf(function->getLocation());
    if (part == nullptr) return;
    BodyWalker walker(ast_, trail_);
    walker.Walk(function->getBody());
    Function made;
    made.name = function->getName().str();
    made.line = LineOf(sources_, function->getBeginLoc());
    made.last_line = LineOf(sources_, function->getEndLoc());
    made.flags = Flags(function);
    made.effects = walker.effects();
    if (const auto* section = function->getAttr<clang::SectionAttr>()) made.section = section->getName().str();
    if (made.section.starts_with(".init")) made.flags |= kInit;
    if (made.section.starts_with(".exit")) made.flags |= kExit;
    made.type = function->getType().getCanonicalType().getAsString();
    made.facts = walker.TakeFacts();
    part->functions.push_back(std::move(made));
    for (const clang::Decl* inner : function->decls()) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(inner);
      if (variable != nullptr && variable->isStaticLocal()) VisitVariable(variable);
    }
  }

  static std::uint32_t Flags(const clang::FunctionDecl* function) {
    std::uint32_t flags = 0;
    if (function->getStorageClass() == clang::SC_Static) flags |= kStatic;
    if (function->isInlineSpecified()) flags |= kInline;
    if (function->hasAttr<clang::AlwaysInlineAttr>()) flags |= kAlwaysInline;
    if (function->hasAttr<clang::NoInlineAttr>()) flags |= kNoInline;
    if (function->hasAttr<clang::NoInstrumentFunctionAttr>()) flags |= kNoTrace;
    if (const auto* entry = function->getAttr<clang::PatchableFunctionEntryAttr>()) {
      if (entry->getCount() == 0) flags |= kNoTrace;
    }
    if (function->isNoReturn()) flags |= kNoReturn;
    if (function->isVariadic()) flags |= kVariadic;
    if (function->hasAttr<clang::WeakAttr>()) flags |= kWeak;
    llvm::StringRef name = function->getName();
    if (name.starts_with("__do_sys_") || name.starts_with("__se_sys_")) flags |= kSyscall;
    return flags;
  }

  void VisitRecord(const clang::RecordDecl* record) {
    if (!record->isCompleteDefinition() || record->isInvalidDecl()) return;
    const std::string name = RecordName(record);
    Part* part = name.empty() ? nullptr : PartOf(record->getLocation());
    if (part == nullptr) return;
    const clang::ASTRecordLayout& layout = ast_.getASTRecordLayout(record);
    Record made;
    made.name = name;
    made.line = LineOf(sources_, record->getLocation());
    made.is_union = record->isUnion();
    made.size = layout.getSize().getQuantity();
    made.align = layout.getAlignment().getQuantity();
    AddFields(record, 0, made.fields);
    part->records.push_back(std::move(made));
    for (const clang::Decl* inner : record->decls()) {
      const auto* nested = llvm::dyn_cast<clang::RecordDecl>(inner);
      if (nested != nullptr && nested->getIdentifier() != nullptr) VisitRecord(nested);
    }
  }

  /// Members of anonymous structs and unions are the record's own, at their offset in it.
  void AddFields(const clang::RecordDecl* record, std::int64_t base, std::vector<Field>& fields) {
    const clang::ASTRecordLayout& layout = ast_.getASTRecordLayout(record);
    for (const clang::FieldDecl* field : record->fields()) {
      std::int64_t offset = base + static_cast<std::int64_t>(layout.getFieldOffset(field->getFieldIndex()));
      if (field->isAnonymousStructOrUnion()) {
        AddFields(field->getType()->castAs<clang::RecordType>()->getDecl(), offset, fields);
        continue;
      }
      if (field->getIdentifier() == nullptr) continue;
      Field made;
      made.name = field->getName().str();
      made.type = field->getType().getAsString();
      if (made.type.find('(') != std::string::npos && made.type.find(" at ") != std::string::npos) made.type = "(unnamed)";
      made.embeds = RecordOf(field->getType());
      made.offset_bits = offset;
      bool flexible = field->getType()->isIncompleteType();
      made.size_bits = field->isBitField() ? field->getBitWidthValue(ast_)
                       : flexible          ? 0
                                           : static_cast<std::int64_t>(ast_.getTypeSize(field->getType()));
      fields.push_back(std::move(made));
    }
  }

  void VisitVariable(const clang::VarDecl* variable) {
    if (variable->isThisDeclarationADefinition() == clang::VarDecl::DeclarationOnly) return;
    Part* part = PartOf(variable->getLocation());
    if (part == nullptr) return;
    Global made;
    made.name = variable->getName().str();
    if (made.name.find("__UNIQUE_ID_") != std::string::npos || made.name.starts_with("__addressable_")) return;
    made.line = LineOf(sources_, variable->getLocation());
    made.is_static = variable->getStorageClass() == clang::SC_Static;
    made.type = variable->getType().getAsString();
    if (made.type.find(" at ") != std::string::npos) made.type = "(unnamed)";
    if (const auto* section = variable->getAttr<clang::SectionAttr>()) made.section = section->getName().str();
    part->globals.push_back(std::move(made));
    if (!variable->hasInit() || variable->isStaticLocal()) return;
    BodyWalker walker(ast_, trail_);
    walker.Initializer(variable->getInit(), variable->getName().str());
    for (Fact& fact : walker.TakeFacts()) part->facts.push_back(std::move(fact));
  }

  clang::ASTContext& ast_;
  const clang::SourceManager& sources_;
  MacroTrail trail_;
  std::string directory_;
  std::map<std::string, Part> parts_;
  std::unordered_map<unsigned, Part*> part_of_;
};

}  // namespace

std::vector<Part> Collect(clang::ASTContext& ast, const std::string& directory) { return Collector(ast, directory).Run(); }

std::vector<Fact> Exports(std::string_view text) {
  std::vector<Fact> facts;
  int line = 0;
  while (!text.empty()) {
    ++line;
    std::string_view row = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(row.size() + 1, text.size()));
    if (!row.starts_with("EXPORT_SYMBOL") && !row.starts_with("EXPORT_PER_CPU_SYMBOL")) continue;
    std::size_t open = row.find('('), end = row.find_first_of("),", open == row.npos ? 0 : open);
    if (open == row.npos || end == row.npos) continue;
    std::string name(row.substr(open + 1, end - open - 1));
    bool gpl = row.substr(0, open).find("GPL") != row.npos;
    facts.push_back({FactKind::kExport, std::move(name), "", line, gpl ? 1 : 0});
  }
  return facts;
}

}  // namespace lpcheck::index
