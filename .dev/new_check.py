"""new_check.py [--linked] FAMILY NAME: begins a check, in every place that a
check has.

Makes the files, a page, tests, a line in the registry and one in the CHANGELOG
and the README. The test fails until the check finds something. With --linked
the check is a function over a composition of summaries, in one file.
"""
import os
import re
import subprocess
import sys

FAMILIES = ["async", "check-then-set", "locking", "lost-update"]

HEADER = """\
//===- {cls}.h {dashes}*- C++ -*-===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef RACETIDY_CHECKS_{family_macro}_{macro}_H
#define RACETIDY_CHECKS_{family_macro}_{macro}_H

#include "checks/RaceCheck.h"

namespace racetidy {{

/// Finds ...
/// Docs: docs/checks/{name}.md
class {cls} : public RaceCheck {{
public:
  static const CheckInfo Info;

  {cls}(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
      : RaceCheck(Info, Name, Context) {{}}

private:
  void report() override;
}};

}} // namespace racetidy

#endif // RACETIDY_CHECKS_{family_macro}_{macro}_H
"""

SOURCE = """\
//===- {cls}.cpp {dashes}===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/{family}/{cls}.h"

using namespace clang;
using namespace racetidy;

// Off until docs/design/precision.md has figures for it.
const CheckInfo {cls}::Info{{
    "{name}",
    "{title}",
    "{family}",
    "unreleased",
    "local",
    /*Default=*/false,
    "362",
    "none",
    /*Options=*/{{}},
}};

void {cls}::report() {{
  // A filter over what the analysis found: model(), rules(), and emit().
}}
"""

LINKED_SOURCE = """\
//===- {cls}.cpp {dashes}===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "checks/composition/Composition.h"

using namespace racetidy;

static void report(const Composition &All, std::vector<LinkedFinding> &Found) {{
  // A filter over what the composition found.
}}

namespace racetidy {{
extern const CheckInfo {cls};
}} // namespace racetidy

// Off until docs/design/precision.md has figures for it.
const CheckInfo racetidy::{cls}{{
    "{name}",
    "{title}",
    "{family}",
    "unreleased",
    "linked",
    /*Default=*/false,
    "362",
    "none",
    /*Options=*/{{}},
    report,
}};
"""

PAGE = """\
# {name}

{title}

| since | family | scope | default | CWE | fix |
| --- | --- | --- | --- | --- | --- |
| unreleased | {family} | {scope} | off | 362 | none |

## What it finds

## Why it matters

## Example

```cpp
```

## Use instead

```cpp
```

## Options

| option | default | meaning |
| --- | --- | --- |
| `RulesFile` | | rules to use instead of the nearest `.racetidy.yaml` |
| `MinConfidence` | `medium` | `low`, `medium` or `high`: the least to show |

## How to silence it

- `// NOLINT({name})`.

## Known limitations

## See also
"""

BAD = """\
// RUN: %race_check %s {name} %t -- -std=c++20 -I%mock

void something_bad() {{}}
// CHECK-MESSAGES: :[[@LINE-1]]:1: warning: what and why [{name}]
"""

OK = """\
// Code that looks the same and is right: each is a trap of the catalogue.
// RUN: %race_check %s {name} %t -- -std=c++20 -I%mock

void something_ok() {{}}
"""

NOLINT = """\
// RUN: %race_check %s {name} %t -- -std=c++20 -I%mock
"""


def fail(message):
    sys.exit(f"dev: error: {message}")


def create(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)
    print(f"dev: made {path}")


def insert_sorted(path, begin, end, line, key=lambda l: l):
    """Puts \a line between two marker lines, in order."""
    with open(path) as f:
        lines = f.read().split("\n")
    first = next(i for i, l in enumerate(lines) if begin in l) + 1
    last = next(i for i in range(first, len(lines)) if re.search(end, lines[i]))
    block = [l for l in lines[first:last] if l] + [line]
    padding = [""] * (len([l for l in lines[first:last] if not l]))
    head = padding[:1] if first < last and not lines[first] else []
    tail = padding[len(head):]
    lines[first:last] = head + sorted(block, key=key) + tail
    with open(path, "w") as f:
        f.write("\n".join(lines))
    print(f"dev: added a line to {path}")


def main(argv):
    linked = "--linked" in argv
    argv = [a for a in argv if a != "--linked"]
    if len(argv) != 2:
        fail("say './dev new-check [--linked] FAMILY NAME', "
             "such as './dev new-check locking race-some-pattern'")
    family, name = argv
    if family not in FAMILIES:
        fail(f"unknown family '{family}'; known are {', '.join(FAMILIES)}")
    if not re.fullmatch(r"race(-[a-z0-9]+)+", name):
        fail(f"'{name}' is no name for a check; it must be like "
             "'race-some-pattern', in lower case")
    cls = "".join(w.capitalize() for w in name.split("-")[1:]) + "Check"
    if os.path.exists(f"docs/checks/{name}.md"):
        fail(f"there is a check '{name}' already")
    title = "what it finds, in one sentence"
    words = dict(name=name, cls=cls, family=family, title=title,
                 scope="linked" if linked else "local",
                 macro=cls.upper(), family_macro=family.replace("-", "").upper())
    if not linked:
        create(f"checks/{family}/{cls}.h", HEADER.format(
            dashes="-" * (55 - len(cls)), **words))
    create(f"checks/{family}/{cls}.cpp",
           (LINKED_SOURCE if linked else SOURCE).format(
               dashes="-" * (63 - len(cls)), **words))
    create(f"docs/checks/{name}.md", PAGE.format(**words))
    tests = f"test/{family}/{name}"
    create(f"{tests}/bad.cpp", BAD.format(**words))
    create(f"{tests}/ok.cpp", OK.format(**words))
    create(f"{tests}/nolint.cpp", NOLINT.format(**words))
    registry = "checks/RaceModule.cpp"
    if linked:
        insert_sorted(registry, "begin: checks over", "end: checks over",
                      f"extern const CheckInfo {cls};")
    else:
        insert_sorted(registry, "begin: headers", "end: headers",
                      f'#include "checks/{family}/{cls}.h"')
    insert_sorted(registry, "begin: checks, ", "end: checks$",
                  "  Each.template operator()<"
                  f"{f'LinkedCheckOf<{cls}>' if linked else cls}>();",
                  key=lambda line: line.replace("LinkedCheckOf<", ""))
    insert_sorted("CHANGELOG.md", "### New checks", "^### ",
                  f"- [{name}](docs/checks/{name}.md): {title}")
    insert_sorted("README.md", "| --- | --- |", "^$",
                  f"| [{name}](docs/checks/{name}.md) | {title} |")
    subprocess.run(["git", "add", "--intent-to-add", "checks", "docs", tests],
                   check=False, stderr=subprocess.DEVNULL)
    print(f"dev: now write {tests}/bad.cpp and ok.cpp; "
          f"'./dev test {name}' fails until the check finds something")


main(sys.argv[1:])
