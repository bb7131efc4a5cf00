// See spool.h.
#include "analyzer/prepare/spool.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <tuple>
#include <utility>

#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

/// lib/test_fortify holds compilations that are meant to fail; they are no part of the kernel.
bool IsPartOfKernel(const CompileCommand& command) {
  return !command.file.empty() && !Contains(command.file, "/lib/test_fortify/");
}

CompileCommand CommandOf(std::string_view record, std::string_view compiler) {
  if (record.ends_with('\0')) record.remove_suffix(1);
  std::vector<std::string_view> fields = Split(record, '\0');
  CompileCommand command;
  if (fields.size() < 3) return command;
  command.compiler = compiler;
  command.directory = fields[0];
  command.output = fields[1];
  std::filesystem::path file(fields[2]);
  if (file.is_relative()) file = std::filesystem::path(fields[0]) / file;
  command.file = file.lexically_normal().string();
  command.arguments.assign(fields.begin() + 3, fields.end());
  return command;
}

bool Before(const CompileCommand& a, const CompileCommand& b) {
  return std::tie(a.file, a.output) < std::tie(b.file, b.output);
}

bool SameKey(const CompileCommand& a, const CompileCommand& b) { return a.file == b.file && a.output == b.output; }

void AppendString(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out.append("\\u00").push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void AppendEntry(std::string& out, const CompileCommand& command) {
  out.append("{\"file\":");
  AppendString(out, command.file);
  out.append(",\"output\":");
  AppendString(out, command.output);
  out.append(",\"directory\":");
  AppendString(out, command.directory);
  out.append(",\"arguments\":[");
  AppendString(out, command.compiler);
  for (const std::string& argument : command.arguments) {
    out.push_back(',');
    AppendString(out, argument);
  }
  out.append("]}");
}

}  // namespace

std::vector<CompileCommand> ReadSpool(std::string_view spool, std::string_view compiler) {
  std::vector<CompileCommand> commands;
  while (!spool.empty()) {
    std::size_t length = 0;
    const char* end = spool.data() + spool.size();
    auto [number_end, error] = std::from_chars(spool.data(), end, length);
    if (error != std::errc() || number_end == end || *number_end != '\n') break;
    if (static_cast<std::size_t>(end - number_end - 1) < length) break;
    CompileCommand command = CommandOf(std::string_view(number_end + 1, length), compiler);
    if (IsPartOfKernel(command)) commands.push_back(std::move(command));
    spool.remove_prefix(number_end + 1 + length - spool.data());
  }
  std::stable_sort(commands.begin(), commands.end(), Before);
  std::reverse(commands.begin(), commands.end());  // so that unique keeps the last of equals
  commands.erase(std::unique(commands.begin(), commands.end(), SameKey), commands.end());
  std::reverse(commands.begin(), commands.end());
  return commands;
}

std::string DatabaseText(const std::vector<CompileCommand>& commands) {
  std::string text = "[\n";
  text.reserve(commands.size() * 3500 + 16);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    AppendEntry(text, commands[i]);
    text.append(i + 1 < commands.size() ? ",\n" : "\n");
  }
  text.append("]\n");
  return text;
}

}  // namespace lpcheck
