#!/usr/bin/env python3
"""Stands in for racetidy in tests of the commands that measure it. 'scan' keeps
the file, and has nothing of one named 'broken'; 'link' tells of each '++hits_'
that does not stand below a guard, and what $TOLD says: 'FILE:LINE' of findings;
'link --dump-guards' gives $TOLD_GUARDS. A file alone gives nothing."""
import json
import os
import sys

arguments = sys.argv[1:]
findings = []


def find(check, file, line, message):
    findings.append({"check": check, "confidence": "medium", "message": message,
                     "file": file, "line": line, "interleaving": []})


if arguments[0] == "scan":
    file, _, _, _, out = arguments[1:]
    if "broken" in file:
        sys.exit(3)
    with open(file) as f, open(out, "w") as o:
        json.dump({"file": file, "lines": f.read().split("\n")}, o)
    sys.exit(0)
if "--dump-guards" in arguments:
    with open(os.environ["TOLD_GUARDS"]) as f:
        print(f.read())
    sys.exit(0)
if "--dump-accesses" in arguments:
    print(os.environ.get("TOLD_ACCESSES", ""), end="")
    sys.exit(0)
if arguments[0] == "link":
    for name in [a for a in arguments[1:] if not a.startswith("--")]:
        with open(name) as f:
            summary = json.load(f)
        lines = summary["lines"]
        for number, line in enumerate(lines, 1):
            if "++hits_" in line and "lock_guard" not in lines[number - 2]:
                find("race-told", summary["file"], number,
                     f"in {len(lines)} lines")
    for place in os.environ.get("TOLD", "").split():
        file, line = place.split(":")
        find("race-inconsistent-guard", file, int(line), "told")
print(json.dumps({"findings": findings}))
sys.exit(1 if findings else 0)
