"""Which lock guards which field: as attributes in the text say it, as racetidy
infers it, and written into the text as an attribute. A light scan, no parser.
"""
import re

from guarded import blank, closing, code_of

GUARDED_BY = r"\b(?:ABSL_)?(?:PT_)?GUARDED_BY"
REQUIRES = (r"\b(?:ABSL_)?(?:(?:EXCLUSIVE_|SHARED_)?LOCKS_REQUIRED|"
            r"LOCKS_EXCLUDED|REQUIRES(?:_SHARED)?|EXCLUDES)")
# Capabilities that are no locks: what runs one callback after another.
NO_LOCKS = {"work_serializer_"}
# They order, and are no data; racetidy has no guard for them by design.
SYNCHRONISING = re.compile(r"\b(?:\w*CondVar|\w*condition_variable\w*|\w*Mutex|"
                           r"mutex|(?:std::)?atomic\w*|Atomic\w*)\b")


class Guard:
    """A field, and the lock that guards it."""

    def __init__(self, path, name, lock, owner, type_text="", at=None):
        # 'path': the classes around, outermost first.
        self.path, self.name = path, name
        # 'owner' is the class that the lock belongs to; "" for unknown.
        self.lock, self.owner = lock, owner
        self.type_text, self.at = type_text, at

    def __str__(self):
        return "::".join([*self.path, self.name])

    def lock_text(self):
        return f"{self.owner}::{self.lock}" if self.owner else self.lock

    def same_lock(self, other):
        # 'mu()' gives out 'mu_'. Where one does not say whose it is, its name
        # must do.
        def plain(lock):
            given_out = "()" in self.lock + other.lock
            return lock.removesuffix("()").rstrip("_") if given_out else lock
        return plain(self.lock) == plain(other.lock) and \
            (not self.owner or not other.owner or self.owner == other.owner)


def lock_of(expression):
    """Name and, if it is said, class of a lock: '&Cache::mutex_', 'p->mu()'."""
    last = re.split(r"->|\.(?!\.)", re.sub(r"\(\)|\s|\[.*?\]", "", expression))
    parts = last[-1].lstrip("&*(").rstrip(")").split("::")
    owner = parts[-2] if len(parts) > 1 and len(last) == 1 else ""
    return parts[-1] + "()" * expression.rstrip().endswith("()"), owner


def path_at(source, at):
    """The classes around a place."""
    around = sorted(c for c in source.classes if c[0] <= at < c[1])
    return [part for _, _, name in around for part in name.split("::")]


def declares(source, begin, end, name):
    """Whether a class has this member, by the look of it."""
    return re.search(rf"[\w>*&]\s+\*?{re.escape(name)}\s*(?:[,;={{\[(]|ABSL_|"
                     r"__attribute__)", source.code[begin:end]) is not None


def declared(source):
    """The guards that attributes in a source say."""
    found = []
    for attribute in re.finditer(GUARDED_BY + r"\s*\(", source.code):
        if "PT_GUARDED" in attribute.group(0):
            continue
        opening = attribute.end() - 1
        end = closing(source.code, opening)
        begin = attribute.start()
        while begin > 0 and source.code[begin - 1] not in ";{}":
            begin -= 1
        declaration = re.sub(r"^\s*(?:public|private|protected)\s*:(?!:)", "",
                             source.code[begin:attribute.start()])
        name = re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*$", declaration)
        # In a function it is a local of a class of its own.
        if not name or any(f.begin <= begin < f.end for f in source.functions):
            continue
        lock, owner = lock_of(source.code[opening + 1:end])
        path = path_at(source, attribute.start())
        plain = re.fullmatch(r"\s*&?\w+\s*", source.code[opening + 1:end])
        if not owner and plain:
            inner = [c for c in source.classes
                     if c[0] <= attribute.start() < c[1]
                     and declares(source, c[0], c[1], lock)]
            owner = max(inner)[2].split("::")[-1] if inner else ""
        found.append(Guard(path, name.group(1), lock, owner,
                           declaration[:name.start()], (source, begin)))
    return found


def hidden(text, requires):
    """The text without what says which lock guards a field, and, if asked,
    which a function needs. Lines stay."""
    words = GUARDED_BY + ("|" + REQUIRES if requires else "")
    if not re.search(words, text):
        return text
    code = code_of(text, first_branch=False)
    parts, at = [], 0
    for attribute in re.finditer(rf"(?:{words})\s*\(", code):
        end = closing(code, attribute.end() - 1) + 1
        parts += [text[at:attribute.start()],
                  blank(text[attribute.start():end])]
        at = max(at, end)
    return "".join(parts) + text[at:]


class Inferred(Guard):
    """One line of 'racetidy link --dump-guards'."""

    def __init__(self, line):
        parts = line.split("\t")
        if len(parts) != 6:
            raise ValueError(line)
        field, lock, self.held, self.all, self.bound, self.source = parts
        steps = [s for s in field.split("::") if not s.startswith("(")]
        super().__init__(steps[:-1], steps[-1], *lock_of(lock))
        self.written = lock


def inferred(dump):
    return [Inferred(line) for line in dump.splitlines() if line.strip()]


def names_same(guard, other):
    """Whether two name one field: namespaces may be missing, and the outer ones
    of nested classes."""
    if guard.name != other.name:
        return False
    shorter, longer = sorted([guard.path, other.path], key=len)
    return longer[len(longer) - len(shorter):] == shorter and \
        (bool(shorter) or not longer)


def used(guard, sources):
    """Whether a function other than constructors and destructors uses it, by
    the look of it."""
    word = re.compile(rf"(->|\.|\b)({re.escape(guard.name)})\b(?!\s*\()")
    for source in sources:
        if guard.name not in source.code:
            continue
        for function in source.functions:
            if function.kind != "function":
                continue
            inside = not guard.path or guard.path[-1] in function.name.split("::")
            for use in word.finditer(source.code, function.begin, function.end):
                if inside or use.group(1):
                    return True
    return False


def with_attributes(source, guards):
    """The text with the guards written as attributes, and by line the guards
    that were written there."""
    edits, written = {}, {}
    for guard in guards:
        owner = guard.path[-1] if guard.path else ""
        for begin, end, name in source.classes:
            if not owner or name.split("::")[-1] != owner or \
                    not names_same(guard, Guard(path_at(source, begin),
                                                guard.name, "", "")):
                continue
            place = declaration_end(source, begin, end, guard.name)
            if place is not None and place not in edits:
                lock = guard.lock if guard.owner in ("", owner) \
                    else "&" + guard.lock_text()
                edits[place] = f" __attribute__((guarded_by({lock})))"
                written.setdefault(source.line(place), []).append(guard)
    text = source.text
    for place in sorted(edits, reverse=True):
        text = text[:place] + edits[place] + text[place:]
    return text, written


def declaration_end(source, begin, end, name):
    """Behind the declarator of a class's field, or None."""
    depth, start = 0, begin
    for at in range(begin, end):
        mark = source.code[at]
        if mark in "{(":
            depth += 1
        elif mark in "})":
            depth -= 1
        if depth == 0 and mark in ";}":
            found = re.search(
                rf"[\w>*&]\s+[*&]*({re.escape(name)}(?:\s*\[[^\]]*\])*)"
                r"\s*(?:=[^=].*|\{.*\}\s*)?;$", source.code[start:at + 1], re.S)
            if found and "(" not in source.code[start:start + found.start()]:
                return start + found.end(1)
            if mark == ";" or "(" in source.code[start:at]:
                start = at + 1
    return None
