"""flags_documented.py HELP PAGE: fails for a flag of HELP that PAGE lacks."""
import re
import sys

with open(sys.argv[1]) as f:
    flags = set(re.findall(r"^  (--?[a-z][a-z-]*)", f.read(), re.M))
with open(sys.argv[2]) as f:
    page = f.read()
flags -= {"--help", "--help-list"}
missing = sorted(f for f in flags if not re.search(rf"`{f}[`= <]", page))
sys.exit(f"{sys.argv[2]} lacks {', '.join(missing)}" if missing else 0)
