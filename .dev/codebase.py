"""A code base with a compile database, as the measuring commands see it, and
racetidy run over it."""
import argparse
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

SOURCES = (".c", ".cc", ".cpp", ".cxx")
LLVM = "/usr/lib/llvm-22/bin"
# Arguments that name an output, with the one that follows them.
OUTPUTS = {"-o", "-MF", "-MT", "-MQ"}
DROPPED = {"-c", "-MD", "-MMD", "-MP", "-Werror"}


def fail(message):
    sys.exit(f"dev: error: {message}")


def digest(*parts):
    total = hashlib.sha256()
    for part in parts:
        total.update(part if isinstance(part, bytes)
                     else part.encode("utf-8", "surrogateescape"))
    return total.hexdigest()[:16]


def read(path):
    with open(path, errors="surrogateescape", newline="") as f:
        return f.read()


def write(path, text):
    """Whoever reads the file meanwhile sees all of the old or of the new."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "w", errors="surrogateescape", newline="") as f:
        f.write(text)
    os.replace(path + ".new", path)


def files_below(source, endings):
    """The files with these endings, relative to the folder, in order."""
    found = []
    for folder, _, names in os.walk(source):
        found += [os.path.relpath(os.path.join(folder, name), source)
                  for name in names if name.endswith(endings)
                  and os.path.isfile(os.path.join(folder, name))]
    return sorted(found)


def copied(source, target):
    """Whether 'source' was copied to 'target/tree' now, and not before. The
    compile database in its 'build' is made to name the copy."""
    database = os.path.join(source, "build", "compile_commands.json")
    try:
        text = read(database)
    except OSError as error:
        fail(f"'{database}' can't be read: {error.strerror}; "
             "'./dev corpora' fetches the code bases")
    tree, stamp = os.path.join(target, "tree"), os.path.join(target, "from")
    now = f"{source}\n{digest(text)}\n"
    if os.path.exists(stamp) and read(stamp) == now:
        return False
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, tree, symlinks=True,
                    ignore=shutil.ignore_patterns("*.o", "*.a", "*.so*", ".git",
                                                  ".pc"))
    text = re.sub(re.escape(source) + r"(?![\w.-])", tree, text)
    write(os.path.join(tree, "build", "compile_commands.json"), text)
    write(stamp, now)
    return True


def add_common_arguments(parser, jobs, known):
    """What the measuring commands that keep a copy have in common: 'jobs' is
    what runs at once, 'known' the code bases that have names."""
    parser.add_argument("-j", type=int, default=os.cpu_count(), dest="jobs",
                        help=f"{jobs} at once (default: one a processor)")
    parser.add_argument("--racetidy", default="build/bin/racetidy",
                        help=argparse.SUPPRESS)
    parser.add_argument("--corpora", default="", help=argparse.SUPPRESS)
    parser.add_argument("--work", default="", help=argparse.SUPPRESS)
    parser.add_argument("bases", nargs="*", metavar="NAME|FOLDER",
                        help="code bases of './dev corpora', or folders with a "
                             "compile database in 'build' (default: "
                             f"{', '.join(known)})")


def located(chosen, known, corpora):
    """Name and folder of each code base that is named, or is a folder."""
    for name in chosen:
        if name in known:
            yield name, os.path.abspath(os.path.join(corpora, name))
        elif os.path.isdir(name):
            folder = os.path.abspath(name)
            yield os.path.basename(folder), folder
        else:
            fail(f"unknown code base '{name}'; known are {', '.join(known)}, "
                 "and folders with a compile database in 'build'")


class CodeBase:
    def __init__(self, name, build):
        self.name, self.build = name, build
        path = os.path.join(build, "compile_commands.json")
        try:
            with open(path) as f:
                entries = json.load(f)
        except OSError as error:
            fail(f"'{path}' can't be read: {error.strerror}; "
                 "'./dev corpora' fetches the code bases")
        self.entries = {}
        for entry in entries:
            file = os.path.normpath(os.path.join(entry["directory"],
                                                 entry["file"]))
            # One command a file, as racetidy does.
            if file.endswith(SOURCES):
                self.entries.setdefault(file, entry)
        self.files = sorted(self.entries)
        if not self.files:
            fail(f"'{path}' names no C or C++ source")

    def clang(self, file, *more):
        """The command that checks a file as the database says, and its
        folder."""
        entry = self.entries[file]
        given = entry.get("arguments") or shlex.split(entry["command"])
        kept = [os.path.join(LLVM, "clang" if file.endswith(".c")
                             else "clang++")]
        arguments = iter(given[1:])
        for argument in arguments:
            if argument in OUTPUTS:
                next(arguments, None)
            elif argument not in DROPPED:
                kept.append(argument)
        return kept + ["-fsyntax-only", *(more or ["-w"])], entry["directory"]


class Linter:
    """racetidy over a code base in 'target/tree'. What it says of the unchanged
    code is kept there, by the program."""

    def __init__(self, racetidy, target, base):
        self.racetidy, self.base = racetidy, base
        self.root = os.path.join(target, "tree")
        with open(racetidy, "rb") as f:
            self.kept = os.path.join(target, "racetidy-" + digest(f.read()))
        self.summaries = {}

    def run(self, *arguments):
        """Its exit code and standard output."""
        done = subprocess.run([self.racetidy, *arguments], cwd=self.root,
                              capture_output=True, text=True, errors="replace")
        if done.returncode not in (0, 1, 3):
            fail(f"'{' '.join([self.racetidy, *arguments])[:300]}' ended with "
                 f"{done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.returncode, done.stdout

    def report(self, *arguments):
        _, text = self.run(*arguments, "--format=json", "--min-confidence=low",
                           "--quiet")
        return json.loads(text)["findings"]

    def once(self, name, make):
        """What 'make' gives for the unchanged code, kept in a file."""
        path = os.path.join(self.kept, name)
        if not os.path.exists(path):
            write(path, json.dumps(make()))
        return json.loads(read(path))

    def whole(self):
        """Findings of the unchanged code, all files in one run."""
        return self.once("whole.json",
                         lambda: self.report("-p", self.base.build))

    def alone(self, path):
        return self.report("-j1", "-p", self.base.build, path)

    def alone_unchanged(self, path):
        return self.once(os.path.join("alone", path + ".json"),
                         lambda: self.alone(path))

    def summary_of(self, path):
        return os.path.join(self.kept, "summaries", path)

    def scan(self, path, out):
        """Whether the file compiles; its summary goes to 'out'."""
        os.makedirs(os.path.dirname(out), exist_ok=True)
        status, _ = self.run("scan", path, "-p", self.base.build, "-o", out)
        return status != 3

    def scan_all(self, files, jobs):
        """Summaries of files (relative paths); those that don't compile are
        left out."""
        def one(path):
            out = self.summary_of(path)
            if os.path.exists(out):
                return out
            if os.path.exists(out + ".failed"):
                return None
            good = self.scan(path, out + ".new")
            if good:
                os.replace(out + ".new", out)
            else:
                write(out + ".failed", "")
            return out if good else None
        with ThreadPoolExecutor(jobs) as pool:
            found = dict(zip(files, pool.map(one, files)))
        self.summaries = {path: out for path, out in found.items() if out}

    def linked(self, changed=None):
        """Findings of all files together; 'changed' is (path, summary)."""
        chosen = dict(self.summaries)
        if changed:
            chosen[changed[0]] = changed[1]
        return self.report("link", *[chosen[path] for path in sorted(chosen)])

    def linked_unchanged(self):
        return self.once("linked.json", self.linked)

    def accesses(self):
        """How the guards are held at each access, one a line."""
        return self.once("accesses.json", lambda: self.run(
            "link", *[self.summaries[path] for path in sorted(self.summaries)],
            "--dump-accesses")[1])

    def guards(self):
        """The inferred guards, one a line."""
        return self.once("guards.json", lambda: self.run(
            "link", *[self.summaries[path] for path in sorted(self.summaries)],
            "--dump-guards")[1])
