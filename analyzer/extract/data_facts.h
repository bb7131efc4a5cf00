// Records with their layout, variables with their initial values, enumerators.
#ifndef LPCHECK_ANALYZER_EXTRACT_DATA_FACTS_H_
#define LPCHECK_ANALYZER_EXTRACT_DATA_FACTS_H_

#include <optional>

#include "analyzer/extract/places.h"
#include "clang/AST/Decl.h"
#include "model/facts.h"

namespace lpcheck::extract {

/// Nothing for what has no name or no layout.
std::optional<RecordFact> FactsOf(const clang::RecordDecl& record, const Places& places);

/// `variable` must be a definition with static storage.
GlobalFact FactsOf(const clang::VarDecl& variable, const Places& places);

/// The value as a decimal number, whatever the type.
ConstantFact FactsOf(const clang::EnumConstantDecl& constant, const clang::EnumDecl& owner,
                     const Places& places);

/// Records that `record` holds by value, by name.
std::set<std::string> EmbeddedRecords(const clang::RecordDecl& record);

/// The record that a variable of `type` holds by value; empty for none.
std::string HeldRecord(clang::QualType type);

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_DATA_FACTS_H_
