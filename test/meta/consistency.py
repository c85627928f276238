"""consistency.py ROOT CHECKS_JSON: registry, pages, tests, CHANGELOG and README
must say the same, and the habits must hold. Prints every difference."""
import json
import os
import re
import sys

HEADINGS = ["What it finds", "Why it matters", "Example", "Use instead",
            "Options", "How to silence it", "Known limitations", "See also"]
EVERY_CHECK_HAS = ["bad.cpp", "ok.cpp", "nolint.cpp"]
# Knowledge stands in rules/packs. 'std' in C++ is our own use of the library;
# what may not stand there is its name as text.
LIBRARY_NAME = re.compile(
    r'"(::)?(std|boost|folly|absl|seastar|rocksdb|leveldb|Q[A-Z]\w+|pthread_\w+'
    r'|mtx_\w+|asio|tbb|cppcoro|__c11_\w+|__atomic_\w+|__sync_\w+)(::|")')

problems = []


def read(*parts):
    with open(os.path.join(root, *parts)) as f:
        return f.read()


def problem(text):
    problems.append(text)


root = sys.argv[1]
with open(sys.argv[2]) as f:
    checks = json.load(f)
names = [c["name"] for c in checks]
if names != sorted(set(names)):
    problem("checks/RaceModule.cpp: the checks are not sorted, or one is there "
            "twice")

pages = sorted(p[:-3] for p in os.listdir(os.path.join(root, "docs/checks")))
for name in set(pages) ^ set(names):
    problem(f"'{name}' has {'a page' if name in pages else 'no page'} but is "
            f"{'not ' if name in pages else ''}in the registry")

changelog, readme = read("CHANGELOG.md"), read("README.md")
for check in checks:
    name, title, family = check["name"], check["title"], check["family"]
    if name not in pages:
        continue
    page = read("docs/checks", name + ".md")
    if not page.startswith(f"# {name}\n\n{title}\n\n"):
        problem(f"docs/checks/{name}.md does not begin with its name and title")
    found = re.findall(r"^## (.*)$", page, re.M)
    if found != HEADINGS:
        problem(f"docs/checks/{name}.md has the headings {found}")
    row = (f"| {check['since']} | {family} | {check['scope']} | "
           f"{'on' if check['default'] else 'off'} | {check['cwe']} | "
           f"{check['fix']} |")
    if row not in page:
        problem(f"docs/checks/{name}.md lacks the row '{row}'")
    for option in check["options"]:
        row = (f"| `{option['name']}` | `{option['default']}` | "
               f"{option['help']} |")
        if row not in page:
            problem(f"docs/checks/{name}.md lacks the row '{row}'")
    if len(re.findall(r"^```cpp\n(.+?)^```", page, re.M | re.S)) < 2:
        problem(f"docs/checks/{name}.md lacks an example or its repair")
    for test in EVERY_CHECK_HAS:
        if not os.path.exists(os.path.join(root, "test", family, name, test)):
            problem(f"test/{family}/{name} lacks {test}")
    entry = f"[{name}](docs/checks/{name}.md)"
    if f"- {entry}: {title}\n" not in changelog:
        problem(f"CHANGELOG.md lacks '- {entry}: {title}'")
    if f"| {entry} | {title} |\n" not in readme:
        problem(f"README.md lacks '| {entry} | {title} |'")
    if title[0].isupper() or title.endswith("."):
        problem(f"the title of '{name}' begins with a capital or ends with a "
                "full stop")

for listing, text in [("CHANGELOG.md", re.findall(r"^- \[(race-.*?)\]", changelog, re.M)),
                      ("README.md", re.findall(r"^\| \[(race-.*?)\]", readme, re.M))]:
    if text != sorted(text):
        problem(f"{listing}: the checks are not sorted")
    for name in set(text) - set(names):
        problem(f"{listing} names '{name}', which is not in the registry")

for top in ["rules", "checks", "driver"]:
    for folder, _, files in os.walk(os.path.join(root, top)):
        for file in files:
            path = os.path.relpath(os.path.join(folder, file), root)
            if not path.endswith((".cpp", ".h")):
                continue
            text = read(path)
            lines = text.count("\n")
            if lines > 600:
                problem(f"{path} has {lines} lines; what two things is it?")
            for number, line in enumerate(text.split("\n"), 1):
                if LIBRARY_NAME.search(line.split("//")[0]):
                    problem(f"{path}:{number} names a library; that belongs in "
                            "rules/packs")
            family = top == "checks" and path.count("/") == 2 and \
                path.split("/")[1] not in ("analysis", "model")
            includes = re.findall(r'#include "([a-z-]+/[^"]*)"', text)
            for include in includes:
                up = {"rules": ("checks/", "driver/"), "checks": ("driver/",)}
                if include.startswith(up.get(top, ())):
                    problem(f"{path} includes {include}: arrows run one way")
                if path.startswith("checks/model/") and \
                        include.startswith("checks/") and \
                        not include.startswith("checks/model/"):
                    problem(f"{path} includes {include}: the model knows nothing "
                            "of the analysis")
            if "yaml-cpp" in text.split("namespace")[0] and \
                    path != "rules/YamlTree.cpp" and "#include <yaml" in text:
                problem(f"{path} knows YAML; only rules/YamlTree.cpp may")

# Every message that a test expects obeys the rules for messages.
for folder, _, files in os.walk(os.path.join(root, "test")):
    for file in files:
        if not file.endswith((".cpp", ".c")):
            continue
        path = os.path.relpath(os.path.join(folder, file), root)
        for message in re.findall(
                r"CHECK-(?:MESSAGES|NOTES)\S*: .*?(?:warning|note): (.*)",
                read(path)):
            message = re.sub(r" \[race-[a-z-]+\]$", "", message)
            if message and (message[0].isupper() or message.endswith(".")):
                problem(f"{path}: '{message}' begins with a capital or ends "
                        "with a full stop")

print("\n".join(problems))
sys.exit(1 if problems else 0)
