"""measure_guards.py [--oracle] [--fields] [-j N] [--racetidy=PROGRAM]
[--corpora=FOLDER] [--work=FOLDER] [NAME|FOLDER...]: the guards that racetidy infers
beside those that the authors declared.

The code bases say with attributes which lock guards which field. They are copied,
the attributes that say so (GUARDED_BY) are blanked in the copy, and racetidy
infers the guards from what is left; in a second copy the attributes that say what
a function needs (REQUIRES and the like) are blanked too.

With --oracle the inferred guards are written into a third copy as attributes, and
what clang's thread-safety analysis then says is compared with what
race-inconsistent-guard says.
"""
import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
from annotations import (NO_LOCKS, SYNCHRONISING, declared,  # noqa: E402
                         hidden, inferred, names_same, used, with_attributes)
from codebase import (CodeBase, Linter, add_common_arguments,  # noqa: E402
                      copied, fail, files_below, located, read, write)
from guarded import Source  # noqa: E402

# Which files of a code base are theirs, and no tests or generated code.
BASES = {
    "leveldb": r"(?:db|helpers|port|table|util|include)/",
    "grpc": r"src/(?:core/(?:lib|tsi|ext/(?!upb))|cpp/)|include/",
}
TESTS = re.compile(r"(?:^|/)(?:tests?|testing)/|(?:test|bench|windows)[^/]*$")
TEXTS = (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp")
# 'Version *const version': nobody can change it, so nothing needs to be inferred.
CONSTANT = re.compile(r"\bconst\s*$")
KEPT, HIDDEN = "kept", "hidden"
CHECK = "race-inconsistent-guard"


class Measured:
    """A code base with its declared guards, and copies without them."""

    def __init__(self, name, source, work, options):
        self.name, self.options = name, options
        self.work = os.path.join(work, name)
        pattern = re.compile(BASES.get(name, ""))
        paths = [p for p in files_below(source, TEXTS)
                 if pattern.match(p) and not TESTS.search(p)
                 and not p.startswith("build/")]
        self.texts = {p: read(os.path.join(source, p)) for p in paths}
        self.linters = {}
        for variant in (KEPT, HIDDEN):
            target = os.path.join(self.work, variant)
            if copied(source, target):
                for path in files_below(source, TEXTS):
                    write(os.path.join(target, "tree", path),
                          hidden(read(os.path.join(source, path)),
                                 variant == HIDDEN))
            base = CodeBase(name, os.path.join(target, "tree", "build"))
            self.linters[variant] = Linter(options.racetidy, target, base)

    def linked_files(self, linter):
        files = [os.path.relpath(f, linter.root) for f in linter.base.files]
        return [f for f in files if f in self.texts]

    def infer(self, variant):
        """The guards of a variant, and which files were linked."""
        linter = self.linters[variant]
        linter.scan_all(self.linked_files(linter), self.options.jobs)
        if not linter.summaries:
            fail(f"no file of '{self.name}' compiles")
        try:
            found = inferred(linter.guards())
        except ValueError as error:
            fail(f"'{error}' is no line of 'racetidy link --dump-guards'")
        for guard in found:
            if guard.source == "declared":
                fail(f"'{guard}' is still declared in the copy of "
                     f"'{self.name}'")
        return found, sorted(linter.summaries)

    def truth(self, linked):
        """Declared guards that count, and how many of each kind don't."""
        sources = [Source(p, t) for p, t in self.texts.items()
                   if p in linked or p.endswith((".h", ".hpp"))]
        counted, left = [], dict(unused=0, orders=0, other=0,
                                     fixed=0)
        for source in sources:
            for guard in declared(source):
                if guard.lock in NO_LOCKS:
                    left["other"] += 1
                elif SYNCHRONISING.search(guard.type_text):
                    left["orders"] += 1
                elif CONSTANT.search(guard.type_text):
                    left["fixed"] += 1
                elif not used(guard, sources):
                    left["unused"] += 1
                else:
                    counted.append(guard)
        return counted, left


def compare(counted, found):
    """For each declared guard the inferred one or None; and those inferred for
    fields without a declared one."""
    answers, rest = {}, list(found)
    for guard in counted:
        same = [f for f in found if names_same(guard, f)]
        # Namesakes of other files: the most precisely named first.
        same.sort(key=lambda f: (not guard.same_lock(f), -len(f.path)))
        answers[guard] = same[0] if same else None
        rest = [f for f in rest if f not in same]
    return answers, rest


def ratio(part, whole):
    return f"{part / whole:.2f}" if whole else "none"


def print_comparison(bases):
    """The table of precision and recall; returns the answers by base."""
    told, sums = {}, {KEPT: [0, 0, 0], HIDDEN: [0, 0, 0]}
    print("| code base | what functions need | files | declared guards | "
          "no access | atomics, conditions | not by a lock | constant | counted | "
          "inferred "
          "| the declared lock | precision | recall | inferred, not declared |")
    print("| --- " * 14 + "|")
    for base in bases:
        for variant in (KEPT, HIDDEN):
            found, linked = base.infer(variant)
            counted, left = base.truth(linked)
            answers, rest = compare(counted, found)
            given = [g for g, f in answers.items() if f]
            equal = [g for g in given if g.same_lock(answers[g])]
            told[base.name, variant] = answers, rest
            numbers = len(counted), len(given), len(equal)
            sums[variant] = [a + b for a, b in zip(sums[variant], numbers)]
            print(f"| {base.name} | {variant} | {len(linked)} | "
                  f"{len(counted) + sum(left.values())} | {left['unused']} | "
                  f"{left['orders']} | {left['other']} | {left['fixed']} | "
                  f"{len(counted)} | "
                  f"{len(given)} | {len(equal)} | "
                  f"{ratio(len(equal), len(given))} | "
                  f"{ratio(len(equal), len(counted))} | {len(rest)} |",
                  flush=True)
    if len(bases) > 1:
        for variant, (counted, given, equal) in sums.items():
            print(f"| all | {variant} | | | | | | | {counted} | {given} | {equal} "
                  f"| {ratio(equal, given)} | {ratio(equal, counted)} | |")
    return told


def evidence(found):
    return f"{found.held} | {found.all} | {found.bound} | {found.source}" \
        if found else "| | |"


def print_fields(told):
    for (name, variant), (answers, rest) in told.items():
        print(f"\n{name}, what functions need {variant}:\n")
        print("| field | declared | inferred | held | accesses | bound | from |")
        print("| --- " * 7 + "|")
        for guard, found in answers.items():
            if found:
                verdict = found.written + \
                    ("" if guard.same_lock(found) else " (another lock)")
            else:
                verdict = "none"
            print(f"| {guard} | {guard.lock_text()} | {verdict} | "
                  f"{evidence(found)} |")
        for found in rest:
            print(f"| {found} | none | {found.written} | {evidence(found)} |")


SAID = re.compile(r"^(.*?):(\d+):\d+: (warning|error|fatal error): (.*)$", re.M)
WARNING = re.compile(r"(\w+) variable '(.*?)' requires holding (.*) "
                     r"\[-Wthread-safety-analysis\]$")


class Oracle:
    """Clang's own analysis of a code base, with the inferred guards written
    into its text."""

    def __init__(self, base, found):
        self.base, self.linter = base, base.linters[KEPT]
        target = os.path.join(base.work, "oracle")
        copied(self.linter.root, target)
        self.root = os.path.join(target, "tree")
        self.code = CodeBase(base.name, os.path.join(self.root, "build"))
        self.texts = {path: Source(path, read(os.path.join(self.linter.root,
                                                           path)))
                      for path in base.texts}
        self.write(found)

    def write(self, guards):
        self.lines = {}
        for path, text in self.texts.items():
            changed, self.lines[path] = with_attributes(text, guards)
            if read(os.path.join(self.root, path)) != changed:
                write(os.path.join(self.root, path), changed)
        self.written = {guard for lines in self.lines.values()
                        for guards in lines.values() for guard in guards}
        self.names = re.compile(r"\b(?:" + "|".join(
            sorted({guard.name for guard in self.written})) + r")\b"
            if self.written else r"(?!)")

    def check(self, path):
        """What clang says of a file: (path, line, level, text)."""
        command, folder = self.code.clang(
            os.path.join(self.root, path), "-Wno-everything",
            "-Wthread-safety-analysis", "-Wno-error", "-ferror-limit=0",
            "-fno-caret-diagnostics")
        done = subprocess.run(command, cwd=folder, capture_output=True,
                              text=True, errors="replace")
        return [(os.path.relpath(os.path.join(folder, file), self.root),
                 int(line), level, text)
                for file, line, level, text in SAID.findall(done.stderr)]

    def clang(self, jobs):
        """Places where clang warns, with what it says."""
        said, left = {}, self.files()
        while left:
            with ThreadPoolExecutor(jobs) as pool:
                said.update(zip(left, pool.map(self.check, left)))
            # A lock that can't be named at the field, or that is none for
            # clang: its guard goes, or nothing is said of the whole file.
            wrong = {guard for told in said.values()
                     for path, line, level, _ in told if level != "warning"
                     for guard in self.lines.get(path, {}).get(line, [])}
            left = [path for path, told in said.items()
                    if any(level != "warning" for _, _, level, _ in told)]
            if not wrong and left:
                fail(f"'{os.path.join(self.root, left[0])}' does not compile: "
                     f"{said[left[0]]}")
            self.write(self.written - wrong)
        found = {}
        for path, line, _, text in sum(said.values(), []):
            if warning := WARNING.match(text):
                what, name, lock = warning.groups()
                found[path, line] = f"{what} '{name}' needs {lock}"
        return found

    def racetidy(self):
        return {(f["file"], f["line"]): f["message"]
                for f in self.linter.linked_unchanged() if f["check"] == CHECK}

    def accesses(self):
        """By place: the names of guarded locations, and how the lock is held."""
        found = {}
        for line in self.linter.accesses().splitlines():
            place, name, _, ways = line.split("\t")
            path, _, number = place.rpartition(":")
            found.setdefault((path, int(number)), []).append(
                (name, set(ways.split(","))))
        return found

    def uses(self, path, begin=0, end=None):
        """Whether a part of a text names a field with a guard that was
        written."""
        code = self.texts[path].code if path in self.texts else ""
        return self.names.search(code, begin, len(code) if end is None else end)

    def files(self):
        """The linked files for which there is something to say, in themselves
        or in the header of the same name."""
        return [path for path in sorted(self.linter.summaries)
                if self.uses(path) or
                self.uses(os.path.splitext(path)[0] + ".h")]

    def functions(self):
        """How many functions of the linked files use such a field."""
        return sum(bool(self.uses(path, function.begin, function.end))
                   for path in self.texts
                   if path in self.linter.summaries or path.endswith(".h")
                   for function in self.texts[path].functions)


# Why clang says something and racetidy does not, by how racetidy sees the lock
# held; the first that applies.
REASONS = [
    ({"held"}, "callers hold the lock, or by a name that clang does not follow"),
    ({"owned", "held"}, "nobody else has the object yet"),
    ({"alone", "set-up", "owned", "held"},
     "nothing else runs then: it is set up, or cleared away"),
    ({"unclear", "alone", "set-up", "owned", "held"},
     "a lock is held there, and nobody can tell whether it is that one"),
]


def reason_for(names, seen):
    """Of the accesses of a line, (name, {how held}), those of 'names'."""
    ways = set().union(*[how for name, how in seen
                         if name.split("::")[-1] in names])
    if not ways:
        return "no access that counts: atomic, constant, or in a constructor"
    for holds, reason in REASONS:
        if ways <= holds:
            return reason
    return "bare: told by another line of the function, or by one of its callers"


def print_oracle(bases):
    rows, reasons = [], {}
    print("| code base | guards written | functions that use them | both tell | "
          f"only clang | only {CHECK} |")
    print("| --- " * 6 + "|")
    for base in bases:
        found, _ = base.infer(KEPT)
        oracle = Oracle(base, found)
        clang, ours = oracle.clang(base.options.jobs), oracle.racetidy()
        accesses = oracle.accesses()
        both = clang.keys() & ours.keys()
        print(f"| {base.name} | {len(oracle.written)} of {len(found)} | "
              f"{oracle.functions()} | {len(both)} | "
              f"{len(clang) - len(both)} | {len(ours) - len(both)} |")
        for place in sorted(clang.keys() ^ ours.keys()):
            who = "clang" if place in clang else "racetidy"
            said = clang.get(place) or ours.get(place)
            reason = "" if who == "racetidy" else reason_for(
                re.findall(r"'(\w+)' needs", said), accesses.get(place, []))
            if reason:
                count = reasons.setdefault(reason, {})
                count[base.name] = count.get(base.name, 0) + 1
            rows.append((f"{base.name}/{place[0]}:{place[1]}", who, said,
                         reason))
    print("\n| only clang, because of | " +
          " | ".join(base.name for base in bases) + " |")
    print("| --- " * (1 + len(bases)) + "|")
    for reason, count in sorted(reasons.items()):
        print(f"| {reason} | " +
              " | ".join(str(count.get(b.name, 0)) for b in bases) + " |")
    print("\n| place | only | what it says | reason |")
    print("| --- " * 4 + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def parse(argv):
    parser = argparse.ArgumentParser(
        prog="./dev measure-guards",
        usage="./dev measure-guards [--fields] [--oracle] [NAME|FOLDER...]",
        description="inferred guards beside declared ones")
    parser.add_argument("--fields", action="store_true",
                        help="also print every field with both guards")
    parser.add_argument("--oracle", action="store_true",
                        help="clang's thread-safety analysis under the inferred "
                             f"guards, beside {CHECK}")
    add_common_arguments(parser, "files", BASES)
    options = parser.parse_args(argv)
    options.racetidy = os.path.abspath(options.racetidy)
    return options


def main(argv):
    options = parse(argv)
    work = os.path.abspath(options.work or
                           os.path.join(options.corpora, "..", "guards"))
    bases = [Measured(name, folder, work, options)
             for name, folder in located(options.bases or list(BASES), BASES,
                                         options.corpora)]
    if options.oracle:
        print_oracle(bases)
        return
    told = print_comparison(bases)
    if options.fields:
        print_fields(told)


main(sys.argv[1:])
