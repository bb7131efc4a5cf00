#!/usr/bin/env python3
"""The harness's own tests: known programs get the verdict that the definition of harm gives them."""
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from interleave import families, machine  # noqa: E402
from interleave.program import Func, Program, funcs, to_c  # noqa: E402
from mutation import classes, source  # noqa: E402

LOCK_A, UNLOCK_A = ("lock", "A"), ("unlock", "A")


def two_tasks(old, new, first, second, **rest):
    return Program("test", "", old, new, [[(first, (), ())], [(second, (), ())]], **rest)


class Truth(unittest.TestCase):
    def verdict(self, program):
        return machine.truth(program)[0]

    def test_swapped_lock_order_needs_more_than_per_task(self):
        def version(order):
            return funcs(*(Func(n, (), tuple(("lock", x) for x in order) + tuple(("unlock", x) for x in reversed(order)))
                           for n in ("f", "g")))
        program = two_tasks(version("AB"), version("BA"), "f", "g", locks=("A", "B"))
        self.assertEqual(self.verdict(program), "refused")
        self.assertEqual(machine.labels(program, "per-task"), {"deadlock"})

    def test_lock_moved_to_the_caller_is_safe_per_task_only(self):
        add, call = (("add", "x", "1"),), (("call", None, "helper", ()),)
        old = funcs(Func("helper", (), (LOCK_A,) + add + (UNLOCK_A,), True), Func("f", (), call))
        new = funcs(Func("helper", (), add, True), Func("f", (), (LOCK_A,) + call + (UNLOCK_A,)))
        program = two_tasks(old, new, "f", "f", globals={"x": 0}, locks=("A",), final=(("lost", "x != 2"),))
        self.assertEqual(self.verdict(program), "consistency")

    def test_a_grown_section_is_safe_in_any_mix(self):
        old = funcs(Func("f", (), (("set", "n", "x"), LOCK_A, ("add", "x", "1"), UNLOCK_A)))
        new = funcs(Func("f", (), (LOCK_A, ("set", "n", "x"), ("add", "x", "1"), UNLOCK_A)))
        program = two_tasks(old, new, "f", "f", globals={"x": 0}, locks=("A",), final=(("lost", "x != 2"),))
        self.assertEqual(self.verdict(program), "immediate")

    def test_harm_that_old_code_has_is_no_harm_of_the_mix(self):
        old = funcs(Func("f", (), (("add", "x", "1"),)))
        new = funcs(Func("f", (), (LOCK_A, ("add", "x", "1"), UNLOCK_A)))
        program = two_tasks(old, new, "f", "f", globals={"x": 0}, locks=("A",), final=(("lost", "x != 2"),))
        self.assertEqual(machine.labels(program, "old"), {"lost"})
        self.assertEqual(self.verdict(program), "immediate")

    def test_a_changed_unit_of_persistent_data_is_refused(self):
        def version(write, read):
            return funcs(Func("put", ("o",), (("set", "o->v", write),)), Func("check", ("o",), (("bug", f"{read} != 2"),)))
        program = Program("test", "", version("2", "o->v"), version("4", "o->v / 2"),
                          [[("put", ("#0",), ()), ("check", ("#0",), ())]], fields={"v": 0})
        self.assertEqual(self.verdict(program), "refused")

    def test_a_task_asleep_in_the_old_function_is_not_switched(self):
        old = funcs(Func("waiter", (), (("wait", "q", "done"),)), Func("waker", (), (("set", "done", "1"), ("wake", "q"))))
        new = funcs(Func("waiter", (), (("wait", "r", "done"),)), Func("waker", (), (("set", "done", "1"), ("wake", "r"))))
        program = two_tasks(old, new, "waiter", "waker", globals={"done": 0}, queues=("q", "r"))
        self.assertEqual(self.verdict(program), "refused")

    def test_use_after_the_last_put_and_double_free_are_harm(self):
        body = (("put", "o"), ("set", "x", "o->v"))
        program = Program("test", "", funcs(Func("f", ("o",), body)), {}, [[("f", ("#0",), ())]], fields={"v": 0}, globals={"x": 0})
        self.assertEqual(machine.labels(program, "old"), {"use-after-free"})
        twice = funcs(Func("f", (), (("alloc", "p"), ("free", "p"), ("free", "p"))))
        program = Program("test", "", twice, {}, [[("f", (), ())]], objects=0)
        self.assertEqual(machine.labels(program, "old"), {"double-free"})


class Families(unittest.TestCase):
    def test_identity_is_harmless_in_every_family(self):
        for family in families.FAMILIES:
            program = family(random.Random(7))
            program.new = program.old
            self.assertEqual(machine.truth(program)[0], "immediate", family.__name__)

    def test_the_same_seed_gives_the_same_text(self):
        for family in families.FAMILIES:
            self.assertEqual(to_c(family(random.Random(3)), "new"), to_c(family(random.Random(3)), "new"))


class Mutations(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "mutation", "fixture.txt")) as text:
            self.lines = text.read().split("\n")

    def edits(self, mutate):
        return [edit for f in source.functions(self.lines) for edit in mutate(self.lines, f)]

    def test_functions_that_cannot_be_patched_are_left_alone(self):
        self.assertEqual([f.name for f in source.functions(self.lines)], ["thing_find", "thing_add", "thing_release", "thing_cmp"])

    def test_every_class_finds_a_place_and_changes_the_text(self):
        for name, mutate in classes.CLASSES.items():
            found = self.edits(mutate)
            self.assertTrue(found, name)
            for edit in found:
                self.assertNotEqual(source.apply(self.lines, edit), self.lines, name)

    def test_a_diff_names_the_file_on_both_sides(self):
        edit = self.edits(classes.CLASSES["stop-waking"])[0]
        text = source.diff("kernel/thing.c", self.lines, source.apply(self.lines, edit))
        self.assertIn("--- a/kernel/thing.c\n+++ b/kernel/thing.c\n", text)
        self.assertIn("-\twake_up(&things_wait);\n+\t;\n", text)


if __name__ == "__main__":
    unittest.main()
