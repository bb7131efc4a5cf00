"""Small kernel-like programs in two versions, as data, and their C text.

A program is what the interpreter (machine.py) runs and what lpcheck reads: both come from one list of statements, so
they cannot drift apart. Statements are tuples:

  ("lock", L) ("unlock", L)            a mutex
  ("set", place, expr)                 place: a local, a global, or `o->field`
  ("add", place, expr) ("sub", ...)    two steps, a load and a store: other tasks may come between
  ("if", cond, then, else)             else may be missing
  ("call", dst or None, f, args)
  ("ret", expr or None)
  ("bug", cond)                        BUG_ON: reaching it with cond true is harm
  ("get", o) ("put", o)                the object's reference count; the last put frees it
  ("alloc", p) ("free", p)
  ("wait", q, cond) ("wake", q)

Expressions are C over int. Not modelled: types other than int, pointers other than to objects, interrupts.
"""
import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Func:
    name: str
    params: tuple = ()
    body: tuple = ()
    static: bool = False


@dataclasses.dataclass
class Program:
    """One family's instance: both versions of every function, and the calls that tasks make."""
    family: str
    params: str
    old: dict
    new: dict
    scripts: list                      # per task: [(function, args, after)], after: [(task, item)] that are over
    globals: dict = dataclasses.field(default_factory=dict)
    fields: dict = dataclasses.field(default_factory=dict)
    locks: tuple = ()
    queues: tuple = ()
    objects: int = 1                   # objects that exist at the start; arguments "#0", "#1" name them
    final: tuple = ()                  # (label, condition over globals): harm when true after all scripts
    freed_at_end: bool = False         # harm when an object is still alive after all scripts

    def changed(self):
        return sorted(n for n in self.new if n in self.old and self.new[n] != self.old[n])


def funcs(*items):
    return {f.name: f for f in items}


def _locals(func):
    names = []

    def walk(body):
        for s in body:
            target = {"set": s[1], "add": s[1], "sub": s[1], "call": s[1], "alloc": s[1]}.get(s[0])
            if target and re.fullmatch(r"\w+", target) and target not in names:
                names.append(target)
            if s[0] == "if":
                for part in s[2:]:
                    walk(part)
    walk(func.body)
    return names


def returns_value(func):
    def walk(body):
        return any(s[0] == "ret" and s[1] is not None or s[0] == "if" and any(walk(p) for p in s[2:]) for s in body)
    return walk(func.body)


def _simple(s):
    kind = s[0]
    if kind in ("set", "add", "sub"):
        return f"{s[1]} {dict(set='=', add='+=', sub='-=')[kind]} {s[2]};"
    if kind == "call":
        return f"{s[1] + ' = ' if s[1] else ''}{s[2]}({', '.join(map(str, s[3]))});"
    if kind == "ret":
        return "return;" if s[1] is None else f"return {s[1]};"
    return {"lock": "mutex_lock(&{0});", "unlock": "mutex_unlock(&{0});", "bug": "BUG_ON({0});",
            "get": "kref_get(&{0}->ref);", "put": "kref_put(&{0}->ref, obj_release);",
            "alloc": "{0} = kzalloc(sizeof(*{0}), GFP_KERNEL | __GFP_NOFAIL);", "free": "kfree({0});",
            "wait": "wait_event({0}, {1});", "wake": "wake_up_all(&{0});"}[kind].format(*s[1:])


def _emit(body, depth):
    pad, out = "\t" * depth, []
    for s in body:
        if s[0] == "if":
            out += [f"{pad}if ({s[1]}) {{"] + _emit(s[2], depth + 1)
            if len(s) > 3 and s[3]:
                out += [f"{pad}}} else {{"] + _emit(s[3], depth + 1)
            out += [f"{pad}}}"]
        else:
            out.append(pad + _simple(s))
    return out


def _function(func, program):
    pointers = {"o", "p"}
    args = ", ".join(f"struct obj *{p}" if p in pointers else f"int {p}" for p in func.params) or "void"
    head = f"{'static noinline ' if func.static else ''}{'int' if returns_value(func) else 'void'} {func.name}({args})"
    decls = [n for n in _locals(func) if n not in func.params and n not in program.globals]
    lines = [f"\tstruct obj *{n};" if n in pointers else f"\tint {n};" for n in decls]
    return [head, "{"] + lines + ([""] if lines else []) + _emit(func.body, 1) + ["}", ""]


def to_c(program, version):
    """The C text of one version; statics first, so that every callee stands before its caller."""
    out = ['#include "kernel.h"', ""]
    fields = "".join(f" int {f};" for f in program.fields)
    out += [f"struct obj {{ struct kref ref;{fields} }};", "void obj_release(struct kref *ref);"]
    out += [f"static DEFINE_MUTEX({name});" for name in program.locks]
    out += [f"static DECLARE_WAIT_QUEUE_HEAD({name});" for name in program.queues]
    out += [f"static int {name}{f' = {value}' if value else ''};" for name, value in program.globals.items()] + [""]
    for func in getattr(program, version).values():
        out += _function(func, program)
    return "\n".join(out)
