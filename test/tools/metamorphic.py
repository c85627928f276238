"""metamorphic.py KIND TESTS MOCK: changes each bad.cpp and ok.cpp below TESTS in a
way that keeps its meaning, and says where racetidy's findings are not the same.

KIND is one of
  format    laid out differently
  rename    the variables that findings name are called otherwise
  wrap      std::mutex stands in a class of the project's own
  standard  compiled as C++11, or as the oldest standard that takes it

A file that does not compile after the change is left out; the last line says how
many were compared. After Segura et al., "A survey on metamorphic testing" (IEEE
TSE 2016).
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

STANDARDS = ["c++11", "c++14", "c++17"]
WRAPPED = """
struct Wrapped {
  void lock() { inner.lock(); }
  void unlock() { inner.unlock(); }
  bool try_lock() { return inner.try_lock(); }
  std::mutex inner;
};
"""


def run_line(path, mock):
    """What racetidy is given before and after '--' by the test's first RUN
    line."""
    with open(path) as f:
        text = f.read()
    line = re.search(r"RUN: %race_check %s (\S+) %t(.*?) -- (.*)", text)
    if not line:
        return None
    check, flags, compiler = line.groups()
    here = os.path.dirname(os.path.abspath(path))

    def words(part):
        return [w.replace("%mock", mock).replace("%S", here)
                for w in part.split()
                if w != "--fix" and not w.startswith("--prefix=")]
    # What is only told with low confidence may hang by a thread.
    before = [w for w in words(flags) if not w.startswith("--min-confidence")]
    return text, [f"--checks=-*,{check}", *before], words(compiler)


def findings(path, before, compiler):
    """Sorted (check, confidence, message); None if it does not compile."""
    done = subprocess.run(["racetidy", "-q", "--format=json", *before, path,
                           "--", *compiler], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        return None
    return sorted((f["check"], f["confidence"], f["message"])
                  for f in json.loads(done.stdout)["findings"])


def words_of(folder):
    found = set()
    for where, _, files in os.walk(folder):
        for name in files:
            with open(os.path.join(where, name)) as f:
                found |= set(re.findall(r"\w+", f.read()))
    return found


def named_variables(text, told, taken):
    """Names in the messages that are only ever those of variables."""
    names = set()
    for _, _, message in told:
        for quoted in re.findall(r"'([^']*)'", message):
            names |= set(re.findall(r"[A-Za-z_]\w*", quoted))
    return [n for n in sorted(names - taken)
            if re.search(rf"\b{n}\b", text) and
            not re.search(rf"\b{n}\s*(?:\(|::|<)|::\s*{n}\b|~{n}\b|"
                          rf"(?:class|struct|enum|union|namespace)\s+{n}\b|"
                          rf"\b{n}\s+[A-Za-z_]", text)]


def changed(kind, text, told, taken):
    """The new text, and how to read its messages as those of the old one."""
    if kind == "format":
        style = ("{BasedOnStyle: GNU, ColumnLimit: 60, SortIncludes: Never, "
                 "ReflowComments: false}")
        return subprocess.run(["clang-format-22", f"--style={style}"],
                              input=text, capture_output=True, text=True,
                              check=True).stdout, lambda message: message
    if kind == "rename":
        back = {"q" + n: n for n in named_variables(text, told, taken)}
        if not back:
            return None, None
        for new, old in back.items():
            text = re.sub(rf"\b{old}\b", new, text)
        return text, lambda message: re.sub(
            r"\w+", lambda w: back.get(w.group(), w.group()), message)
    if kind == "wrap":
        includes = list(re.finditer(r"^#include .*$", text, re.M))
        if "std::mutex" not in text or not includes:
            return None, None
        end = includes[-1].end()
        return (text[:end] + WRAPPED +
                text[end:].replace("std::mutex", "Wrapped"),
                lambda message: message)
    return text, lambda message: message


def compare(kind, path, mock, taken):
    """What differs, as text; '' where nothing does, None where the file is
    left out."""
    read = run_line(path, mock)
    if not read:
        return None
    text, before, compiler = read
    told = findings(path, before, compiler)
    new, back = changed(kind, text, told, taken)
    if told is None or new is None:
        return None
    folder = os.path.dirname(os.path.abspath(path))
    with tempfile.TemporaryDirectory() as work:
        # Messages and rules may speak of the file's name.
        copy = os.path.join(work, os.path.basename(path))
        with open(copy, "w") as f:
            f.write(new)
        flags = [*compiler, f"-I{folder}"]
        ways = [flags]
        if kind == "standard":
            ways = [[f"-std={s}" if w.startswith("-std=") else w for w in flags]
                    for s in STANDARDS]
        for way in ways:
            then = findings(copy, before, way)
            if then is not None:
                break
    if then is None:
        return None
    then = sorted((c, level, back(m)) for c, level, m in then)
    lost, more = Counter(told) - Counter(then), Counter(then) - Counter(told)
    return "".join(f"{os.path.relpath(path)}: {kind}: {what} {finding}\n"
                   for what, group in (("lost", lost), ("new", more))
                   for finding in sorted(group.elements()))


def main(kind, tests, mock):
    taken = words_of(mock)
    paths = sorted(os.path.join(where, name)
                   for where, _, files in os.walk(tests) for name in files
                   if name in ("bad.cpp", "ok.cpp"))
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda p: compare(kind, p, mock, taken), paths))
    print("".join(s for s in said if s), end="")
    print(f"{sum(s is not None for s in said)} of {len(paths)} compared, "
          f"{sum(bool(s) for s in said)} differ")


if __name__ == "__main__":
    main(*sys.argv[1:])
