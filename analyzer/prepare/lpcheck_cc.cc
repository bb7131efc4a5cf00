// lpcheck-cc: stands in for the kernel's C compiler while `lpcheck prepare` lets make walk a configured tree.
// A compilation of a source file (`-c -o X.o Y.c`) is appended to a spool file instead of being run, and an
// empty object with its dependency file is left so that make goes on. Whatever makes text or must really link
// (feature checks, asm-offsets, the vdso, realmode) is handed to the real compiler. The kernel starts this
// program once a file, so it uses the C library alone and allocates little.
//
// Environment: LPCHECK_CC_REAL the compiler to stand in for (default gcc);
//              LPCHECK_CC_SPOOL the spool file; without it every call goes to the real compiler.
// Spool record, see spool.h: decimal length, newline, then NUL-terminated strings: directory, output, source,
// arguments. One record is one write(2) on a file opened with O_APPEND, so that parallel jobs do not mix.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "analyzer/prepare/empty_object.h"

namespace lpcheck {
namespace {

constexpr int kCannotRun = 127;

struct Call {
  std::string_view source;
  std::string_view output;
  std::string_view dependencies;  ///< what -Wp,-MMD,FILE names
  bool compiles = false;          ///< -c and neither -E nor -S
};

bool EndsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

bool StartsWith(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }

bool IsSource(std::string_view arg) { return EndsWith(arg, ".c") || EndsWith(arg, ".S"); }

/// Options whose value is the next argument; the value is not the source even when it ends in `.c`.
bool TakesNext(std::string_view arg) {
  return arg == "-include" || arg == "-isystem" || arg == "-I" || arg == "-D" || arg == "-U" || arg == "-x" ||
         arg == "-imacros" || arg == "-idirafter" || arg == "-MF" || arg == "-MT" || arg == "-MQ";
}

Call Understand(int argc, char** argv) {
  Call call;
  bool text = false;
  for (int i = 1; i < argc; ++i) {
    std::string_view arg = argv[i];
    if (arg == "-c") {
      call.compiles = true;
    } else if (arg == "-E" || arg == "-S") {
      text = true;
    } else if (arg == "-o" && i + 1 < argc) {
      call.output = argv[++i];
    } else if (TakesNext(arg)) {
      ++i;
    } else if (StartsWith(arg, "-Wp,-MMD,") || StartsWith(arg, "-Wp,-MD,")) {
      call.dependencies = arg.substr(arg.find(",", 4) + 1);
    } else if (arg[0] != '-' && IsSource(arg)) {
      call.source = arg;
    }
  }
  call.compiles = call.compiles && !text && !call.source.empty() && EndsWith(call.output, ".o");
  return call;
}

/// Objects that the build really links or reads while it runs: an empty one would stop make.
bool MustBeReal(std::string_view output) {
  constexpr std::string_view kParts[] = {"/vdso/",      "/vdso32/",   "/vdso64/", "/realmode/",
                                         "/purgatory/", "arch/x86/boot/", "scripts/", "/libstub/"};
  for (std::string_view part : kParts) {
    if (output.find(part) != std::string_view::npos) return true;
  }
  return false;
}

bool WriteWhole(const char* path, std::string_view text, int flags) {
  int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
  if (fd < 0) return false;
  ssize_t done = write(fd, text.data(), text.size());
  return close(fd) == 0 && done == static_cast<ssize_t>(text.size());
}

void AppendField(std::string& record, std::string_view text) { record.append(text).push_back('\0'); }

bool Record(const char* spool, const Call& call, int argc, char** argv) {
  char directory[4096];
  if (getcwd(directory, sizeof directory) == nullptr) return false;
  std::string record;
  record.reserve(8192);
  AppendField(record, directory);
  AppendField(record, call.output);
  AppendField(record, call.source);
  for (int i = 1; i < argc; ++i) AppendField(record, argv[i]);
  return WriteWhole(spool, std::to_string(record.size()) + "\n" + record, O_APPEND);
}

bool LeaveEmptyObject(const Call& call) {
  std::string output(call.output);
  if (!WriteWhole(output.c_str(), EmptyObject(), O_TRUNC)) return false;
  if (call.dependencies.empty()) return true;
  return WriteWhole(std::string(call.dependencies).c_str(), output + ": " + std::string(call.source) + "\n", O_TRUNC);
}

int RunReal(char** argv) {
  const char* real = getenv("LPCHECK_CC_REAL");
  argv[0] = const_cast<char*>(real != nullptr ? real : "gcc");
  execvp(argv[0], argv);
  fprintf(stderr, "lpcheck-cc: cannot run %s: %s\n", argv[0], strerror(errno));
  return kCannotRun;
}

int Main(int argc, char** argv) {
  const char* spool = getenv("LPCHECK_CC_SPOOL");
  Call call = spool != nullptr ? Understand(argc, argv) : Call{};
  if (!call.compiles) return RunReal(argv);
  if (EndsWith(call.source, ".c") && !Record(spool, call, argc, argv)) {
    fprintf(stderr, "lpcheck-cc: cannot write %s: %s\n", spool, strerror(errno));
    return 1;
  }
  if (MustBeReal(call.output)) return RunReal(argv);
  if (!LeaveEmptyObject(call)) {
    fprintf(stderr, "lpcheck-cc: cannot write %s: %s\n", std::string(call.output).c_str(), strerror(errno));
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace lpcheck

int main(int argc, char** argv) { return lpcheck::Main(argc, argv); }
