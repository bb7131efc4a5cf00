"""Independent readers that an index is compared with: calls out of LLVM's IR, layouts and inlined copies out of what gcc
wrote as DWARF and readelf prints, initialisers of ops tables found by text. Used by evaluate-index-oracles."""

import collections
import os
import re
import shlex
import sqlite3
import tempfile

import evaluation

CALL, CALL_POINTER, POINTER_IN_FIELD = 1, 2, 7


class Index:
    """The tables of an index, read as any SQLite reader would (analyzer/index/schema.h)."""

    def __init__(self, path):
        self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.names = dict(self.db.execute("SELECT id,text FROM name"))
        self.ids = {text: number for number, text in self.names.items()}
        self.block_parts = dict(self.db.execute("SELECT id,parts FROM block"))

    @staticmethod
    def numbers(blob):
        out, at, step, shift = [], 0, 0, 0
        for byte in blob:
            step |= (byte & 127) << shift
            shift += 7
            if not byte & 128:
                at += step
                out.append(at)
                step = shift = 0
        return out

    def units(self):
        return [row[0] for row in self.db.execute("SELECT file FROM unit WHERE error='' ORDER BY file")]

    def parts(self, unit):
        own, block = self.db.execute("SELECT parts,block FROM unit WHERE file=?", (unit,)).fetchone()
        return self.numbers(own) + (self.numbers(self.block_parts[block]) if block else [])

    def functions(self, unit, own_only=True):
        """name -> (calls by name, calls through a pointer or not), of the unit's own file or of all that it sees."""
        found = {}
        for part in self.parts(unit):
            file = self.names[self.db.execute("SELECT file FROM part WHERE id=?", (part,)).fetchone()[0]]
            if own_only and not file.endswith("/" + unit):
                continue
            rows = self.db.execute("SELECT name,first_fact,last_fact FROM function WHERE id BETWEEN (SELECT first_function FROM part "
                                   "WHERE id=?1) AND (SELECT last_function FROM part WHERE id=?1)", (part,)).fetchall()
            for name, first, last in rows:
                calls, pointer = set(), False
                for kind, a in self.db.execute("SELECT kind,a FROM fact WHERE id BETWEEN ? AND ? AND kind IN (1,2)", (first, last)):
                    pointer = pointer or kind == CALL_POINTER
                    if kind == CALL:
                        calls.add(self.names[a])
                found[self.names[name]] = (calls, pointer)
        return found

    def records(self, unit):
        """name -> list of (size, [(field, bit offset, bit size)]), of everything the unit sees."""
        found = collections.defaultdict(list)
        for part in self.parts(unit):
            for number, name, size in self.db.execute("SELECT id,name,size FROM record WHERE part=?", (part,)).fetchall():
                fields = [(self.names[n], offset, width) for n, offset, width in self.db.execute(
                    "SELECT name,offset,size FROM field WHERE record=? ORDER BY position", (number,))]
                found[self.names[name]].append((size, fields))
        return found

    def inlined(self):
        return {(self.names[f], self.names[into]) for f, into in self.db.execute("SELECT function,into_function FROM inlined")}

    def stored_in(self, record, field):
        """(function, file) of every address that is stored in the field."""
        place = self.ids.get(f"{record}.{field}")
        return {(self.names[a], self.names[file]) for a, file in self.db.execute(
            "SELECT f.a,p.file FROM fact f JOIN part p ON p.id=f.part WHERE f.kind=? AND f.b=?", (POINTER_IN_FIELD, place))}


def arguments(command):
    words = command.get("arguments") or shlex.split(command["command"])
    words = words[1:]
    if "-o" in words:
        del words[words.index("-o"):words.index("-o") + 2]
    return [word for word in words if word != "-c" and not word.startswith("-Wp,")]


def clang_ir(command, clang):
    """The IR before any pass, as clang makes it from the recorded command: its level of optimisation stays, because the
    kernel's headers ask for it, but nothing is inlined or removed."""
    words = [word for word in arguments(command) if not evaluation.GCC_ONLY.fullmatch(word)]
    return evaluation.run([clang, *words, "-w", "-S", "-emit-llvm", "-Xclang", "-disable-llvm-passes", "-o", "-"],
                          cwd=command["directory"])


def plain_name(symbol):
    """What the author calls it: clang mangles __attribute__((overloadable))."""
    mangled = re.match(r"_Z(\d+)(\w+)", symbol)
    if mangled:
        return mangled.group(2)[:int(mangled.group(1))]
    return symbol


def calls_of_ir(text):
    """name -> (calls by name, calls through a pointer or not)."""
    found, name = {}, None
    aliases = dict(re.findall(r"^@([\w.$]+) = .*alias [^@]*@([\w.$]+)\s*$", text, re.M))
    for line in text.splitlines():
        if line.startswith("define "):
            name = plain_name(re.search(r'@"?(?:\\01)?([\w.$]+)"?\(', line).group(1))
            found[name] = [set(), False]
        elif line.startswith("}"):
            name = None
        elif name:
            call = re.search(r"(?:^|[ =])(?:(?:tail|musttail|notail) )?(?:call|callbr|invoke) (.*)", line)
            if not call or " asm " in call.group(1):
                continue
            direct = re.search(r'@"?(?:\\01)?([\w.$]+)"?\(', call.group(1))
            indirect = re.search(r"(?<![\w(])%[\w.]+\(", call.group(1))
            if indirect and (not direct or indirect.start() < direct.start()):
                found[name][1] = True
            elif direct:
                found[name][0].add(plain_name(aliases.get(direct.group(1), direct.group(1))))
    return {key: tuple(value) for key, value in found.items()}


def gcc_object(command, gcc, work):
    """An object with DWARF, made by the recorded command."""
    out = os.path.join(work, "oracle.o")
    done = evaluation.run([gcc, *arguments(command), "-w", "-g", "-c", "-o", out], cwd=command["directory"])
    return out if done.status == 0 else None


class Dwarf:
    """The DIEs of an object as `readelf --debug-dump=info` prints them."""

    HEAD = re.compile(r"^ <(\d+)><([0-9a-f]+)>: Abbrev Number: \d+(?: \((DW_TAG_\w+)\))?")
    ATTRIBUTE = re.compile(r"^    <[0-9a-f]+>\s+(DW_AT_\w+)\s*: ?(.*)$")

    def __init__(self, path):
        text = evaluation.run(["readelf", "-W", "--debug-dump=info", path]).out
        self.dies, stack = {}, []
        self.roots = []
        die = None
        for line in text.splitlines():
            head = self.HEAD.match(line)
            if head:
                die = None
                if not head.group(3):
                    continue
                depth = int(head.group(1))
                die = {"tag": head.group(3)[7:], "at": {}, "children": [], "offset": int(head.group(2), 16)}
                self.dies[die["offset"]] = die
                del stack[depth:]
                (stack[-1]["children"] if stack else self.roots).append(die)
                stack.append(die)
                continue
            attribute = self.ATTRIBUTE.match(line)
            if attribute and die is not None:
                die["at"][attribute.group(1)[6:]] = attribute.group(2).strip()

    @staticmethod
    def name(die):
        text = die["at"].get("name")
        return re.sub(r"^(?:\([^)]*\)(?:: |\s+))+", "", text) if text else text

    @staticmethod
    def number(text):
        text = re.sub(r"^\(\w+\) *", "", text.split("\t")[0].strip())
        return int(text.split()[0], 0)

    def follow(self, die, attribute):
        text = die["at"].get(attribute)
        return self.dies.get(int(text[text.index("<") + 1:text.index(">")], 16)) if text else None

    def bits(self, die):
        """Size of a type in bits; None when it is not known (a flexible array)."""
        while die is not None and die["tag"] in ("typedef", "const_type", "volatile_type", "restrict_type", "atomic_type"):
            die = self.follow(die, "type")
        if die is None:
            return None
        if die["tag"] == "array_type":
            size = self.bits(self.follow(die, "type"))
            for child in die["children"]:
                if child["tag"] != "subrange_type":
                    continue
                bound = child["at"].get("upper_bound")
                count = child["at"].get("count")
                if bound is None and count is None or size is None:
                    return 0
                size *= self.number(count) if count is not None else self.number(bound) + 1 if not bound.startswith("18446744073709551615") else 0
            return size
        return self.number(die["at"]["byte_size"]) * 8 if "byte_size" in die["at"] else None

    def fields(self, record, base=0):
        out = []
        for child in record["children"]:
            if child["tag"] != "member":
                continue
            at = child["at"]
            offset = base + (self.number(at["data_bit_offset"]) if "data_bit_offset" in at
                             else 8 * self.number(at.get("data_member_location", "0")))
            if "name" not in at:
                self_type = self.follow(child, "type")
                while self_type is not None and self_type["tag"] in ("const_type", "volatile_type"):
                    self_type = self.follow(self_type, "type")
                if self_type is not None and "bit_size" not in at:
                    out += self.fields(self_type, offset)
                continue
            width = self.number(at["bit_size"]) if "bit_size" in at else self.bits(self.follow(child, "type"))
            out.append((self.name(child), offset, width))
        return out

    def records(self):
        """name -> set of (size, fields), of every complete record with a tag; also of untagged ones behind a typedef."""
        found = collections.defaultdict(set)
        for die in self.dies.values():
            record, name = die, self.name(die)
            if die["tag"] == "typedef":
                record = self.follow(die, "type")
                if record is None or "name" in record["at"]:
                    continue
            if record["tag"] in ("structure_type", "union_type") and name and "byte_size" in record["at"]:
                found[name].add((self.number(record["at"]["byte_size"]), tuple(self.fields(record))))
        return found

    def inlined(self):
        """(copied function, function around) of every inlined copy."""
        pairs = set()

        def origin(die):
            while die is not None and "name" not in die["at"]:
                die = self.follow(die, "abstract_origin") or self.follow(die, "specification")
            return self.name(die) if die is not None else None

        def walk(die, holder):
            for child in die["children"]:
                inner = origin(child) if child["tag"] == "subprogram" else holder
                if child["tag"] == "inlined_subroutine" and holder and origin(child) not in (None, holder):
                    pairs.add((origin(child), holder))
                walk(child, inner)

        for root in self.roots:
            walk(root, None)
        return pairs


TABLES = (
    ("file_operations", "read_iter"), ("file_operations", "unlocked_ioctl"), ("file_operations", "poll"),
    ("file_operations", "mmap"), ("inode_operations", "lookup"), ("inode_operations", "setattr"),
    ("super_operations", "put_super"), ("address_space_operations", "write_begin"), ("net_device_ops", "ndo_start_xmit"),
    ("net_device_ops", "ndo_open"), ("ethtool_ops", "get_drvinfo"), ("proto_ops", "sendmsg"), ("Qdisc_ops", "enqueue"),
    ("pci_driver", "probe"), ("platform_driver", "probe"), ("usb_driver", "disconnect"), ("dev_pm_ops", "suspend"),
    ("seq_operations", "show"), ("snd_pcm_ops", "trigger"), ("block_device_operations", "ioctl"))


def initialisers(text, record, field):
    """Names that the text puts into the field in an initialiser of the record: `struct RECORD x = { ... .FIELD = name`."""
    found = set()
    for start in re.finditer(r"\bstruct\s+" + record + r"\s+\w+(?:\s+__\w+)*\s*(?:\[\w*\]\s*)?(?:__\w+\s*)*=\s*\{", text):
        depth, at = 1, start.end()
        while depth and at < len(text):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        body = re.sub(r"/\*.*?\*/|//[^\n]*", "", text[start.end():at - 1], flags=re.S)
        found |= set(re.findall(r"\." + field + r"\s*=\s*&?\s*([a-z_]\w*)\s*(?:,|$|\n|\})", body))
    return found
