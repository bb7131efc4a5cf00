"""Explicit-state execution of a two-version program under one way of switching.

The modes are the change-over mechanisms, forward only:
  old, new     every call enters that version
  immediate    each changed function flips once, at any moment, for all tasks (function x function)
  per-task     each task flips once, at any moment when no changed function is on its stack (patched set x thread)

`labels(program, mode)` is the set of harms that some run reaches; harm of a mode is what it has and `old` has not.
The search is exhaustive: every interleaving of steps and flips, states remembered.
"""
import re

from . import program as pr

LIMIT = 400000


class Harm(Exception):
    pass


def _compile(body, code):
    """Flattens statements into instructions with absolute jumps."""
    for s in body:
        if s[0] == "if":
            at = len(code)
            code.append(None)
            _compile(s[2], code)
            if len(s) > 3 and s[3]:
                jump = len(code)
                code.append(None)
                code[at] = ("unless", _expr(s[1]), len(code))
                _compile(s[3], code)
                code[jump] = ("jump", len(code))
            else:
                code[at] = ("unless", _expr(s[1]), len(code))
        elif s[0] in ("add", "sub"):
            sign = "+" if s[0] == "add" else "-"
            code.append(("set", "__t", _expr(s[1])))
            code.append(("set", s[1], _expr(f"__t {sign} ({s[2]})")))
        elif s[0] == "set":
            code.append(("set", s[1], _expr(s[2])))
        elif s[0] == "call":
            code.append(("call", s[1], s[2], tuple(_expr(str(a)) for a in s[3])))
        elif s[0] == "ret":
            code.append(("ret", None if s[1] is None else _expr(s[1])))
        elif s[0] == "bug":
            code.append(("bug", s[1], _expr(s[1])))
        elif s[0] == "wait":
            code.append(("wait", s[1], _expr(s[2])))
        else:
            code.append(s)


def _expr(text):
    python = re.sub(r"(\w+)->(\w+)", r"F(\1,'\2')", text)
    python = python.replace("&&", " and ").replace("||", " or ").replace("/", "//")
    python = re.sub(r"!(?!=)", " not ", python)
    return compile(python.strip(), text, "eval")


class World:
    """A mutable copy of one state: globals, heap, locks, tasks, flips. freeze() makes the key."""

    def __init__(self, key):
        g, heap, locks, tasks, flips = key
        self.g, self.locks, self.flips = dict(g), dict(locks), set(flips)
        self.heap = [dict(o) for o in heap]
        self.tasks = [[t[0], [[f, v, pc, dict(env)] for f, v, pc, env in t[1]], t[2]] for t in tasks]

    def freeze(self):
        pack = lambda d: tuple(sorted(d.items()))
        return (pack(self.g), tuple(pack(o) for o in self.heap), pack(self.locks),
                tuple((t[0], tuple((f, v, pc, pack(env)) for f, v, pc, env in t[1]), t[2]) for t in self.tasks),
                tuple(sorted(self.flips)))


class Machine:
    def __init__(self, program, mode):
        self.p, self.mode = program, mode
        self.changed = set(program.changed())
        self.code = {}
        for version in ("old", "new"):
            for name, func in getattr(program, version).items():
                self.code[name, version] = []
                _compile(func.body, self.code[name, version])

    def start(self):
        heap = [dict(self.p.fields, ref=1, alive=1) for _ in range(self.p.objects)]
        world = World(((), (), (), (), ()))
        world.g = dict(self.p.globals)
        world.heap, world.locks = heap, {name: -1 for name in self.p.locks}
        world.tasks = [[0, [], ""] for _ in self.p.scripts]
        return world

    def version(self, world, task, name):
        if self.mode in ("old", "new"):
            return self.mode if (name, self.mode) in self.code else "new"
        if name not in self.p.old:
            return "new"
        if name not in self.p.new:
            return "old"
        flipped = name in world.flips if self.mode == "immediate" else task in world.flips
        return "new" if flipped and name in self.changed else "old"

    def enter(self, world, task, name, args):
        version = self.version(world, task, name)
        params = getattr(self.p, version)[name].params
        world.tasks[task][1].append([name, version, 0, dict(zip(params, args))])

    def flips(self, world):
        """What may switch now."""
        if self.mode == "immediate":
            return [n for n in self.changed if n not in world.flips]
        if self.mode == "per-task":
            return [t for t, task in enumerate(world.tasks)
                    if t not in world.flips and not any(f[0] in self.changed for f in task[1])]
        return []

    def value(self, world, env, code):
        def field(index, name):
            if index is None or index >= len(world.heap) or not world.heap[index]["alive"]:
                raise Harm("use-after-free")
            return world.heap[index][name]
        return int(eval(code, {"__builtins__": {}, "F": field, "NULL": None}, {**world.g, **env}))

    def store(self, world, env, place, value):
        if "->" in place:
            var, name = place.split("->")
            if not world.heap[env[var]]["alive"]:
                raise Harm("use-after-free")
            world.heap[env[var]][name] = value
        elif place in world.g:
            world.g[place] = value
        else:
            env[place] = value

    def step(self, world, t):
        """Runs one instruction of task t. False when it has to wait."""
        item, frames, blocked = world.tasks[t]
        if blocked:
            return False
        if not frames:
            return self.next_item(world, t)
        name, version, pc, env = frames[-1]
        code = self.code[name, version]
        if pc >= len(code):
            self.leave(world, t, 0)
            return True
        return self.run(world, t, frames, code[pc])

    def next_item(self, world, t):
        item = world.tasks[t][0]
        script = self.p.scripts[t]
        if item >= len(script):
            return False
        name, args, after = script[item]
        if any(world.tasks[other][0] <= index or (world.tasks[other][0] == index and world.tasks[other][1])
               for other, index in after):
            return False
        self.enter(world, t, name, [int(a[1:]) if isinstance(a, str) else a for a in args])
        return True

    def leave(self, world, t, value):
        frames = world.tasks[t][1]
        frames.pop()
        if not frames:
            world.tasks[t][0] += 1
            if t in world.locks.values():
                raise Harm("lock-held")
            return
        caller = frames[-1]
        dst = self.code[caller[0], caller[1]][caller[2]][1]
        if dst:
            self.store(world, caller[3], dst, value)
        caller[2] += 1

    def run(self, world, t, frames, ins):
        frame, kind = frames[-1], ins[0]
        env = frame[3]
        if kind == "lock":
            if world.locks[ins[1]] != -1:
                return False
            world.locks[ins[1]] = t
        elif kind == "unlock":
            if world.locks[ins[1]] != t:
                raise Harm("unlock-not-held")
            world.locks[ins[1]] = -1
        elif kind == "set":
            self.store(world, env, ins[1], self.value(world, env, ins[2]))
        elif kind == "bug":
            if self.value(world, env, ins[2]):
                raise Harm(f"bug: {ins[1]}")
        elif kind in ("get", "put", "free", "alloc"):
            self.memory(world, env, kind, ins[1])
        elif kind == "wake":
            for task in world.tasks:
                task[2] = "" if task[2] == ins[1] else task[2]
        elif kind == "wait":
            if not self.value(world, env, ins[2]):
                world.tasks[t][2] = ins[1]
                return True
        else:
            return self.control(world, t, frame, ins)
        frame[2] += 1
        return True

    def control(self, world, t, frame, ins):
        if ins[0] == "unless":
            frame[2] = frame[2] + 1 if self.value(world, frame[3], ins[1]) else ins[2]
        elif ins[0] == "jump":
            frame[2] = ins[1]
        elif ins[0] == "ret":
            self.leave(world, t, 0 if ins[1] is None else self.value(world, frame[3], ins[1]))
        elif ins[0] == "call":
            args = [self.value(world, frame[3], a) for a in ins[3]]
            self.enter(world, t, ins[2], args)
        else:
            raise AssertionError(ins)
        return True

    def memory(self, world, env, kind, var):
        if kind == "alloc":
            world.heap.append(dict(self.p.fields, ref=1, alive=1))
            env[var] = len(world.heap) - 1
            return
        obj = world.heap[env[var]]
        if not obj["alive"]:
            raise Harm("double-free" if kind == "free" else "use-after-free")
        obj["ref"] += {"get": 1, "put": -1, "free": 0}[kind]
        if kind == "free" or obj["ref"] == 0:
            obj["alive"] = 0

    def at_end(self, world, found):
        if any(task[0] < len(script) for task, script in zip(world.tasks, self.p.scripts)):
            found.add("deadlock")
            return
        for label, cond in self.p.final:
            if self.value(world, {}, _expr(cond)):
                found.add(label)
        if self.p.freed_at_end and any(o["alive"] for o in world.heap):
            found.add("leak")


def labels(program, mode):
    """Every harm that a run under `mode` reaches."""
    machine, found = Machine(program, mode), set()
    first = machine.start().freeze()
    seen, todo = {first}, [first]
    while todo:
        key = todo.pop()
        moved = False
        for t in range(len(program.scripts)):
            world = World(key)
            try:
                if not machine.step(world, t):
                    continue
                moved = True
            except Harm as harm:
                moved = True
                found.add(str(harm))
                continue
            after = world.freeze()
            if after not in seen:
                seen.add(after)
                todo.append(after)
        if not moved:
            machine.at_end(World(key), found)
        for flip in machine.flips(World(key)):
            world = World(key)
            world.flips.add(flip)
            after = world.freeze()
            if after not in seen:
                seen.add(after)
                todo.append(after)
        if len(seen) > LIMIT:
            raise OverflowError(program.family)
    return found


def is_a_fix(program):
    """Old code is harmless, or new code mends all that is wrong with it: otherwise nobody would ask."""
    old = labels(program, "old")
    return not old or not labels(program, "new") & old


def is_wrong_by_itself(program):
    """Only new code already does a harm that old code does not do."""
    return bool(labels(program, "new") - labels(program, "old"))


def truth(program):
    """The verdict by the definition of harm, and the harms of each mode beyond those of the old code."""
    old = labels(program, "old")
    harms = {mode: labels(program, mode) - old for mode in ("immediate", "per-task")}
    if not harms["immediate"]:
        return "immediate", harms
    return ("consistency" if not harms["per-task"] else "refused"), harms
