"""What the evaluate-* commands share: running lpcheck and clang with their cost, the compile database, seeded draws,
diffs of two trees, and totals. Only the evaluation needs Python; nothing that is installed does."""

import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import resource
import shlex
import subprocess
import sys
import tempfile

VERDICTS = ("immediate", "consistency", "undecided", "refused")

# gcc's options that clang does not know; the whole table with reasons is analyzer/compile/flags.inc.
GCC_ONLY = re.compile(
    r"-mpreferred-stack-boundary=.*|-fconserve-stack|-f(no-)?allow-store-data-races|-mindirect-branch.*|"
    r"-mfunction-return=.*|-mrecord-mcount|-mskip-rax-setup|-falign-(jumps|loops)=.*|-mno-fp-ret-in-387|"
    r"-ftrivial-auto-var-init=.*|--param=.*|-Wp,.*|-W.*|-fplugin.*|-f(no-)?ipa-.*|-fzero-call-used-regs=.*|"
    r"-fno-code-hoisting|-fmin-function-alignment=.*|-fno-var-tracking.*|-mharden-sls=.*|-fcf-protection=.*|-g.*|"
    r"-fno-reorder-blocks.*|-fno-partial-inlining|-fno-inline-functions-called-once|-fdump-.*|-flive-patching.*|"
    r"-mfentry|-fno-tree-.*|-femit-struct-debug.*|-fno-gcse|-fno-jump-tables")


# No warnings, but what the kernel's own build treats as errors.
ERRORS_ONLY = ("-Wno-everything", "-Werror=implicit-function-declaration", "-Werror=implicit-int",
               "-Werror=int-conversion", "-Werror=incompatible-function-pointer-types", "-Werror=return-type")


@dataclasses.dataclass
class Run:
    """One finished program: its output and what it cost."""
    status: int
    out: str
    err: str
    cpu: float  # seconds, user and system, children included
    peak: int   # KiB


def run(command, **options):
    """Runs `command`; never raises for its exit status."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, **options)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace"))
        return Run(process.returncode, *texts, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


@dataclasses.dataclass
class Checked:
    """One fix and what lpcheck said of it. `verdict` is "error(N)" for exit status N without a verdict."""
    fix: str
    verdict: str
    report: dict
    run: Run

    def rules(self):
        return sorted({finding["rule"] for finding in self.report.get("findings", [])
                       if finding.get("severity") != "note"})

    def gaps(self):
        return sorted({gap["kind"] for gap in self.report.get("gaps", []) if gap["matters"]})


class Lpcheck:
    """lpcheck with a tree and its build folder."""

    def __init__(self, options):
        self.command = [options.lpcheck, "--kernel", options.kernel, "--build", options.build, "--format", "json"]
        self.command += shlex.split(options.options or "")

    def check(self, fix, *more):
        done = run([*self.command, *more, str(fix)])
        report, verdict = {}, f"error({done.status})"
        try:
            report = json.loads(done.out)
            report = report[0] if isinstance(report, list) else report
            verdict = report["verdict"]
        except (ValueError, KeyError, IndexError):
            pass
        return Checked(pathlib.Path(fix).name, verdict, report, done)

    def check_all(self, fixes, jobs):
        """In the order of `fixes`, `jobs` at a time."""
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(self.check, fixes)


def add_options(parser):
    """The options that every evaluation has."""
    root = pathlib.Path(__file__).resolve().parent.parent
    found = sorted(root.glob("build/release/**/lpcheck")) or sorted(root.glob("build/*/**/lpcheck"))
    found = [path for path in found if path.is_file() and os.access(path, os.X_OK)]
    parser.add_argument("--lpcheck", default=str(found[0]) if found else "lpcheck")
    parser.add_argument("--kernel", required=True, help="the tree the fixes apply to")
    parser.add_argument("--build", required=True, help="its folder made by `lpcheck prepare`")
    parser.add_argument("--options", help="further options for lpcheck, in one argument")
    parser.add_argument("-j", "--jobs", type=int, default=1)


def histogram(names):
    """"12 immediate, 3 refused", the known verdicts first and always."""
    count = collections.Counter(names)
    order = [*VERDICTS, *sorted(set(count) - set(VERDICTS))]
    return ", ".join(f"{count[name]} {name}" for name in order)


def quantile(values, q):
    """Nearest rank; 0 for no values."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(q * len(ranked)))] if ranked else 0


def commands(build, tree):
    """{path below the tree: clang arguments} of every C file in the compile database."""
    found = {}
    tree = os.path.realpath(tree)
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        for entry in json.load(file):
            path = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
            if not path.startswith(tree + "/") or not path.endswith(".c"):
                continue
            words = entry.get("arguments") or shlex.split(entry["command"])
            found[os.path.relpath(path, tree)] = (entry["directory"], clang_arguments(words), path)
    return found


def clang_arguments(words):
    """A recorded gcc command without its output, its input and what clang does not know."""
    kept, skip = [], False
    for word in words[1:]:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ", "--param"):
            skip = True
        elif word not in ("-c", "-MD", "-MMD", "-MP") and not word.endswith(".c") and not GCC_ONLY.fullmatch(word):
            kept.append(word)
    return kept


def syntax_only(command, overlay=None):
    """Parses one file with clang; `overlay` maps absolute paths to the files to read instead."""
    directory, arguments, path = command
    line = ["clang-19", "-fsyntax-only", "-fno-caret-diagnostics", *arguments, *ERRORS_ONLY, path]
    if not overlay:
        return run(line, cwd=directory)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        roots = [{"type": "file", "name": name, "external-contents": real} for name, real in overlay.items()]
        json.dump({"version": 0, "use-external-names": False, "roots": roots}, file)
        file.flush()
        return run([*line[:1], "-ivfsoverlay", file.name, *line[1:]], cwd=directory)


def lines_of(path):
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.readlines()
    except FileNotFoundError:
        return []


def diff_of(old_tree, new_tree, path):
    """The unified diff of one file of the two trees; new and deleted files against /dev/null."""
    sides = [os.path.join(tree, path) for tree in (old_tree, new_tree)]
    real = [side if os.path.exists(side) else "/dev/null" for side in sides]
    names = [prefix + path if side != "/dev/null" else side for prefix, side in zip(("a/", "b/"), real)]
    done = subprocess.run(["diff", "-u", "-p", "--label", names[0], "--label", names[1], *real],
                          capture_output=True, check=False)
    return f"diff --git a/{path} b/{path}\n" + done.stdout.decode(errors="surrogateescape")


def changed_files(old_tree, new_tree):
    """Paths of C files and headers that differ, sorted; a file of only one tree differs."""
    paths = set()
    for tree in (old_tree, new_tree):
        for folder, folders, files in os.walk(tree):
            folders[:] = [name for name in folders if name not in (".git", "Documentation", "tools", "samples")]
            below = os.path.relpath(folder, tree)
            paths.update(os.path.normpath(os.path.join(below, name)) for name in files if name.endswith((".c", ".h")))
    return [path for path in sorted(paths)
            if read_bytes(os.path.join(old_tree, path)) != read_bytes(os.path.join(new_tree, path))]


def read_bytes(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def write_json(path, value):
    """To a temporary, then renamed."""
    temporary = f"{path}.tmp"
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.write("\n")
    os.replace(temporary, path)


def fixes_of(folder):
    """The diffs of a folder in the order of their names."""
    found = sorted(path for path in pathlib.Path(folder).iterdir() if path.suffix in (".diff", ".patch"))
    if not found:
        sys.exit(f"{folder}: no .diff or .patch files")
    return found
