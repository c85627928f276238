"""examples.py ROOT TEMP: on every check's page the example must be found, and
what to use instead must not, each by that check alone. The rules file's page
holds rules files without mistakes."""
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
        result = subprocess.run(
            ["racetidy", "-q", f"--checks=-*,{name}", file, "--",
             *(["-std=c++20"] if code.group(1) == "cpp" else [])],
            capture_output=True, text=True)
        if result.returncode != expected:
            failed.append(f"{page}, {heading}: ended with {result.returncode}, "
                          f"not {expected}\n{result.stdout}{result.stderr}")
pages = []
for page in ["docs/rules.md", "docs/resources.md"]:
    with open(os.path.join(root, page)) as f:
        pages += re.findall(r"^```yaml\n(.+?)^```", f.read(), re.M | re.S)
empty = os.path.join(temp, "empty.cpp")
open(empty, "w").close()
for number, text in enumerate(pages):
    file = os.path.join(temp, f"rules-{number}.yaml")
    with open(file, "w") as f:
        f.write(text)
    result = subprocess.run(
        ["racetidy", "-q", f"--config-file={file}", empty, "--"],
        capture_output=True, text=True)
    if result.returncode:
        failed.append(f"rules.md: {result.stdout}{result.stderr}")
if not pages:
    failed.append("rules.md has no example")
sys.exit("\n".join(failed) if failed else 0)
