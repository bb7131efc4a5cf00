"""Kernel source as text: functions found by the kernel's own layout (head at column 0, `{` and `}` alone at column 0).
No parsing: a mutant that does not compile is refused by lpcheck and counted apart.
"""
import dataclasses
import difflib
import re

HEAD = re.compile(r"^(?!typedef|struct .*[{;]$|union|enum|#|/|\*)[A-Za-z_][\w\s\*]*\b(\w+)\(")


@dataclasses.dataclass(frozen=True)
class Function:
    name: str
    head: str
    first: int   # index of the line after `{`
    last: int    # index of the line `}`


def functions(lines):
    """All functions of a file whose change can be delivered: neither __init nor inline nor notrace."""
    found, i = [], 0
    while i < len(lines):
        match = HEAD.match(lines[i])
        if not match:
            i += 1
            continue
        start, brace = i, i
        while brace < len(lines) and brace < i + 8 and lines[brace] != "{" and not lines[brace].endswith(";"):
            brace += 1
        if brace >= len(lines) or lines[brace] != "{":
            i += 1
            continue
        end = brace
        while end < len(lines) and lines[end] != "}":
            end += 1
        head = " ".join(lines[max(0, start - 1):brace])
        if end < len(lines) and not re.search(r"\b(__init|__exit|__meminit|inline|noinstr|notrace|__cold)\b", head):
            found.append(Function(match.group(1), head, brace + 1, end))
        i = end + 1
    return found


def body(lines, function):
    """(index, text) of the lines of a function outside of comments and preprocessor directives."""
    in_comment = False
    for i in range(function.first, function.last):
        text = lines[i].strip()
        if in_comment or text.startswith("/*"):
            in_comment = "*/" not in text
            continue
        if text and not text.startswith("#") and not text.startswith("//") and not lines[i].endswith("\\"):
            yield i, lines[i]


def apply(lines, edits):
    """Lines with the edits {index: [new lines]} applied."""
    out = []
    for i, line in enumerate(lines):
        out += edits.get(i, [line])
    return out


def diff(path, before, after):
    """A unified diff of two texts that were split at newlines: what follows the last newline is no line."""
    before, after = (text[:-1] if text and text[-1] == "" else text for text in (before, after))
    text = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm="")
    return "\n".join(text) + "\n"
