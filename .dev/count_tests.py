"""Prints 'N passed, N failed' (and ', N skipped') for a lit result file."""
import json
import sys

PASSED = {"PASS", "FLAKYPASS", "XFAIL"}
SKIPPED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}

with open(sys.argv[1]) as f:
    codes = [test["code"] for test in json.load(f)["tests"]]
skipped = sum(code in SKIPPED for code in codes)
passed = sum(code in PASSED for code in codes)
line = f"{passed} passed, {len(codes) - passed - skipped} failed"
print(line + (f", {skipped} skipped" if skipped else ""))
