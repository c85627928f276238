"""database.py FOLDER FLAG...: a compile database in FOLDER/build of the sources
in FOLDER."""
import json
import os
import sys

folder, flags = os.path.abspath(sys.argv[1]), sys.argv[2:]
os.makedirs(os.path.join(folder, "build"), exist_ok=True)
with open(os.path.join(folder, "build", "compile_commands.json"), "w") as f:
    json.dump([{
        "directory": folder, "file": file,
        "arguments": ["cc", *flags, "-c", os.path.join(folder, file)],
    } for file in sorted(os.listdir(folder)) if file.endswith((".c", ".cpp"))],
        f)
