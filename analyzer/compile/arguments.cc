// See arguments.h. The table is data (flags.inc); this file only walks it, and asks clang's own option table about
// what the table does not mention.
#include "analyzer/compile/arguments.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include "analyzer/base/text.h"
#include "clang/Driver/Options.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"

namespace lpcheck {
namespace {

enum class What { kKeep, kDrop, kMap };
enum class How { kExact, kPrefix, kWithNext };

struct Rule {
  What what;
  How how;
  std::string_view flag;
  std::string_view instead;
};

constexpr Rule kRules[] = {
#define LPCHECK_FLAG(what, how, flag, instead, reason) {What::what, How::how, flag, instead},
#include "analyzer/compile/flags.inc"
#undef LPCHECK_FLAG
};

const Rule* RuleFor(std::string_view argument) {
  auto matches = [argument](const Rule& rule) {
    return rule.how == How::kPrefix ? argument.starts_with(rule.flag) : argument == rule.flag;
  };
  auto found = std::find_if(std::begin(kRules), std::end(kRules), matches);
  return found == std::end(kRules) ? nullptr : found;
}

/// "aarch64-linux-gnu" of "/usr/bin/aarch64-linux-gnu-gcc-12"; empty for the machine's own compiler.
std::string_view TripleOf(std::string_view compiler) {
  std::string_view name = BaseName(compiler);
  std::size_t end = name.find("-gcc");
  return end == std::string_view::npos ? std::string_view() : name.substr(0, end);
}

/// Whether clang's driver knows `argument` at all (it may still refuse it for the target).
bool ClangKnows(const std::string& argument) {
  if (!argument.starts_with("-") || argument == "-") return true;
  const char* list[] = {argument.c_str(), "x"};
  unsigned index = 0;
  llvm::opt::InputArgList args(list, list + 2);
  std::unique_ptr<llvm::opt::Arg> parsed = clang::driver::getDriverOptTable().ParseOneArg(
      args, index, llvm::opt::Visibility(clang::driver::options::ClangOption));
  return parsed == nullptr || parsed->getOption().getKind() != llvm::opt::Option::UnknownClass;
}

bool TakesNext(std::string_view argument) {
  return argument == "-include" || argument == "-imacros" || argument == "-isystem" || argument == "-idirafter" ||
         argument == "-iquote" || argument == "-I" || argument == "-D" || argument == "-U" || argument == "-x";
}

bool NamesSource(std::string_view argument, const CompileCommand& command) {
  return !argument.starts_with("-") && BaseName(argument) == BaseName(command.file);
}

std::string AbsoluteFile(const CompileCommand& command, std::string_view tree) {
  return command.file.starts_with("/") ? command.file : Cat(tree, '/', command.file);
}

void Translate(const CompileCommand& command, ClangCommand& out) {
  const std::vector<std::string>& in = command.arguments;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const Rule* rule = RuleFor(in[i]);
    if (rule != nullptr && rule->what == What::kDrop) {
      if (rule->how == How::kWithNext) ++i;
    } else if (rule != nullptr && rule->what == What::kMap) {
      if (!rule->instead.empty()) out.arguments.emplace_back(rule->instead);
    } else if (TakesNext(in[i]) && i + 1 < in.size()) {
      out.arguments.push_back(in[i]);
      out.arguments.push_back(in[++i]);
    } else if (NamesSource(in[i], command)) {
      continue;
    } else if (rule == nullptr && !ClangKnows(in[i])) {
      out.warnings.push_back(Cat(command.file, ": flag ", in[i], " is unknown to clang and left out"));
    } else {
      out.arguments.push_back(in[i]);
    }
  }
}

/// "foo-bar.c" is foo_bar in KBUILD_BASENAME.
std::string KbuildName(std::string_view file) {
  std::string name(BaseName(file));
  name.resize(std::min(name.rfind('.'), name.size()));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace

ClangCommand ToClang(const CompileCommand& command, std::string_view tree) {
  ClangCommand out;
  out.directory = command.directory;
  out.file = AbsoluteFile(command, tree);
  out.arguments.reserve(command.arguments.size());
  std::string_view triple = TripleOf(command.compiler);
  if (!triple.empty()) out.arguments.push_back(Cat("--target=", triple));
  out.arguments.push_back("-w");
  Translate(command, out);
  return out;
}

ClangCommand ToClangFor(const CompileCommand& like, std::string_view tree, std::string file) {
  ClangCommand out = ToClang(like, tree);
  std::string name = KbuildName(file);
  for (std::string& argument : out.arguments) {
    if (argument.starts_with("-DKBUILD_BASENAME=")) argument = Cat("-DKBUILD_BASENAME=\"", name, '"');
    if (argument.starts_with("-DKBUILD_MODNAME=")) argument = Cat("-DKBUILD_MODNAME=\"", name, '"');
    if (argument.starts_with("-D__KBUILD_MODNAME=")) argument = Cat("-D__KBUILD_MODNAME=kmod_", name);
    if (argument.starts_with("-DKBUILD_MODFILE=")) argument = Cat("-DKBUILD_MODFILE=\"", name, '"');
  }
  out.file = std::move(file);
  return out;
}

int DropRejected(ClangCommand& command, std::string_view message) {
  int dropped = 0;
  for (std::string_view rest = message; rest.find("'-") != std::string_view::npos;) {
    rest.remove_prefix(rest.find("'-") + 1);
    std::string flag(rest.substr(0, rest.find('\'')));
    auto same = [&flag](const std::string& argument) {
      return argument == flag || (flag.ends_with("=") && argument.starts_with(flag));
    };
    auto gone = std::remove_if(command.arguments.begin(), command.arguments.end(), same);
    if (gone == command.arguments.end()) continue;
    command.arguments.erase(gone, command.arguments.end());
    command.warnings.push_back(Cat(command.file, ": flag ", flag, " is rejected by clang and left out"));
    ++dropped;
  }
  return dropped;
}

}  // namespace lpcheck
