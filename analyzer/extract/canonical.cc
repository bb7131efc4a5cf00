#include "analyzer/extract/canonical.h"

#include "clang/AST/Attr.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

namespace lpcheck::extract {
namespace {

using clang::QualType;

/// A guard against types that nest through each other without end.
constexpr int kDeepest = 64;

std::string Spell(QualType type, const clang::ASTContext& context, int depth);

/// An anonymous record is known by what it holds.
std::string SpellAnonymous(const clang::RecordDecl& record, const clang::ASTContext& context, int depth) {
  std::string text = record.isUnion() ? "union{" : "struct{";
  const clang::RecordDecl* definition = record.getDefinition();
  if (definition == nullptr) return text + "?}";
  for (const clang::FieldDecl* field : definition->fields()) {
    text += Spell(field->getType(), context, depth + 1);
    text += ' ';
    text += field->getName();
    if (field->isBitField()) text += ':' + std::to_string(field->getBitWidthValue(context));
    text += ';';
  }
  return text + '}';
}

std::string SpellTag(const clang::TagDecl& tag, const clang::ASTContext& context, int depth) {
  if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(&tag)) {
    std::string name = RecordName(*record);
    return name.empty() ? SpellAnonymous(*record, context, depth) : name;
  }
  if (!tag.getName().empty()) return "enum " + tag.getName().str();
  if (const clang::TypedefNameDecl* alias = tag.getTypedefNameForAnonDecl())
    return "enum " + alias->getName().str();
  const auto* enumeration = llvm::cast<clang::EnumDecl>(&tag);
  return enumeration->getIntegerType().isNull() ? "enum{}"
                                                : Spell(enumeration->getIntegerType(), context, depth + 1);
}

std::string SpellFunction(const clang::FunctionType& function, const clang::ASTContext& context, int depth) {
  std::string text = Spell(function.getReturnType(), context, depth + 1) + "(";
  if (const auto* prototype = llvm::dyn_cast<clang::FunctionProtoType>(&function)) {
    for (QualType parameter : prototype->param_types()) text += Spell(parameter, context, depth + 1) + ",";
    if (prototype->isVariadic()) text += "...";
  }
  return text + ")";
}

/// What a qualifier makes the compiler do differently; const and restrict only make it complain.
std::string SpellQualifiers(QualType canonical) {
  std::string text;
  if (canonical.isVolatileQualified()) text += "volatile ";
  if (canonical.hasAddressSpace())
    text += "as" + std::to_string(static_cast<unsigned>(canonical.getAddressSpace())) + " ";
  return text;
}

std::string SpellUnqualified(const clang::Type* type, const clang::ASTContext& context, int depth) {
  if (const auto* pointer = llvm::dyn_cast<clang::PointerType>(type))
    return Spell(pointer->getPointeeType(), context, depth + 1) + "*";
  if (const auto* array = llvm::dyn_cast<clang::ConstantArrayType>(type)) {
    return Spell(array->getElementType(), context, depth + 1) + "[" +
           llvm::toString(array->getSize(), 10, /*Signed=*/false) + "]";
  }
  if (const auto* array = llvm::dyn_cast<clang::ArrayType>(type))
    return Spell(array->getElementType(), context, depth + 1) + "[]";
  if (const auto* tag = llvm::dyn_cast<clang::TagType>(type))
    return SpellTag(*tag->getDecl(), context, depth);
  if (const auto* function = llvm::dyn_cast<clang::FunctionType>(type))
    return SpellFunction(*function, context, depth);
  clang::PrintingPolicy policy = context.getPrintingPolicy();
  policy.AnonymousTagLocations = false;
  return QualType(type, 0).getAsString(policy);
}

std::string Spell(QualType type, const clang::ASTContext& context, int depth) {
  if (type.isNull() || depth > kDeepest) return "?";
  const QualType canonical = type.getCanonicalType();
  return SpellQualifiers(canonical) + SpellUnqualified(canonical.getTypePtr(), context, depth);
}

}  // namespace

std::string TypeName(QualType type, const clang::ASTContext& context) { return Spell(type, context, 0); }

std::string RecordName(const clang::RecordDecl& record) {
  const char* kind = record.isUnion() ? "union " : "struct ";
  if (!record.getName().empty()) return kind + record.getName().str();
  if (const clang::TypedefNameDecl* alias = record.getTypedefNameForAnonDecl()) return alias->getName().str();
  return "";
}

Prototype PrototypeOf(const clang::FunctionDecl& function) {
  const clang::ASTContext& context = function.getASTContext();
  Prototype prototype;
  prototype.result = TypeName(function.getReturnType(), context);
  for (const clang::ParmVarDecl* parameter : function.parameters())
    prototype.parameters.push_back(TypeName(parameter->getType(), context));
  prototype.variadic = function.isVariadic();
  return prototype;
}

Fingerprint FingerprintOf(llvm::StringRef text) {
  const llvm::XXH128_hash_t hash =
      llvm::xxh3_128bits(llvm::ArrayRef<uint8_t>(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
  return {hash.high64, hash.low64};
}

std::string StableName(llvm::StringRef name) {
  if (!name.contains("__UNIQUE_ID_") && !name.starts_with("__compiletime_assert_")) return name.str();
  return name.rtrim("0123456789").str();
}

std::string SectionOf(const clang::Decl& decl) {
  const auto* section = decl.getAttr<clang::SectionAttr>();
  return section == nullptr ? "" : section->getName().str();
}

}  // namespace lpcheck::extract
