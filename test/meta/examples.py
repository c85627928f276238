"""examples.py ROOT TEMP: on every check's page the example must be found, and
what to use instead must not, each by that check alone. The pages of the
rules file hold rules files without mistakes."""
import os
import re
import shutil
import subprocess
import sys

root, temp = sys.argv[1:]
failed = []
# The examples' own coroutine type, which every project brings itself.
shutil.copy(os.path.join(root, "test/mock/coroutine.h"),
            os.path.join(temp, "task.h"))
for page in sorted(os.listdir(os.path.join(root, "docs/checks"))):
    name = page[:-3]
    with open(os.path.join(root, "docs/checks", page)) as f:
        text = f.read()
    for heading, expected in [("Example", 1), ("Use instead", 0)]:
        section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
        code = re.search(r"^```(cpp|c)\n(.+?)^```", section, re.M | re.S)
        file = os.path.join(
            temp, f"{name}-{heading.replace(' ', '-')}.{code.group(1)}")
        with open(file, "w") as f:
            f.write(code.group(2))
        # The rules that the example is about, if it is.
        rules = re.search(r"^```yaml\n(.+?)^```", section, re.M | re.S)
        config = [f"--config={rules.group(1)}"] if rules else []
        result = subprocess.run(
            ["racetidy", "-q", f"--checks=-*,{name}", *config, file, "--",
             *(["-std=c++20"] if code.group(1) == "cpp" else []),
             *(["-fopenmp"] if "#pragma omp" in code.group(2) else [])],
            capture_output=True, text=True)
        if result.returncode != expected:
            failed.append(f"{page}, {heading}: ended with {result.returncode}, "
                          f"not {expected}\n{result.stdout}{result.stderr}")
empty = os.path.join(temp, "empty.cpp")
open(empty, "w").close()
for name in ["rules.md", "rules-by-example.md", "resources.md"]:
    with open(os.path.join(root, "docs", name)) as f:
        pages = re.findall(r"^```yaml\n(.+?)^```", f.read(), re.M | re.S)
    if not pages:
        failed.append(f"{name} has no example")
    for number, text in enumerate(pages):
        file = os.path.join(temp, f"{name}-{number}.yaml")
        with open(file, "w") as f:
            f.write(text)
        result = subprocess.run(
            ["racetidy", "-q", f"--config-file={file}", empty, "--"],
            capture_output=True, text=True)
        if result.returncode:
            failed.append(f"{name}: {result.stdout}{result.stderr}")
sys.exit("\n".join(failed) if failed else 0)
