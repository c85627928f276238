"""generate.py RACETIDY ROOT [--check]: writes what is made from the tables of the
rules file; with --check it says what is out of date instead."""
import os
import re
import subprocess
import sys

racetidy, root = sys.argv[1:3]


def described(how):
    return subprocess.run([racetidy, f"--describe-rules={how}"], text=True,
                          capture_output=True, check=True).stdout


def with_reference(page):
    begin, end = "<!-- begin: ", "<!-- end -->"
    at = page.index("\n", page.index(begin)) + 1
    return page[:at] + described("reference") + page[page.index(end):]


stale = []
for path, make in [("rules/schema.json", lambda _: described("schema")),
                   ("docs/rules.md", with_reference)]:
    file = os.path.join(root, path)
    old = ""
    if os.path.exists(file):
        with open(file) as f:
            old = f.read()
    new = make(old)
    if old == new:
        continue
    stale.append(f"{path} is out of date; run './dev generate'")
    if "--check" not in sys.argv:
        with open(file, "w") as f:
            f.write(new)
if "--check" in sys.argv:
    sys.exit("\n".join(stale) or 0)
