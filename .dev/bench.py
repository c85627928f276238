"""bench.py [--files=N] [--seed=S] [--racetidy=PROGRAM] [--corpora=FOLDER]
[NAME|BUILD...]: what racetidy costs, beside what clang's own check of the same
files costs.

Prints a table in Markdown: CPU seconds (user and system) of 'racetidy -j1' and of
'clang -fsyntax-only -w' on the same files, their ratio, and the part of the
analysis. A name stands for a code base of './dev corpora', a path for a folder
with a compile database. The files are drawn with a fixed seed; racetidy lints
them a few at once, clang gets a process a file, and the two take turns at going
first, so that what else the machine does hits both.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from codebase import CodeBase, fail  # noqa: E402

NAMES = ["leveldb", "rocksdb", "abseil", "redis", "memcached"]
BATCH = 5


def cpu_of(command, folder):
    """CPU seconds, exit code and standard error of a finished process."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=folder, stderr=errors,
                                   stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        text = errors.read().decode(errors="replace")
    return used.ru_utime + used.ru_stime, process.returncode, text


def drawn(base, files, seed):
    """The code base with some of its files only."""
    base.files = random.Random(f"{seed} {base.name}").sample(
        base.files, min(files, len(base.files)))
    return base


def measure(base, racetidy):
    """Sums over the files of one code base."""
    sums = dict(clang=0.0, racetidy=0.0, parsing=0.0, analysis=0.0)
    failed = []

    def run_racetidy(batch):
        seconds, status, errors = cpu_of(
            [racetidy, "-j1", "--quiet", "--profile", "-p", base.build, *batch],
            base.build)
        told = re.search(r"racetidy: ([\d.]+) s parsing, ([\d.]+) s analysis",
                         errors)
        if status not in (0, 1, 3) or not told:
            fail(f"'{racetidy}' ended with {status}: {errors.strip()}")
        if status == 3:
            failed.append("racetidy")
        sums["racetidy"] += seconds
        sums["parsing"] += float(told.group(1))
        sums["analysis"] += float(told.group(2))

    def run_clang(batch):
        for file in batch:
            seconds, status, _ = cpu_of(*base.clang(file))
            if status:
                failed.append(file)
            sums["clang"] += seconds

    # Once unmeasured, so that every file has been read before.
    cpu_of([racetidy, "-j1", "--quiet", "-p", base.build, *base.files],
           base.build)
    for number, first in enumerate(range(0, len(base.files), BATCH)):
        batch = base.files[first:first + BATCH]
        turns = [run_racetidy, run_clang]
        for run in turns if number % 2 == 0 else reversed(turns):
            run(batch)
    if failed:
        print(f"dev: {base.name}: not everything compiles: "
              f"{', '.join(failed)}", file=sys.stderr)
    return sums


def main(argv):
    parser = argparse.ArgumentParser(
        prog="./dev bench", usage="./dev bench [--files=N] [--seed=S] "
        "[NAME|BUILD...]",
        description="CPU seconds of racetidy beside those of clang")
    parser.add_argument("--files", type=int, default=20,
                        help="files a code base (default: 20)")
    parser.add_argument("--seed", default="1",
                        help="which ones are drawn (default: 1)")
    parser.add_argument("--racetidy", default="build/bin/racetidy",
                        help=argparse.SUPPRESS)
    parser.add_argument("--corpora", default="", help=argparse.SUPPRESS)
    parser.add_argument("bases", nargs="*", metavar="NAME|BUILD",
                        help="code bases of './dev corpora', or folders with a "
                             "compile database (default: all that are there)")
    options = parser.parse_args(argv)
    if options.files < 1:
        fail("'--files' must be 1 or more")
    racetidy = os.path.abspath(options.racetidy)

    def build_of(name):
        return os.path.join(options.corpora, name, "build")

    chosen = options.bases or [
        n for n in NAMES
        if os.path.exists(os.path.join(build_of(n), "compile_commands.json"))]
    if not chosen:
        fail("no code base is there; './dev corpora' fetches them")
    bases = []
    for name in chosen:
        if name in NAMES:
            build = build_of(name)
        elif os.path.isdir(name):
            build = os.path.abspath(name)
            name = os.path.basename(build)
        else:
            fail(f"unknown code base '{name}'; known are {', '.join(NAMES)}, "
                 "and folders with a compile database")
        bases.append(drawn(CodeBase(name, build), options.files, options.seed))

    print("| code base | files | `clang -fsyntax-only -w` | `racetidy -j1` | "
          "racetidy ÷ clang | analysis | analysis ÷ racetidy | "
          "analysis ÷ clang |")
    print("| --- " * 8 + "|")
    for base in bases:
        s = measure(base, racetidy)
        print(f"| {base.name} | {len(base.files)} | {s['clang']:.2f} s | "
              f"{s['racetidy']:.2f} s | {s['racetidy'] / s['clang']:.2f} | "
              f"{s['analysis']:.2f} s | "
              f"{100 * s['analysis'] / s['racetidy']:.1f} % | "
              f"{100 * s['analysis'] / s['clang']:.1f} % |", flush=True)


main(sys.argv[1:])
