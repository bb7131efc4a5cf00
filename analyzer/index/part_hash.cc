#include "analyzer/index/part_hash.h"

#include "llvm/Support/xxhash.h"

namespace lpcheck::index {
namespace {

void Append(std::string& out, std::string_view text) {
  out.append(text);
  out.push_back('\0');
}

void Append(std::string& out, std::int64_t value) { Append(out, std::string_view(std::to_string(value))); }

void Append(std::string& out, const Fact& fact) {
  Append(out, static_cast<std::int64_t>(fact.kind));
  Append(out, std::string_view(fact.a));
  Append(out, std::string_view(fact.b));
  Append(out, std::int64_t{fact.line});
  Append(out, std::int64_t{fact.mode});
  Append(out, std::string_view(fact.detail));
}

void Append(std::string& out, const Function& function) {
  Append(out, std::string_view(function.name));
  for (std::int64_t value : {std::int64_t{function.line}, std::int64_t{function.last_line}, std::int64_t{function.flags},
                             std::int64_t{function.effects}, static_cast<std::int64_t>(function.facts.size())}) {
    Append(out, value);
  }
  Append(out, std::string_view(function.section));
  Append(out, std::string_view(function.type));
  for (const Fact& fact : function.facts) Append(out, fact);
}

void Append(std::string& out, const Record& record) {
  Append(out, std::string_view(record.name));
  for (std::int64_t value : {std::int64_t{record.line}, std::int64_t{record.is_union}, record.size, record.align,
                             static_cast<std::int64_t>(record.fields.size())}) {
    Append(out, value);
  }
  for (const Field& field : record.fields) {
    Append(out, std::string_view(field.name));
    Append(out, std::string_view(field.type));
    Append(out, std::string_view(field.embeds));
    Append(out, field.offset_bits);
    Append(out, field.size_bits);
  }
}

void Append(std::string& out, const Global& global) {
  Append(out, std::string_view(global.name));
  Append(out, std::int64_t{global.line});
  Append(out, std::int64_t{global.is_static});
  Append(out, std::string_view(global.type));
  Append(out, std::string_view(global.section));
}

template <typename T>
void AppendAll(std::string& out, const std::vector<T>& values) {
  Append(out, static_cast<std::int64_t>(values.size()));
  for (const T& value : values) Append(out, value);
}

}  // namespace

std::string Serialize(const Part& part) {
  std::string out;
  AppendAll(out, part.functions);
  AppendAll(out, part.records);
  AppendAll(out, part.globals);
  AppendAll(out, part.facts);
  return out;
}

std::uint64_t HashOf(std::string_view bytes) { return llvm::xxh3_64bits(llvm::StringRef(bytes.data(), bytes.size())); }
std::uint64_t HashOf(const Part& part) { return HashOf(Serialize(part)); }

}  // namespace lpcheck::index
