"""database.py FOLDER SOURCE...: writes FOLDER/compile_commands.json."""
import json
import os
import sys

folder, *sources = sys.argv[1:]
here = os.getcwd()
with open(os.path.join(folder, "compile_commands.json"), "w") as f:
    json.dump([{"directory": here, "file": os.path.join(here, s),
                "arguments": ["c++", "-std=c++20", "-c", s, "-o", s + ".o"]}
               for s in sources], f, indent=1)
