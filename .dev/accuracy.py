"""accuracy.py --racetidy=PROGRAM LABELS=FILE SUITES=FOLDER [--suites=REGEX]
[--files=REGEX] [--misses=N] [--jobs=N]: what racetidy tells of code whose races
others have marked.

LABELS is a file of JSON lines, '.gz' or not, each a unit that is wrong or right:

  {"suite", "level": "file"|"line"|"func", "file", "line", "ranges": [[A, B], ...],
   "kind": "race" | "norace" | ..., "compile_flags": ["-I{SUITES}/...", ...]}

'file' is relative to SUITES, the folder where the suites lie. 'kind' is a class of
mistakes, with 'no' before it where the unit is right. A unit is told where a
finding of a check that speaks about its class is in the file, on the line, or in
one of the ranges. Each file is linted as a program of its own, together with the
sources that lie beside the headers it is compiled with.

Prints a table in Markdown, a row a suite and class: wrong and right units, those
told of each, precision, recall and F1. Once with the findings that are shown by
default; once with all of them, whatever their confidence; and once with the steps of
their interleavings counting as told too: a finding stands at one access of the two
or more that it names. --misses lists units that are wrong and not told, or right and
told.
"""
import argparse
import collections
import concurrent.futures
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from codebase import fail  # noqa: E402

# The classes of mistakes that a check speaks about; a class that is not here is
# none of racetidy's.
RACES = """race-unguarded-update race-conflicting-access race-inconsistent-guard
race-lazy-init race-double-checked-locking race-use-before-await
race-thread-before-members race-parallel-region-update race-mixed-atomic-access
race-write-under-shared-lock race-guarded-escape race-detached-capture
race-split-critical-section race-vacuous-lock race-find-then-insert
race-bit-field-neighbour""".split()
ATOMICITY = """race-atomic-split-update race-atomic-double-read
race-atomic-check-then-set race-compare-exchange-misuse
race-decrement-then-test race-split-critical-section""".split()
SPEAKS = {
    "race": RACES,
    "atomicity": ATOMICITY,
    "signal-race": ["race-signal-handler-state"],
    "signal-unsafe": ["race-signal-unsafe-call"],
    "toctou": ["race-file-check-then-use"],
    "condvar": ["race-single-check-wait", "race-lost-wakeup"],
    "lock-misuse": ["race-vacuous-lock", "race-unbalanced-lock"],
}


def told(classes, check):
    return check in SPEAKS.get(classes, [])


def read_labels(path):
    try:
        opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
        with opened as lines:
            return [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        fail(f"'{path}' can't be read: {error.strerror}; name a file of labels "
             "with LABELS=")
    except ValueError as error:
        fail(f"'{path}' is not JSON lines: {error}")


def beside(unit, suites):
    """The sources of what the unit's file includes: what lies beside the headers of
    its include folders, unless the file itself lies there, among others."""
    own = os.path.dirname(os.path.join(suites, unit["file"]))
    found = []
    for flag in unit["compile_flags"]:
        folder = flag[2:].replace("{SUITES}", suites)
        if not flag.startswith("-I") or not os.path.isdir(folder) or \
                os.path.samefile(folder, own):
            continue
        names = set(os.listdir(folder))
        found += [os.path.join(folder, name) for name in sorted(names)
                  if name.endswith(".c") and name[:-1] + "h" in names]
    return found


def lint(racetidy, unit, suites):
    """The findings of one file, or why there are none."""
    flags = [flag.replace("{SUITES}", suites) for flag in unit["compile_flags"]]
    real = os.path.join(suites, unit["file"])
    with tempfile.TemporaryDirectory() as folder:
        # Under a name that does not say "test": of tests less is told.
        name = os.path.join(folder, "unit" + os.path.splitext(real)[1])
        os.symlink(real, name)
        command = [racetidy, "-j1", "--quiet", "--format=json",
                   "--min-confidence=low", "--checks=race-*",
                   "--config={version: 1}", name, *beside(unit, suites), "--",
                   *flags, "-iquote", os.path.dirname(real)]
        try:
            ended = subprocess.run(command, capture_output=True, text=True,
                                   cwd=folder, timeout=120)
        except subprocess.TimeoutExpired:
            return [], "more than 120 s"
    # Where some file has errors what the others tell is still shown.
    if ended.returncode not in (0, 1, 3) or not ended.stdout.strip():
        return [], (ended.stderr.strip().splitlines() or ["?"])[0]
    report = json.loads(ended.stdout)
    for finding in report["findings"]:
        for place in [finding, *finding["interleaving"]]:
            if os.path.basename(place["file"]).startswith("unit."):
                place["file"] = real
    why = report["failures"][0]["reason"] if report["failures"] else None
    return report["findings"], why


def ratio(part, whole):
    return part / whole if whole else None


class Told:
    """What the findings say of the units of one suite and class."""

    def __init__(self):
        self.wrong = self.right = self.found = self.false = 0
        self.missed, self.alarms = [], []

    def add(self, unit, is_wrong, is_told):
        if is_wrong:
            self.wrong += 1
            self.found += is_told
            if not is_told:
                self.missed.append(unit)
        else:
            self.right += 1
            self.false += is_told
            if is_told:
                self.alarms.append(unit)

    def figures(self):
        precision = ratio(self.found, self.found + self.false) \
            if self.right else None
        recall = ratio(self.found, self.wrong)
        f1 = 2 * precision * recall / (precision + recall) \
            if precision and recall else None
        shown = [f"{x:.2f}" if x is not None else "–"
                 for x in (precision, recall, f1)]
        return f"{self.found} | {self.false} | " + " | ".join(shown)


def holds(unit, line):
    if unit["level"] == "file":
        return True
    if unit["level"] == "line":
        return unit["line"] == line
    return any(first <= line <= last for first, last in unit["ranges"])


def judge(units, findings, suites, steps):
    """One Told for each suite and class."""
    result = collections.OrderedDict()
    for unit in units:
        kind = unit["kind"]
        is_right = kind.startswith("no")
        classes = kind[2:] if is_right else kind
        if classes not in SPEAKS:
            continue
        path = os.path.realpath(os.path.join(suites, unit["file"]))
        is_told = False
        for finding in findings.get(unit["file"], []):
            if not told(classes, finding["check"]):
                continue
            # A step stands where something is wrong as well; that it does not
            # stand where something is right is not asked.
            places = [finding]
            if steps and not is_right:
                places += finding["interleaving"]
            is_told |= any(
                os.path.realpath(os.path.join(suites, place["file"])) == path
                and holds(unit, place["line"]) for place in places)
        result.setdefault((unit["suite"], classes), Told()).add(
            unit, not is_right, is_told)
    return result


def place(unit):
    return unit["file"] + (f":{unit['line']}" if unit["line"] else "") + (
        f" {unit['function']}" if unit.get("function") else "")


def main():
    parser = argparse.ArgumentParser(
        prog="./dev accuracy", description="./dev accuracy LABELS=FILE "
        "SUITES=FOLDER", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--racetidy", required=True)
    parser.add_argument("--suites", default="", help="only suites of that name")
    parser.add_argument("--files", default="", help="only files of that name")
    parser.add_argument("--misses", type=int, default=0,
                        help="list so many of each suite")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--findings", help="also write the findings there")
    parser.add_argument("setting", nargs="*", help="LABELS=FILE, SUITES=FOLDER")
    given = parser.parse_args()
    settings = {name: os.environ.get(name) for name in ("LABELS", "SUITES")}
    for setting in given.setting:
        name, _, value = setting.partition("=")
        if name not in settings:
            fail(f"'{setting}' is unknown; say LABELS=FILE and SUITES=FOLDER")
        settings[name] = value
    for name, what in (("LABELS", "a file of JSON lines that says what is wrong"),
                       ("SUITES", "the folder of the suites")):
        if not settings[name]:
            fail(f"{name} is missing: say {name}=…, {what}")
    suites = os.path.realpath(settings["SUITES"])
    if not os.path.isdir(suites):
        fail(f"'{settings['SUITES']}' is no folder; lay the suites out there")
    racetidy = os.path.realpath(given.racetidy)

    units, absent = [], collections.Counter()
    for unit in read_labels(settings["LABELS"]):
        if not re.search(given.suites, unit["suite"]) or \
                not re.search(given.files, unit["file"]):
            continue
        if os.path.exists(os.path.join(suites, unit["file"])):
            units.append(unit)
        else:
            absent[unit["suite"]] += 1
    for suite, count in sorted(absent.items()):
        print(f"dev: {count} units of '{suite}' are left out: their files are not "
              f"in '{suites}'", file=sys.stderr)
    if not units:
        fail("no units are left to measure")

    # Labels of one file agree in its flags.
    files = {unit["file"]: unit for unit in units
             if unit["kind"].removeprefix("no") in SPEAKS}
    findings = {}
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        for file, (found, failure) in zip(files, pool.map(
                lambda unit: lint(racetidy, unit, suites), files.values())):
            findings[file] = found
            if failure:
                print(f"dev: '{file}' could not be linted: {failure}",
                      file=sys.stderr)
    if given.findings:
        with open(given.findings, "w") as out:
            json.dump(findings, out, indent=1)
    listed = json.loads(subprocess.run(
        [racetidy, "--list-checks=json", "--config={version: 1}"],
        capture_output=True, text=True, check=True).stdout)
    usual = {check["name"] for check in listed if check["default"]}
    by_default = {file: [f for f in found if f["confidence"] != "low"
                         and f["check"] in usual]
                  for file, found in findings.items()}
    shown = judge(units, by_default, suites, False)
    named = judge(units, by_default, suites, True)
    low = judge(units, findings, suites, False)
    low_named = judge(units, findings, suites, True)
    print("| suite | class | level | wrong | right | told | false | precision | "
          "recall | F1 | recall with steps | with low: told | false | precision | "
          "recall | F1 | recall with steps |")
    print("|" + " --- |" * 17)
    levels = {unit["suite"]: unit["level"] for unit in units}
    percent = lambda x: f"{x:.2f}" if x is not None else "–"  # noqa: E731
    for key, one in shown.items():
        suite, classes = key
        print(f"| {suite} | {classes} | {levels[suite]} | {one.wrong} | "
              f"{one.right} | {one.figures()} | "
              f"{percent(ratio(named[key].found, named[key].wrong))} | "
              f"{low[key].figures()} | "
              f"{percent(ratio(low_named[key].found, low_named[key].wrong))} |")
    for key, one in named.items():
        for what, some in (("missed", one.missed),
                           ("false", shown[key].alarms)):
            for unit in some[:given.misses]:
                print(f"{what}: {key[0]}: {place(unit)}")


if __name__ == "__main__":
    main()
