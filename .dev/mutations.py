"""The kinds of mutations of './dev mutants': each makes one guarded or atomic
place of a file race-prone, and keeps every line where it is.
"""
import re

from guarded import PAIRS, closing

GUARD_DROPPED = "guard-dropped"
LOCK_RETAKEN = "lock-retaken"
ATOMIC_SPLIT = "atomic-split"
CALL_MOVED = "call-moved"
KINDS = [GUARD_DROPPED, LOCK_RETAKEN, ATOMIC_SPLIT, CALL_MOVED]

# A longer section is no "short section" any more: what happens in it is more
# than a scan of the text can judge.
LONGEST_PAIR = 15
LVALUE = r"[A-Za-z_][\w.\[\]]*(?:->[\w.\[\]]+)*"


class Mutation:
    def __init__(self, kind, source, function, edits, first, last, what):
        self.kind, self.source, self.function = kind, source, function
        # (begin, end, new text), by place.
        self.edits, self.what = sorted(map(self.in_its_lines, edits)), what
        # The lines that are no longer as they were: changed, or no longer
        # under the lock.
        self.lines = (source.line(first), source.line(last))
        # Where the change itself is, for the id.
        self.line = source.line(self.edits[0][0])

    def in_its_lines(self, edit):
        """The edit with as many lines as what it replaces."""
        begin, end, new = edit
        lines = self.source.text.count("\n", begin, end)
        if new.count("\n") == lines:
            return edit
        return begin, end, new.replace("\n", " ") + "\n" * lines

    def apply(self):
        text, at, parts = self.source.text, 0, []
        for begin, end, new in self.edits:
            parts += [text[at:begin], new]
            at = end
        changed = "".join(parts) + text[at:]
        assert changed.count("\n") == text.count("\n"), self.what
        return changed


def mutations(source, index, atomics):
    """All of a file."""
    found = []
    for function in source.functions:
        if function.kind != "function":
            continue
        owner = (source.path, function.name)
        found += atomic_splits(source, function, owner, index, atomics)
        sections = source.sections(function)
        for section in sections:
            # Under another lock nothing may be lost; in an object that was made
            # here neither.
            if any(other.begin <= section.taking[0] < other.end
                   for other in sections) or made_here(source, function,
                                                       section.lock):
                continue
            for make in (guard_dropped, lock_retaken, call_moved):
                found += make(source, function, section, owner, index)
    return found


def made_here(source, function, lock):
    root = re.match(r"\w*", lock.lstrip("&*( ")).group(0)
    return root and re.search(
        rf"\b{root}\s*(?:=|\()\s*(?:new\b|std::make_|\w*alloc)",
        source.code[function.begin:function.end])


def guard_dropped(source, function, section, owner, index):
    if section.giving and source.text.count("\n", section.begin,
                                            section.end) > LONGEST_PAIR:
        return
    # What another lock is held for too may be safe without this one.
    inner = [s for s in source.sections(function)
             if section.begin <= s.begin < section.end and s is not section]
    shared = index.conflicts(
        [s for s in source.states(section.begin, section.end)
         if not any(i.begin <= s.at < i.end and i.lock != section.lock
                    for i in inner)], owner)
    if not shared:
        return
    edits = [(*statement, "") for statement in
             (section.taking, *section.giving)]
    yield Mutation(GUARD_DROPPED, source, function, edits, section.taking[0],
                   section.end,
                   f"'{section.lock}' not taken for '{shared[0].text}'")


def lock_retaken(source, function, section, owner, index):
    """The lock given back and taken again between a read and a write of the
    same location that depends on it."""
    if not section.retake:
        return
    states = source.states(section.begin, section.end)
    shared = {s.text for s in index.conflicts(states, owner)}
    done = set()
    for write in states:
        if not write.write or write.text not in shared or write.text in done:
            continue
        for between in (splits_update, follows_read):
            edits = between(source, section, states, write)
            if edits:
                done.add(write.text)
                first = min(edits)[0]
                yield Mutation(
                    LOCK_RETAKEN, source, function, edits, first,
                    write.end, f"'{section.lock}' retaken between read and "
                    f"write of '{write.text}'")
                break


def splits_update(source, section, states, write):
    """'x++' and 'x += n' as read, retake, write."""
    code = source.code
    name = re.escape(write.text)
    begin = source.statement_begin(write.at)
    end = code.find(";", write.at, section.end) + 1
    step = re.compile(
        rf"(?:(?:\+\+|--)\s*{name}|{name}\s*(?:\+\+|--))\s*;")
    compound = re.compile(rf"{name}\s*([+\-|&^])=\s*([^;]+);")
    if step.fullmatch(code, begin, end):
        value = "+ 1" if "++" in code[begin:end] else "- 1"
    elif found := compound.fullmatch(code, begin, end):
        value = f"{found.group(1)} ({source.text[slice(*found.span(2))]})"
    else:
        return None
    kind = f"__typeof__(({write.text}) + 0)" if source.is_c else "auto"
    return [(begin, end, f"{{ {kind} was_read = {write.text}; "
             f"{section.retake} {write.text} = was_read {value}; }}")]


def follows_read(source, section, states, write):
    """Behind 'if (x) {' or 'v = x;' that 'x = …' depends on."""
    code = source.code
    for read in states:
        if read.write or read.text != write.text or read.at >= write.at:
            continue
        decision = None
        for found in re.finditer(r"\bif\s*\(", code[section.begin:read.at]):
            decision = section.begin + found.end() - 1
        if decision is not None:
            condition_end = closing(code, decision)
            if read.at < condition_end:
                body = re.compile(r"\s*\{").match(code, condition_end + 1)
                if not body:
                    continue
                end = closing(code, body.end() - 1)
                leaves = re.search(
                    r"\b(?:return|break|continue|goto)\b[^;{}]*;\s*$",
                    code[body.end():end])
                if body.end() < write.at < end:
                    return insertion(source, section, body.end())
                other = re.compile(r"\s*else\b").match(code, end + 1)
                if leaves and not other and end < write.at:
                    return insertion(source, section, end + 1)
                continue
        kept = re.search(r"(\w+)\s*=[^=;{}]*$", code[section.begin:read.at])
        end = code.find(";", read.end)
        if kept and 0 < end < write.at and re.search(
                rf"=[^;]*\b{kept.group(1)}\b",
                code[write.end:code.find(";", write.end)]):
            return insertion(source, section, end + 1)
    return None


def insertion(source, section, at):
    return [(at, at, " " + section.retake)]


# What updates an atomic, and how the same is done in two steps. 'x' is the
# atomic, 'n' what is added, 'w' what keeps the old value, 'r' the memory order:
# a relaxed one stays, others become the default.
ORDER = r"(?:,\s*(?P<r>[^;()]*))?"
UPDATES = [
    (rf"(?P<x>{LVALUE})(?P<o>\.|->)fetch_(?P<f>add|sub)\("
     rf"(?P<n>[^;,()]*(?:\([^;,()]*\)[^;,()]*)*){ORDER}\)\s*;",
     "{x}{o}store({x}{o}load({load}) {sign} ({n}){store});"),
    (rf"(?P<w>\w+)\s*=\s*(?P<x>{LVALUE})(?P<o>\.|->)"
     r"fetch_(?P<f>add|sub)\((?P<n>[^;,()]*(?:\([^;,()]*\)[^;,()]*)*)"
     rf"{ORDER}\)\s*;",
     "{w} = {x}{o}load({load}); {x}{o}store({w} {sign} ({n}){store});"),
    (rf"(?:\+\+\s*(?P<x>{LVALUE})|(?P<y>{LVALUE})\s*\+\+)\s*;",
     "{x}.store({x}.load() + 1);"),
    (rf"(?:--\s*(?P<x>{LVALUE})|(?P<y>{LVALUE})\s*--)\s*;",
     "{x}.store({x}.load() - 1);"),
    (rf"(?P<x>{LVALUE})\s*(?P<f>\+|-)=\s*(?P<n>[^;]+);",
     "{x}.store({x}.load() {sign} ({n}));"),
    (rf"atomic(?P<f>Incr|Decr)\((?P<x>{LVALUE}),(?P<n>[^;]+)\)\s*;",
     "do {{ __typeof__(({x}) + 0) was_read; atomicGet({x}, was_read); "
     "atomicSet({x}, was_read {sign} ({n})); }} while (0);"),
    (rf"atomicGetIncr\((?P<x>{LVALUE}),\s*(?P<w>\w+)\s*,(?P<n>[^;]+)\)\s*;",
     "do {{ atomicGet({x}, {w}); atomicSet({x}, {w} {sign} ({n})); }} "
     "while (0);"),
    (rf"__(?:atomic|sync)_(?:fetch_(?P<f>add|sub)|(?P<g>add|sub)_and_fetch|"
     rf"(?P<h>add|sub)_fetch|fetch_and_(?P<i>add|sub))\(&(?P<x>{LVALUE}),"
     r"\s*(?P<n>[^;,()]+)(?:,[^;()]*)?\)\s*;",
     "__atomic_store_n(&{x}, __atomic_load_n(&{x}, __ATOMIC_SEQ_CST) {sign} "
     "({n}), __ATOMIC_SEQ_CST);"),
]
UPDATES = [(re.compile(pattern), text) for pattern, text in UPDATES]
ATOMIC = re.compile(r"\batomic\w*\s*<[^;{}()]*>\s*(?:\*\s*)?(\w+)\s*"
                    r"(?:\[[^\]]*\]\s*)*[;({=]|\bredisAtomic\s[\w\s]*?(\w+)\s*[;=]")


def atomic_names(source):
    return {a or b for a, b in ATOMIC.findall(source.code)}


def atomic_splits(source, function, owner, index, atomics):
    """'x.fetch_add(n)' as load and store."""
    taken = set()
    for pattern, text in UPDATES:
        for update in pattern.finditer(source.code, function.begin,
                                       function.end):
            parts = {k: source.text[slice(*update.span(k))]
                     for k, v in update.groupdict().items() if v is not None}
            x = parts.setdefault("x", parts.get("y"))
            key = re.sub(r"\[.*?\]", "", re.split(r"->|\.", x)[-1])
            begin, end = update.span()
            # "auto old = x.fetch_add(n);" declares what keeps it.
            first = begin if "w" not in parts else source.statement_begin(begin)
            if key not in atomics or begin in taken or \
                    not source.begins_statement(first, function) or \
                    "\n" in source.code[begin:end]:
                continue
            # A counter of this function alone is not shared.
            if not index.uses.get(key, set()) - {owner} and \
                    key not in source.globals:
                continue
            taken.add(begin)
            sign = next((parts[k] for k in "fghi" if k in parts), "add")
            order = parts.get("r") or ""
            parts["load"] = order.strip() if "relaxed" in order else ""
            parts["store"] = ", " + parts["load"] if parts["load"] else ""
            parts["sign"] = "-" if sign in ("sub", "Decr", "-") else "+"
            yield Mutation(ATOMIC_SPLIT, source, function,
                           [(begin, end, text.format(**parts))], begin, end,
                           f"'{x}' updated in two steps")


CALL = re.compile(rf"(?:return\s+|\w+\s*=\s*)?(?:(?:{LVALUE})(?:->|\.))?(\w+)\s*\(")


def call_moved(source, function, section, owner, index):
    """The last call of a section behind its end."""
    statements = source.statements(section.begin, section.end)
    if len(statements) < (1 if section.giving else 2):
        return
    begin, end = statements[-1]
    call = CALL.match(source.code, begin, end)
    if not call or source.code[closing(source.code, call.end() - 1) + 1:end] \
            .strip() != ";":
        return
    name = call.group(1)
    bodies = index.bodies.get(name, [])
    changed = [s for s in index.conflicts(source.states(begin, end), owner)
               if s.write]
    if name in PAIRS or not changed and not (len(bodies) == 1 and
                                             index.conflicts(bodies[0], owner)):
        return
    what = f"'{name}' called without '{section.lock}'"
    if section.giving:
        if source.code[begin:end].startswith("return"):
            return
        between = source.text[end:section.giving[-1][0]]
        edits = [(begin, section.giving[-1][1],
                  source.text[slice(*section.giving[-1])] + between +
                  source.text[begin:end])]
    else:
        taking = section.taking[0]
        edits = [(taking, taking, "{ "), (begin, begin, "} ")]
    mutation = Mutation(CALL_MOVED, source, function, edits, begin, end, what)
    mutation.line = source.line(begin)
    if section.giving:
        # Behind the move the call is where the unlock was.
        mutation.lines = (mutation.lines[0], source.line(section.giving[-1][1]))
    yield mutation
