#!/usr/bin/env python3
"""Attacks lpcheck with semantic mutations of real kernel functions.

  mutate_main.py --lpcheck FILE --kernel DIR --build DIR [--seed N] [--count N] [--per-file N] [--jobs N] [--keep DIR]
                 [--classes C,..]

Draws files of the compile database and makes up to --per-file mutants of each, of the classes that have had fewest so
far (every second mutant, where the file has a second place of the same class in another function, in two coupled
places), asks lpcheck about the diffs of one file at once, and prints a table of verdicts by class. A mutant that got
`immediate` or `consistency` is listed, and kept with --keep: it is a bug of the checker, or it is equivalent and a
reader says why. A mutant in text that this configuration does not compile is counted apart (not-built: lpcheck says
that no function changes). Exit code 1 when one got `immediate`. The same seed draws the same mutants.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mutation import classes, source  # noqa: E402


class Mutant:
    def __init__(self, number, path, kind, names, patch):
        self.number, self.path, self.kind, self.names, self.patch = number, path, kind, names, patch


def kernel_files(options):
    """C files of the build, below the tree, in a fixed order."""
    with open(os.path.join(options.build, "compile_commands.json")) as db:
        files = {entry["file"] for entry in json.load(db)}
    root = os.path.realpath(options.kernel) + os.sep
    skip = ("arch/x86/boot", "arch/x86/entry", "arch/x86/purgatory", "arch/x86/realmode", "scripts", "tools", "lib/test_", "init/")
    below = sorted(os.path.realpath(f)[len(root):] for f in files if os.path.realpath(f).startswith(root))
    return [f for f in below if f.endswith(".c") and not f.startswith(skip)]


def places(lines, mutate):
    """All edits of one class in a file, as (function, edit)."""
    return [(f, edit) for f in source.functions(lines) for edit in mutate(lines, f)]


def mutant_of(path, lines, kind, number, rng):
    """One mutant of `kind` in this file, or None when the file has no place for it."""
    found = places(lines, classes.CLASSES[kind])
    if not found:
        return None
    function, edit = rng.choice(found)
    names, edits = [function.name], dict(edit)
    others = [(f, e) for f, e in found if f.name != function.name]
    if number % 2 and others:
        second, more = rng.choice(others)
        names.append(second.name)
        edits.update(more)
    patch = source.diff(path, lines, source.apply(lines, edits))
    return Mutant(number, path, kind, names, patch)


def draw(options):
    """Lists of mutants of one file each: the classes that have had fewest mutants first."""
    rng = random.Random(options.seed)
    files = kernel_files(options)
    kinds = options.classes.split(",") if options.classes else sorted(classes.CLASSES)
    made, number = collections.Counter(), 0
    while number < options.count:
        path = rng.choice(files)
        with open(os.path.join(options.kernel, path), errors="replace") as text:
            lines = text.read().split("\n")
        group = []
        for kind in sorted(kinds, key=lambda k: (made[k], k)):
            mutant = mutant_of(path, lines, kind, number, rng) if len(group) < options.per_file and number < options.count else None
            if mutant:
                group.append(mutant)
                made[kind] += 1
                number += 1
        if group:
            yield group


def verdict_of(report):
    rules = sorted({f["rule"] for f in report["findings"]} | {g["kind"] for g in report["gaps"]})
    return report["verdict"], rules


def ask(options, folder, group):
    """[(mutant, verdict, rules)] for the mutants of one file."""
    patches = [os.path.join(folder, f"m{mutant.number}.patch") for mutant in group]
    for patch, mutant in zip(patches, group):
        with open(patch, "w") as out:
            out.write(mutant.patch)
    command = [options.lpcheck, "--kernel", options.kernel, "-p", options.build, "--format", "json", "-j", "1", *patches]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=600)
        reports = json.loads(run.stdout)
        reports = reports if isinstance(reports, list) else [reports]
        if len(reports) == len(group):
            return [(mutant, *verdict_of(report)) for mutant, report in zip(group, reports)]
        problem = run.stderr.strip()[-80:]
    except (ValueError, KeyError, subprocess.TimeoutExpired) as error:
        problem = str(error)[:80]
    return [(mutant, "error", [problem]) for mutant in group]


def record(options, mutant, verdict, rules):
    print(f"{verdict.upper()} #{mutant.number} {mutant.kind} {mutant.path} {'+'.join(mutant.names)} {','.join(rules)}", flush=True)
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
        with open(os.path.join(options.keep, f"{mutant.kind}-{mutant.number}.patch"), "w") as out:
            out.write(mutant.patch)


def report(table, gaps):
    verdicts = ["immediate", "consistency", "refused", "undecided", "not-built", "does-not-compile", "error"]
    print(f"{'class':24}" + "".join(f"{v:>18}" for v in verdicts))
    for kind in sorted({k for k, _ in table}):
        print(f"{kind:24}" + "".join(f"{table[kind, v]:>18}" for v in verdicts))
    total = {v: sum(n for (_, got), n in table.items() if got == v) for v in verdicts}
    print(f"{'all':24}" + "".join(f"{total[v]:>18}" for v in verdicts))
    print("undecided by gap: " + ", ".join(f"{g} {n}" for g, n in gaps.most_common(12)))
    print(f"mutants {sum(total.values())}, classes {len({k for k, _ in table})}, immediate {total['immediate']}")
    return total["immediate"]


def counted_as(verdict, rules):
    if verdict == "refused" and "does-not-compile" in rules:
        return "does-not-compile"
    return "not-built" if verdict == "immediate" and "no-change" in rules else verdict


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--lpcheck", "--kernel", "--build"):
        parser.add_argument(name, required=True)
    for name, default in (("--seed", 1), ("--count", 60), ("--per-file", 6), ("--jobs", 1)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--keep")
    parser.add_argument("--classes")
    options = parser.parse_args()
    table, gaps = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for group in pool.map(lambda g: ask(options, folder, g), draw(options)):
            for mutant, verdict, rules in group:
                counted = counted_as(verdict, rules)
                table[mutant.kind, counted] += 1
                if counted in ("immediate", "consistency", "error"):
                    record(options, mutant, verdict, rules)
                if verdict == "undecided":
                    gaps.update(rules)
    return 1 if report(table, gaps) else 0


if __name__ == "__main__":
    sys.exit(main())
