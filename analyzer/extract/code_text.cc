#include "analyzer/extract/code_text.h"

#include "analyzer/extract/code_writer.h"

namespace lpcheck::extract {

CodeText TextOf(const clang::FunctionDecl& function, FunctionFact& fact) {
  CodeWriter writer(function.getASTContext(), fact);
  writer.AddParameters(function);
  writer.Write(function.getBody());
  return writer.Take();
}

CodeText TextOf(const clang::Expr& initializer, clang::ASTContext& context, FunctionFact& fact) {
  CodeWriter writer(context, fact);
  writer.Write(&initializer);
  return writer.Take();
}

}  // namespace lpcheck::extract
