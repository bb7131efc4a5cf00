"""The classes of mutation. Each is a function from (lines, function) to a list of edits {line index: [new lines]}; an
edit is one place. A class says what it breaks, so that an escape can be read without running anything.
"""
import re

from .source import body

STATEMENT = re.compile(r"^(\s+)([^;{}]*);$")


def _replace(pattern, to, only=lambda line: True):
    """A class that rewrites one occurrence in one line."""
    compiled = re.compile(pattern)

    def mutate(lines, function):
        return [{i: [compiled.sub(to, line, count=1)]} for i, line in body(lines, function)
                if compiled.search(line) and only(line) and compiled.sub(to, line, count=1) != line]
    return mutate


def _drop(pattern):
    """A class that replaces one whole statement by an empty one."""
    return _replace(r"^(\s+)(?:" + pattern + r");$", r"\1;")


def _indent(line):
    return line[:len(line) - len(line.lstrip())]


def _plain(line):
    """A statement that may be moved: no control flow, no declaration."""
    text = line.strip()
    return bool(STATEMENT.match(line)) and not re.match(r"(return|goto|break|continue|else|case|if|for|while|do|int|struct|u\d+|bool|long|unsigned|char|static|const|size_t)\b", text)


def _previous(lines, i, function):
    """The statement just before line i in the same block, or None."""
    j = i - 1
    if j < function.first or not _plain(lines[j]) or _indent(lines[j]) != _indent(lines[i]):
        return None
    before = lines[j - 1].strip() if j > function.first else ""
    return None if re.match(r"(\}? ?else|if|for|while)\b.*[^;{]$", before) else j


def _move_up(pattern, over):
    """A class that exchanges a statement with the one before it, when that one satisfies `over`."""
    compiled = re.compile(pattern)

    def mutate(lines, function):
        edits = []
        for i, line in body(lines, function):
            j = _previous(lines, i, function) if compiled.search(line) and _plain(line) else None
            if j is not None and over(lines[j], line):
                edits.append({j: [line], i: [lines[j]]})
        return edits
    return mutate


def _arguments(line):
    return set(re.findall(r"\w+", line.split("(", 1)[-1])) - {"GFP_KERNEL", "NULL"}


def swap_lock_order(lines, function):
    taken = [(i, line) for i, line in body(lines, function)
             if re.match(r"\s+(mutex_lock|spin_lock|spin_lock_bh|spin_lock_irq|down_write|down_read|rtnl_lock)\([^;]*\);$", line)]
    return [{i: [second], j: [first]} for (i, first), (j, second) in zip(taken, taken[1:])
            if first.strip() != second.strip() and _indent(first) == _indent(second)]


def _delete_path(function):
    return re.search(r"(release|destroy|remove|delete|free|close|stop|unregister|unbind|detach|disconnect|_del|_exit)", function.name)


def drop_guard_on_delete(lines, function):
    if not _delete_path(function):
        return []
    return [{i: [], i + 1: []} for i, line in body(lines, function)
            if re.match(r"\s+if \(.*\)$", line) and re.match(r"\s+return\b.*;$", lines[i + 1])
            and not lines[i + 2].strip().startswith("else")]


def widen_guard_on_delete(lines, function):
    if not _delete_path(function):
        return []
    values = [m for _, line in body(lines, function) for m in re.findall(r"\b(\w+->(?:flags|state|status|count|len|size))\b(?!->|\[|\()", line)]
    edits = []
    for i, line in body(lines, function):
        match = re.match(r"(\s+)if \((.*)\)$", line)
        if match and values and re.match(r"\s+return\b.*;$", lines[i + 1]):
            edits.append({i: [f"{match.group(1)}if (({match.group(2)}) || {values[0]} > 1)"]})
    return edits


def sleep_in_atomic(lines, function):
    """A sleep right after a spinlock is taken."""
    return [{i: [line, _indent(line) + "msleep(1);"]} for i, line in body(lines, function)
            if re.match(r"\s+spin_lock(_bh|_irq|_irqsave)?\([^;]*\);$", line)]


def leak_reference(lines, function):
    """A reference is taken twice and given back once."""
    return [{i: [line, line]} for i, line in body(lines, function)
            if re.match(r"\s+(kref_get|get_device|dev_hold|sock_hold|refcount_inc|\w+_get)\([^;,]*\);$", line) and _plain(line)
            and not re.match(r"\s*(if|else|for|while)\b.*[^;{]$", lines[i - 1].strip())]


_FREE = r"^\s+(kfree|kvfree|vfree|kfree_skb|kmem_cache_free)\("
_PUBLISH = r"^\s+(list_add\w*|hlist_add\w*|rcu_assign_pointer|hash_add\w*|idr_replace)\("

CLASSES = {
    "drop-put": _drop(r"(?:kref_put|put_device|dev_put|sock_put|kobject_put|of_node_put|module_put|\w+_put)\([^;]*\)"),
    "drop-free": _drop(r"(?:kfree|kvfree|vfree|kfree_skb)\([^;]*\)"),
    "swap-lock-order": swap_lock_order,
    "move-unlock": _move_up(r"^\s+(mutex_unlock|spin_unlock\w*|up_write|up_read|rtnl_unlock)\(", lambda prev, line: "->" in prev),
    "drop-unlock": _drop(r"(?:mutex_unlock|spin_unlock\w*|up_write|up_read|rtnl_unlock|read_unlock|write_unlock)\([^;]*\)"),
    "change-sentinel": _replace(r"\breturn NULL;", "return ERR_PTR(-ENOENT);"),
    "change-sentinel-field": _replace(r"(\w+->\w+) = (?:-1|0);", r"\1 = 1;"),
    "flip-bit": _replace(r"(\w+->\w*flags) \|= (\w+);", r"\1 |= \2 << 1;"),
    "flip-bit-test": _replace(r"if \((\w+->\w*flags & \w+)\)", r"if (!(\1))"),
    "change-unit": _replace(r"\bmsecs_to_jiffies\(|\busecs_to_jiffies\(", "("),
    "change-unit-shift": _replace(r"<< PAGE_SHIFT", "<< 9"),
    "free-early": _move_up(_FREE, lambda prev, line: bool(_arguments(prev) & _arguments(line))),
    "publish-early": _move_up(_PUBLISH, lambda prev, line: "->" in prev and "=" in prev),
    "change-comparator": _replace(r"\breturn (\w[\w>.-]*) ([<>]) (\w[\w>.-]*);", r"return \3 \2 \1;"),
    "drop-barrier": _drop(r"smp_(?:mb|rmb|wmb|mb__after_atomic|mb__before_atomic)\(\)"),
    "drop-release": _replace(r"\b(?:smp_store_release|rcu_assign_pointer)\(&?([^,]+), ([^;]*)\);", r"\1 = \2;"),
    "drop-guard-on-delete": drop_guard_on_delete,
    "widen-guard-on-delete": widen_guard_on_delete,
    "leak-reference": leak_reference,
    "change-alloc-size": _replace(r"\b(k[mz]alloc)\(sizeof\(([^()]+)\),", r"\1(sizeof(\2) / 2,"),
    "stop-waking": _drop(r"(?:wake_up\w*|complete|complete_all)\([^;]*\)"),
    "sleep-in-atomic": sleep_in_atomic,
    "allocation-may-sleep": _replace(r"\bGFP_ATOMIC\b", "GFP_KERNEL"),
    "zero-for-error": _replace(r"\breturn -E[A-Z]+;", "return 0;"),
    "zero-for-error-label": _replace(r"\b(err|ret|rc|retval|error) = -E[A-Z]+;", r"\1 = 0;"),
    "irqs-left-on": _replace(r"\bspin_lock_irq\(", "spin_lock("),
    "drop-initialisation": _drop(r"(?:INIT_LIST_HEAD|spin_lock_init|mutex_init|init_waitqueue_head|INIT_WORK|init_completion)\([^;]*\)"),
    "double-charge": _replace(r"^(\s+)(\w+->\w+)\+\+;", r"\1\2 += 2;"),
    "drop-count": _drop(r"(?:atomic_(?:inc|dec)|refcount_(?:inc|dec)|percpu_counter_(?:inc|dec))\([^;]*\)"),
    "drop-cancel": _drop(r"(?:cancel_\w*work_sync|del_timer_sync|flush_work|synchronize_rcu|synchronize_net)\([^;]*\)"),
}
