"""mutants.py [--count=N] [--seed=S] [--only=ID] [--list] [--keep] [--no-link]
[-j N] [--racetidy=PROGRAM] [--corpora=FOLDER] [--work=FOLDER] [NAME|FOLDER...]:
how much racetidy finds of what was broken on purpose.

Makes one change a time in code of others (mutations.py tells which kinds there
are) and looks whether racetidy says something there that it does not say of the
unchanged code. The changed file is scanned anew and linked with the summaries of
all other files; what one file is enough for comes from linting it alone.

The code bases are copied to a working folder first, and stay untouched. What
was found out once is kept there, by what went into it.
"""
import argparse
import collections
import concurrent.futures
import difflib
import json
import os
import random
import re
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
from codebase import (CodeBase, Linter, add_common_arguments,  # noqa: E402
                      copied, digest, fail, files_below, located, read, write)
from guarded import Index, Source  # noqa: E402
from mutations import KINDS, atomic_names, mutations  # noqa: E402

# Code bases of './dev corpora', and how large a part of the mutants each gets.
SHARES = {"rocksdb": 2, "redis": 1, "memcached": 1}
# What is no product code, or not theirs.
EXCLUDED = re.compile(
    r"(?:^|/)(?:deps|third[-_]party|tests?|tools|examples|build|debian|\.pc|java"
    r"|fuzz|benchmarks?|db_stress_tool|test_util|t)/|"
    r"(?:test|bench|mock|fault_injection|_debug|-cli)[^/]*$")
TEXTS = (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp")
# Findings as far around the change count as found there.
NEAR = 3
SHOWN = ("medium", "high")


class Tree:
    """A code base, copied to where it can be changed."""

    def __init__(self, name, source, work):
        self.name, self.kept = name, os.path.join(work, name)
        self.root = os.path.join(self.kept, "tree")
        copied(source, self.kept)
        self.base = CodeBase(name, os.path.join(self.root, "build"))
        self.sources, self.index, self.atomics = {}, Index(), set()
        for path in files_below(source, TEXTS):
            text = read(os.path.join(source, path))
            # An interrupted run may have left a change behind.
            if os.path.join(self.root, path) in self.base.entries and \
                    read(os.path.join(self.root, path)) != text:
                write(os.path.join(self.root, path), text)
            if not EXCLUDED.search(path):
                self.sources[path] = Source(path, text)
        for source_text in self.sources.values():
            self.index.add(source_text)
            self.atomics |= atomic_names(source_text)

    def candidates(self):
        """All mutations of the files in the database, by id."""
        found = {}
        for path in sorted(self.sources):
            if os.path.join(self.root, path) in self.base.entries:
                for mutation in mutations(self.sources[path], self.index,
                                          self.atomics):
                    mutation.id = (f"{self.name}:{mutation.kind}:{path}:"
                                   f"{mutation.line}")
                    mutation.tree = self
                    found.setdefault(mutation.id, mutation)
        return found

    def path(self, mutation):
        return os.path.join(self.root, mutation.source.path)

    def compiles(self, mutation):
        """Whether the compiler takes it, and sees the changed line at all."""
        changed = mutation.apply()
        told = os.path.join(self.kept, "compiles",
                            digest(mutation.source.path, changed))
        if not os.path.exists(told):
            lines = changed.split("\n")
            lines.insert(mutation.line - 1, "#warning mutant")
            command, folder = self.base.clang(
                self.path(mutation), "-Wno-everything", "-W#warnings")
            try:
                write(self.path(mutation), "\n".join(lines))
                done = subprocess.run(command, cwd=folder, text=True,
                                      errors="replace", capture_output=True)
            finally:
                write(self.path(mutation), mutation.source.text)
            write(told, "yes" if done.returncode == 0
                  and "warning: mutant" in done.stderr else "no")
        return read(told) == "yes"

    def draw(self, count, seed):
        """That many mutants that compile, of all kinds alike as far as there
        are any; first one a function, then more."""
        queues = {kind: [] for kind in KINDS}
        for id in sorted(candidates := self.candidates()):
            queues[candidates[id].kind].append(candidates[id])
        for kind, queue in queues.items():
            random.Random(f"{seed} {self.name} {kind}").shuffle(queue)
            seen = collections.Counter()
            nth = {}
            for mutation in queue:
                place = (mutation.source.path, mutation.function.name)
                nth[mutation.id] = seen[place]
                seen[place] += 1
            queue.sort(key=lambda m: nth[m.id])
        drawn = []
        while len(drawn) < count and any(queues.values()):
            for queue in queues.values():
                while queue and len(drawn) < count:
                    mutation = queue.pop(0)
                    if self.compiles(mutation):
                        drawn.append(mutation)
                        break
        return sorted(drawn, key=lambda m: m.id)


def key(finding):
    # Other numbers in an old finding ("held in 7 of 8") don't make a new one.
    return (finding["check"], finding["file"], finding["line"],
            re.sub(r"\d+", "#", finding["message"]))


def new(findings, before):
    left = collections.Counter(map(key, before))
    found = []
    for finding in findings:
        if left[key(finding)] > 0:
            left[key(finding)] -= 1
        else:
            found.append(finding)
    return found


def told_at(mutation, finding):
    """In the mutated function and near the change, or with a step there."""
    path, source = mutation.source.path, mutation.source
    first, last = mutation.lines
    within = (source.line(mutation.function.begin),
              source.line(mutation.function.end))
    if finding["file"] == path and \
            within[0] <= finding["line"] <= within[1] and \
            first - NEAR <= finding["line"] <= last + NEAR:
        return True
    return any(step["file"] == path and first <= step["line"] <= last
               for step in finding["interleaving"])


def judge(mutation, linter, links):
    """What is told of a mutant, and at its place, that was not told before."""
    path, started = mutation.source.path, time.monotonic()
    unchanged = linter.alone_unchanged(path)
    before = linter.linked_unchanged() if links else []
    summary = linter.summary_of(path) + ".mutant"
    try:
        write(mutation.tree.path(mutation), mutation.apply())
        findings = new(linter.alone(path), unchanged)
        if links:
            linter.scan(path, summary)
            findings += new(linter.linked((path, summary)), before)
            os.remove(summary)
    finally:
        write(mutation.tree.path(mutation), mutation.source.text)
    told = [f for f in findings if told_at(mutation, f)]
    return told, time.monotonic() - started


def checks_of(findings):
    return ", ".join(sorted({f["check"] for f in findings}))


def judge_all(drawn, linters, options):
    """The answers by id. Mutants of one file take turns."""
    turns = collections.defaultdict(threading.Lock)
    for mutation in drawn:
        turns[mutation.tree.path(mutation)]

    def one(mutation):
        with turns[mutation.tree.path(mutation)]:
            return judge(mutation, linters[mutation.tree.name],
                         not options.no_link)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        return dict(zip([m.id for m in drawn], pool.map(one, drawn)))


def print_mutants(drawn, answers):
    print("| mutant | change | found by default | found with "
          "`--min-confidence=low` |")
    print("| --- " * 4 + "|")
    for mutation in drawn:
        told = answers[mutation.id][0]
        shown = [f for f in told if f["confidence"] in SHOWN]
        print(f"| {mutation.id} | {mutation.what} | {checks_of(shown) or 'no'} "
              f"| {checks_of(told) or 'no'} |")


def part(found, count):
    return f"{found} of {count}" if count else "none"


def print_totals(drawn, answers, names):
    print("\n| kind | " + " | ".join(names) + " | all |")
    print("| --- " * (len(names) + 2) + "|")
    for kind in [*KINDS, "all"]:
        cells = []
        for name in [*names, None]:
            chosen = [m for m in drawn if kind in (m.kind, "all")
                      and name in (m.tree.name, None)]
            low = sum(bool(answers[m.id][0]) for m in chosen)
            shown = sum(any(f["confidence"] in SHOWN
                            for f in answers[m.id][0]) for m in chosen)
            cells.append(part(shown, len(chosen)) +
                         (f" ({low} with low)" if low > shown else ""))
        print(f"| {kind} | " + " | ".join(cells) + " |")


def print_unchanged(linters, links):
    print("\n| unchanged code | files | findings by default | findings with "
          "`--min-confidence=low` |")
    print("| --- " * 4 + "|")
    for name, linter in linters.items():
        found = linter.linked_unchanged() if links else linter.whole()
        shown = sum(f["confidence"] in SHOWN for f in found)
        print(f"| {name} | {len(linter.base.files)} | {shown} | "
              f"{len(found)} |")


def parse(argv):
    parser = argparse.ArgumentParser(
        prog="./dev mutants", usage="./dev mutants [--count=N] [--seed=S] "
        "[--only=ID] [--list] [--keep] [NAME|FOLDER...]",
        description="how much racetidy finds of what was broken on purpose")
    parser.add_argument("--count", type=int, default=120,
                        help="how many mutants, over all (default: 120)")
    parser.add_argument("--seed", default="1",
                        help="which ones are drawn (default: 1)")
    parser.add_argument("--only", metavar="ID", action="append",
                        help="judge this mutant, drawn or not")
    parser.add_argument("--list", action="store_true",
                        help="say which are drawn, lint nothing")
    parser.add_argument("--keep", action="store_true",
                        help="keep a patch and the findings of each mutant")
    parser.add_argument("--no-link", action="store_true",
                        help="only lint the changed file alone")
    add_common_arguments(parser, "mutants", SHARES)
    options = parser.parse_args(argv)
    if options.count < 1:
        fail("'--count' must be 1 or more")
    return options


def trees_of(options):
    work = os.path.abspath(options.work or
                           os.path.join(options.corpora, "..", "mutants"))
    chosen = options.bases or list(SHARES)
    if options.only and not options.bases:
        chosen = list(dict.fromkeys(id.split(":")[0] for id in options.only))
    return [Tree(name, folder, work)
            for name, folder in located(chosen, SHARES, options.corpora)]


def draw_all(trees, options):
    if options.only:
        known = {}
        for tree in trees:
            known.update(tree.candidates())
        for id in options.only:
            if id not in known:
                fail(f"there is no mutant '{id}'")
        return [known[id] for id in dict.fromkeys(options.only)]
    # What a small code base can't give, the larger ones do.
    drawn, left = {}, options.count
    shares = sum(SHARES.get(tree.name, 1) for tree in trees)
    for tree in sorted(trees, key=lambda t: SHARES.get(t.name, 1)):
        share = SHARES.get(tree.name, 1)
        drawn[tree.name] = tree.draw(round(left * share / shares), options.seed)
        left -= len(drawn[tree.name])
        shares -= share
    return [m for tree in trees for m in drawn[tree.name]]


def keep(drawn, answers):
    for mutation in drawn:
        stem = os.path.join(mutation.tree.kept, "mutants",
                            mutation.id.replace("/", "+"))
        path = mutation.source.path
        write(stem + ".patch", "".join(difflib.unified_diff(
            mutation.source.text.splitlines(True),
            mutation.apply().splitlines(True), "a/" + path, "b/" + path)))
        write(stem + ".json", json.dumps(answers[mutation.id][0], indent=1))
    for folder in sorted({m.tree.kept for m in drawn}):
        print(f"dev: kept in {os.path.join(folder, 'mutants')}",
              file=sys.stderr)


def main(argv):
    options = parse(argv)
    trees = trees_of(options)
    drawn = draw_all(trees, options)
    if not drawn:
        fail("nothing there can be mutated")
    if options.list:
        for mutation in drawn:
            print(f"{mutation.id}: {mutation.what}")
        return
    racetidy = os.path.abspath(options.racetidy)
    linters = {tree.name: Linter(racetidy, tree.kept, tree.base)
               for tree in trees}
    for tree in trees:
        linter = linters[tree.name]
        if options.no_link:
            linter.whole()
        else:
            linter.scan_all([os.path.relpath(f, tree.root)
                             for f in tree.base.files], options.jobs)
            linter.linked_unchanged()
    answers = judge_all(drawn, linters, options)
    print_mutants(drawn, answers)
    print_totals(drawn, answers, list(linters))
    print_unchanged(linters, not options.no_link)
    seconds = sum(taken for _, taken in answers.values()) / len(answers)
    print(f"dev: {len(drawn)} mutants, {seconds:.1f} s each", file=sys.stderr)
    if options.keep:
        keep(drawn, answers)


main(sys.argv[1:])
