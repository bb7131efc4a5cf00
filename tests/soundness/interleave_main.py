#!/usr/bin/env python3
"""Compares lpcheck with exhaustive execution.

  interleave_main.py --lpcheck FILE --include DIR [--seed N] [--count N] [--keep DIR]

Draws programs (families.py), computes the verdict that the definition of harm gives them by running every
interleaving of every mix (machine.py), asks lpcheck about their C text, and prints the counts. An answer that allows
more than is harmless is listed with its seed and, with --keep, its two files. Exit code 1 when there is one.

A new version that is harmful without any mixing is no fix: each version is taken to be right by itself. Such programs
are counted apart; that lpcheck lets one pass says nothing about mixing.

The machine knows the calls that its scripts make; lpcheck has to assume more callers. So "too strict" counts are an
upper bound, while an unsafe answer is unsafe.
"""
import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from interleave import families, machine, program  # noqa: E402

RANK = {"immediate": 0, "consistency": 1, "undecided": 2, "refused": 2}


def ask(options, folder, prog):
    paths = [os.path.join(folder, n) for n in ("before.c", "after.c")]
    for path, version in zip(paths, ("old", "new")):
        with open(path, "w") as out:
            out.write(program.to_c(prog, version))
    run = subprocess.run([options.lpcheck, "--before", paths[0], paths[1], "--format", "json", "--", f"-I{options.include}"],
                         capture_output=True, text=True, timeout=300)
    try:
        report = json.loads(run.stdout)
        report = report[0] if isinstance(report, list) else report
        return report["verdict"], sorted({f["rule"] for f in report["findings"]} | {g["kind"] for g in report["gaps"]})
    except (ValueError, KeyError, IndexError):
        return "error", [run.stderr.strip()[-120:]]


def distinct(options):
    """Programs that differ and are fixes, with the seed that makes each."""
    seen, seed = set(), options.seed * 1000000
    while len(seen) < options.count:
        seed += 1
        rng = random.Random(seed)
        prog = rng.choice(families.FAMILIES)(rng)
        text = program.to_c(prog, "old") + program.to_c(prog, "new")
        if not prog.changed() or text in seen:
            if seed > (options.seed + 1) * 1000000 - 1:
                return
            continue
        if machine.is_a_fix(prog):
            seen.add(text)
            yield seed, prog


def keep(options, seed, prog):
    if not options.keep:
        return
    folder = os.path.join(options.keep, f"{prog.family}-{seed}")
    os.makedirs(folder, exist_ok=True)
    for version in ("old", "new"):
        with open(os.path.join(folder, f"{version}.c"), "w") as out:
            out.write(program.to_c(prog, version))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lpcheck")
    parser.add_argument("--include", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--keep")
    options = parser.parse_args()
    table, alone, unsafe = collections.Counter(), collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        for seed, prog in distinct(options):
            want, harms = machine.truth(prog)
            got, rules = ask(options, folder, prog) if options.lpcheck else ("none", [])
            if want != "immediate" and machine.is_wrong_by_itself(prog):
                alone[got] += 1
                continue
            table[prog.family, want, got] += 1
            if got in RANK and RANK[got] < RANK[want]:
                unsafe += 1
                print(f"UNSAFE seed {seed} {prog.family} [{prog.params}]: {got}, but {want}: "
                      f"immediate {sorted(harms['immediate'])}, per-task {sorted(harms['per-task'])}; said {','.join(rules)}")
                keep(options, seed, prog)
            elif got == "error":
                print(f"error seed {seed} {prog.family}: {rules}")
    for (family, want, got), n in sorted(table.items()):
        print(f"{family:12} harmless under {want:12} lpcheck {got:12} {n}")
    total = sum(table.values())
    strict = sum(n for (_, want, got), n in table.items() if RANK.get(got, 2) > RANK[want])
    print(f"programs {total}, unsafe answers {unsafe}, too strict {strict} (of these undecided "
          f"{sum(n for (_, want, got), n in table.items() if got == 'undecided' and want != 'refused')})")
    print("new version harmful by itself: " + (", ".join(f"{v} {n}" for v, n in sorted(alone.items())) or "none"))
    return 1 if unsafe else 0


if __name__ == "__main__":
    sys.exit(main())
