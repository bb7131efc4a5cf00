"""The evaluation commands on small folders and with a stand-in for lpcheck: what they count must be right before any
figure of theirs is believed."""

import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts"
sys.dont_write_bytecode = True
sys.path.insert(0, str(SCRIPTS))
import evaluation  # noqa: E402


def command(name):
    """A script without extension as a module."""
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(SCRIPTS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def lpcheck(self, verdicts):
        """A stand-in that answers by the fix's name."""
        reports = {name: {"verdict": verdict, "findings": [], "gaps": []} for name, verdict in verdicts.items()}
        script = write(self.folder / "lpcheck", f"#!{sys.executable}\nimport json, os, sys\n"
                       f"reports = {reports!r}\nprint(json.dumps(reports[os.path.basename(sys.argv[-1])]))\n")
        script.chmod(0o755)
        return str(script)

    def run_script(self, name, *arguments):
        return subprocess.run([sys.executable, str(SCRIPTS / name), *map(str, arguments)], capture_output=True,
                              text=True, check=False)


class DiffOf(Folder):
    def test_applies_for_changed_new_and_deleted_files_and_without_a_last_newline(self):
        old, new = self.folder / "old", self.folder / "new"
        write(old / "a.c", "one\ntwo\n"), write(new / "a.c", "one\n2")
        write(new / "b.c", "new\n"), write(old / "c.c", "gone\n")
        text = "".join(evaluation.diff_of(str(old), str(new), name) for name in ("a.c", "b.c", "c.c"))
        subprocess.run(["patch", "-p1", "-s", "-d", str(old)], input=text, text=True, check=True)
        self.assertEqual((old / "a.c").read_text(), "one\n2")
        self.assertEqual((old / "b.c").read_text(), "new\n")
        self.assertFalse((old / "c.c").exists())

    def test_changed_files_are_c_files_and_headers_that_differ(self):
        old, new = self.folder / "old", self.folder / "new"
        for tree, text in ((old, "1\n"), (new, "2\n")):
            write(tree / "same.c", "same\n"), write(tree / "x.c", text), write(tree / "x.h", text)
            write(tree / "x.txt", text), write(tree / "Documentation/x.c", text)
        write(new / "only.c", "")
        self.assertEqual(evaluation.changed_files(str(old), str(new)), ["only.c", "x.c", "x.h"])


class ClangArguments(unittest.TestCase):
    def test_drop_output_input_and_what_only_gcc_knows(self):
        words = ["gcc", "-Wp,-MMD,x.d", "-Iinclude", "-D__KERNEL__", "-mrecord-mcount", "-std=gnu11", "-c", "-o", "x.o",
                 "x.c"]
        self.assertEqual(evaluation.clang_arguments(words), ["-Iinclude", "-D__KERNEL__", "-std=gnu11"])


class Totals(unittest.TestCase):
    def test_histogram_names_every_verdict_and_then_errors(self):
        self.assertEqual(evaluation.histogram(["refused", "error(70)", "refused"]),
                         "0 immediate, 0 consistency, 0 undecided, 2 refused, 1 error(70)")

    def test_quantile_takes_the_nearest_rank(self):
        self.assertEqual(evaluation.quantile([3, 1, 2], 0.5), 2)
        self.assertEqual(evaluation.quantile([1, 2, 3, 4], 0.95), 4)
        self.assertEqual(evaluation.quantile([], 0.5), 0)


class Training(Folder):
    def score(self, verdicts):
        case = {"verdict": "consistency", "labels": ["consistency"], "acceptable": ["consistency", "undecided"],
                "must_not": ["immediate"], "set": "real"}
        cases = [{**case, "id": name} for name in verdicts]
        write(self.folder / "cases.json", json.dumps(cases))
        return self.run_script("evaluate-training", self.folder, "--kernel", "k", "--build", "b", "--lpcheck",
                               self.lpcheck({name + ".diff": verdict for name, verdict in verdicts.items()}))

    def test_counts_agreement_and_acceptable_answers(self):
        done = self.score({"a": "consistency", "b": "undecided", "c": "refused"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("real: 3 fixes, agree 1, acceptable 2, unsafe 0, error 0; 0 immediate, 1 consistency, "
                      "1 undecided, 1 refused", done.stdout)

    def test_an_unsafe_answer_fails(self):
        done = self.score({"a": "immediate"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("UNSAFE", done.stdout)


class Determinism(Folder):
    def test_says_when_runs_differ(self):
        write(self.folder / "fixes/a.diff", "")
        script = write(self.folder / "lpcheck", f"#!{sys.executable}\nimport os\nprint(os.getpid())\n")
        script.chmod(0o755)
        done = self.run_script("evaluate-determinism", self.folder / "fixes", "--kernel", "k", "--build", "b",
                               "--lpcheck", script)
        self.assertEqual(done.returncode, 1)
        self.assertIn("THE RUNS DIFFER", done.stdout)


class Identity(Folder):
    def test_fixes_apply_and_change_no_token(self):
        identity = command("evaluate-identity")
        for text in ("int a;\nint b;\n", "int a;"):
            for append in (True, False):
                tree = self.folder / "tree"
                file = write(tree / "a.c", text)
                diff = identity.identity_fix(str(tree), "a.c", append)
                subprocess.run(["git", "apply", "--unsafe-paths", "-"], input=diff, text=True, check=True, cwd=tree,
                               env={**os.environ, "GIT_DIR": "/nonexistent"})
                self.assertEqual(file.read_text().replace("/* nothing changes */\n", ""), text)


class Random(unittest.TestCase):
    def test_names_what_the_compiler_misses(self):
        random = command("evaluate-random")
        errors = ("a.c:1:2: error: use of undeclared identifier 'foo'\n"
                  "a.c:2:2: error: call to undeclared function 'bar'; ISO C99 and later do not support it\n"
                  "a.c:3:5: error: no member named 'baz' in 'struct s'\n"
                  "b.h:9:5: note: 'qux' declared here\n")
        self.assertEqual(random.missing_names(errors), {"foo", "bar", "baz", "qux"})


if __name__ == "__main__":
    unittest.main()
