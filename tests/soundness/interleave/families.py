"""Families of programs. Each takes a random source and returns a Program whose two versions differ in one or two
choices out of the family's small space: where the lock is, who puts, what a field means, which end a guard is on.
Nothing here says which choice is harmful; that is the machine's business.
"""
from .program import Func, Program, funcs


def _versions(rng, space):
    """Two points of a space {name: values} that differ in one or two names (or in none, rarely)."""
    old = {k: rng.choice(v) for k, v in space.items()}
    new = dict(old)
    for k in rng.sample(sorted(space), min(len(space), rng.choice([1, 1, 1, 2]))):
        new[k] = rng.choice(space[k])
    return old, new


def _text(old, new):
    return " ".join(f"{k}:{old[k]}" + (f"->{new[k]}" if new[k] != old[k] else "") for k in sorted(old))


def _build(family, rng, space, make, **rest):
    old, new = _versions(rng, space)
    return Program(family, _text(old, new), make(old), make(new), **rest)


def account(rng):
    """A charge at open and an uncharge at close; through a helper that may hold the lock or leave it to callers."""
    space = dict(charge=["1", "n"], uncharge=["1", "o->pages"], where=["helper", "caller"], lock=["A", "B"],
                 guard=["none", "open", "close"], wide=["", "B"])

    def make(c):
        inner = (("add", "sum", "d"),)
        guarded = (("lock", c["lock"]),) + inner + (("unlock", c["lock"]),)
        call = lambda d: (("call", None, "sum_add", (d,)),)
        outer = lambda d: call(d) if c["where"] == "helper" else (("lock", c["lock"]),) + call(d) + (("unlock", c["lock"]),)
        reject = lambda at, cond: (("if", cond, (("ret", "-22"),)),) if c["guard"] == at else ()
        return funcs(Func("sum_add", ("d",), guarded if c["where"] == "helper" else inner, True),
                     Func("obj_open", ("o", "n"), reject("open", "n > 2") + (("set", "o->pages", "n"),) + outer(c["charge"]) +
                          (("set", "o->open", "1"), ("ret", "0"))),
                     Func("obj_close", ("o",), (("if", "!o->open", (("ret", "0"),)),) + reject("close", "o->pages > 2") +
                          outer("-(" + c["uncharge"] + ")") + (("set", "o->open", "0"), ("ret", "0"))))
    return _build("account", rng, space, make, globals=dict(sum=0), fields=dict(pages=0, open=0), locks=("A", "B"), objects=2,
                  scripts=[[("obj_open", ("#0", 3), ()), ("obj_close", ("#1",), ((1, 0),))],
                           [("obj_open", ("#1", 1), ()), ("obj_close", ("#0",), ((0, 0),))]], final=(("sum", "sum != 0"),))


def two_locks(rng):
    """Two functions that take two locks, in an order that each version chooses."""
    space = dict(f=["AB", "BA", "CAB", "A"], g=["AB", "BA", "CBA", "B"])

    def nest(order, inner):
        return tuple(("lock", x) for x in order) + inner + tuple(("unlock", x) for x in reversed(order))

    def make(c):
        return funcs(Func("left", (), nest(c["f"], (("set", "x", "1"),))), Func("right", (), nest(c["g"], (("set", "y", "1"),))))
    return _build("two-locks", rng, space, make, globals=dict(x=0, y=0), locks=("A", "B", "C"),
                  scripts=[[("left", (), ())], [("right", (), ())]])


def field(rng):
    """What a stored value means: its unit, an offset, a tag; with a reader that may understand more than one form."""
    space = dict(write=["v", "v * 2", "v + 1"], read=["o->val", "o->val / 2", "o->val - 1"], tag=["0", "1"],
                 tolerant=[False, True])

    def make(c):
        reader = (("set", "x", c["read"]),)
        if c["tolerant"]:
            reader = (("if", "o->tag", reader, (("set", "x", "o->val"),)),)
        return funcs(Func("val_set", ("o", "v"), (("lock", "A"), ("set", "o->val", c["write"]), ("set", "o->tag", c["tag"]),
                                                  ("unlock", "A"))),
                     Func("val_check", ("o", "v"), (("lock", "A"),) + reader + (("unlock", "A"), ("bug", "x != v"))))
    return _build("field", rng, space, make, fields=dict(val=0, tag=0), locks=("A",),
                  scripts=[[("val_set", ("#0", 2), ()), ("val_check", ("#0", 2), ())],
                           [("val_check", ("#0", 2), ((0, 0),))]])


def reference(rng):
    """Who drops the reference that attach takes: detach, destroy, or the helper below detach."""
    space = dict(put=["detach", "destroy", "helper"], extra=["", "use"], mark=["", "set", "test"])

    def make(c):
        put = lambda at: (("put", "o"),) if c["put"] == at else ()
        use = (("get", "o"), ("bug", "o->bad"), ("put", "o")) if c["extra"] else (("bug", "o->bad"),)
        mark = (("set", "o->mark", "1"),) if c["mark"] else ()
        test = (("if", "!o->mark", (("ret", None),)),) if c["mark"] == "test" else ()
        return funcs(Func("obj_unlink", ("o",), (("set", "o->linked", "0"),) + put("helper"), True),
                     Func("obj_attach", ("o",), (("get", "o"), ("set", "o->linked", "1")) + mark),
                     Func("obj_use", ("o",), use),
                     Func("obj_detach", ("o",), test + (("call", None, "obj_unlink", ("o",)),) + put("detach")),
                     Func("obj_destroy", ("o",), put("destroy") + (("put", "o"),)))
    return _build("reference", rng, space, make, fields=dict(bad=0, linked=0, mark=0), freed_at_end=True,
                  scripts=[[("obj_attach", ("#0",), ()), ("obj_use", ("#0",), ()), ("obj_destroy", ("#0",), ((1, 1),))],
                           [("obj_use", ("#0",), ((0, 0),)), ("obj_detach", ("#0",), ((0, 1),))]])


def publication(rng):
    """A writer fills and publishes; a reader tests what is published, or only the flag."""
    space = dict(order=["fill", "flag"], check=[True, False], lock=["", "A"])

    def make(c):
        steps = (("set", "o->data", "1"), ("set", "ready", "1"))
        steps = steps if c["order"] == "fill" else steps[::-1]
        wrap = lambda body: (("lock", c["lock"]),) + body + (("unlock", c["lock"]),) if c["lock"] else body
        read = (("if", "ready", (("if", "o->data == 0", (("set", "n", "0"),), (("set", "n", "1"),)) if c["check"]
                                 else ("bug", "o->data == 0"),)),)
        return funcs(Func("data_put", ("o",), wrap(steps)), Func("data_get", ("o",), (("set", "n", "0"),) + wrap(read) + (("ret", "n"),)))
    return _build("publication", rng, space, make, globals=dict(ready=0), fields=dict(data=0), locks=("A",),
                  scripts=[[("data_put", ("#0",), ())], [("data_get", ("#0",), ()), ("data_get", ("#0",), ())]])


def wake(rng):
    """A waiter on one of two queues, and a waker that wakes one or both."""
    space = dict(wait=["q1", "q2"], wake=["q1", "q2", "q1 q2"], early=[True, False])

    def make(c):
        wakes = tuple(("wake", q) for q in c["wake"].split())
        early = (("if", "done", (("ret", "0"),)),) if c["early"] else ()
        return funcs(Func("work_wait", (), early + (("wait", c["wait"], "done"), ("ret", "0"))),
                     Func("work_done", (), (("set", "done", "1"),) + wakes))
    return _build("wake", rng, space, make, globals=dict(done=0), queues=("q1", "q2"),
                  scripts=[[("work_wait", (), ())], [("work_done", (), ())]])


def result(rng):
    """A static helper's return contract and its two callers."""
    space = dict(error=["-1", "0", "-22"], ok=["0", "1"], test=["r < 0", "r == 0", "r != 0", "r == -1"], limit=["3", "2"])

    def make(c):
        helper = (("if", f"n > {c['limit']}", (("ret", c["error"]),)), ("set", "o->val", "n"), ("ret", c["ok"]))
        caller = (("call", "r", "val_try", ("o", "n")), ("if", c["test"], (("ret", "-22"),)), ("bug", "o->val != n"), ("ret", "0"))
        return funcs(Func("val_try", ("o", "n"), helper, True), Func("val_set", ("o", "n"), caller))
    return _build("result", rng, space, make, fields=dict(val=9), objects=2,
                  scripts=[[("val_set", ("#0", 4), ()), ("val_set", ("#0", 1), ())], [("val_set", ("#1", 5), ())]])


def ownership(rng):
    """Who frees a buffer when the helper fails, and whether a private one is freed at all."""
    space = dict(error=["helper", "caller", "none"], success=["helper", "caller"], check=["early", "late"])

    def make(c):
        free = lambda at, who: (("free", "p"),) if c[at] == who else ()
        fail = lambda body: (("if", "n > 2", body),)
        late = fail(free("error", "caller") + (("ret", "-22"),)) if c["check"] == "late" else ()
        helper = fail(free("error", "helper") + (("ret", "-22"),)) + (("set", "p->len", "n"),) + free("success", "helper") + (("ret", "0"),)
        early = fail((("ret", "-22"),)) if c["check"] == "early" else ()
        caller = early + (("alloc", "p"), ("call", "r", "buf_fill", ("p", "n")),
                          ("if", "r != 0", free("error", "caller") + (("ret", "r"),))) + free("success", "caller") + (("ret", "0"),)
        return funcs(Func("buf_fill", ("p", "n"), helper, True), Func("buf_send", ("n",), caller))
    return _build("ownership", rng, space, make, fields=dict(len=0), objects=0, freed_at_end=True,
                  scripts=[[("buf_send", (3,), ()), ("buf_send", (1,), ())], [("buf_send", (4,), ())]])


def pair(rng):
    """pre and post, called by an unchanged or a changed function that may be preempted between them."""
    space = dict(pre=["A", "BA", ""], post=["A", "AB", ""], caller=["plain", "counted"])

    def make(c):
        once = (("call", None, "work_pre", ()), ("add", "x", "1"), ("call", None, "work_post", ()))
        if c["caller"] == "counted":
            once = (("set", "calls", "1"),) + once
        return funcs(Func("work_pre", (), tuple(("lock", l) for l in c["pre"]), True),
                     Func("work_post", (), tuple(("unlock", l) for l in c["post"]), True), Func("work_once", (), once))
    return _build("pair", rng, space, make, globals=dict(x=0, calls=0), locks=("A", "B"),
                  scripts=[[("work_once", (), ())], [("work_once", (), ())]], final=(("lost-update", "x != 2"),))


def section(rng):
    """A section that grows, shrinks or changes its lock around a shared update and a local computation."""
    space = dict(first=["none", "A", "B"], second=["A", "B"], local=["in", "out"], split=[True, False], twice=["1", "0 + 1"])

    def make(c):
        def add(lock):
            if lock == "none":
                return (("add", "x", c["twice"]),)
            tail = (("set", "n", "n + 1"), ("unlock", lock)) if c["local"] == "in" else (("unlock", lock), ("set", "n", "n + 1"))
            return (("set", "n", "0"), ("lock", lock), ("add", "x", "1")) + tail
        return funcs(Func("inc", (), add(c["first"])), Func("inc_other", (), add(c["second"])))
    return _build("section", rng, space, make, globals=dict(x=0), locks=("A", "B"),
                  scripts=[[("inc", (), ())], [("inc_other", (), ())]], final=(("lost-update", "x != 2"),))


def phases(rng):
    """Which of start and open switches the device on, and which of stop and close switches it off."""
    space = dict(on=["start", "open"], off=["stop", "close"], strict=[True, False])

    def make(c):
        on = lambda at: (("set", "o->on", "1"),) if c["on"] == at else ()
        off = lambda at: (("set", "o->on", "0"),) if c["off"] == at else ()
        test = (("bug", "!o->on"),) if c["strict"] else (("if", "!o->on", (("ret", None),)),)
        return funcs(Func("dev_start", ("o",), on("start") + (("ret", None),)), Func("dev_open", ("o",), on("open") + (("ret", None),)),
                     Func("dev_io", ("o",), test), Func("dev_close", ("o",), off("close") + (("ret", None),)),
                     Func("dev_stop", ("o",), off("stop") + (("ret", None),)), Func("dev_free", ("o",), (("bug", "o->on"),)))
    session = [("dev_open", ("#0",)), ("dev_io", ("#0",)), ("dev_close", ("#0",))]
    first = [("dev_start", ("#0",), ())] + [(f, a, ()) for f, a in session]
    last = [("dev_stop", ("#0",), ((1, 2),)), ("dev_free", ("#0",), ())]
    return _build("phases", rng, space, make, fields=dict(on=0),
                  scripts=[first + last, [(f, a, ((0, 3),)) for f, a in session]])


def extent(rng):
    """The size a buffer is made with, and the size that readers and the wiper use."""
    space = dict(alloc=["n", "8"], read=["o->len", "8", "o->cap"], keep=[True, False])

    def make(c):
        keep = (("set", "o->len", "n"),)
        return funcs(Func("buf_make", ("o", "n"), (("set", "o->cap", c["alloc"]),) + keep),
                     Func("buf_read", ("o",), (("set", "end", c["read"]), ("bug", "end > o->cap"), ("ret", "end"))))
    return _build("extent", rng, space, make, fields=dict(cap=0, len=0),
                  scripts=[[("buf_make", ("#0", 5), ()), ("buf_read", ("#0",), ())], [("buf_read", ("#0",), ((0, 0),))]])


def predicate(rng):
    """A predicate that unchanged code asks once or twice to decide about a lock and its unlock."""
    space = dict(want=["o->val > 1", "o->val > 2", "o->val == 2", "!(o->val <= 1)"], twice=[True, False])

    def make(c):
        again = (("call", "w", "wanted", ("o",)),) if c["twice"] else ()
        user = (("call", "w", "wanted", ("o",)), ("if", "w", (("lock", "A"),)), ("set", "y", "1")) + again + (("if", "w", (("unlock", "A"),)),)
        return funcs(Func("wanted", ("o",), (("ret", c["want"]),), True), Func("obj_use", ("o",), user))
    return _build("predicate", rng, space, make, globals=dict(y=0), fields=dict(val=2), locks=("A",),
                  scripts=[[("obj_use", ("#0",), ())], [("obj_use", ("#0",), ())]])


def placement(rng):
    """A placement function that add and remove of unchanged code ask at different times."""
    space = dict(slot=["o->id > 3", "o->id > 1", "!(o->id <= 3)", "o->id > 3 || o->id == 2"], guard=["none", "add", "remove"])

    def make(c):
        reject = lambda at: (("if", "o->id > 4", (("ret", None),)),) if c["guard"] == at else ()
        pick = (("call", "w", "slot_of", ("o",)),)
        return funcs(Func("slot_of", ("o",), (("ret", c["slot"]),), True),
                     Func("obj_add", ("o",), reject("add") + pick + (("if", "w", (("add", "high", "1"),), (("add", "low", "1"),)), ("set", "o->in", "1"), ("ret", None))),
                     Func("obj_remove", ("o",), (("if", "!o->in", (("ret", None),)),) + reject("remove") + pick +
                          (("if", "w", (("bug", "high == 0"), ("sub", "high", "1")), (("bug", "low == 0"), ("sub", "low", "1"))), ("set", "o->in", "0"), ("ret", None))))
    return _build("placement", rng, space, make, globals=dict(high=0, low=0), fields=dict(id=2, **{"in": 0}),
                  scripts=[[("obj_add", ("#0",), ())], [("obj_remove", ("#0",), ((0, 0),))]], final=(("left-behind", "high + low != 0"),))


FAMILIES = (account, two_locks, field, reference, publication, wake, result, ownership, pair, section, phases, extent,
            predicate, placement)
