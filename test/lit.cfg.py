# How lit runs the tests; 'docs/contributing.md' tells how to write one.
import hashlib
import os
import shutil
import subprocess
import tempfile

import lit.formats
from lit.llvm.config import LLVMConfig  # noqa: F401  (checks lit is LLVM's)

config.name = "racetidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs", "mock", "sample", "tools", "fuzz", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
# Outside of the repository: racetidy and clang-tidy look for their files upward
# from a source, and would find the repository's own.
config.test_exec_root = os.path.join(
    tempfile.gettempdir(), f"racetidy-test-{os.getuid()}",
    hashlib.sha256(config.racetidy_build.encode()).hexdigest()[:12])

path = [os.path.join(config.racetidy_build, "bin"),
        os.path.join(config.llvm_prefix, "bin"), "/usr/local/bin", "/usr/bin",
        "/bin"]
config.environment["PATH"] = os.pathsep.join(path)
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"
config.environment.pop("NO_COLOR", None)

tools = os.path.join(config.test_source_root, "tools")
mock = os.path.join(config.test_source_root, "mock")
plugin = os.path.join(config.racetidy_build, "lib", "racetidy-22.so")
config.substitutions += [
    ("%race_check", f"python3 {tools}/race_check.py"),
    ("%link_check", f"python3 {tools}/link_check.py %t"),
    ("%tools", tools),
    ("%mock", mock),
    ("%plugin", plugin),
    ("%build", config.racetidy_build),
    ("%root", config.racetidy_root),
    ("%unit", os.path.join(config.racetidy_build, "test", "unit")),
    # By full name: 'clang-tidy' in the build is the drop-in.
    ("%stock_tidy", os.path.join(config.llvm_prefix, "bin", "clang-tidy")),
    ("%dropin_tidy", os.path.join(config.racetidy_build, "bin", "clang-tidy")),
]


def feature(name, present, what):
    if present:
        config.available_features.add(name)
    else:
        lit_config.note(f"tests that need {what} are skipped: not installed")


# './dev test' puts it there.
yaml_server = os.path.join(config.racetidy_build, "npm", "node_modules",
                           "yaml-language-server", "bin",
                           "yaml-language-server")
config.substitutions.append(("%yaml_language_server", yaml_server))
feature("yaml-language-server", shutil.which("node", path=os.pathsep.join(path))
        and os.path.exists(yaml_server), "node and yaml-language-server")
feature("clang-tidy-19", shutil.which("clang-tidy-19"), "clang-tidy-19")
feature("pre-commit", shutil.which("pre-commit", path="/usr/bin")
        and shutil.which("git"), "pre-commit and git")
feature("clang-format", shutil.which("clang-format-22"), "clang-format-22")
feature("jsonschema", subprocess.run(
    ["/usr/bin/python3", "-c", "import jsonschema"],
    capture_output=True).returncode == 0, "python3-jsonschema")
for library, header in [("rocksdb", "rocksdb/db.h"),
                        ("leveldb", "leveldb/db.h"), ("sqlite", "sqlite3.h"),
                        ("libpqxx", "pqxx/pqxx"),
                        ("hiredis", "hiredis/hiredis.h"), ("lmdb", "lmdb.h")]:
    feature(library, os.path.exists(os.path.join("/usr/include", header)),
            f"the headers of {library}")
