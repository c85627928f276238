"""A code base with a compile database, as the measuring commands see it."""
import json
import os
import shlex
import sys

SOURCES = (".c", ".cc", ".cpp", ".cxx")
LLVM = "/usr/lib/llvm-22/bin"
# Arguments that name an output, with the one that follows them.
OUTPUTS = {"-o", "-MF", "-MT", "-MQ"}
DROPPED = {"-c", "-MD", "-MMD", "-MP", "-Werror"}


def fail(message):
    sys.exit(f"dev: error: {message}")


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
