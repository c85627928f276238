#!/usr/bin/env python3
"""Runs one check over one test file and compares what it says with the file.

usage: race_check.py FILE CHECK TEMP [--prefix=P] [--fix] [racetidy flags]
                     [-- compiler flags]

In the file, CHECK-MESSAGES lines (with --prefix=P: CHECK-MESSAGES-P) name the
warnings, CHECK-NOTES the notes, and CHECK-FIXES what the file looks like after
its fix-its. Any other warning or error fails the test; so does any other note,
when the file names notes at all. A file without CHECK lines must be silent.

With --fix the fixed file must compile, and the warnings that had a fix-it must
be gone: FIXED-MESSAGES lines name those that stay.
"""
import re
import shutil
import subprocess
import sys


def main(argv):
    flags = ["-std=c++20"]
    if "--" in argv:
        at = argv.index("--")
        argv, flags = argv[:at], argv[at + 1:]
    source, check, temp, *rest = argv
    prefix = next((a[9:] for a in rest if a.startswith("--prefix=")), "")
    fix = "--fix" in rest
    rest = [a for a in rest if not a.startswith("--prefix=") and a != "--fix"]
    suffix = "-" + prefix if prefix else ""
    with open(source) as f:
        text = f.read()
    if source.endswith(".c") and flags == ["-std=c++20"]:
        flags = ["-std=c17"]

    def run(path, *extra):
        command = ["racetidy", "--quiet", f"--checks=-*,{check}", *rest, *extra,
                   path, "--", *flags]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)}\nended with {result.returncode}\n"
                     f"{result.stdout}{result.stderr}")
        # Without the source that is shown below each message: a fix-it over
        # several lines would show the CHECK lines as well.
        return re.sub(r"^ *\d* \|.*\n", "", result.stdout, flags=re.M)

    def file_check(input_text, name, *extra):
        """Compares; without any line of that prefix nothing may match."""
        if not re.search(rf"{name}(-NEXT|-DAG)?:", text):
            unexpected = [e.split("=", 1)[1] for e in extra]
            for pattern in unexpected:
                pattern = pattern.replace("{{", "").replace("}}", "")
                if re.search(pattern, input_text):
                    sys.exit(f"no {name} line in {source}, but it said:\n"
                             f"{input_text}")
            return
        result = subprocess.run(
            ["FileCheck", source, f"--check-prefix={name}",
             "--dump-input=never", *extra],
            input=input_text, text=True, capture_output=True)
        if result.returncode:
            sys.exit(f"{result.stderr}\n{name}: what it said:\n{input_text}")

    output = run(source)
    file_check(output, f"CHECK-MESSAGES{suffix}",
               "--implicit-check-not={{warning|error}}:")
    if re.search(r"CHECK-NOTES(-NEXT)?:", text) and not prefix:
        file_check(output, "CHECK-NOTES", "--implicit-check-not={{note}}:")

    if fix:
        fixed = temp + source[source.rindex("."):]
        # Without its comments: they would match themselves.
        with open(fixed, "w") as f:
            f.write(re.sub(r"// *(CHECK|FIXED|RUN)[^\n]*", "//", text))
        include = "-I" + source[:source.rindex("/")]
        flags.append(include)
        run(fixed, "--fix")
        with open(fixed) as f:
            file_check(f.read(), "CHECK-FIXES")
        file_check(run(fixed), "FIXED-MESSAGES",
                   "--implicit-check-not={{warning|error}}:")
        shutil.copy(fixed, temp + ".fixed")


main(sys.argv[1:])
