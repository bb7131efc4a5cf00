#!/usr/bin/env python3
"""Asks other solvers what lpcheck asked Z3's library.

Each query of some corpus cases is written with --dump-smt; its first line says what we were answered. The z3 program and,
where one is installed, cvc5, cvc4, yices-smt2 or boolector get the same file. A solver that says `unknown` or does not come
to an end has no opinion; one that says the opposite is a failure, and so is a run in which no solver answered. Without the
z3 program the test fails, since then nothing is tested.

    solvers_agree.py --lpcheck build/release/analyzer/lpcheck --corpus corpus [--every N] [--keep DIR]
"""

import argparse
import collections
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOLVERS = {
    "z3": ["z3", "-smt2", "-T:20"],
    "cvc5": ["cvc5", "--lang=smt2", "--force-logic=QF_UFBV", "--tlimit=20000"],
    "cvc4": ["cvc4", "--lang=smt2", "--tlimit=20000"],
    "yices": ["yices-smt2", "--timeout=20"],
    "boolector": ["boolector", "--smt2", "-t", "20"],
}


def dump(case, options, scratch, folder):
    """Checks one case, leaving its queries in `folder`. The verdict is the corpus runner's business."""
    before, after = scratch / "before.c", scratch / f"{case.parent.name}-{case.name}"
    before.write_text(case.read_text())
    after.write_text("#define FIXED\n" + case.read_text())
    subprocess.run(
        [options.lpcheck, "--before", before, after, "-q", "--dump-smt", folder, "--", "-I", options.corpus / "include"],
        capture_output=True, check=False)


def ask(command, file):
    done = subprocess.run(command + [str(file)], capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return words[0] if words and words[0] in ("sat", "unsat", "unknown") else "unknown"


def compare(files, solvers):
    """Returns per solver how often it agreed, had no opinion, and the files where it said the opposite."""
    counts = collections.defaultdict(collections.Counter)
    wrong = []
    for file in files:
        ours = file.read_text().split("\n", 1)[0].removeprefix("; answer: ")
        for name in solvers:
            theirs = ask(SOLVERS[name], file)
            if "unknown" in (ours, theirs):
                counts[name]["no opinion"] += 1
            elif ours == theirs:
                counts[name]["agree"] += 1
            else:
                counts[name]["disagree"] += 1
                wrong.append(f"{file.name}: we say {ours}, {name} says {theirs}")
    return counts, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lpcheck", required=True)
    parser.add_argument("--corpus", required=True, type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1, help="only each N-th case")
    parser.add_argument("--keep", type=pathlib.Path, help="leave the queries here")
    options = parser.parse_args()
    solvers = [name for name, command in SOLVERS.items() if shutil.which(command[0])]
    if "z3" not in solvers:
        sys.exit("solvers_agree: there is no z3 program; install the package z3")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or pathlib.Path(scratch) / "smt"
        for case in sorted(options.corpus.glob("cases/*/*.c"))[:: options.every]:
            dump(case, options, pathlib.Path(scratch), folder)
        files = sorted(folder.glob("*.smt2"))
        counts, wrong = compare(files, solvers)
    print(f"solvers_agree: {len(files)} queries")
    for name in solvers:
        print(f"  {name}: " + ", ".join(f"{count} {what}" for what, count in sorted(counts[name].items())))
    for line in wrong:
        print("  " + line)
    if wrong or not files or not counts["z3"]["agree"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
