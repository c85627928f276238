"""Guarded sections of C and C++ code, found in its text: functions, what lies
between a lock and its unlock, and which shared state is used there. A light
scan, no parser: it sees what is written in the usual way and misses the rest.
"""
import re

# What takes a lock for the scope it stands in; whether it is given the lock's
# address; and how to give the lock back and take it again meanwhile: '{guard}'
# is the guard, '{lock}' what a method of the lock is called with.
SCOPED = [
    (r"(?:MutexLock|InstrumentedMutexLock)", True,
     "{lock}Unlock(); {lock}Lock();"),
    (r"(?:std::)?unique_lock\s*<[^;{}]*?>", False,
     "{guard}.unlock(); {guard}.lock();"),
    (r"(?:std::)?(?:lock_guard|scoped_lock)\s*<[^;{}]*?>", False,
     "{lock}unlock(); {lock}lock();"),
    (r"WriteLock", True, "{lock}WriteUnlock(); {lock}WriteLock();"),
    (r"ReadLock", True, ""),
]
# Functions and macros that take a lock, and those that give it back.
PAIRS = {
    "pthread_mutex_lock": "pthread_mutex_unlock",
    "pthread_rwlock_wrlock": "pthread_rwlock_unlock",
    "mutex_lock": "mutex_unlock",
    "STATS_LOCK": "STATS_UNLOCK",
    "THR_STATS_LOCK": "THR_STATS_UNLOCK",
    "item_lock": "item_unlock",
}
METHODS = {"Lock": "Unlock", "lock": "unlock"}
# Methods that change what they are called on.
CHANGING = re.compile(
    r"(?:push|pop|insert|erase|clear|emplace|append|assign|resize|reserve|reset"
    r"|swap|splice|remove|release|Add|Remove|Insert|Erase|Clear|Append|Reset"
    r"|Set|Ref|Unref)(?:_\w+|[A-Z]\w*)?$")
LOCK_NAME = re.compile(r"[mM]utex|(?<![bcBC])[lL]ocks?_?$|(?:^|_)mu_?$|"
                       r"(?:^|_)(?:cv|cond)_?$|[cC]ond(?:[vV]ar)?_?$")
NO_FUNCTION = {"if", "for", "while", "switch", "catch", "return", "sizeof",
               "defined", "decltype", "__attribute__", "alignas", "new",
               "noexcept", "throw", "requires", "operator", "else", "do"}
# Functions that change what they are given.
CHANGER = re.compile(r"add|del|insert|remove|push|pop|append|unlink|reset|clear"
                     r"|set|incr|decr|free|swap|rotate", re.I)
HANDED = re.compile(r"(\w+)\s*\(\s*&?\s*$")
CHAIN = re.compile(r"[A-Za-z_]\w*(?:\[[^\[\]]*\])?"
                   r"(?:(?:->|\.)[A-Za-z_]\w*(?:\[[^\[\]]*\])?)*")
ASSIGNMENT = re.compile(r"\s*(?:=(?!=)|(?:[+\-|&^*/%]|<<|>>)=|\+\+|--)")
TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"""
                   r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_of(text, first_branch=True):
    """The text with comments, literals, directives and, if asked, all but the
    first branch of a conditional blanked; every character stays where it is."""
    def quiet(match):
        found = match.group(0)
        # 1'000'000 is no literal.
        if found[0] == "'" and text[match.start() - 1:match.start()].isalnum():
            return found
        if found[0] in "\"'":
            return found[0] + blank(found[1:-1]) + found[-1]
        return blank(found)

    # Of each conditional around: is this branch hidden, was one seen.
    branches, lines, in_directive = [], [], False
    for line in TOKEN.sub(quiet, text).split("\n"):
        directive = None if in_directive else re.match(r"\s*#\s*(\w+)", line)
        if directive:
            word = directive.group(1)
            if word in ("if", "ifdef", "ifndef"):
                seen = not re.match(r"\s*#\s*if\s+0\b", line)
                branches.append((not seen, seen))
            elif word in ("else", "elif") and branches:
                branches[-1] = (branches[-1][1], True)
            elif word == "endif" and branches:
                branches.pop()
        hidden = in_directive or directive or \
            first_branch and any(h for h, _ in branches)
        in_directive = bool(in_directive or directive) and line.endswith("\\")
        lines.append(" " * len(line) if hidden else line)
    return "\n".join(lines)


def closing(code, opening):
    """Where the bracket at 'opening' is closed."""
    pairs = {"{": "}", "(": ")"}
    other, depth = pairs[code[opening]], 0
    for at in range(opening, len(code)):
        if code[at] == code[opening]:
            depth += 1
        elif code[at] == other:
            depth -= 1
            if depth == 0:
                return at
    return len(code)


class Function:
    def __init__(self, name, kind, begin, end):
        self.name, self.kind = name, kind
        # From behind the opening brace to the closing one.
        self.begin, self.end = begin, end

    def last_name(self):
        return self.name.split("::")[-1]


class Section:
    """Code that runs with a lock held: from behind the statement that takes it
    up to the last one that gives it back, or the end of the scope."""

    def __init__(self, lock, taking, giving, begin, end, retake):
        self.lock = lock
        # The statements, as (begin, end); of a guard nothing gives it back.
        self.taking, self.giving = taking, giving
        self.begin, self.end = begin, end
        # Text that gives the lock back and takes it again; "" for none.
        self.retake = retake


class State:
    """One use of what others may reach: a member, or a variable of the file."""

    def __init__(self, text, key, write, at, end):
        self.text, self.key, self.write = text, key, write
        self.at, self.end = at, end


class Source:
    def __init__(self, path, text):
        self.path, self.text = path, text
        self.code = code_of(text)
        self.is_c = path.endswith(".c")
        self.functions, self.globals = [], {"server"} if self.is_c else set()
        # Classes, as (begin, end, name), without those of functions.
        self.classes = []
        self.find_functions()

    def line(self, at):
        return self.code.count("\n", 0, at) + 1

    def find_functions(self):
        code, at, classes = self.code, 0, []
        boundary = 0
        while at < len(code):
            mark = code[at]
            if mark == ";":
                if not classes:
                    self.find_global(code[boundary:at])
                boundary = at + 1
            elif mark == "}":
                if classes:
                    name, begin = classes.pop()
                    if name:
                        self.classes.append((begin, at, name))
                boundary = at + 1
            elif mark == "{":
                header = code[boundary:at]
                if self.is_scope(header):
                    named = re.search(
                        r"\b(?:class|struct|union)\s+(?:[A-Z_]+\s+)?"
                        r"((?:\w+::\s*)*\w+)(?:\s+final)?\s*(?::[^:].*)?$",
                        header, re.S)
                    classes.append((re.sub(r"\s", "", named.group(1))
                                    if named else "", at + 1))
                else:
                    end = closing(code, at)
                    found = self.function_of(
                        header, [name for name, _ in classes], at + 1, end)
                    if found:
                        self.functions.append(found)
                    at = end
                boundary = at + 1
            at += 1

    @staticmethod
    def is_scope(header):
        return re.search(r"\b(?:namespace|class|struct|union)\b[^=()]*$|"
                         r'extern\s*"[ ]*"\s*$', header) is not None

    @staticmethod
    def function_of(header, classes, begin, end):
        if "(" not in header or re.search(r"\benum\b", header):
            return None
        for name in re.finditer(
                r"((?:[A-Za-z_]\w*(?:<[\w, ]*>)?::\s*)*~?[A-Za-z_]\w*)\s*\(",
                header):
            if name.group(1) in NO_FUNCTION:
                continue
            if "=" in header[:name.start()]:
                return None
            full = re.sub(r"\s|<.*?>", "", name.group(1))
            parts = [c for c in classes if c] + full.split("::")
            kind = "function"
            if "~" in full:
                kind = "destructor"
            elif len(parts) > 1 and parts[-1] == parts[-2]:
                kind = "constructor"
            return Function("::".join(parts), kind, begin, end)
        return None

    def find_global(self, declaration):
        """The names of 'static int a, *b = 0' at file scope."""
        if not self.is_c or "(" in declaration.split("=")[0] or \
                re.search(r"\b(typedef|enum)\b", declaration):
            return
        for part in declaration.split("=")[0].split(","):
            name = re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*$", part.strip())
            if name and not name.group(1).isdigit():
                self.globals.add(name.group(1))

    def states(self, begin, end):
        """Uses of shared state in a part of a function."""
        code, found = self.code, []
        for chain in CHAIN.finditer(code, begin, end):
            before = code[max(begin, chain.start() - 4):chain.start()]
            if before.endswith(("->", ".", "::")):
                continue
            text, after = chain.group(0), chain.end()
            changed = False
            if re.match(r"\s*\(", code[after:after + 3]):
                # A call: what it is called on is used.
                method = re.search(r"(?:^|->|\.)(\w+)$", text)
                if not method or method.start() == 0:
                    continue
                changed = bool(CHANGING.match(method.group(1)))
                text = text[:method.start()]
                after = chain.start() + len(text)
            else:
                handed = HANDED.search(
                    code[max(begin, chain.start() - 40):chain.start()])
                changed = bool(ASSIGNMENT.match(code, after)) or \
                    bool(re.search(r"(?:\+\+|--)\s*$", before)) or \
                    bool(handed and CHANGER.search(handed.group(1)))
            steps = [re.sub(r"\[.*", "", s) for s in re.split(r"->|\.", text)]
            shared = "->" in text or \
                any(s.endswith("_") and s != "_" for s in steps) or \
                steps[0] in self.globals
            if not shared or LOCK_NAME.search(steps[-1]) or steps[-1] == "this":
                continue
            found.append(State(text, steps[-1], changed, chain.start(), after))
        return found

    def sections(self, function):
        """The guarded sections of a function, by place."""
        found = self.scoped(function) + self.paired(function)
        return sorted(found, key=lambda s: s.begin)

    def block_end(self, at, limit):
        """Where the block that 'at' stands in is closed."""
        depth = 0
        for here in range(at, limit):
            if self.code[here] == "{":
                depth += 1
            elif self.code[here] == "}":
                depth -= 1
                if depth < 0:
                    return here
        return limit

    def begins_statement(self, at, function):
        while self.code[at - 1].isspace() and at > function.begin:
            at -= 1
        return self.code[at - 1] in "{};:"

    def statement_begin(self, at):
        """Where the simple statement around 'at' begins."""
        begin = at
        while self.code[begin - 1] not in "{};":
            begin -= 1
        return begin + len(self.code[begin:at]) - \
            len(self.code[begin:at].lstrip())

    def scoped(self, function):
        found = []
        for type_pattern, by_address, retake in SCOPED:
            pattern = re.compile(
                type_pattern + r"\s+(\w+)\s*(?:\(([^;]*?)\)|\{([^;{}]*?)\})\s*;")
            for guard in pattern.finditer(self.code, function.begin,
                                          function.end):
                lock = (guard.group(2) or guard.group(3) or "").strip()
                if not self.begins_statement(guard.start(), function) or \
                        not re.fullmatch(r"[&*]?\s*[\w.>()\[\]-]+", lock):
                    continue
                named = lock.lstrip("&* ")
                pointer = by_address and lock[0] != "&" or lock[0] == "*"
                found.append(Section(
                    named, guard.span(), [], guard.end(),
                    self.block_end(guard.end(), function.end),
                    retake.format(guard=guard.group(1),
                                  lock=named + ("->" if pointer else "."))))
        return found

    def guarded(self, function):
        """Where some lock is held, about: loops and branches are not followed."""
        if "AssertHeld()" in self.code[function.begin:function.end]:
            return [(function.begin, function.end)]
        return [(s.begin, s.end) for s in
                self.scoped(function) + self.paired(function, loosely=True)]

    def paired(self, function, loosely=False):
        code, found = self.code, []
        takes = re.compile(
            r"(?P<f>" + "|".join(PAIRS) + r")\s*\((?P<a>[^;{}]*?)\)\s*;|"
            r"(?P<r>[A-Za-z_][\w.>\-\[\]]*?)(?P<o>\.|->)(?P<m>Lock|lock)"
            r"\(\)\s*;")
        for take in takes.finditer(code, function.begin, function.end):
            if code[take.start() - 1].isalnum() or code[take.start() - 1] == "_":
                continue
            if not self.begins_statement(take.start(), function):
                continue
            if take.group("f"):
                lock = re.sub(r"\s", "", take.group("a"))
                ends = re.escape(PAIRS[take.group("f")]) + r"\s*\(\s*" + \
                    r"\s*".join(map(re.escape, lock)) + r"\s*\)\s*;"
                lock = lock or take.group("f")
            else:
                lock = take.group("r")
                if not LOCK_NAME.search(lock):
                    continue
                ends = re.escape(lock + take.group("o")
                                 + METHODS[take.group("m")]) + r"\(\)\s*;"
            if loosely:
                give = re.compile(ends).search(code, take.end(), function.end)
                end = give.start() if give else function.end
                found.append(Section(lock, take.span(), [], take.end(), end, ""))
                continue
            gives = self.gives(take.start(), take.end(), ends, function)
            if gives:
                text = f"{self.text[slice(*gives[-1])]} " \
                       f"{self.text[slice(*take.span())]}"
                found.append(Section(lock, take.span(), gives, take.end(),
                                     gives[-1][0], text.replace("\n", " ")))
        return found

    def gives(self, taken, begin, pattern, function):
        """Every place where a lock is given back, the last one in the block
        where it was taken; None where that is more involved."""
        code = self.code
        end = self.block_end(begin, function.end)
        found = [(begin + g.start(), begin + g.end())
                 for g in re.finditer(r"(?<!\w)" + pattern, code[begin:end])]
        again = re.escape(code[taken:begin])
        if not found or re.search(again, code[begin:found[-1][0]]):
            return None
        for give in found:
            inside = code[begin:give[0]]
            outermost = inside.count("{") == inside.count("}")
            if outermost != (give is found[-1]) or \
                    not self.begins_statement(give[0], function):
                return None
            # An early exit, and not a wait in between.
            if not outermost and not re.search(
                    r"\b(?:return|goto|break|continue)\b",
                    code[give[1]:self.block_end(give[1], end)]):
                return None
        return found

    def statements(self, begin, end):
        """The statements of a block, as (begin, end)."""
        code, found, depth, start = self.code, [], 0, begin
        for at in range(begin, end):
            mark = code[at]
            if mark in "({[":
                depth += 1
            elif mark in ")}]":
                depth -= 1
            ends = depth == 0 and (mark == ";" or mark == "}")
            if ends and code[start:at + 1].strip():
                first = start + len(code[start:at]) - \
                    len(code[start:at].lstrip())
                found.append((first, at + 1))
                start = at + 1
        return found


class Index:
    """Who uses which state, over all files of a code base."""

    def __init__(self):
        # The key of a state to the functions that use it, and to those that
        # write it; of sections, where a lock is held.
        self.uses, self.writes = {}, {}
        self.guarded, self.guarded_writes = {}, {}
        # The last name of a function to what its bodies use.
        self.bodies = {}

    def add(self, source):
        for function in source.functions:
            states = source.states(function.begin, function.end)
            self.bodies.setdefault(function.last_name(), []).append(states)
            # Nobody else knows the object yet, or any more.
            if function.kind != "function":
                continue
            owner = (source.path, function.name)
            for state in states:
                self.note(self.uses, self.writes, state, owner)
            for begin, end in source.guarded(function):
                for state in states:
                    if begin <= state.at < end:
                        self.note(self.guarded, self.guarded_writes, state,
                                  owner)

    @staticmethod
    def note(uses, writes, state, owner):
        uses.setdefault(state.key, set()).add(owner)
        if state.write:
            writes.setdefault(state.key, set()).add(owner)

    def conflicts(self, states, owner, guarded=True):
        """Those that another function uses too, with a lock held, and one of
        both writes."""
        uses = self.guarded if guarded else self.uses
        writes = self.guarded_writes if guarded else self.writes
        found = []
        for state in states:
            others = uses.get(state.key, set()) if state.write \
                else writes.get(state.key, set())
            if others - {owner}:
                found.append(state)
        return found
