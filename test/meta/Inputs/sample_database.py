"""sample_database.py FOLDER: a compile database of the sources in FOLDER/src, with
one file twice and one that does not compile."""
import json
import os
import sys

folder = os.path.abspath(sys.argv[1])
with open(os.path.join(folder, "src", "broken.c"), "w") as f:
    f.write("int n = ;\n")
files = [os.path.join("src", name) for name in
         sorted(os.listdir(os.path.join(folder, "src")))
         if name.endswith((".c", ".cpp"))]
database = [{
    "directory": folder, "file": file,
    "arguments": ["cc", *(["-std=c++17"] if file.endswith(".cpp") else []),
                  "-MD", "-MF", "x.d", "-o", "x.o", "-c", file],
} for file in [*files, files[0]]]
with open(os.path.join(folder, "compile_commands.json"), "w") as f:
    json.dump(database, f)
