"""yaml_examples.py DOCS FOLDER: writes each rules file that stands in a page of
DOCS into FOLDER."""
import os
import re
import sys

docs, folder = sys.argv[1:]
for name in ["rules.md", "rules-by-example.md", "checks/race-own-rules.md"]:
    with open(os.path.join(docs, name)) as f:
        pages = re.findall(r"^```yaml\n(.+?)^```", f.read(), re.M | re.S)
    if not pages:
        sys.exit(f"{name} has no example")
    for number, text in enumerate(pages):
        file = f"{os.path.basename(name)}-{number}.yaml"
        with open(os.path.join(folder, file), "w") as f:
            # The schema is said by who opens it.
            f.write(re.sub(r"^# yaml-language-server:.*\n", "", text))
