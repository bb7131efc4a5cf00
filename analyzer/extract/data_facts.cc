#include "analyzer/extract/data_facts.h"

#include <utility>

#include "analyzer/extract/canonical.h"
#include "analyzer/extract/code_text.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/StringExtras.h"

namespace lpcheck::extract {
namespace {

/// Tables of more elements are compared as a whole.
constexpr std::size_t kMostElements = 4096;
constexpr std::size_t kLongestValue = 160;

void AddFields(const clang::RecordDecl& record, std::uint64_t base_bits, std::vector<FieldFact>& out) {
  clang::ASTContext& context = record.getASTContext();
  const clang::ASTRecordLayout& layout = context.getASTRecordLayout(&record);
  for (const clang::FieldDecl* field : record.fields()) {
    const std::uint64_t offset = base_bits + layout.getFieldOffset(field->getFieldIndex());
    const auto* inner = field->getType()->getAs<clang::RecordType>();
    if (field->getName().empty() && inner != nullptr && inner->getDecl()->getDefinition() != nullptr) {
      AddFields(*inner->getDecl()->getDefinition(), offset, out);
      continue;
    }
    if (field->getName().empty()) continue;
    FieldFact fact;
    fact.name = field->getName().str();
    fact.type = TypeName(field->getType(), context);
    fact.offset_bits = offset;
    fact.is_bit_field = field->isBitField();
    fact.size_bits = fact.is_bit_field                      ? field->getBitWidthValue(context)
                     : field->getType()->isIncompleteType() ? 0
                                                            : context.getTypeSize(field->getType());
    out.push_back(std::move(fact));
  }
}

bool HasLayout(const clang::RecordDecl& record) {
  return record.isCompleteDefinition() && !record.isInvalidDecl() && !record.isDependentType();
}

std::string Shorten(std::string text) {
  if (text.size() <= kLongestValue) return text;
  const Fingerprint whole = FingerprintOf(text);
  return text.substr(0, kLongestValue / 2) + "..." + llvm::utohexstr(whole.high) + llvm::utohexstr(whole.low);
}

std::string ElementName(const clang::InitListExpr& list, unsigned index,
                        clang::RecordDecl::field_iterator& field) {
  const auto* record = list.getType()->getAs<clang::RecordType>();
  if (record == nullptr) return "[" + std::to_string(index) + "]";
  if (record->getDecl()->isUnion()) {
    const clang::FieldDecl* chosen = list.getInitializedFieldInUnion();
    return chosen == nullptr ? "" : "." + chosen->getName().str();
  }
  while (field != record->getDecl()->field_end() && field->isUnnamedBitField()) ++field;
  if (field == record->getDecl()->field_end()) return ".?";
  const std::string name = (field++)->getName().str();
  return name.empty() ? "" : "." + name;
}

/// Two levels down: a field of a struct, a field of an element of a table.
void AddElements(const clang::InitListExpr& written, const std::string& prefix, int levels,
                 clang::ASTContext& context, GlobalFact& fact) {
  const clang::InitListExpr& list =
      written.isSemanticForm() || written.getSemanticForm() == nullptr ? written : *written.getSemanticForm();
  clang::RecordDecl::field_iterator field;
  if (const auto* record = list.getType()->getAs<clang::RecordType>())
    field = record->getDecl()->field_begin();
  for (unsigned i = 0; i < list.getNumInits() && fact.elements.size() < kMostElements; ++i) {
    const std::string name = prefix + ElementName(list, i, field);
    const clang::Expr* element = list.getInit(i);
    if (element == nullptr || llvm::isa<clang::ImplicitValueInitExpr>(element)) continue;
    const auto* inner = llvm::dyn_cast<clang::InitListExpr>(element);
    if (inner != nullptr && (levels > 0 || name == prefix)) {
      AddElements(*inner, name, levels - 1, context, fact);
    } else {
      FunctionFact ignored;
      fact.elements[name] = Shorten(TextOf(*element, context, ignored).source);
    }
  }
}

bool IsPerCpu(llvm::StringRef section) { return section.starts_with(".data..percpu"); }

}  // namespace

std::optional<RecordFact> FactsOf(const clang::RecordDecl& record, const Places& places) {
  RecordFact fact;
  fact.name = RecordName(record);
  if (fact.name.empty() || !HasLayout(record)) return std::nullopt;
  const clang::ASTRecordLayout& layout = record.getASTContext().getASTRecordLayout(&record);
  fact.where = places.Of(record.getLocation());
  fact.size_bits = static_cast<std::uint64_t>(layout.getSize().getQuantity()) * 8;
  fact.align_bits = static_cast<std::uint64_t>(layout.getAlignment().getQuantity()) * 8;
  AddFields(record, 0, fact.fields);
  return fact;
}

GlobalFact FactsOf(const clang::VarDecl& variable, const Places& places) {
  clang::ASTContext& context = variable.getASTContext();
  GlobalFact fact;
  fact.name = StableName(variable.getName());
  fact.where = places.Of(variable.getLocation());
  fact.type = TypeName(variable.getType(), context);
  fact.linkage = variable.getStorageClass() == clang::SC_Static ? Linkage::kStatic : Linkage::kExternal;
  fact.is_const = context.getBaseElementType(variable.getType()).isConstQualified();
  fact.is_definition = true;
  fact.section = SectionOf(variable);
  fact.align_bits = variable.getMaxAlignment();
  fact.per_cpu = IsPerCpu(fact.section);
  const clang::Expr* initializer = variable.getInit();
  if (initializer == nullptr) return fact;
  FunctionFact mentioned;
  fact.initializer = FingerprintOf(TextOf(*initializer, context, mentioned).compiled);
  fact.names_functions = !mentioned.addresses_taken.empty();
  fact.mentions = mentioned.globals;
  fact.mentions.insert(mentioned.addresses_taken.begin(), mentioned.addresses_taken.end());
  const clang::Expr* plain = initializer->IgnoreParenImpCasts();
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(plain)) AddElements(*list, "", 1, context, fact);
  return fact;
}

ConstantFact FactsOf(const clang::EnumConstantDecl& constant, const clang::EnumDecl& owner,
                     const Places& places) {
  return {constant.getName().str(), owner.getName().str(), llvm::toString(constant.getInitVal(), 10),
          places.Of(constant.getLocation())};
}

std::string HeldRecord(clang::QualType type) {
  if (type.isNull()) return "";
  const auto* record = type->getBaseElementTypeUnsafe()->getAs<clang::RecordType>();
  return record == nullptr ? "" : RecordName(*record->getDecl());
}

std::set<std::string> EmbeddedRecords(const clang::RecordDecl& record) {
  std::set<std::string> names;
  for (const clang::FieldDecl* field : record.fields()) {
    const auto* inner = field->getType()->getBaseElementTypeUnsafe()->getAs<clang::RecordType>();
    if (inner == nullptr) continue;
    const std::string name = RecordName(*inner->getDecl());
    if (!name.empty()) {
      names.insert(name);
    } else if (inner->getDecl()->getDefinition() != nullptr) {
      names.merge(EmbeddedRecords(*inner->getDecl()->getDefinition()));
    }
  }
  return names;
}

}  // namespace lpcheck::extract
